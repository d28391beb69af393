// Texts packed by gzip or zstd: read and made, part by part. Floor 0. The only file that knows zlib and
// libzstd is packed.cpp. Parquet is told here and made in parquet.hpp.
//
// Each may throw std::bad_alloc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/type.hpp"

namespace merit {

enum class Packing : std::uint8_t { none, gzip, zstd, parquet };

/// How a file is packed that begins with these bytes, as many as `telling_bytes` where it has them. No table
/// in UTF-8 or GB18030 begins so.
Packing packing_of(std::string_view begin);
inline constexpr std::size_t telling_bytes = 5;

/// How a file of this name is to be packed: ".gz", ".zst", ".parquet".
Packing packing_named(std::string_view path);

/// Why bytes give no text. `cut`: they end before their text does. `dictionary`, `memory`: they were packed
/// so that more is needed than they hold, or than 128 MiB. `parquet`: a table that is not read from front to
/// back (parquet.hpp).
enum class Unreadable : std::uint8_t { no, source, cut, damaged, dictionary, memory, parquet };

/// The text of bytes that are read from somewhere: what they unpack to, or themselves. Members of gzip, and
/// frames of zstd, that stand one behind the other are one text.
class TextReader {
 public:
  /// Reads up to `most` bytes, fewer only at the end; nothing when it fails.
  using Source = std::function<std::optional<std::size_t>(char* to, std::size_t most)>;

  explicit TextReader(Source source);
  TextReader(TextReader&&) noexcept;
  TextReader& operator=(TextReader&&) noexcept;
  ~TextReader();

  /// The same of the text. What was read before it fails is no text: only its end tells that it is whole.
  std::optional<std::size_t> read(char* to, std::size_t most);
  /// Why it failed.
  Unreadable why() const { return why_; }
  /// Known when something was read.
  bool is_packed() const { return unpacker_ != nullptr; }

  class Unpacker;

 private:
  bool begin();
  bool fill(std::size_t most);
  std::optional<std::size_t> read_plain(char* to, std::size_t most);
  std::size_t read_packed(char* to, std::size_t most);

  Source source_;
  bool is_begun_ = false;
  std::unique_ptr<Unpacker> unpacker_;  ///< none of a text that is not packed
  std::string bytes_;                   ///< of the source
  std::size_t taken_ = 0;               ///< of these
  Unreadable why_ = Unreadable::no;
};

/// Packs a text that comes piece by piece. What comes out depends on the text alone, not on its pieces, nor
/// on the clock.
class Packer {
 public:
  /// `types`: of the first columns of a table, for what keeps types; the others hold texts.
  explicit Packer(Packing packing, const std::vector<Type>& types = {});
  Packer(Packer&&) noexcept;
  Packer& operator=(Packer&&) noexcept;
  ~Packer();

  /// Appends to `packed` what there is so far.
  void add(std::string_view text, std::string& packed);
  void finish(std::string& packed);

  /// Makes what is packed.
  class Stream {
   public:
    Stream() = default;
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    virtual ~Stream() = default;
    /// Appends to `packed` what there is of the text so far.
    virtual void add(std::string_view text, bool is_last, std::string& packed) = 0;
  };

 private:
  std::unique_ptr<Stream> stream_;
  std::string waiting_;  ///< for a whole step
};

}  // namespace merit
