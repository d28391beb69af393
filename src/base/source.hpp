// Source files and places in them. Floor 0.
//
// Inside Merit a place is a span of bytes; people see lines and columns counted in characters, and carets are
// laid out in display cells (a Chinese character takes two). A Sources outlives every span that points into
// it.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace merit {

struct SourceId {
  std::uint32_t value = 0;
  friend auto operator<=>(SourceId, SourceId) = default;
};

/// Bytes [begin, end) of a source. An empty span marks a position.
struct Span {
  SourceId source;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend auto operator<=>(const Span&, const Span&) = default;
};

/// The span of a diagnostic that has no place: a file that cannot be opened, a wrong option. It is in no
/// Sources.
inline constexpr Span nowhere{SourceId{0xFFFFFFFF}, 0, 0};

/// A place as people count: both from 1, columns in characters (code points).
struct Place {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

/// The texts of one run. Every function is total: an id that is not here has an empty name and no lines, and
/// bytes beyond the end mean the end. Lines end in LF or CR LF; a byte order mark belongs to no line.
class Sources {
 public:
  /// Keeps a copy of `text` under `name` (a path as the user wrote it, or "<formula>") and returns its id.
  /// `first_line`: of a part of a file, the number that its first line has there.
  SourceId add(std::string name, std::string text, std::uint32_t first_line = 1);

  bool contains(SourceId id) const { return id.value < files_.size(); }
  std::string_view name(SourceId id) const;
  std::string_view text(SourceId id) const;
  std::string_view text(Span span) const;
  /// Returns the place of a byte; inside a character or a line's end, that of its first byte. The text need
  /// not be valid UTF-8. Cost: the length of the line.
  Place place(SourceId id, std::uint32_t byte) const;
  /// Returns the line (as `place` counts) without its end.
  std::string_view line(SourceId id, std::uint32_t line) const;
  /// Returns the offset of the first byte of the line (as `place` counts).
  std::uint32_t line_begin(SourceId id, std::uint32_t line) const;

 private:
  class File {
   public:
    File(std::string called, std::string holds, std::uint32_t first)
        : name(std::move(called)), text(std::move(holds)), first_line(first) {}
    const std::string name, text;
    const std::uint32_t first_line;
    /// Where its lines begin. Found when somebody asks: of most data nobody does. Threads may ask.
    const std::vector<std::uint32_t>& line_starts() const;

   private:
    mutable std::once_flag are_found_;
    mutable std::vector<std::uint32_t> line_starts_;
  };
  const File* find(SourceId id) const;
  std::deque<File> files_;
};

}  // namespace merit
