#include "plan/comments.hpp"

#include <utility>

#include "plan/marks.hpp"
#include "plan/text_lines.hpp"

namespace merit::plan {

namespace {

using Kind = Mark::Kind;

bool is_empty(const DocNode& node) { return node.map.empty() && node.list.empty(); }

// Gives each comment its owner, one after the other. Nothing is replaced and nothing is put before what was
// placed earlier, so that comments printed with their owners keep their order.
class Placer {
 public:
  Placer(std::string_view text, const Document& document)
      : lines_{text}, written_(find_marks(text, document)), root_(document.root) {}

  Comments place() {
    note_blanks();
    const bool is_bare = written_.marks.empty() || is_empty(root_);
    const std::size_t head = is_bare ? written_.comments.size() : count_head();
    for (std::size_t i = 0; i < written_.comments.size(); ++i) {
      const Comment& comment = written_.comments[i];
      placed_.texts.push_back(line_of(comment).text);
      if (i < head) placed_.head.push_back(line_of(comment));
      else place(comment);
      last_noted_ = comment.begin;
    }
    return std::move(placed_);
  }

 private:
  // ---- empty lines

  bool is_below_blank(std::size_t at) const {
    const std::size_t begin = lines_.begin(at);
    return begin > 0 && lines_.end(lines_.begin(begin - 1)) == lines_.begin(begin - 1);
  }

  void note_blanks() {
    for (std::size_t i = 1; i < written_.marks.size(); ++i) {
      const Mark& mark = written_.marks[i];
      const bool is_first_of_owner = mark.kind != Kind::close && mark.owner != written_.marks[i - 1].owner;
      if (is_first_of_owner && lines_.begins_line(mark.begin) && is_below_blank(mark.begin))
        placed_.around[mark.owner].after_blank = true;
    }
  }

  // What stands above the first mark, down to the last empty line.
  std::size_t count_head() const {
    std::size_t count = 0;
    const std::vector<Comment>& comments = written_.comments;
    for (std::size_t i = 0; i < comments.size() && comments[i].next == 0; ++i) {
      const bool is_last = i + 1 == comments.size() || comments[i + 1].next > 0;
      if (is_below_blank(is_last ? written_.marks.front().begin : comments[i + 1].begin)) count = i + 1;
    }
    return count;
  }

  // ---- owners

  void place(const Comment& comment) {
    const std::size_t next = comment.next;
    if (gap_ != next) level_ = next > 0 ? written_.marks[next - 1].after : no_level;
    gap_ = next;
    if (next > 0 && is_behind(written_.marks[next - 1], comment)) place_beside(comment);
    else place_line(comment);
  }

  bool is_behind(const Mark& mark, const Comment& comment) const {
    return lines_.in({mark.end, comment.begin}).find('\n') == std::string_view::npos;
  }

  // Behind brackets that close: of what they close, if nothing is noted inside. Else of the last thing inside
  // that stands on this line; behind all of them, if none does.
  void place_beside(const Comment& comment) {
    const Mark* last = &written_.marks[comment.next - 1];
    for (const Mark* mark = last; is_behind(*mark, comment); --mark) {
      if (mark->kind == Kind::close && !is_empty(*mark->node) && is_noted(*mark->node)) continue;
      add_beside(placed_.around[mark->owner], line_of(comment).text);
      return;
    }
    placed_.around[last->node].behind.push_back(line_of(comment));
  }

  bool is_noted(const DocNode& node) const { return last_noted_ > node.span.begin; }

  // A line of its own belongs to what follows. Where a map or a list has ended, it belongs there if it stands
  // as far in, but not further in than the line of comments above it.
  void place_line(const Comment& comment) {
    const Mark* next = comment.next < written_.marks.size() ? &written_.marks[comment.next] : nullptr;
    if (next && next->kind == Kind::close && !is_empty(*next->node)) {
      placed_.around[next->node].behind.push_back(line_of(comment));
      return;
    }
    for (; level_ != no_level && !(next && written_.is_within(next->before, level_)); leave_level()) {
      const Level& level = written_.levels[level_];
      const bool is_last = !next && level.outer == no_level;
      if (!is_last && level.column > lines_.column(comment.begin)) continue;
      placed_.around[level.node].behind.push_back(line_of(comment));
      return;
    }
    add_above(placed_.around[next->owner], line_of(comment));
    level_ = next->before;
  }

  void leave_level() { level_ = written_.levels[level_].outer; }

  // ---- several comments of one owner

  CommentLine line_of(const Comment& comment) const {
    return {std::string(lines_.in({comment.begin, comment.end})), is_below_blank(comment.begin)};
  }

  // Only the last one can stand beside its owner.
  static void add_beside(Surroundings& around, std::string text) {
    if (!around.beside.empty()) around.above.push_back({std::move(around.beside)});
    around.beside = std::move(text);
  }

  static void add_above(Surroundings& around, CommentLine line) {
    if (!around.beside.empty()) around.above.push_back({std::exchange(around.beside, "")});
    around.above.push_back(std::move(line));
  }

  TextLines lines_;
  Marks written_;
  const DocNode& root_;
  std::size_t gap_ = no_level;    ///< the mark behind the last comment
  std::size_t level_ = no_level;  ///< the innermost level that a line of comments there can still belong to
  std::size_t last_noted_ = 0;    ///< where the last comment begins
  Comments placed_;
};

}  // namespace

const Surroundings& Comments::of(const DocNode& node) const {
  static const Surroundings nothing;
  const auto it = around.find(&node);
  return it == around.end() ? nothing : it->second;
}

Comments find_comments(const Sources& sources, const Document& document) {
  return Placer(sources.text(document.source), document).place();
}

}  // namespace merit::plan
