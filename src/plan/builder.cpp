#include "plan/builder.hpp"

#include <algorithm>
#include <string>

#include "base/limits.hpp"
#include "base/utf8.hpp"
#include "plan/codes.hpp"
#include "plan/cut.hpp"
#include "plan/duplicate_keys.hpp"
#include "plan/exotic_blank.hpp"
#include "plan/text_lines.hpp"
#include "plan/wording.hpp"

namespace merit::plan {

namespace {

bool is_white(char c) { return TextLines::is_white(c); }
bool is_flow_mark(char c) { return c == ',' || c == '[' || c == ']' || c == '{' || c == '}'; }

bool has_wide_letters(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

}  // namespace

DocumentBuilder::DocumentBuilder(const ReadableText& text, SourceId source, Diagnostics& diagnostics)
    : text_(text.text),
      offset_(text.offset),
      source_(source),
      diagnostics_(diagnostics),
      allowed_(diagnostics.size() + mistakes_kept) {
  root_.span = span(0, 0);
}

// --- reports -----------------------------------------------------------------------------------

Span DocumentBuilder::span(std::size_t begin, std::size_t end) const {
  end = std::min(end, text_.size());
  begin = std::min(begin, end);
  return {source_, static_cast<std::uint32_t>(begin + offset_), static_cast<std::uint32_t>(end + offset_)};
}

Text DocumentBuilder::words(std::size_t begin, std::size_t end) const {
  return shown(text_.substr(begin, end - begin));
}

Diagnostic& DocumentBuilder::report(const CodeInfo& info, std::size_t begin, std::size_t end,
                                    std::vector<Text> args) {
  if (diagnostics_.size() >= allowed_) throw StopReading{};
  return diagnostics_.add(info, span(begin, end), std::move(args));
}

void DocumentBuilder::count_node(std::size_t at) {
  if (++nodes_ <= limits::plan_nodes) return;
  report(codes::too_many_nodes, at, at, {Text::same(std::to_string(limits::plan_nodes))});
  throw StopReading{};
}

// --- the text between nodes --------------------------------------------------------------------

// Returns where the next byte stands that is neither blank nor comment.
std::size_t DocumentBuilder::skip_trivia(std::size_t at) {
  while (at < text_.size()) {
    if (is_white(text_[at])) {
      ++at;
    } else if (text_[at] == '#') {
      const std::size_t end = std::min(text_.find('\n', at), text_.size());
      if (at > 0 && !is_white(text_[at - 1]) && at >= covered_until_) {
        report(codes::comment_without_blank, at, at + 1);
        covered_until_ = end;
      }
      at = end;
    } else {
      break;
    }
  }
  return at;
}

// Moves past the mark that makes room for a node: `,` `-` `?` `:`.
void DocumentBuilder::enter_slot() {
  if (open_.empty()) return;
  Open& top = open_.back();
  std::size_t at = skip_trivia(at_);
  if (top.node.is_map() && top.has_key) {
    top.colon = peek(at) == ':';
    if (top.colon) at_ = at + 1;
    return;
  }
  if (top.flow && peek(at) == ',') {
    at_ = at + 1;
    at = skip_trivia(at_);
  }
  if (top.node.is_list()) {
    if (!top.flow && peek(at) == '-') at_ = at + 1;
  } else {
    top.keep = true;
    if (peek(at) == '?' && is_white(peek(at + 1))) {
      report(codes::explicit_key, at, at + 1);
      top.keep = false;
      at_ = at + 1;
    }
  }
}

std::size_t DocumentBuilder::word_end(std::size_t at) const {
  if (text_.substr(at, 2) == "!<") {
    const std::size_t close = text_.find_first_of(">\n", at);
    if (peek(close) == '>') return close + 1;
  }
  std::size_t end = std::min(at + 1, text_.size());
  while (!is_white(peek(end)) && !is_flow_mark(peek(end))) ++end;
  return end;
}

// Reports the tags and anchors that stand before a node and returns where the node itself begins.
std::size_t DocumentBuilder::skip_properties(std::size_t mark) {
  std::size_t at = std::min(mark, text_.size());
  while (peek(at) == '!' || peek(at) == '&') {
    const std::size_t end = word_end(at);
    if (at >= properties_until_) {
      report(peek(at) == '!' ? codes::tag : codes::anchor, at, end, {words(at, end)});
      properties_until_ = end;
    }
    at = skip_trivia(end);
  }
  return at;
}

// yaml-cpp reads `~`, `null`, `Null`, `NULL` as nothing; here they are texts. Its mark of a value that is not
// written is that of whatever comes next, which may be a key of this name: on a later line the word must
// stand alone.
std::size_t DocumentBuilder::null_word_size(std::size_t at) const {
  for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
    if (text_.substr(at, word.size()) != word) continue;
    if (in_flow() || awaits_key()) return word.size();
    const std::string_view between = text_.substr(at_, at - std::min(at, at_));
    if (between.find('\n') == std::string_view::npos) return word.size();
    const std::size_t next = text_.find_first_not_of(" \t", at + word.size());
    const char c = next == std::string_view::npos ? '\n' : text_[next];
    return c == '\n' || c == '\r' || c == '#' ? word.size() : 0;
  }
  return 0;
}

// --- events ------------------------------------------------------------------------------------

void DocumentBuilder::begin_document(std::size_t mark) {
  if (++documents_ == 1) return;
  const std::size_t at = std::min(skip_trivia(std::min(mark, text_.size())), text_.size());
  const TextLines lines{text_};
  const std::string_view between = text_.substr(at_, at - std::min(at, at_));
  const bool is_marked = lines.text.substr(mark, 3) == "---" ||
                         between.find("\n---") != std::string_view::npos ||
                         between.find("\n...") != std::string_view::npos;
  const std::size_t end = std::max(at, lines.end(at));
  if (is_marked) {
    const std::size_t begin = std::min(mark, text_.size());
    report(codes::second_document, begin, std::max(begin, lines.end(begin)));
  } else if (at >= covered_until_) {
    report(root_.is_list() ? codes::key_among_items : codes::bad_indentation, at, end);
  }
  throw StopReading{};
}

void DocumentBuilder::end_document() {
  if (documents_ == 1) skip_trivia(at_);  // for what follows the last node
}

void DocumentBuilder::scalar(std::size_t mark, const std::string& value) {
  enter_slot();
  const std::size_t begin = skip_properties(mark);
  const char c = peek(begin);
  DocNode node;
  node.kind = DocNode::Kind::scalar;
  node.text = value;
  node.quoted = c == '"' || c == '\'' || c == '|' || c == '>';
  const ScalarEnd end = find_scalar_end(text_, begin, value, style_at(text_, begin, node.quoted));
  node.span = span(begin, end.end);
  if (!end.closed) {
    report(codes::quote_not_closed, begin, begin + 1, {words(begin, begin + 1)});
    covered_until_ = end.end;
  }
  if (!node.quoted) check_plain(node, begin, end.end);
  else if (c == '"') check_escapes(node, begin, end.end);
  at_ = end.end;
  last_ = {begin, end.end};
  last_quoted_ = node.quoted;
  add(std::move(node));
}

void DocumentBuilder::null(std::size_t mark) {
  enter_slot();
  const std::size_t begin = skip_properties(mark);
  DocNode node;
  if (const std::size_t size = null_word_size(begin); size > 0) {
    node.kind = DocNode::Kind::scalar;
    node.text = text_.substr(begin, size);
    node.span = span(begin, begin + size);
    at_ = begin + size;
    last_ = {begin, at_};
    last_quoted_ = false;
  } else {
    const std::size_t place = awaits_key() ? skip_trivia(at_) : at_;
    node.span = span(place, place);
  }
  add(std::move(node));
}

void DocumentBuilder::alias(std::size_t mark) {
  enter_slot();
  const std::size_t begin = skip_properties(mark);
  const std::size_t end = word_end(begin);
  report(codes::alias, begin, end, {words(begin, end)});
  DocNode node;
  node.kind = DocNode::Kind::scalar;
  node.text = text_.substr(begin, end - begin);
  node.span = span(begin, end);
  at_ = end;
  add(std::move(node));
}

void DocumentBuilder::begin_list(std::size_t mark, bool in_brackets) {
  begin_collection(DocNode::Kind::list, mark, in_brackets);
}

void DocumentBuilder::begin_map(std::size_t mark, bool in_brackets) {
  begin_collection(DocNode::Kind::map, mark, in_brackets);
}

void DocumentBuilder::begin_collection(DocNode::Kind kind, std::size_t mark, bool in_brackets) {
  enter_slot();
  const std::size_t begin = skip_properties(mark);
  if (open_.size() >= static_cast<std::size_t>(limits::plan_depth)) {
    report(codes::too_deep, begin, begin + 1, {Text::same(std::to_string(limits::plan_depth))});
    throw StopReading{};
  }
  if (awaits_key() && open_.back().keep && begin >= covered_until_)
    report(codes::key_not_scalar, begin, begin + 1);
  count_node(begin);
  Open open;
  open.node.kind = kind;
  open.begin = begin;
  open.flow = in_brackets;
  open.brackets = in_brackets && (peek(begin) == '[' || peek(begin) == '{');
  at_ = open.brackets ? begin + 1 : begin;
  open_.push_back(std::move(open));
}

void DocumentBuilder::end_collection() {
  Open& top = open_.back();
  report_duplicate_keys(top.node, allowed_, diagnostics_);
  if (diagnostics_.size() >= allowed_) throw StopReading{};
  if (top.brackets) {
    std::size_t at = skip_trivia(at_);
    while (peek(at) == ',' || peek(at) == ':') at = skip_trivia(at + 1);
    if (peek(at) == ']' || peek(at) == '}') at_ = at + 1;
  }
  top.node.span = span(top.begin, at_);
  top.node.flow = top.flow;
  DocNode node = std::move(top.node);
  open_.pop_back();
  if (open_.empty()) {
    if (documents_ <= 1) root_ = std::move(node);
  } else {
    --nodes_;  // counted when it began
    add(std::move(node));
  }
}

void DocumentBuilder::add(DocNode node) {
  count_node(at_);
  if (open_.empty()) {
    root_ = std::move(node);
  } else if (open_.back().node.is_list()) {
    open_.back().node.list.push_back(std::move(node));
  } else if (open_.back().has_key) {
    add_value(std::move(node));
  } else {
    add_key(std::move(node));
  }
}

void DocumentBuilder::add_key(DocNode node) {
  Open& top = open_.back();
  const std::size_t begin = node.span.begin - offset_;
  const std::size_t end = node.span.end - offset_;
  top.has_key = true;
  if (begin < covered_until_ || !node.is_scalar()) {
    if (node.is_null() && begin >= covered_until_ && top.keep) report(codes::key_missing, begin, begin + 1);
    top.keep = false;
  } else if (node.text == "<<" && !node.quoted) {
    report(codes::merge_key, begin, end);
    top.keep = false;
  }
  top.key = std::move(node);
}

void DocumentBuilder::add_value(DocNode node) {
  Open& top = open_.back();
  top.has_key = false;
  if (!top.keep) return;
  const bool is_own_map = !top.flow || top.brackets;
  if (!top.colon && node.is_null() && is_own_map) report_missing_colon(top.key);
  top.node.map.push_back({std::move(top.key), std::move(node)});
}

void DocumentBuilder::report_missing_colon(const DocNode& key) {
  const std::size_t begin = key.span.begin - offset_;
  if (begin < covered_until_) return;
  Diagnostic& d = report(codes::colon_missing, begin, key.span.end - offset_, {shown(key.text)});
  if (!key.quoted) d.suggestion = suggest_colon(key.text);
}

// An escape can write what the text itself may not hold; and yaml-cpp turns `\_` and `\N` into bytes that are
// no text.
void DocumentBuilder::check_escapes(DocNode& node, std::size_t begin, std::size_t end) {
  if (text_.substr(begin, end - begin).find('\\') == std::string_view::npos) return;
  const std::string_view value = node.text;
  const std::size_t valid = utf8::first_invalid(value).value_or(value.size());
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t from = at;
    const char32_t c = at < valid ? utf8::next(value, at) : U'\uFFFD';
    if (at == from) ++at;
    if (from < valid && c != U'\r' && !is_hidden(c)) continue;
    const ByteRange escape = source_range(text_, {begin, end}, value, true, {from, at});
    if (from < valid)
      report(codes::control_character, escape.begin, escape.end, {name_of_code_point(value, from)});
    else report(codes::bad_escape, escape.begin, escape.end, {words(escape.begin, escape.end)});
    node.text.resize(valid);
    return;
  }
}

void DocumentBuilder::check_plain(const DocNode& node, std::size_t begin, std::size_t end) {
  if (has_wide_letters(node.text)) {
    const ByteRange blank = find_misleading_blank(text_, {begin, end});
    if (blank.end > blank.begin) {
      report(codes::exotic_blank, blank.begin, blank.end, {name_of_code_point(text_, blank.begin)});
      covered_until_ = std::max(covered_until_, end);
    }
  }
  const std::string_view written = text_.substr(begin, end - begin);
  if (!open_.empty() && open_.back().node.is_list() && !in_flow()) {
    for (std::size_t line = written.find('\n'); line != std::string_view::npos;
         line = written.find('\n', line + 1)) {
      const std::size_t first = written.find_first_not_of(" \t\r\n", line);
      if (first == std::string_view::npos || written.substr(first, 2) != "- ") continue;
      report(codes::item_too_deep, begin + first, begin + first + 1);
      break;
    }
  }
  check_cut(node, begin, end);
}

void DocumentBuilder::check_cut(const DocNode& node, std::size_t begin, std::size_t end) {
  if (begin < covered_until_) return;
  if (!leaves_open(node.text)) return;
  const std::size_t next = text_.find_first_not_of(" \t", end);
  const bool cut_by_comment = next != std::string_view::npos && text_[next] == '#';
  if (!cut_by_comment && !in_flow()) return;

  const std::size_t whole = uncut_end(text_, begin, in_flow()).value_or(begin);
  const bool told = whole > end;
  const std::size_t covered = told ? whole : std::max(end, TextLines{text_}.end(begin));
  Diagnostic& d = report(cut_by_comment ? codes::comment_in_text : codes::formula_cut, begin, covered,
                         {words(begin, end)});
  if (told) d.suggestion = suggest_writing(corrected_line(begin, whole));
  covered_until_ = std::max(covered_until_, covered);
  if (cut_by_comment && in_flow()) bracket_in_comment_ = true;
}

// The line with [begin, end) in quotes; of a long line only that part.
std::string DocumentBuilder::corrected_line(std::size_t begin, std::size_t end) const {
  constexpr std::size_t longest = 160;
  const TextLines lines{text_};
  const std::size_t first = lines.first(begin);
  const std::size_t last = lines.end(end);
  const std::string quoted = quoted_for_yaml(text_.substr(begin, end - begin));
  if (first > begin || last < end || last - first > longest) return quoted;
  return std::string(text_.substr(first, begin - first)) + quoted +
         std::string(text_.substr(end, last - end));
}

// --- the end -----------------------------------------------------------------------------------

void DocumentBuilder::stopped(YamlMistake kind, std::size_t at) {
  for (const Open& open : open_) report_duplicate_keys(open.node, allowed_, diagnostics_);
  const bool about_brackets = kind == YamlMistake::flow_not_ended || kind == YamlMistake::bracket_not_allowed;
  if (at < covered_until_ || (bracket_in_comment_ && about_brackets)) return;
  report_yaml_mistake(kind, {text_, source_, offset_, at, last_, last_quoted_}, diagnostics_);
}

DocNode DocumentBuilder::finish() { return std::move(root_); }

}  // namespace merit::plan
