// Source files and places in them. Floor 0.
//
// Inside Merit a place is a span of bytes; people see lines and columns counted in characters, and carets are laid
// out in display cells (a Chinese character takes two). A Sources outlives every span that points into it.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
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

/// A place as people count: both from 1, columns in characters (code points).
struct Place {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

class Sources {
 public:
  /// Keeps a copy of `text` under `name` (a path as the user wrote it, or "<formula>") and returns its id.
  SourceId add(std::string name, std::string text);

  std::string_view name(SourceId id) const;
  std::string_view text(SourceId id) const;
  std::string_view text(Span span) const;
  Place place(SourceId id, std::uint32_t byte) const;
  /// Returns the line (from 1) without its end.
  std::string_view line(SourceId id, std::uint32_t line) const;

 private:
  struct File {
    std::string name;
    std::string text;
    std::vector<std::uint32_t> line_starts;
  };
  std::deque<File> files_;
};

}  // namespace merit
