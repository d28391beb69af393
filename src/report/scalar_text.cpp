#include "report/scalar_text.hpp"

#include <algorithm>

#include "base/number_text.hpp"

namespace merit::report {

namespace {

using plan::DocNode;

bool has_any(std::string_view text, std::string_view letters) {
  return text.find_first_of(letters) != std::string_view::npos;
}

// What YAML readers other than Merit take for something else than text: their users would be puzzled.
bool looks_typed(std::string_view text) {
  constexpr std::string_view words[] = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"};
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return std::find(std::begin(words), std::end(words), lower) != std::end(words) ||
         text.find_first_not_of("0123456789.-+:_eExXoO~") == std::string_view::npos;
}

bool is_bracket_pair(char open, char close) {
  return (open == '(' && close == ')') || (open == '[' && close == ']') || (open == '{' && close == '}');
}

// Merit refuses an unquoted text that leaves a bracket or quote open, because YAML may have cut it there.
bool is_balanced(std::string_view text) {
  std::string open;
  for (const char c : text) {
    if (has_any(std::string_view(&c, 1), "([{")) open += c;
    if (!has_any(std::string_view(&c, 1), ")]}")) continue;
    if (open.empty() || !is_bracket_pair(open.back(), c)) return false;
    open.pop_back();
  }
  return open.empty();
}

// Whether the value can stand without quotes. Rather no than yes: quotes do no harm.
bool can_be_plain(std::string_view value, bool in_brackets) {
  if (value.empty() || looks_typed(value) || !is_balanced(value)) return false;
  if (has_any(value.substr(0, 1), " -?:,[]{}#&*!|>'\"%@`=<~.") || value.back() == ' ' || value.back() == ':')
    return false;
  if (has_any(value, "\n\r\t\"'\\") || (in_brackets && has_any(value, ",[]{}:"))) return false;
  for (const std::string_view mark : {": ", " #", "、", "，", "；", ";", "|", "｜", "  "})
    if (value.find(mark) != std::string_view::npos) return false;
  // Blanks that are no ASCII blanks, and what cannot be seen.
  for (const std::string_view mark : {"\u00A0", "\u3000", "\uFEFF", "\u200B", "\u2028", "\u2029", "\u0085"})
    if (value.find(mark) != std::string_view::npos) return false;
  return true;
}

// Blanks at the end of a line are part of block scalars only.
std::vector<std::string_view> lines_of(std::string_view text, bool is_block) {
  std::vector<std::string_view> lines;
  while (true) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    while (!line.empty() && has_any(line.substr(line.size() - 1), is_block ? "\r" : "\r \t"))
      line.remove_suffix(1);
    lines.push_back(line);
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

std::size_t indent_of(std::string_view line) { return std::min(line.find_first_not_of(" \t"), line.size()); }

std::string_view written(std::string_view text, const DocNode& scalar) {
  return text.substr(scalar.span.begin, scalar.span.end - scalar.span.begin);
}

}  // namespace

bool is_block_scalar(std::string_view text, const DocNode& scalar) {
  return scalar.quoted && has_any(text.substr(scalar.span.begin, 1), "|>");
}

bool has_lines(std::string_view text, const DocNode& scalar) { return has_any(written(text, scalar), "\n"); }

std::vector<std::string> scalar_lines(std::string_view text, const DocNode& scalar, bool in_brackets) {
  if (scalar.quoted && !has_lines(text, scalar) && can_be_plain(scalar.text, in_brackets) &&
      !is_block_scalar(text, scalar))
    return {scalar.text};
  const bool is_block = is_block_scalar(text, scalar);
  std::vector<std::string_view> lines = lines_of(written(text, scalar), is_block);
  if (is_block) lines.front() = lines.front().substr(0, lines.front().find_first_of(" \t"));
  std::size_t indent = std::string_view::npos;
  for (std::size_t i = 1; i < lines.size(); ++i)
    if (!lines[i].empty()) indent = std::min(indent, indent_of(lines[i]));
  std::vector<std::string> result = {std::string(lines.front())};
  for (std::size_t i = 1; i < lines.size(); ++i)
    result.emplace_back(lines[i].empty() ? lines[i] : lines[i].substr(indent));
  return result;
}

}  // namespace merit::report
