#include "plan/yaml_mistake.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/limits.hpp"
#include "plan/codes.hpp"
#include "plan/cut.hpp"
#include "plan/exotic_blank.hpp"
#include "plan/outline.hpp"
#include "plan/text_lines.hpp"
#include "plan/wording.hpp"

namespace merit::plan {

namespace {

/// yaml-cpp takes no longer key than this before its `:`.
constexpr std::size_t longest_key_bytes = 1024;

bool is_flow_mark(char c) { return c == ',' || c == '[' || c == ']' || c == '{' || c == '}'; }

class MistakeReport {
 public:
  MistakeReport(const MistakeScene& scene, Diagnostics& diagnostics)
      : text_(scene.text),
        lines_{scene.text},
        scene_(scene),
        diagnostics_(diagnostics),
        at_(std::min(scene.at, text_.size())) {}

  void report(YamlMistake kind) {
    if (report_exotic_blank()) return;
    switch (kind) {
      case YamlMistake::value_not_allowed: value_not_allowed(); break;
      case YamlMistake::key_not_allowed: add(codes::explicit_key, here()); break;
      case YamlMistake::item_not_allowed: add(codes::item_in_line, here()); break;
      case YamlMistake::block_not_ended: block_not_ended(); break;
      case YamlMistake::flow_not_ended: flow_not_ended(); break;
      case YamlMistake::bracket_not_allowed: bracket_not_allowed(); break;
      case YamlMistake::alias: add_word(codes::alias, begin_of('*')); break;
      case YamlMistake::anchor: add_word(codes::anchor, begin_of('&')); break;
      case YamlMistake::tag: add_word(codes::tag, begin_of('!')); break;
      case YamlMistake::escape: escape(); break;
      case YamlMistake::quote: quote(); break;
      case YamlMistake::block_header: add_word(codes::bad_block_header, at_); break;
      case YamlMistake::first_character: first_character(); break;
      case YamlMistake::tab: add(codes::tab_in_indentation, here()); break;
      case YamlMistake::depth:
        add(codes::too_deep, here(), {Text::same(std::to_string(limits::plan_depth))});
        break;
      case YamlMistake::other: add(codes::yaml_unreadable, here()); break;
    }
  }

 private:
  ByteRange here() const { return whole_characters({at_, std::min(at_ + 1, text_.size())}); }
  ByteRange rest_of_line() const { return {at_, std::max(at_, lines_.end(at_))}; }

  ByteRange whole_characters(ByteRange range) const {
    while (range.end < text_.size() && (static_cast<unsigned char>(text_[range.end]) & 0xC0) == 0x80)
      ++range.end;
    return range;
  }

  /// Where a `*x`, `&x`, `!x` or `\x` begins that yaml-cpp has perhaps read in part.
  std::size_t begin_of(char mark) const {
    const std::size_t line = lines_.begin(at_);
    const std::size_t found = text_.empty() ? std::string_view::npos : text_.rfind(mark, at_);
    return found == std::string_view::npos || found < line ? at_ : found;
  }

  Span span(ByteRange range) const {
    return {scene_.source, static_cast<std::uint32_t>(range.begin + scene_.offset),
            static_cast<std::uint32_t>(range.end + scene_.offset)};
  }
  Text words(ByteRange range) const { return shown(lines_.in(range)); }

  Diagnostic& add(const CodeInfo& info, ByteRange range, std::vector<Text> args = {}) {
    return diagnostics_.add(info, span(range), std::move(args));
  }
  void add_word(const CodeInfo& info, std::size_t begin) {
    std::size_t end = begin + 1;
    while (!TextLines::is_white(lines_.peek(end)) && !is_flow_mark(lines_.peek(end))) ++end;
    const ByteRange word{begin, std::min(end, text_.size())};
    add(info, word, {words(word)});
  }

  bool report_exotic_blank() {
    std::size_t begin = lines_.begin(at_);
    if (const ByteRange above = lines_.above(at_); above.end > above.begin) begin = lines_.begin(above.begin);
    const ByteRange found = find_misleading_blank(text_, {begin, rest_of_line().end});
    if (found.begin == found.end) return false;
    add(codes::exotic_blank, found, {name_of_code_point(text_, found.begin)});
    return true;
  }

  void value_not_allowed() {
    const std::size_t first = lines_.first(at_);
    const ByteRange key{std::min(first, at_), at_};
    const ByteRange above = lines_.above(at_);
    if (at_ - key.begin > longest_key_bytes) {
      add(codes::key_too_long, {key.begin, key.begin}, {Text::same(std::to_string(longest_key_bytes))});
    } else if (const std::size_t colon = lines_.colon_in(key); colon < at_) {
      std::size_t value = colon + 1;
      while (TextLines::is_blank(lines_.peek(value))) ++value;
      Diagnostic& d = add(codes::colon_in_text, here());
      const bool is_plain = lines_.peek(value) != '"' && lines_.peek(value) != '\'';
      if (is_plain) d.suggestion = suggest_writing(quoted_for_yaml(lines_.in({value, lines_.end(value)})));
    } else if (above.end == above.begin) {
      add(codes::yaml_unreadable, here());
    } else if (lines_.colon_in(above) == above.end) {
      add(codes::colon_missing, above, {words(above)}).suggestion = suggest_colon(lines_.in(above));
    } else {
      add(codes::deeper_under_value, key, {words(key)})
          .related.push_back({span(above), {"this line has its value already", "这一行已经有值了"}});
    }
  }

  void block_not_ended() {
    if (!lines_.begins_line(at_)) return text_after_end();
    const ByteRange above = lines_.above(at_);
    if (lines_.peek(at_) == '-' && TextLines::is_white(lines_.peek(at_ + 1))) {
      add(codes::item_among_keys, rest_of_line());
    } else if (lines_.peek(above.begin) == '-' && lines_.column(above.begin) == lines_.column(at_)) {
      add(codes::key_among_items, rest_of_line());
    } else {
      add(codes::bad_indentation, rest_of_line());
    }
  }

  // Something follows a closing quote or bracket, or cannot begin a value.
  void text_after_end() {
    if (is_flow_mark(lines_.peek(at_))) return first_character();
    const bool over_lines = scene_.last_quoted && lines_.in(scene_.last).find('\n') != std::string_view::npos;
    if (!over_lines) {
      add(codes::text_after_end, rest_of_line(), {words(rest_of_line())});
      return;
    }
    const ByteRange opening{scene_.last.begin, scene_.last.begin + 1};
    const ByteRange closing{scene_.last.end - 1, scene_.last.end};
    add(codes::quote_not_closed, opening, {words(opening)})
        .related.push_back({span(closing), {"the next such quote", "下一个同样的引号"}});
  }

  void flow_not_ended() {
    const std::vector<std::size_t> brackets = outline_of(text_.substr(0, at_), limits::plan_depth).brackets;
    const char c = lines_.peek(at_);
    const bool goes_on = at_ < text_.size() && !lines_.begins_line(at_);
    if (goes_on && (c == '[' || c == '{') && follows_plain()) {
      add(codes::bracket_in_text, {scene_.last.begin, at_ + 1}, {Text::same(std::string(1, c))});
    } else if (c == ':' && !left_the_block(brackets)) {
      add(codes::comma_missing, here());
    } else if (goes_on && c != '#' && c != ':') {
      text_after_end();
    } else if (brackets.empty()) {
      add(codes::yaml_unreadable, here());
    } else {
      const ByteRange opening{brackets.back(), brackets.back() + 1};
      add(codes::bracket_not_closed, opening, {words(opening), Text::same(partner(opening.begin))});
    }
  }

  /// The last scalar is plain and ends here, but for blanks.
  bool follows_plain() const {
    if (scene_.last_quoted || scene_.last.end == scene_.last.begin || scene_.last.end > at_) return false;
    return lines_.in({scene_.last.end, at_}).find_first_not_of(" \t") == std::string_view::npos;
  }

  /// This line is indented no deeper than the line of the open bracket: it is the next entry of the block
  /// around.
  bool left_the_block(const std::vector<std::size_t>& brackets) const {
    if (brackets.empty() || lines_.begin(brackets.back()) == lines_.begin(at_)) return false;
    return lines_.column(lines_.first(at_)) <= lines_.column(lines_.first(brackets.back()));
  }

  std::string partner(std::size_t opening) const { return text_[opening] == '[' ? "]" : "}"; }

  void bracket_not_allowed() {
    const Outline outline = outline_of(text_.substr(0, at_), limits::plan_depth);
    if (outline.brackets.empty()) {
      add(codes::bracket_not_opened, here(), {words(here())});
      return;
    }
    const ByteRange opening{outline.brackets.back(), outline.brackets.back() + 1};
    add(codes::bracket_mismatch, here(), {words(here()), words(opening), Text::same(partner(opening.begin))})
        .related.push_back({span(opening), {"opened here", "在这里打开"}});
  }

  void escape() {
    const std::size_t begin = begin_of('\\');
    const ByteRange mark = whole_characters({begin, std::min(begin + 2, text_.size())});
    add(codes::bad_escape, mark, {words(mark)});
  }

  void quote() {
    const std::size_t begin = outline_of(text_.substr(0, at_), limits::plan_depth).quote.value_or(at_);
    const ByteRange opening{begin, std::min(begin + 1, text_.size())};
    add(codes::quote_not_closed, opening, {words(opening)});
  }

  void first_character() {
    Diagnostic& d = add(codes::bad_first_character, here(), {words(here())});
    if (is_flow_mark(lines_.peek(at_))) return;
    const std::size_t end = uncut_end(text_, at_, false).value_or(rest_of_line().end);
    d.suggestion = suggest_writing(quoted_for_yaml(lines_.in({at_, end})));
  }

  std::string_view text_;
  TextLines lines_;
  const MistakeScene& scene_;
  Diagnostics& diagnostics_;
  std::size_t at_;
};

}  // namespace

void report_yaml_mistake(YamlMistake kind, const MistakeScene& scene, Diagnostics& diagnostics) {
  MistakeReport(scene, diagnostics).report(kind);
}

}  // namespace merit::plan
