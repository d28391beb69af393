#include "formula/mistakes.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "base/utf8.hpp"
#include "formula/codes.hpp"
#include "formula/foreign.hpp"

namespace merit::formula {
namespace {

/// The stop and what stands around it.
struct Scene {
  const Token& token;
  const Token* before;  ///< null at the beginning
  const Token* after;   ///< null at the end
  Expected expected;
  const Token* bracket = nullptr;  ///< innermost open `(`
  const Token* clause = nullptr;   ///< the last `where`, `by` or `over` in it

  bool follows_value() const { return before != nullptr && before->ends_value(); }
  bool in_clause(std::string_view word) const { return clause != nullptr && clause->is_word(word); }
};

bool is_clause(const Token& t) { return t.is_word("where") || t.is_word("by") || t.is_word("over"); }

Scene scene_of(const std::vector<Token>& tokens, const Stop& stop) {
  struct Open {
    const Token* bracket;
    const Token* clause;
  };
  std::vector<Open> open{{nullptr, nullptr}};
  for (const Token* t = tokens.data(); t != stop.at; ++t) {
    if (t->is_sign("(")) open.push_back({t, nullptr});
    if (t->is_sign(")") && open.size() > 1) open.pop_back();
    if (is_clause(*t)) open.back().clause = t;
  }
  const bool first = stop.at == tokens.data(), last = stop.at->kind == TokenKind::end;
  return {*stop.at,      first ? nullptr : stop.at - 1, last ? nullptr : stop.at + 1,
          stop.expected, open.back().bracket,           open.back().clause};
}

SyntaxError at(const Token& token, const CodeInfo& code, std::vector<Text> args = {}) {
  return mistake(code, {token.begin, token.end}, std::move(args));
}

/// "`,`", "the end".
Text found(const Token& token) {
  if (token.kind == TokenKind::end) return {"the end of the formula", "公式结尾"};
  return in_ticks(token.text);
}

Text wanted_in_call(const Scene& s) {
  if (s.in_clause("over")) return {"`)`", " `)`"};
  if (s.in_clause("by")) return {"`,`, `over` or `)`", " `,`、`over` 或 `)`"};
  if (s.in_clause("where")) return {"an operator, `by`, `over` or `)`", "运算符、`by`、`over` 或 `)`"};
  if (s.before != nullptr && s.before->is_sign("(")) return {"a value or `)`", "一个值或 `)`"};
  return {"an operator, `,` or `)`", "运算符、`,` 或 `)`"};
}

Text wanted(const Scene& s) {
  switch (s.expected) {
    case Expected::value: return {"a value", "一个值"};
    case Expected::end: return {"an operator or the end of the formula", "运算符或公式结尾"};
    case Expected::call_close: return wanted_in_call(s);
    case Expected::close:
    case Expected::if_close:
    case Expected::else_close: return {"an operator or `)`", "运算符或 `)`"};
    case Expected::list_close:
    case Expected::match_close: return {"an operator, `,` or `)`", "运算符、`,` 或 `)`"};
    case Expected::open_if: return {"`(` after `if`", " `if` 后面的 `(`"};
    case Expected::open_match: return {"`(` after `match`", " `match` 后面的 `(`"};
    case Expected::open_in: return {"`(` after `in`", " `in` 后面的 `(`"};
    case Expected::if_second:
    case Expected::if_third:
    case Expected::match_comma: return {"an operator or `,`", "运算符或 `,`"};
    case Expected::arrow: return {"`->`", " `->`"};
    case Expected::key: return {"a name or `all`", "名称或 `all`"};
    case Expected::window: return {"a window", "时间窗口"};
  }
  return {};
}

/// `1,000` -> `1000`, `.5` -> `0.5`, `5.` -> `5`.
Text mended_number(std::string_view number) {
  std::string mended;
  std::copy_if(number.begin(), number.end(), std::back_inserter(mended), [](char c) { return c != ','; });
  if (mended.front() == '.') mended.insert(0, "0");
  if (mended.back() == '.') mended.pop_back();
  return in_ticks(mended);
}

bool has_exponent(std::string_view number) {
  const std::size_t mark = number.find_first_of("eE");
  if (mark == std::string_view::npos || mark + 1 == number.size()) return false;
  if (number.find_first_not_of("0123456789.,") != mark) return false;
  const std::string_view power = number.substr(mark + 1);
  const std::size_t sign = power.front() == '+' || power.front() == '-' ? 1 : 0;
  return power.size() > sign && power.find_first_not_of("0123456789", sign) == std::string_view::npos;
}

/// `2026.03.31` and `31.03.2026` -> `date(2026, 3, 31)`.
Text instead_of_points(std::string_view number) {
  const Text general = {"write one decimal point; a version is a text between quotes",
                        "小数点只能有一个；版本号请写成引号内的文字"};
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= number.size() && parts.size() < 4;) {
    const std::size_t end = std::min(number.find('.', begin), number.size());
    parts.push_back(number.substr(begin, end - begin));
    begin = end + 1;
  }
  if (parts.size() == 3 && parts[2].size() == 4) std::swap(parts[0], parts[2]);
  if (parts.size() != 3 || parts[0].size() != 4 || parts[1].size() > 2 || parts[2].size() > 2) return general;
  std::string call = "date(" + std::string(parts[0]);
  for (std::string_view part : {parts[1], parts[2]}) {
    if (part.starts_with('0')) part.remove_prefix(1);
    if (part.empty() || part.find_first_not_of("0123456789") != std::string_view::npos) return general;
    call += ", " + std::string(part);
  }
  return {"write `" + call + ")`", "请写 `" + call + ")`"};
}

SyntaxError bad_number(const Token& token) {
  const std::string_view number = token.text;
  const Text shown = in_ticks(number);
  if (has_exponent(number)) return at(token, codes::number_exponent, {shown});
  const bool plain = number.find_first_not_of("0123456789.,") == std::string_view::npos;
  if (!plain) return at(token, codes::number_suffix, {shown});
  if (std::count(number.begin(), number.end(), '.') > 1)
    return at(token, codes::number_points, {shown, instead_of_points(number)});
  const auto code =
      number.find(',') != std::string_view::npos ? &codes::number_thousands : &codes::number_point;
  return at(token, *code, {shown, mended_number(number)});
}

/// A soft hyphen, or what joins or parts letters without a width.
bool is_invisible(char32_t c) {
  return c == 0x00AD || c == 0x180E || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF;
}

SyntaxError foreign_sign(const Token& token) {
  std::size_t end = 0;
  const char32_t c = utf8::next(token.text, end);
  if (is_invisible(c)) return at(token, codes::hidden_character, {Text::same(code_point_name(c))});
  if (utf8::is_exotic_blank(c)) return at(token, codes::odd_blank, {Text::same(code_point_name(c))});
  if (token.text == "=") return at(token, codes::single_equals);
  if (auto advice = advice_for(token.text))
    return at(token, codes::foreign_sign, {in_ticks(token.text), *advice});
  return at(token, codes::unknown_sign, {in_ticks(token.text)});
}

/// `10 %`, `10 万`: a suffix that does not touch its number.
std::optional<SyntaxError> loose_suffix(const Scene& s) {
  if (s.before == nullptr || s.before->kind != TokenKind::number) return std::nullopt;
  const std::string_view suffix = s.token.text;
  if (suffix != "%" && suffix != "‰" && suffix != "万" && suffix != "亿") return std::nullopt;
  if (!parts_of_number(s.before->text).suffix.empty()) return std::nullopt;
  const std::string written = std::string(s.before->text) + " " + std::string(suffix);
  return mistake(codes::number_suffix, {s.before->begin, s.token.end}, {in_ticks(written)});
}

bool is_digits(std::string_view text) { return text.find_first_not_of("0123456789") == std::string::npos; }

/// `1 000 000`: groups of three digits behind blanks.
std::optional<SyntaxError> blanks_in_number(const Scene& s) {
  if (s.before == nullptr || s.before->kind != TokenKind::number || !is_digits(s.before->text))
    return std::nullopt;
  std::string written(s.before->text), number = written;
  const Token* last = s.before;
  for (const Token* t = &s.token; t->kind == TokenKind::number; last = t++) {
    const NumberParts parts = parts_of_number(t->text);
    const bool is_group = parts.digits.find('.') == 3 || parts.digits.size() == 3;
    if (t->begin != last->end + 1 || !is_group) break;
    written += " " + std::string(t->text);
    number += t->text;
  }
  if (last == s.before) return std::nullopt;
  return mistake(codes::number_blanks, {s.before->begin, last->end}, {in_ticks(written), in_ticks(number)});
}

SyntaxError lone_point(const Scene& s) {
  const bool touches = s.before != nullptr && s.before->end == s.token.begin;
  const bool has_name = s.after != nullptr && s.after->kind == TokenKind::name;
  if (s.after != nullptr && s.after->text == "." && s.after->begin == s.token.end)
    return at(s.token, codes::broken_name, {{"write one `.` between two names", "两个名称之间只写一个 `.`"}});
  if (has_name && (!touches || s.after->begin > s.token.end))
    return at(s.token, codes::broken_name,
              {{"write paths without blanks: `branch.score`", "路径中间不留空格：`branch.score`"}});
  return at(s.token, codes::broken_name,
            {{"delete it, or write a name directly behind it: `branch.score`",
              "请删除它，或在后面紧接着写名称：`branch.score`"}});
}

/// A token that is wrong wherever it stands.
std::optional<SyntaxError> about_token(const Scene& s) {
  if (auto error = loose_suffix(s)) return error;
  if (auto error = blanks_in_number(s)) return error;
  const bool after_name =
      s.before != nullptr && s.before->kind == TokenKind::name && s.before->end == s.token.begin;
  if ((after_name && s.token.text.starts_with('.')) || s.token.text == ".") return lone_point(s);
  switch (s.token.kind) {
    case TokenKind::bad_number: return bad_number(s.token);
    case TokenKind::unclosed_text:
      return at(s.token, codes::unclosed_text, {Text::same(std::string(s.token.text))});
    case TokenKind::foreign: return foreign_sign(s.token);
    default: return std::nullopt;
  }
}

std::optional<SyntaxError> about_end(const Scene& s) {
  if (s.token.kind != TokenKind::end) return std::nullopt;
  if (s.bracket != nullptr && s.follows_value() && s.expected != Expected::arrow) {
    return at(*s.bracket, codes::unclosed_bracket);
  }
  return at(s.token, codes::unexpected_end, {wanted(s)});
}

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::optional<SyntaxError> about_word(const Scene& s) {
  if (s.token.is_word("not")) {
    if (s.follows_value() && s.after->is_word("in")) {
      return mistake(codes::not_in, {s.token.begin, s.after->end});
    }
    if (s.expected == Expected::value) return at(s.token, codes::not_needs_brackets);
  }
  if (is_clause(s.token)) return at(s.token, codes::clause_place, {Text::same(std::string(s.token.text))});
  const std::string lower = lower_ascii(s.token.text);
  if (s.token.kind == TokenKind::name && s.follows_value() && is_reserved_word(lower)) {
    return at(s.token, codes::word_case, {found(s.token), in_ticks(lower)});
  }
  return std::nullopt;
}

/// The words of a formula from `first` up to `last`, one blank between them.
std::string words_between(const Token* first, const Token* last) {
  std::string text;
  for (const Token* t = first; t != last; ++t) {
    const bool is_close = text.empty() || t->begin == (t - 1)->end;
    text += (is_close ? "" : " ") + std::string(t->text);
  }
  return text;
}

/// `if x > 1 then 2 else 3`: the same with brackets and commas, as far as its parts are there.
SyntaxError if_of_other_languages(const Scene& s) {
  const Token* end = &s.token;
  while (end->kind != TokenKind::end) ++end;
  const Token* then = std::find_if(
      &s.token, end, [](const Token& t) { return t.text == "then" || t.text == "THEN" || t.text == "Then"; });
  const Token* otherwise = std::find_if(then, end, [](const Token& t) { return t.is_word("else"); });
  std::string condition = words_between(&s.token, then), first = "...", second = "...";
  if (then != end && then + 1 != otherwise) first = words_between(then + 1, otherwise);
  if (otherwise != end && otherwise + 1 != end) second = words_between(otherwise + 1, end);
  if (condition.empty()) condition = "...";
  return at(*s.before, codes::if_without_brackets,
            {Text::same("`if(" + condition + ", " + first + ", " + second + ")`")});
}

std::optional<SyntaxError> about_if(const Scene& s) {
  if (s.expected == Expected::open_if && s.token.kind != TokenKind::end) return if_of_other_languages(s);
  const bool closed = s.token.is_sign(")");
  if (closed && s.expected == Expected::if_second) return at(s.token, codes::if_parts, {{"one", "只有一个"}});
  if (closed && s.expected == Expected::if_third) return at(s.token, codes::if_parts, {{"two", "只有两个"}});
  if (s.token.is_sign(",") && s.expected == Expected::if_close) {
    return at(s.token, codes::if_parts, {{"more", "多于三个"}});
  }
  return std::nullopt;
}

std::optional<SyntaxError> about_match(const Scene& s) {
  if (s.expected == Expected::match_comma && s.token.is_sign(")")) return at(s.token, codes::match_cases);
  if (s.expected == Expected::arrow) return at(s.token, codes::match_arm, {found(s.token)});
  if (s.expected == Expected::else_close && s.token.is_sign(",")) {
    int depth = 0;  // an `else` of a `match` within this one stands in brackets
    const Token* otherwise = &s.token - 1;
    for (; depth > 0 || !otherwise->is_word("else"); --otherwise)
      depth += otherwise->is_sign(")") ? 1 : otherwise->is_sign("(") ? -1 : 0;
    return at(*otherwise, codes::else_last);
  }
  return std::nullopt;
}

std::optional<SyntaxError> about_group(const Scene& s) {
  if (s.expected == Expected::window) return at(s.token, codes::unknown_window, {found(s.token)});
  if (s.expected == Expected::key) {
    if (s.token.is_name("all")) return at(s.token, codes::all_alone);
    return at(s.token, codes::key_not_name, {found(s.token)});
  }
  if (s.expected != Expected::call_close) return std::nullopt;
  if (s.in_clause("over") && s.token.kind == TokenKind::name) {
    return at(s.token, codes::unknown_window, {found(s.token)});
  }
  if (!s.in_clause("by") || s.token.is_sign(")")) return std::nullopt;
  if (s.token.is_sign(",")) return at(s.token, codes::all_alone);
  if (s.token.kind == TokenKind::sign || s.token.is_word("and") || s.token.is_word("or") ||
      s.token.is_word("in")) {
    return at(s.token, codes::key_not_name, {found(s.token)});
  }
  return std::nullopt;
}

/// What is to stand between two values: `visits is 3`, `'King's Road'`.
Text way_between(const Scene& s) {
  const auto instead = [](const char* sign) {
    const std::string text = std::string("write `") + sign + "`";
    return Text{text, std::string("请写 `") + sign + "`"};
  };
  const std::string word = lower_ascii(s.token.text);
  if (s.token.kind == TokenKind::name && s.after != nullptr) {
    if (word == "is" || word == "equals") return instead(s.after->is_word("not") ? "!=" : "==");
    if (word == "isnt") return instead("!=");
  }
  if (s.before->kind == TokenKind::text && s.before->end == s.token.begin) {
    const std::string quote(1, s.before->text.front());
    const std::string doubled =
        in_ticks(std::string(s.before->text) + quote + std::string(s.token.text) + "..." + quote).en;
    return {"a quote inside a text is written twice: " + doubled, "文字内部的引号要写两次：" + doubled};
  }
  return {"write `+`, `-`, `*`, `/`, a comparison, `and` or `or` between them",
          "请在两者之间写 `+`、`-`、`*`、`/`、比较符、`and` 或 `or`"};
}

std::optional<SyntaxError> about_neighbours(const Scene& s) {
  if (s.token.is_sign(")") && s.bracket == nullptr) return at(s.token, codes::stray_bracket);
  const bool takes_operators =
      s.expected != Expected::call_close || s.clause == nullptr || s.in_clause("where");
  if (!takes_operators || !s.follows_value() || !s.token.begins_value()) return std::nullopt;
  return at(s.token, codes::missing_operator, {found(*s.before), found(s.token), way_between(s)});
}

/// What most likely mends an unexpected token.
Text way_on(const Scene& s) {
  const std::string word = found(s.token).en;
  if (s.token.is_word("else"))
    return {"`else` stands in `match` only; a choice is written `if(condition, value, value otherwise)`",
            "`else` 只用在 `match` 中；二选一请写 `if(条件, 值, 否则的值)`"};
  if (s.clause != nullptr)
    return {
        "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
        "version of Merit",
        "汇总函数写作 `sum(各行.x where 条件)`，只有一个 `where`；本版 Merit 尚不支持 `by` 和 `over`"};
  switch (s.expected) {
    case Expected::open_in:
      return {"write the values in brackets: `in (a, b)`", "请把各值写在括号内：`in (a, b)`"};
    case Expected::open_match:
      return {"write `match(x, A -> 1.2, B -> 1, else -> 0)`",
              "请写 `match(x, A -> 1.2, B -> 1, else -> 0)`"};
    case Expected::value: break;
    default:
      if (s.token.is_sign(","))
        return {"a comma stands between the arguments of a function: `max(a, b)`; delete it",
                "逗号用来分隔函数的参数，如 `max(a, b)`；此处请删除"};
      return {"delete " + word + ", or write what is missing before it",
              "请删除 " + word + "，或在前面补上缺少的内容"};
  }
  const bool closes = s.token.is_sign(")") && s.before != nullptr;
  if (closes && s.before->is_sign(","))
    return {"write a value behind the comma, or delete the comma", "请在逗号后写一个值，或删除逗号"};
  if (closes && s.before->is_sign("(")) return {"write a value between the brackets", "请在括号内写一个值"};
  return {"write a value before " + word + ", or delete " + word,
          "请在 " + word + " 前写一个值，或删除 " + word};
}

}  // namespace

SyntaxError mistake(const CodeInfo& code, Extent where, std::vector<Text> args) {
  return {&code, where.begin, where.end, std::move(args)};
}

SyntaxError explain(const std::vector<Token>& tokens, const Stop& stop) {
  const Scene scene = scene_of(tokens, stop);
  for (const auto about :
       {about_token, about_end, about_word, about_if, about_match, about_group, about_neighbours}) {
    if (auto error = about(scene)) return *std::move(error);
  }
  return at(scene.token, codes::unexpected, {found(scene.token), wanted(scene), way_on(scene)});
}

std::optional<SyntaxError> misread(const std::vector<Token>& tokens) {
  const auto number_of = [](const Token& t, std::size_t digits) {
    const bool is_it = t.kind == TokenKind::number && t.text.size() == digits && is_digits(t.text);
    return is_it ? std::stoi(std::string(t.text)) : 0;
  };
  for (std::size_t i = 0; i + 4 < tokens.size(); ++i) {
    const Token* t = &tokens[i];
    const bool is_joined = t[1].is_sign("-") && t[3].is_sign("-") && t[4].end - t[0].begin == 10;
    const int year = number_of(t[0], 4), month = number_of(t[2], 2), day = number_of(t[4], 2);
    if (!is_joined || year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31) continue;
    const std::string written = words_between(t, t + 5);
    const std::string call =
        "date(" + std::to_string(year) + ", " + std::to_string(month) + ", " + std::to_string(day) + ")";
    return mistake(codes::date_as_subtraction, {t[0].begin, t[4].end}, {in_ticks(written), in_ticks(call)});
  }
  return std::nullopt;
}

Text in_ticks(std::string_view text) {
  constexpr std::size_t most = 40;
  std::size_t end = 0;
  for (std::size_t n = 0; n < most && end < text.size(); ++n) utf8::next(text, end);
  const std::string_view dots = end < text.size() ? "..." : "";
  return Text::same("`" + std::string(text.substr(0, end)) + std::string(dots) + "`");
}

std::string code_point_name(char32_t c) {
  std::string hex;
  for (auto rest = static_cast<std::uint32_t>(c); rest > 0 || hex.size() < 4; rest /= 16) {
    hex.insert(hex.begin(), "0123456789ABCDEF"[rest % 16]);
  }
  return "U+" + hex;
}

}  // namespace merit::formula
