// Where the bytes of a scalar's value stand in the file. Floor 2, private to this folder.
//
// YAML undoes quotes, escapes, folding and block indentation and does not say how; here value and source are
// walked side by side, so that a mistake inside a formula can be shown at its own letter. Nothing here knows
// yaml-cpp.
#pragma once

#include <cstddef>
#include <string_view>

namespace merit::plan {

enum class ScalarStyle : unsigned char { plain, single_quoted, double_quoted, block };

/// Tells the style from the first byte. `quoted` is false for plain scalars, whatever they begin with.
ScalarStyle style_at(std::string_view source, std::size_t begin, bool quoted);

/// A piece of a value and the bytes it was written with. Of equal sizes: byte for byte; else the piece is one
/// thing (an escape, a line break that became a blank).
struct ScalarPiece {
  std::size_t value_begin = 0, value_end = 0;
  std::size_t begin = 0, end = 0;
  bool is_break = false;
};

/// Walks a scalar's value and its source together, piece by piece. Both texts must outlive the walk. Cost:
/// linear.
class ScalarWalk {
 public:
  ScalarWalk(std::string_view source, std::size_t begin, std::string_view value, ScalarStyle style);

  /// Moves to the next piece. Returns false at the end of the value, or where value and source part.
  bool next(ScalarPiece& piece);
  /// True when the whole value was found in the source.
  bool done() const { return value_at_ == value_.size(); }

 private:
  std::size_t skip_blanks(std::size_t at) const;
  std::size_t line_end_size(std::size_t at) const;
  std::size_t after_break(std::size_t at) const;
  std::size_t ordinary_end() const;
  void enter_block();
  bool take(ScalarPiece& piece, std::size_t value_size, std::size_t source_end);
  bool take_equal(ScalarPiece& piece, std::size_t source_end);
  bool take_escape(ScalarPiece& piece);

  std::string_view source_;
  std::string_view value_;
  ScalarStyle style_;
  std::size_t at_;
  std::size_t value_at_ = 0;
  std::size_t indent_ = 0;  ///< block scalars: the blanks that are not content
};

/// Where a scalar ends in the source.
struct ScalarEnd {
  std::size_t end = 0;
  bool closed = true;  ///< false: the closing quote is missing
};

/// Returns the end of the scalar that begins at `begin`: after its last byte, closing quote included. Never
/// beyond the source. Cost: linear in the scalar.
ScalarEnd find_scalar_end(std::string_view source, std::size_t begin, std::string_view value,
                          ScalarStyle style);

struct ByteRange {
  std::size_t begin = 0, end = 0;
  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

/// Returns where bytes `part` of the value stand in the source; an empty range in `part` gives a position.
/// Returns `whole` where value and source part.
ByteRange source_range(std::string_view source, ByteRange whole, std::string_view value, bool quoted,
                       ByteRange part);

}  // namespace merit::plan
