#include <atomic>
#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <new>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "base/file.hpp"
#include "base/file_handle.hpp"
#include "base/file_report.hpp"
#include "base/packed.hpp"
#include "base/parquet.hpp"

namespace merit {

namespace {

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

}  // namespace

struct OutputFile::State {
  std::string path;     ///< as messages call it
  std::string target;   ///< the file itself, behind links
  FileHandle file;      ///< the new one; of a device or pipe, itself
  Temporary temporary;  ///< its name, once it has one
  bool is_on_disk;
  std::vector<Type> types;
  std::optional<Packer> packer = make_packer();  ///< of a file whose name asks for it

  std::optional<Packer> make_packer() const {
    const Packing packing = packing_named(path);
    if (packing == Packing::none) return std::nullopt;
    return std::optional<Packer>(std::in_place, packing, types);
  }
  /// Writes what `pack` appends. Returns 0 or the error.
  template <typename Pack>
  int write_packed(const Pack& pack) const try {
    std::string packed;
    pack(packed);
    return write_all(file.get(), packed);
  } catch (const std::bad_alloc&) {
    return ENOMEM;
  } catch (const std::length_error&) {
    return EOVERFLOW;
  }
};

OutputFile::OutputFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
OutputFile::OutputFile(OutputFile&&) noexcept = default;
OutputFile& OutputFile::operator=(OutputFile&&) noexcept = default;
OutputFile::~OutputFile() = default;

std::optional<OutputFile> OutputFile::create(const std::string& path, Diagnostics& diagnostics,
                                             std::vector<Type> types) {
  const FileReport report{path, diagnostics, nowhere};
  const auto refused = [&](bool) { return std::nullopt; };
  struct stat old {};
  if (packing_named(path) == Packing::parquet && !has_parquet()) return refused(report.no_parquet());
  const bool exists = ::stat(path.c_str(), &old) == 0;
  if (!exists && errno != ENOENT) return refused(report.not_writable(errno));
  if (exists && S_ISDIR(old.st_mode)) return refused(report.is_directory());
  // A move needs no permission of the file itself; whoever made it read-only meant it.
  if (exists && ::access(path.c_str(), W_OK) != 0) return refused(report.not_writable(errno));

  if (exists && !S_ISREG(old.st_mode)) {  // there is no old content to protect
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return refused(report.not_writable(errno));
    return OutputFile(std::make_unique<State>(
        State{path, path, FileHandle(descriptor), Temporary(""), false, std::move(types)}));
  }
  const std::string target = resolved(path);
  const mode_t mode = exists ? old.st_mode & 0777 : 0666;
  OpenedFile opened = open_temporary(folder_of(target), mode);
  if (opened.descriptor < 0) return refused(report.not_writable(errno));
  auto state = std::make_unique<State>(
      State{path, target, FileHandle(opened.descriptor), Temporary(opened.path), true, std::move(types)});
  if (exists && ::fchmod(state->file.get(), mode) != 0) return refused(report.not_writable(errno));
  return OutputFile(std::move(state));
}

bool OutputFile::write(std::string_view bytes, Diagnostics& diagnostics) {
  State& s = *state_;
  const auto pack = [&](std::string& packed) { s.packer->add(bytes, packed); };
  const int error = s.packer ? s.write_packed(pack) : write_all(s.file.get(), bytes);
  return error == 0 || FileReport{state_->path, diagnostics, nowhere}.not_writable(error);
}

bool OutputFile::begin_again(Diagnostics& diagnostics) {
  assert(state_->is_on_disk);
  const int descriptor = state_->file.get();
  state_->packer = state_->make_packer();
  if (::ftruncate(descriptor, 0) == 0 && ::lseek(descriptor, 0, SEEK_SET) == 0) return true;
  return FileReport{state_->path, diagnostics, nowhere}.not_writable(errno);
}

bool OutputFile::is_on_disk() const { return state_->is_on_disk; }

bool OutputFile::finish(Diagnostics& diagnostics) {
  const FileReport report{state_->path, diagnostics, nowhere};
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

bool write_file_atomically(const std::string& path, std::string_view bytes, Diagnostics& diagnostics,
                           const std::vector<Type>& types) {
  auto file = OutputFile::create(path, diagnostics, types);
  return file && file->write(bytes, diagnostics) && file->finish(diagnostics);
}

}  // namespace merit
