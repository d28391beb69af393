#include "report/format.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "base/utf8.hpp"
#include "plan/comments.hpp"
#include "report/key_order.hpp"
#include "report/scalar_text.hpp"

namespace merit::report {

namespace {

using plan::DocNode;
using plan::Entry;

struct Line {
  std::string text;
  std::string comment = {};  ///< behind it
  bool is_above = false;     ///< a comment or an empty line, above something
};
using Lines = std::vector<Line>;

void append(Lines& lines, const Lines& more, const std::string& indent) {
  for (const Line& line : more)
    lines.push_back(
        {line.text.empty() && line.comment.empty() ? "" : indent + line.text, line.comment, line.is_above});
}

bool is_empty(const DocNode& node) {
  return (node.is_map() || node.is_list()) && node.map.empty() && node.list.empty();
}

class Formatter {
 public:
  Formatter(const Sources& sources, const plan::Document& document)
      : text_(sources.text(document.source)), comments_(plan::find_comments(sources, document)) {}

  std::string print(const DocNode& root) {
    Lines lines;
    for (const plan::CommentLine& line : comments_.head) add_comment(lines, line);
    if (!comments_.head.empty() && !root.is_null()) lines.push_back({""});
    if (is_empty(root)) lines.push_back({flow(root, whole_plan())});
    else append(lines, block(root, whole_plan(), 0), "");
    return joined(lines);
  }

  // All comments, in the order in which they are to be printed.
  std::vector<std::string> comments(const DocNode& root) const {
    std::vector<std::string> texts;
    for (const plan::CommentLine& line : comments_.head) texts.push_back(line.text);
    collect_inside(texts, root, whole_plan());
    return texts;
  }

 private:
  // ---- block style

  // The lines of a node that stands in a block, `indent` columns in.
  Lines block(const DocNode& node, const MapKind& kind, std::size_t indent) {
    Lines lines;
    if (node.is_map()) {
      for (const Entry* entry : ordered(node, kind)) {
        add_above(lines, entry->key);
        append(lines, lines_of(*entry, kind_below(kind, entry->key.text), indent), "");
      }
    } else if (node.is_list()) {
      for (const DocNode& item : node.list) {
        add_above(lines, item);
        add_item(lines, item, kind, indent);
      }
    } else if (node.is_scalar()) {
      lines = lines_of(node, "");
    }
    for (const plan::CommentLine& line : comments_.of(node).behind) add_comment(lines, line);
    return lines;
  }

  // The lines of a scalar; a comment stands behind the header of a block scalar, else behind the last one.
  Lines lines_of(const DocNode& scalar, const std::string& comment) const {
    Lines lines;
    for (const std::string& line : scalar_lines(text_, scalar, false)) lines.push_back({line});
    (is_block_scalar(text_, scalar) ? lines.front() : lines.back()).comment = comment;
    return lines;
  }

  Lines lines_of(const Entry& entry, const MapKind& kind, std::size_t indent) {
    const std::string key = scalar_lines(text_, entry.key, false).front() + ":";
    const std::string& comment = comments_.of(entry.key).beside;
    if (const auto brackets = in_brackets(entry.value, kind); brackets && fits(indent, key + " " + *brackets))
      return {{key + " " + *brackets, comment}};
    if (entry.value.is_scalar()) {
      const Lines value = lines_of(entry.value, comment);
      Lines lines = {{key + " " + value.front().text, value.front().comment}};
      append(lines, {value.begin() + 1, value.end()}, "  ");
      return lines;
    }
    Lines lines = {{key, comment}};
    append(lines, block(entry.value, kind, indent + 2), "  ");
    return lines;
  }

  // Behind the dash stands the first entry or item, with its own comment: those of a map or list over several
  // lines, and those above what it begins with, stand above the dash.
  void add_item(Lines& lines, const DocNode& item, const MapKind& kind, std::size_t indent) {
    const std::string& comment = comments_.of(item).beside;
    Lines inner;
    if (const auto brackets = in_brackets(item, kind); brackets && fits(indent + 2, *brackets)) {
      inner = {{*brackets, comment}};
    } else if (item.is_null()) {
      inner = {{"", comment}};
    } else if (item.is_scalar()) {
      inner = lines_of(item, comment);
    } else {
      if (!comment.empty()) lines.push_back({comment});
      inner = block(item, kind, indent + 2);
    }
    const auto first =
        std::find_if(inner.begin(), inner.end(), [](const Line& line) { return !line.is_above; });
    lines.insert(lines.end(), inner.begin(), first);
    lines.push_back({first->text.empty() ? "-" : "- " + first->text, first->comment});
    append(lines, {first + 1, inner.end()}, "  ");
  }

  // ---- brackets

  // The node on one line, if it stood in brackets and nothing in it keeps it from doing so.
  std::optional<std::string> in_brackets(const DocNode& node, const MapKind& kind) {
    if (!(node.is_map() || node.is_list()) || !(node.flow || is_empty(node))) return std::nullopt;
    if (needs_lines(node)) return std::nullopt;
    return flow(node, kind);
  }

  // Comments, and scalars that were written on several lines.
  bool needs_lines(const DocNode& node) const {
    const auto is_noted = [&](const DocNode& owner) {
      const plan::Surroundings& around = comments_.of(owner);
      return !around.above.empty() || !around.beside.empty();
    };
    return (node.is_scalar() && has_lines(text_, node)) || !comments_.of(node).behind.empty() ||
           std::any_of(node.map.begin(), node.map.end(),
                       [&](const Entry& e) { return is_noted(e.key) || needs_lines(e.value); }) ||
           std::any_of(node.list.begin(), node.list.end(),
                       [&](const DocNode& item) { return is_noted(item) || needs_lines(item); });
  }

  std::string flow(const DocNode& node, const MapKind& kind) {
    if (node.is_null()) return "";
    if (node.is_scalar()) return scalar_lines(text_, node, true).front();
    std::string inside;
    if (node.is_map()) {
      for (const Entry* entry : ordered(node, kind))
        inside += (inside.empty() ? "" : ", ") + scalar_lines(text_, entry->key, true).front() + ": " +
                  flow(entry->value, kind_below(kind, entry->key.text));
      return "{" + inside + "}";
    }
    for (const DocNode& item : node.list) inside += (inside.empty() ? "" : ", ") + flow(item, kind);
    return "[" + inside + "]";
  }

  static bool fits(std::size_t indent, const std::string& text) {
    return indent + utf8::width(text) <= format_width;
  }

  // ---- comments and empty lines

  // At most one empty line where one was written, none where a map begins.
  static void add_blank(Lines& lines, bool is_written) {
    if (is_written && !lines.empty()) lines.push_back({"", "", true});
  }

  static void add_comment(Lines& lines, const plan::CommentLine& line) {
    add_blank(lines, line.after_blank);
    lines.push_back({line.text, "", true});
  }

  void add_above(Lines& lines, const DocNode& owner) {
    for (const plan::CommentLine& line : comments_.of(owner).above) add_comment(lines, line);
    add_blank(lines, comments_.of(owner).after_blank);
  }

  void collect_around(std::vector<std::string>& texts, const DocNode& owner) const {
    const plan::Surroundings& around = comments_.of(owner);
    for (const plan::CommentLine& line : around.above) texts.push_back(line.text);
    if (!around.beside.empty()) texts.push_back(around.beside);
  }

  void collect_inside(std::vector<std::string>& texts, const DocNode& node, const MapKind& kind) const {
    for (const Entry* entry : ordered(node, kind)) {
      collect_around(texts, entry->key);
      collect_inside(texts, entry->value, kind_below(kind, entry->key.text));
    }
    for (const DocNode& item : node.list) {
      collect_around(texts, item);
      collect_inside(texts, item, kind);
    }
    for (const plan::CommentLine& line : comments_.of(node).behind) texts.push_back(line.text);
  }

  // Comments on lines that follow one another stand below one another.
  static std::string joined(const Lines& lines) {
    std::string out;
    for (std::size_t begin = 0; begin < lines.size();) {
      std::size_t end = begin, width = 0;
      while (end < lines.size() && !lines[end].comment.empty())
        width = std::max(width, utf8::width(lines[end++].text));
      for (; begin < end; ++begin)
        out += lines[begin].text + std::string(width + 2 - utf8::width(lines[begin].text), ' ') +
               lines[begin].comment + "\n";
      if (begin < lines.size()) out += lines[begin++].text + "\n";
    }
    return out;
  }

  std::string_view text_;
  plan::Comments comments_;
};

bool is_same(const DocNode& a, const DocNode& b) {
  if (a.kind != b.kind || a.text != b.text || a.list.size() != b.list.size() || a.map.size() != b.map.size())
    return false;
  for (std::size_t i = 0; i < a.list.size(); ++i)
    if (!is_same(a.list[i], b.list[i])) return false;
  return std::all_of(a.map.begin(), a.map.end(), [&](const Entry& entry) {
    const DocNode* other = b.find(entry.key.text);
    return other && is_same(entry.value, *other);
  });
}

std::vector<std::string> sorted(std::vector<std::string> texts) {
  std::sort(texts.begin(), texts.end());
  return texts;
}

// A printer that changed a plan would change what people are paid, and one that lost a comment what they
// know: what it prints is read again. `comments` are to be found in it, in this order.
void check_same(const Sources& sources, const plan::Document& document, const std::string& printed,
                const std::vector<std::string>& comments) {
  Sources read;
  Diagnostics diagnostics;
  const plan::Document again = plan::load_document(read, read.add("formatted", printed), diagnostics);
  if (diagnostics.has_errors() || !is_same(document.root, again.root))
    throw std::logic_error("the formatted plan does not say what the plan says; nothing was written");
  const bool has_all = sorted(comments) == sorted(plan::find_comments(sources, document).texts);
  if (!has_all || plan::find_comments(read, again).texts != comments)
    throw std::logic_error("the formatted plan would lose or move a comment; nothing was written");
}

}  // namespace

std::optional<std::string> format(const Sources& sources, SourceId source, Diagnostics& diagnostics) {
  const plan::Document document = plan::load_document(sources, source, diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  Formatter formatter(sources, document);
  std::string printed = formatter.print(document.root);
  check_same(sources, document, printed, formatter.comments(document.root));
  return printed;
}

}  // namespace merit::report
