#include "plan/comments.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "plan/text_lines.hpp"

namespace merit::plan {

namespace {

/// A place where a comment can belong: an entry, an item, or the value of an entry on a line of its own.
struct Slot {
  std::size_t begin = 0, end = 0;
  const DocNode* owner = nullptr;  ///< the key or the item
  std::size_t level = 0;           ///< of its map or list
};

/// A map or a list with those around it.
struct Level {
  const DocNode* node = nullptr;
  std::size_t outer = none;
  const DocNode* owner = nullptr;  ///< of the entry or item whose value it is
  std::size_t column = 0;          ///< of its entries
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
};

struct Comment {
  std::size_t begin = 0, end = 0;
};

class Finder {
 public:
  Finder(std::string_view text, const Document& document) : lines_{text}, document_(document) {}

  Comments find() {
    walk(document_.root, Level::none, nullptr);
    std::vector<Comment> comments = comments_of_text();
    for (const Slot& slot : slots_)
      found_.around[slot.owner].after_blank |= is_first_of(slot) && is_below_blank(slot.begin);
    if (!slots_.empty()) found_.around[slots_.front().owner].after_blank = false;
    comments = take_head(comments);
    for (const Comment& comment : comments) {
      if (lines_.begins_line(comment.begin)) place_line(comment);
      else place_beside(comment);
      last_noted_ = comment.begin;
    }
    return std::move(found_);
  }

 private:
  // ---- what there is

  void walk(const DocNode& node, std::size_t outer, const DocNode* owner) {
    if (node.is_scalar()) scalars_.push_back({node.span.begin, node.span.end});
    if (!node.is_map() && !node.is_list()) return;
    const std::size_t level = levels_.size();
    levels_.push_back({&node, outer, owner, 0});
    for (const Entry& entry : node.map) {
      slots_.push_back({entry.key.span.begin, entry.key.span.end, &entry.key, level});
      scalars_.push_back({entry.key.span.begin, entry.key.span.end});
      if (!entry.value.is_null() && (entry.value.is_scalar() || entry.value.flow))
        slots_.push_back({entry.value.span.begin, entry.value.span.end, &entry.key, level});
      walk(entry.value, level, &entry.key);
    }
    for (const DocNode& item : node.list) {
      slots_.push_back({item.span.begin, item.span.end, &item, level});
      walk(item, level, &item);
    }
    const std::size_t first =
        node.is_map() && !node.map.empty() ? node.map.front().key.span.begin : node.span.begin;
    levels_[level].column = node.is_map() ? lines_.column(first) : lines_.column(lines_.first(first));
  }

  std::vector<Comment> comments_of_text() {
    std::sort(scalars_.begin(), scalars_.end(),
              [](const auto& a, const auto& b) { return a.begin < b.begin; });
    std::vector<Comment> result;
    auto scalar = scalars_.begin();
    for (std::size_t at = 0; at < lines_.text.size(); ++at) {
      while (scalar != scalars_.end() && scalar->end <= at) ++scalar;
      if (scalar != scalars_.end() && scalar->begin <= at) {
        at = scalar->end - 1;
      } else if (lines_.text[at] == '#') {
        result.push_back({at, lines_.end(at)});
        at = result.back().end;
      }
    }
    return result;
  }

  bool is_below_blank(std::size_t at) const {
    const std::size_t begin = lines_.begin(at);
    return begin > 0 && lines_.end(lines_.begin(begin - 1)) == lines_.begin(begin - 1);
  }

  bool is_first_of(const Slot& slot) const {
    const std::size_t first = lines_.first(slot.begin);
    return first == slot.begin || lines_.text[first] == '-';
  }

  // ---- where each belongs

  CommentLine line_of(const Comment& comment) const {
    return {std::string(lines_.in({comment.begin, comment.end})), is_below_blank(comment.begin)};
  }

  // What stands above the first entry, down to the last empty line.
  std::vector<Comment> take_head(const std::vector<Comment>& comments) {
    const std::size_t first = slots_.empty() ? lines_.text.size() : slots_.front().begin;
    std::size_t count = 0;
    for (std::size_t i = 0; i < comments.size() && comments[i].begin < first; ++i) {
      const std::size_t next = i + 1 < comments.size() ? std::min(comments[i + 1].begin, first) : first;
      if (slots_.empty() || is_below_blank(next)) count = i + 1;
    }
    for (std::size_t i = 0; i < count; ++i) found_.head.push_back(line_of(comments[i]));
    return {comments.begin() + static_cast<std::ptrdiff_t>(count), comments.end()};
  }

  const Slot* next_after(const Comment& comment) const {
    const auto it =
        std::find_if(slots_.begin(), slots_.end(), [&](const Slot& s) { return s.begin >= comment.end; });
    return it == slots_.end() ? nullptr : &*it;
  }

  const Slot* last_before(const Comment& comment) const {
    const auto it =
        std::find_if(slots_.rbegin(), slots_.rend(), [&](const Slot& s) { return s.begin < comment.begin; });
    return it == slots_.rend() ? nullptr : &*it;
  }

  bool is_within(std::size_t level, std::size_t outer) const {
    while (level != Level::none && level != outer) level = levels_[level].outer;
    return level == outer;
  }

  // A line of its own belongs to what follows; standing further in than that, to what is above.
  void place_line(const Comment& comment) {
    const Slot* before = last_before(comment);
    const Slot* next = next_after(comment);
    for (std::size_t level = before ? before->level : Level::none; level != Level::none;
         level = levels_[level].outer) {
      if (next && is_within(next->level, level)) break;
      const DocNode& node = *levels_[level].node;
      const bool is_open = node.flow && comment.begin < node.span.end;
      const bool is_as_far_in = !node.flow && levels_[level].column <= lines_.column(comment.begin);
      const bool is_outermost = levels_[level].outer == Level::none;
      if (!is_open && !is_as_far_in && !(is_outermost && !next)) continue;
      found_.around[&node].behind.push_back(line_of(comment));
      return;
    }
    if (next) add_above(found_.around[next->owner], line_of(comment));
    else found_.head.push_back(line_of(comment));
  }

  // What stood behind the key comes first, so that comments keep their order.
  static void add_above(Surroundings& around, CommentLine line) {
    if (!around.beside.empty()) around.above.push_back({std::exchange(around.beside, ""), false});
    if (!line.text.empty()) around.above.push_back(std::move(line));
  }

  // Behind something on its line: behind the brackets that end there, if nothing is noted inside them.
  void place_beside(const Comment& comment) {
    const Slot* before = last_before(comment);
    if (!before) {
      found_.head.push_back(line_of(comment));
      return;
    }
    const DocNode* owner = before->owner;
    std::size_t level = before->level;
    while (level != Level::none && levels_[level].node->flow &&
           levels_[level].node->span.end <= comment.begin && levels_[level].owner &&
           !noted_since(levels_[level].node->span.begin)) {
      owner = levels_[level].owner;
      level = levels_[level].outer;
    }
    Surroundings& around = found_.around[owner];
    if (!around.beside.empty()) add_above(around, {});
    around.beside = std::string(lines_.in({comment.begin, comment.end}));
  }

  bool noted_since(std::size_t begin) const { return last_noted_ && *last_noted_ > begin; }

  TextLines lines_;
  const Document& document_;
  std::vector<Slot> slots_;  ///< in the order of the text
  std::vector<Level> levels_;
  std::vector<ByteRange> scalars_;
  std::optional<std::size_t> last_noted_;  ///< the last comment that was placed
  Comments found_;
};

}  // namespace

const Surroundings& Comments::of(const DocNode& node) const {
  static const Surroundings nothing;
  const auto it = around.find(&node);
  return it == around.end() ? nothing : it->second;
}

Comments find_comments(const Sources& sources, const Document& document) {
  return Finder(sources.text(document.source), document).find();
}

}  // namespace merit::plan
