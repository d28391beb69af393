#include "plan/marks.hpp"

#include <algorithm>

#include "plan/text_lines.hpp"

namespace merit::plan {

namespace {

class Finder {
 public:
  explicit Finder(std::string_view text) : lines_{text} {}

  Marks find(const DocNode& root) {
    walk(root, nullptr, no_level);
    for (std::size_t i = 0; i < found_.marks.size(); ++i) {
      find_between(i);
      at_ = found_.marks[i].end;
    }
    find_between(found_.marks.size());
    return std::move(found_);
  }

 private:
  // ---- the nodes, in the order of the text

  void walk(const DocNode& node, const DocNode* owner, std::size_t outer) {
    if (node.is_scalar()) add_scalar(node, owner, outer);
    if (!node.is_map() && !node.is_list()) return;
    const std::size_t level = found_.levels.size();
    found_.levels.push_back({&node, outer, 0});
    const bool is_closed = owner && has_brackets(node);
    if (is_closed) add(Mark::Kind::open, owner, {node.span.begin, node.span.begin + 1u}, outer, level);
    if (!node.map.empty()) found_.levels[level].column = lines_.column(node.map.front().key.span.begin);
    for (const Entry& entry : node.map) {
      add(Mark::Kind::key, &entry.key, {entry.key.span.begin, entry.key.span.end}, level, level);
      walk(entry.value, &entry.key, level);
    }
    for (const DocNode& item : node.list) {
      if (!node.flow) add(Mark::Kind::dash, &item, {}, level, level);
      walk(item, &item, level);
    }
    if (is_closed) add(Mark::Kind::close, owner, {node.span.end - 1u, node.span.end}, level, outer);
  }

  // `[a: 1]` is a list of one map, which has none.
  bool has_brackets(const DocNode& node) const {
    return node.flow && lines_.peek(node.span.begin) == (node.is_map() ? '{' : '[');
  }

  void add(Mark::Kind kind, const DocNode* owner, ByteRange range, std::size_t before, std::size_t after) {
    const DocNode* node = nullptr;
    if (kind == Mark::Kind::open) node = found_.levels[after].node;
    if (kind == Mark::Kind::close) node = found_.levels[before].node;
    found_.marks.push_back({kind, owner, node, before, after, range.begin, range.end});
  }

  // A comment may stand behind the header of a block scalar, none in its body.
  void add_scalar(const DocNode& node, const DocNode* owner, std::size_t level) {
    const std::size_t begin = node.span.begin, end = node.span.end;
    if (!node.quoted || (lines_.text[begin] != '|' && lines_.text[begin] != '>')) {
      add(Mark::Kind::scalar, owner, {begin, end}, level, level);
      return;
    }
    const std::size_t header_end = std::min(lines_.text.find_first_of(" \t\r\n", begin), end);
    const std::size_t body = std::min(lines_.text.find('\n', begin), end);
    add(Mark::Kind::scalar, owner, {begin, header_end}, level, level);
    if (body < end) add(Mark::Kind::body, owner, {body, end}, level, level);
  }

  // ---- what stands between them

  // Notes the comments above mark `next`; a dash is found on the way.
  void find_between(std::size_t next) {
    Mark* mark = next < found_.marks.size() ? &found_.marks[next] : nullptr;
    const bool seeks_dash = mark && mark->kind == Mark::Kind::dash;
    const std::size_t end = mark && !seeks_dash ? mark->begin : lines_.text.size();
    for (; at_ < end; ++at_) {
      if (lines_.text[at_] == '#') {
        found_.comments.push_back({at_, lines_.end(at_), next});
        at_ = found_.comments.back().end;
      } else if (seeks_dash && is_dash(at_)) {
        mark->begin = at_;
        mark->end = at_ + 1;
        found_.levels[mark->before].column = lines_.column(at_);
        return;
      }
    }
  }

  // Not the last of `---`.
  bool is_dash(std::size_t at) const {
    return lines_.text[at] == '-' && TextLines::is_white(lines_.peek(at + 1)) &&
           (at == 0 || lines_.text[at - 1] != '-');
  }

  TextLines lines_;
  Marks found_;
  std::size_t at_ = 0;
};

}  // namespace

bool Marks::is_within(std::size_t level, std::size_t outer) const {
  while (level != no_level && level != outer) level = levels[level].outer;
  return level == outer;
}

Marks find_marks(std::string_view text, const Document& document) { return Finder(text).find(document.root); }

}  // namespace merit::plan
