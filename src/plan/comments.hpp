// The comments of a plan and whose they are. Floor 2. For `merit fmt`: nothing that computes reads them.
//
// Each comment has one owner: the entry or item that it stands behind on its line, else the one that follows,
// else (behind the last one of a map or list) the map or list. An owner can have several; they keep their
// order.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "plan/document.hpp"

namespace merit::plan {

/// A line of comments: "# why", without the blanks around it.
struct CommentLine {
  std::string text;
  bool after_blank = false;  ///< an empty line stands above it
};

/// What is written around an entry of a map or an item of a list; around a map or a list, `behind` only.
struct Surroundings {
  std::vector<CommentLine> above;
  std::string beside;  ///< behind it on its line, below those above; "" when there is none
  bool after_blank = false;
  std::vector<CommentLine> behind;  ///< behind the last entry, as far in as the entries
};

struct Comments {
  std::vector<CommentLine> head;  ///< above the first entry, and parted from it by an empty line
  /// By the key of an entry, an item, a map or a list.
  std::unordered_map<const DocNode*, Surroundings> around;
  std::vector<std::string> texts;  ///< of all of them, in the order of the file

  const Surroundings& of(const DocNode& node) const;
};

/// Finds the comments of a document that was read without mistakes.
Comments find_comments(const Sources& sources, const Document& document);

}  // namespace merit::plan
