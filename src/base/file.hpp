// Files: read with a limit or part by part, written whole or not at all. Floor 0.
//
// What is packed by gzip or zstd is read as its text, whatever its name, and a table in Parquet as CSV; what
// is called .gz, .zst or .parquet is written so. Not for `-`: standard input and output are the caller's.
// Trouble becomes a diagnostic (codes E00xx); no exception crosses.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/type.hpp"

namespace merit {

/// Reads the text of the file into `out`, at most `max_bytes` of it. Pipes and devices are read to their end.
/// Returns false, with `out` empty and a diagnostic at `at` (where the file was named), when it is not there,
/// is a folder, is larger, or cannot be read. `packed_digest`, where it is given, becomes the SHA-256 of the
/// file itself where that is packed, else "".
bool read_file(const std::string& path, std::size_t max_bytes, std::string& out, Diagnostics& diagnostics,
               Span at = nowhere, std::string* packed_digest = nullptr);

/// Replaces the file by `bytes`: they go to a temporary file in the same folder, to the disk, then to their
/// place in one move. A link is followed to its file, whose permissions stay; a device or pipe is written to
/// directly. Returns false, with a diagnostic, the old file untouched and no temporary left, when any of this
/// fails.
/// `types`: of the first columns of a table, for files that keep types.
bool write_file_atomically(const std::string& path, std::string_view bytes, Diagnostics& diagnostics,
                           const std::vector<Type>& types = {});

/// A file whose text is read part by part. Diagnostics stand at `at`.
class InputFile {
 public:
  /// Is told the bytes of the file itself, packed ones as they are, in their order; all of them once its text
  /// is read.
  using Listener = std::function<void(std::string_view)>;

  /// Nothing, with a diagnostic, when it is not there, is a folder, or cannot be read.
  static std::optional<InputFile> open(const std::string& path, Diagnostics& diagnostics, Span at = nowhere);
  InputFile(InputFile&&) noexcept;
  InputFile& operator=(InputFile&&) noexcept;
  ~InputFile();

  /// Reads up to `most` bytes of the text, fewer only at its end. Nothing, with a diagnostic, when it fails,
  /// or when the file has become shorter than it was when it was opened.
  std::optional<std::size_t> read(char* to, std::size_t most, Diagnostics& diagnostics);
  /// The first piece has as many bytes as tell how the file is packed, where there are so many.
  void tell(Listener listener);
  /// Known when something was read.
  bool is_packed() const;
  /// The bytes of a file on a disk as it lies there; of a pipe or device nothing, and it cannot be read
  /// again.
  std::optional<std::size_t> size() const;
  /// Goes on at the first byte. Nobody listens any more.
  void begin_again();

 private:
  struct State;
  explicit InputFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// A file that is written part by part and takes the place of the old one when it is whole, as
/// `write_file_atomically` does it. One that is not finished leaves nothing behind. Each returns false, with
/// a diagnostic, when it fails.
class OutputFile {
 public:
  /// `types`: of the first columns of a table, for files that keep types; the others hold texts.
  static std::optional<OutputFile> create(const std::string& path, Diagnostics& diagnostics,
                                          std::vector<Type> types = {});
  OutputFile(OutputFile&&) noexcept;
  OutputFile& operator=(OutputFile&&) noexcept;
  ~OutputFile();

  bool write(std::string_view bytes, Diagnostics& diagnostics);
  /// Forgets what was written. Not of a device or pipe: there it is an error of the caller.
  bool begin_again(Diagnostics& diagnostics);
  bool is_on_disk() const;
  bool finish(Diagnostics& diagnostics);

 private:
  struct State;
  explicit OutputFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace merit
