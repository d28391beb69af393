// What a plan is written with, in the order of the text: keys, dashes, scalars, brackets, and the comments
// between them. Floor 2, private. For comments.cpp.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "plan/document.hpp"
#include "plan/position.hpp"

namespace merit::plan {

/// The place outside every map and list.
inline constexpr std::size_t no_level = static_cast<std::size_t>(-1);

struct Mark {
  enum class Kind : unsigned char {
    key,
    dash,
    scalar,  ///< of a block scalar the header
    body,    ///< of a block scalar
    open,    ///< a bracket
    close,
  } kind = Kind::key;
  const DocNode* owner = nullptr;  ///< the key or the item that it writes
  const DocNode* node = nullptr;   ///< brackets: the map or list
  std::size_t before = no_level;   ///< the level on its left
  std::size_t after = no_level;    ///< the level on its right
  std::size_t begin = 0, end = 0;
};

/// A map or a list and the level around it.
struct Level {
  const DocNode* node = nullptr;
  std::size_t outer = no_level;
  std::size_t column = 0;  ///< of its keys or dashes
};

struct Comment {
  std::size_t begin = 0, end = 0;
  std::size_t next = 0;  ///< the mark that follows, or as many as there are
};

struct Marks {
  std::vector<Mark> marks;
  std::vector<Level> levels;
  std::vector<Comment> comments;

  bool is_within(std::size_t level, std::size_t outer) const;
};

/// `document` must have been read without mistakes from `text` and must outlive the marks. Brackets around
/// the whole file are no marks.
Marks find_marks(std::string_view text, const Document& document);

}  // namespace merit::plan
