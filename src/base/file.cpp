#include "base/file.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <new>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/codes.hpp"
#include "base/digest.hpp"
#include "base/packed.hpp"

namespace merit {
namespace {

class FileHandle {
 public:
  explicit FileHandle(int descriptor) : descriptor_(descriptor) {}
  FileHandle(FileHandle&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileHandle(const FileHandle&) = delete;
  FileHandle& operator=(const FileHandle&) = delete;
  ~FileHandle() { close(); }

  bool is_open() const { return descriptor_ >= 0; }
  int get() const { return descriptor_; }
  /// Some file systems say only here that the bytes did not arrive.
  bool close() { return descriptor_ < 0 || ::close(std::exchange(descriptor_, -1)) == 0; }

 private:
  int descriptor_;
};

/// Removes the file unless it was released.
class Temporary {
 public:
  explicit Temporary(std::string path) : path_(std::move(path)) {}
  Temporary(Temporary&& other) noexcept : path_(std::exchange(other.path_, "")) {}
  Temporary& operator=(Temporary&& other) noexcept {
    path_.swap(other.path_);
    return *this;
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  ~Temporary() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  const std::string& path() const { return path_; }
  void release() { path_.clear(); }

 private:
  std::string path_;
};

/// The system's reason in both languages; its own texts follow the locale, which must reach no output.
Text reason_of(int error) {
  switch (error) {
    case EACCES:
    case EPERM: return {"permission denied", "没有权限"};
    case ENOSPC:
    case EFBIG:
    case EDQUOT: return {"no space is left", "存储空间不足"};
    case EROFS: return {"the disk is read-only", "磁盘是只读的"};
    case ENAMETOOLONG: return {"the name is too long", "文件名太长"};
    case ELOOP: return {"its links lead in a circle", "链接互相指向，没有终点"};
    case EMFILE:
    case ENFILE: return {"too many files are open", "打开的文件太多"};
    case ENOMEM: return {"not enough memory", "内存不足"};
    case EPIPE: return {"the reader has gone away", "读取的一方已经关闭"};
    default: break;
  }
  const std::string number = std::to_string(error);
  return {"the system reports error " + number, "系统报告错误 " + number};
}

/// What makes a file readable that is there.
Text way_to_read(int error) {
  switch (error) {
    case EACCES:
    case EPERM:
      return {"make the file readable for the user who runs the program, then run it again",
              "请让运行程序的用户能够读取该文件，然后重新运行"};
    case ELOOP:
      return {"name the file itself, or mend the links on the way to it",
              "请写明文件本身，或修正通向它的链接"};
    case ENOMEM:
      return {"allow more memory (with `--memory`, where it was said), or give fewer periods at a time",
              "请允许使用更多内存（如用了 `--memory` 请调大），或每次少给几期数据"};
    case ENAMETOOLONG: return {"give the file or its folders a shorter name", "请缩短文件或文件夹的名称"};
    default:
      return {"look whether its disk can be reached, then run it again",
              "请检查它所在的磁盘是否可用，然后重新运行"};
  }
}

Text size_text(std::size_t bytes) {
  const std::pair<std::size_t, const char*> units[] = {
      {1u << 30, " GiB"}, {1u << 20, " MiB"}, {1u << 10, " KiB"}};
  for (const auto& [unit, name] : units)
    if (bytes >= unit && bytes % unit == 0) return Text::same(std::to_string(bytes / unit) + name);
  return {std::to_string(bytes) + " bytes", std::to_string(bytes) + " 字节"};
}

/// The names beside `path`, in order of bytes. A folder with very many is not searched to its end.
std::vector<std::string> neighbours_of(const std::filesystem::path& path) {
  constexpr std::size_t enough = 1000;
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end;
       !error && entry != end && names.size() < enough; entry.increment(error))
    names.push_back(entry->path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

/// Reports one file's trouble at one place.
struct Report {
  const std::string& path;
  Diagnostics& diagnostics;
  Span at;

  bool not_found() const {
    Diagnostic& d = diagnostics.add(codes::file_not_found, at, {Text::same(path)});
    const std::filesystem::path wanted(path);
    d.suggestion = did_you_mean(wanted.filename().string(), neighbours_of(wanted));
    return false;
  }
  bool is_directory() const {
    diagnostics.add(codes::is_a_directory, at, {Text::same(path)});
    return false;
  }
  bool too_large(std::size_t max_bytes, bool is_packed) const {
    Text size = size_text(max_bytes);
    if (is_packed) size = {size.en + " when it is unpacked", size.zh + "（解压后）"};
    diagnostics.add(codes::file_too_large, at, {Text::same(path), size});
    return false;
  }
  bool not_readable(int error) const {
    diagnostics.add(codes::file_not_readable, at, {Text::same(path), reason_of(error), way_to_read(error)});
    return false;
  }
  bool is_shorter_now() const {
    diagnostics.add(codes::file_not_readable, at,
                    {Text::same(path),
                     {"it became shorter while it was read", "读取过程中文件变短了"},
                     {"run it again when nothing writes to it", "请在没有程序写入该文件时重新运行"}});
    return false;
  }
  bool not_unpackable(Unreadable why) const {
    const Text named = Text::same(path);
    const auto otherwise = [&](Text reason) {
      diagnostics.add(codes::packed_otherwise, at, {named, std::move(reason)});
    };
    if (why == Unreadable::cut) diagnostics.add(codes::packed_cut, at, {named});
    else if (why == Unreadable::dictionary) otherwise({"it needs a dictionary", "需要配合字典"});
    else if (why == Unreadable::memory)
      otherwise({"it needs more than 128 MiB of memory", "需要超过 128 MiB 的内存"});
    else diagnostics.add(codes::packed_damaged, at, {named});
    return false;
  }
  bool not_writable(int error) const {
    if (error == ENOENT || error == ENOTDIR) diagnostics.add(codes::folder_not_found, at, {Text::same(path)});
    else diagnostics.add(codes::file_not_writable, at, {Text::same(path), reason_of(error)});
    return false;
  }
};

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
bool read_all(InputFile& file, std::size_t max_bytes, std::string& out, const Report& report) try {
  constexpr std::size_t step = 64u << 10;
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

int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return errno;
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

/// Follows links to the file itself; a file that is not there yet is its own path.
std::string resolved(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  const std::string found = real ? real : path;
  std::free(real);
  return found;
}

/// The name does not grow with the target's, which may be at its limit.
std::string temporary_name(const std::string& folder) {
  static std::atomic<unsigned> counter{0};
  return folder + ".merit-" + std::to_string(::getpid()) + "-" + std::to_string(++counter) + ".tmp";
}

/// Calls `make` with names until it succeeds with one that is not in use; returns the name, or "" and errno.
template <typename Make>
std::string with_new_name(const std::string& folder, const Make& make) {
  for (int attempt = 0; attempt < 100; ++attempt) {
    const std::string name = temporary_name(folder);
    if (make(name)) return name;
    if (errno != EEXIST) break;
  }
  return "";
}

std::string path_of(int descriptor) { return "/proc/self/fd/" + std::to_string(descriptor); }

struct OpenedFile {
  std::string path;  ///< "": it has no name yet, and is gone when the program is
  int descriptor;
};

/// A new file in the folder; -1 and errno when there can be none.
OpenedFile open_temporary(const std::string& folder, mode_t mode) {
#if defined(O_TMPFILE)
  const int unnamed = ::open(folder.empty() ? "." : folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
  if (unnamed >= 0 && ::access(path_of(unnamed).c_str(), F_OK) == 0) return {"", unnamed};
  if (unnamed >= 0) ::close(unnamed);  // a system that cannot give it a name later
#endif
  OpenedFile file{"", -1};
  file.path = with_new_name(folder, [&](const std::string& name) {
    file.descriptor = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    return file.descriptor >= 0;
  });
  return file;
}

/// Gives a file without one a name in the folder: "" and errno when that fails.
std::string give_name(int descriptor, const std::string& folder) {
  return with_new_name(folder, [&](const std::string& name) {
    return ::linkat(AT_FDCWD, path_of(descriptor).c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
  });
}

/// Makes the move itself last through a power cut. The file is whole either way, so that a folder that cannot
/// be synchronised is no failure.
void sync_folder(const std::string& folder) {
  FileHandle handle(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.is_open()) ::fsync(handle.get());
}

/// Not open when that was reported.
FileHandle opened_to_read(const Report& report, struct stat& info) {
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
};

InputFile::InputFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
InputFile::InputFile(InputFile&&) noexcept = default;
InputFile& InputFile::operator=(InputFile&&) noexcept = default;
InputFile::~InputFile() = default;

std::optional<InputFile> InputFile::open(const std::string& path, Diagnostics& diagnostics, Span at) {
  struct stat info {};
  auto state = std::make_unique<State>(path, opened_to_read(Report{path, diagnostics, at}, info), at);
  if (!state->file.is_open()) return std::nullopt;
  if (S_ISREG(info.st_mode)) state->size = static_cast<std::size_t>(info.st_size);
  return InputFile(std::move(state));
}

std::optional<std::size_t> InputFile::read(char* to, std::size_t most, Diagnostics& diagnostics) {
  const Report report{state_->path, diagnostics, state_->at};
  try {
    if (const auto got = state_->text.read(to, most)) return got;
  } catch (const std::bad_alloc&) {
    report.not_readable(ENOMEM);
    return std::nullopt;
  }
  const Unreadable why = state_->text.why();
  if (why != Unreadable::source) report.not_unpackable(why);
  else if (state_->error != 0) report.not_readable(state_->error);
  else report.is_shorter_now();
  return std::nullopt;
}

void InputFile::tell(Listener listener) { state_->listener = std::move(listener); }

bool InputFile::is_packed() const { return state_->text.is_packed(); }

std::optional<std::size_t> InputFile::size() const { return state_->size; }

void InputFile::begin_again() {
  ::lseek(state_->file.get(), 0, SEEK_SET);
  state_->passed = 0;
  state_->listener = {};
  state_->text = state_->make_reader();
}

struct OutputFile::State {
  std::string path;     ///< as messages call it
  std::string target;   ///< the file itself, behind links
  FileHandle file;      ///< the new one; of a device or pipe, itself
  Temporary temporary;  ///< its name, once it has one
  bool is_on_disk;
  std::optional<Packer> packer = made_for(path);  ///< of a file whose name asks for it

  static std::optional<Packer> made_for(const std::string& path) {
    const Packing packing = packing_named(path);
    return packing == Packing::none ? std::nullopt : std::optional<Packer>(packing);
  }
  /// Writes what `pack` appends. Returns 0 or the error.
  template <typename Pack>
  int write_packed(const Pack& pack) const try {
    std::string packed;
    pack(packed);
    return write_all(file.get(), packed);
  } catch (const std::bad_alloc&) {
    return ENOMEM;
  }
};

OutputFile::OutputFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
OutputFile::OutputFile(OutputFile&&) noexcept = default;
OutputFile& OutputFile::operator=(OutputFile&&) noexcept = default;
OutputFile::~OutputFile() = default;

std::optional<OutputFile> OutputFile::create(const std::string& path, Diagnostics& diagnostics) {
  const Report report{path, diagnostics, nowhere};
  const auto refused = [&](bool) { return std::nullopt; };
  struct stat old {};
  const bool exists = ::stat(path.c_str(), &old) == 0;
  if (!exists && errno != ENOENT) return refused(report.not_writable(errno));
  if (exists && S_ISDIR(old.st_mode)) return refused(report.is_directory());
  // A move needs no permission of the file itself; whoever made it read-only meant it.
  if (exists && ::access(path.c_str(), W_OK) != 0) return refused(report.not_writable(errno));

  if (exists && !S_ISREG(old.st_mode)) {  // there is no old content to protect
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return refused(report.not_writable(errno));
    return OutputFile(
        std::make_unique<State>(State{path, path, FileHandle(descriptor), Temporary(""), false}));
  }
  const std::string target = resolved(path);
  const mode_t mode = exists ? old.st_mode & 0777 : 0666;
  OpenedFile opened = open_temporary(folder_of(target), mode);
  if (opened.descriptor < 0) return refused(report.not_writable(errno));
  auto state = std::make_unique<State>(
      State{path, target, FileHandle(opened.descriptor), Temporary(opened.path), true});
  if (exists && ::fchmod(state->file.get(), mode) != 0) return refused(report.not_writable(errno));
  return OutputFile(std::move(state));
}

bool OutputFile::write(std::string_view bytes, Diagnostics& diagnostics) {
  State& s = *state_;
  const auto pack = [&](std::string& packed) { s.packer->add(bytes, packed); };
  const int error = s.packer ? s.write_packed(pack) : write_all(s.file.get(), bytes);
  return error == 0 || Report{state_->path, diagnostics, nowhere}.not_writable(error);
}

bool OutputFile::begin_again(Diagnostics& diagnostics) {
  assert(state_->is_on_disk);
  const int descriptor = state_->file.get();
  state_->packer = State::made_for(state_->path);
  if (::ftruncate(descriptor, 0) == 0 && ::lseek(descriptor, 0, SEEK_SET) == 0) return true;
  return Report{state_->path, diagnostics, nowhere}.not_writable(errno);
}

bool OutputFile::is_on_disk() const { return state_->is_on_disk; }

bool OutputFile::finish(Diagnostics& diagnostics) {
  const Report report{state_->path, diagnostics, nowhere};
  State& s = *state_;
  const auto pack_rest = [&](std::string& packed) { s.packer->finish(packed); };
  if (const int error = s.packer ? s.write_packed(pack_rest) : 0) return report.not_writable(error);
  // Some file systems cannot synchronise and say so with EINVAL.
  if (s.is_on_disk && ::fsync(s.file.get()) != 0 && errno != EINVAL) return report.not_writable(errno);
  if (s.is_on_disk && s.temporary.path().empty()) {
    s.temporary = Temporary(give_name(s.file.get(), folder_of(s.target)));
    if (s.temporary.path().empty()) return report.not_writable(errno);
  }
  if (!s.file.close()) return report.not_writable(errno);
  if (!s.is_on_disk) return true;
  if (::rename(s.temporary.path().c_str(), s.target.c_str()) != 0) return report.not_writable(errno);
  s.temporary.release();
  sync_folder(folder_of(s.target));
  return true;
}

bool write_file_atomically(const std::string& path, std::string_view bytes, Diagnostics& diagnostics) {
  auto file = OutputFile::create(path, diagnostics);
  return file && file->write(bytes, diagnostics) && file->finish(diagnostics);
}

}  // namespace merit
