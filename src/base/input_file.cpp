#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <new>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "base/digest.hpp"
#include "base/file.hpp"
#include "base/file_handle.hpp"
#include "base/file_report.hpp"
#include "base/packed.hpp"
#include "base/parquet.hpp"

namespace merit {

namespace {

/// Reads up to `most` bytes, fewer only at the end. Returns 0 or the error.
int read_fully(int descriptor, char* to, std::size_t most, std::size_t& filled) {
  for (filled = 0; filled < most;) {
    const ssize_t got = ::read(descriptor, to + filled, most - filled);
    if (got == 0) break;
    if (got < 0 && errno != EINTR) return errno;
    filled += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
  }
  return 0;
}

/// Reads to the end, or to one byte more than `max_bytes`. False when that was reported.
bool read_all(InputFile& file, std::size_t max_bytes, std::string& out, const FileReport& report) try {
  constexpr std::size_t step = 64u << 10;
  // Its text is as long, or it is packed: then the string grows.
  if (const auto size = file.size(); size && *size < max_bytes) out.reserve(*size + step);
  while (out.size() <= max_bytes) {
    const std::size_t filled = out.size();
    const std::size_t wanted = std::max<std::size_t>(std::min(step, max_bytes - filled), 1);
    out.resize(filled + wanted);
    const auto got = file.read(out.data() + filled, wanted, report.diagnostics);
    if (!got) return false;
    out.resize(filled + *got);
    if (*got < wanted) break;
  }
  return out.size() <= max_bytes || report.too_large(max_bytes, file.is_packed());
} catch (const std::exception&) {  // the string cannot grow further
  return report.not_readable(ENOMEM);
}

/// Not open when that was reported.
FileHandle opened_to_read(const FileReport& report, struct stat& info) {
  FileHandle file(::open(report.path.c_str(), O_RDONLY | O_CLOEXEC));
  bool is_fine = file.is_open();
  if (!is_fine) errno == ENOENT || errno == ENOTDIR ? report.not_found() : report.not_readable(errno);
  else if (::fstat(file.get(), &info) != 0) is_fine = report.not_readable(errno);
  else if (S_ISDIR(info.st_mode)) is_fine = report.is_directory();
  return is_fine ? std::move(file) : FileHandle(-1);
}

}  // namespace

bool read_file(const std::string& path, std::size_t max_bytes, std::string& out, Diagnostics& diagnostics,
               Span at, std::string* packed_digest) {
  out.clear();
  auto file = InputFile::open(path, diagnostics, at);
  if (!file) return false;
  std::optional<Sha256> digest;
  if (packed_digest) {
    file->tell([&, is_first = true](std::string_view bytes) mutable {
      if (std::exchange(is_first, false) && packing_of(bytes) != Packing::none) digest.emplace();
      if (digest) digest->add(bytes);
    });
  }
  const bool is_read = read_all(*file, max_bytes, out, {path, diagnostics, at});
  if (!is_read) out.clear();
  if (packed_digest) *packed_digest = digest ? digest->text() : "";
  return is_read;
}

struct InputFile::State {
  State(const std::string& named, FileHandle opened, Span where)
      : path(named), file(std::move(opened)), at(where) {}

  std::string path;
  FileHandle file;
  Span at;
  std::optional<std::size_t> size;
  std::size_t passed = 0;  ///< bytes of the file that were read
  int error = 0;
  Listener listener;
  TextReader text = make_reader();
  std::optional<ParquetText> table;  ///< in place of it, of a Parquet file

  TextReader make_reader() {
    return TextReader([this](char* to, std::size_t most) { return read_bytes(to, most); });
  }
  std::optional<std::size_t> read_bytes(char* to, std::size_t most) {
    std::size_t got = 0;
    error = read_fully(file.get(), to, most, got);
    passed += got;
    if (listener && got > 0) listener({to, got});
    if (error != 0 || (got < most && passed < size.value_or(0))) return std::nullopt;
    return got;
  }

  std::optional<std::size_t> read_text(char* to, std::size_t most) {
    if (!table) {
      const auto got = text.read(to, most);
      const bool is_table = !got && text.why() == Unreadable::parquet && size && has_parquet();
      if (!is_table) return got;
      table.emplace(file.get());
    }
    const auto got = table->read(to, most);
    if (got) tell_up_to(table->share_of(*size));
    return got;
  }
  /// A Parquet file is read in an order of its own.
  void tell_up_to(std::size_t end) {
    std::array<char, 64 << 10> bytes;
    while (listener && passed < end) {
      const ssize_t got =
          ::pread(file.get(), bytes.data(), std::min(bytes.size(), end - passed), static_cast<off_t>(passed));
      if (got <= 0 && errno != EINTR) return;
      if (got <= 0) continue;
      listener({bytes.data(), static_cast<std::size_t>(got)});
      passed += static_cast<std::size_t>(got);
    }
  }
};

InputFile::InputFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
InputFile::InputFile(InputFile&&) noexcept = default;
InputFile& InputFile::operator=(InputFile&&) noexcept = default;
InputFile::~InputFile() = default;

std::optional<InputFile> InputFile::open(const std::string& path, Diagnostics& diagnostics, Span at) {
  struct stat info {};
  auto state = std::make_unique<State>(path, opened_to_read(FileReport{path, diagnostics, at}, info), at);
  if (!state->file.is_open()) return std::nullopt;
  if (S_ISREG(info.st_mode)) state->size = static_cast<std::size_t>(info.st_size);
  return InputFile(std::move(state));
}

std::optional<std::size_t> InputFile::read(char* to, std::size_t most, Diagnostics& diagnostics) {
  const FileReport report{state_->path, diagnostics, state_->at};
  try {
    if (const auto got = state_->read_text(to, most)) return got;
  } catch (const std::bad_alloc&) {
    report.not_readable(ENOMEM);
    return std::nullopt;
  }
  const Unreadable why = state_->text.why();
  if (state_->table) report.not_parquet(state_->table->trouble());
  else if (why == Unreadable::parquet && has_parquet())
    report.not_parquet(
        {{"it comes through a pipe, and is read from its end", "它来自管道，而此类文件须从末尾读起"}});
  else if (why == Unreadable::parquet) report.no_parquet();
  else if (why != Unreadable::source) report.not_unpackable(why);
  else if (state_->error != 0) report.not_readable(state_->error);
  else report.is_shorter_now();
  return std::nullopt;
}

void InputFile::tell(Listener listener) { state_->listener = std::move(listener); }

bool InputFile::is_packed() const { return state_->table || state_->text.is_packed(); }

std::optional<std::size_t> InputFile::size() const { return state_->size; }

void InputFile::begin_again() {
  ::lseek(state_->file.get(), 0, SEEK_SET);
  state_->passed = 0;
  state_->listener = {};
  state_->text = state_->make_reader();
  state_->table.reset();
}

}  // namespace merit
