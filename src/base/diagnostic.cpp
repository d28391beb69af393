#include "base/diagnostic.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>

#include "base/limits.hpp"
#include "base/utf8.hpp"

namespace merit {
namespace {

/// Replaces `{0}` ... `{9}` in one pass, so that braces inside an argument stay what they are.
std::string filled(std::string_view pattern, const std::vector<Text>& args, Language language) {
  std::string out;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const bool slot = pattern[at] == '{' && at + 2 < pattern.size() && pattern[at + 2] == '}';
    const std::size_t index = slot ? static_cast<std::size_t>(pattern[at + 1] - '0') : args.size();
    if (index < args.size() && index < 10) {
      out += args[index].in(language);
      at += 2;
    } else {
      out += pattern[at];
    }
  }
  return out;
}

/// Takes one character off `text`; a byte that is not UTF-8 counts as U+FFFD.
char32_t take(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (utf8::first_invalid(text.substr(at, length))) {
    ++at;
    return U'\uFFFD';
  }
  return utf8::next(text, at);
}

bool same_trouble(const Diagnostic* a, const Diagnostic* b) {
  return std::string_view(a->info->code) == b->info->code && a->span == b->span && a->args == b->args;
}

bool args_less(const std::vector<Text>& a, const std::vector<Text>& b) {
  return std::lexicographical_compare(
      a.begin(), a.end(), b.begin(), b.end(),
      [](const Text& x, const Text& y) { return std::tie(x.en, x.zh) < std::tie(y.en, y.zh); });
}

auto place_and_code(const Diagnostic* d) { return std::tuple(d->span, std::string_view(d->info->code)); }

}  // namespace

bool fills_every_place(const CodeInfo& info, const std::vector<Text>& args) {
  for (const std::string_view text : {info.message_en, info.message_zh, info.help_en, info.help_zh})
    for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
      if (at + 2 >= text.size() || text[at + 2] != '}' || text[at + 1] < '0' || text[at + 1] > '9') continue;
      if (static_cast<std::size_t>(text[at + 1] - '0') >= args.size()) return false;
    }
  return true;
}

std::string message_of(const Diagnostic& d, Language language) {
  const char* pattern = language == Language::zh ? d.info->message_zh : d.info->message_en;
  return printable(filled(pattern, d.args, language));
}

std::string help_of(const Diagnostic& d, Language language) {
  const char* pattern = language == Language::zh ? d.info->help_zh : d.info->help_en;
  return printable(filled(pattern, d.args, language));
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = take(text, at);
    if (c == U'\r' && at < text.size() && text[at] == '\n') continue;
    if (c == U'\t' || c == U'\n' || c == U'\r' || c == U'\u2028' || c == U'\u2029') out += ' ';
    else if (c == U'\uFFFD' || utf8::is_control(c)) out += "\uFFFD";
    else out += text.substr(begin, at - begin);
  }
  return out;
}

std::string_view severity_word(Severity severity, Language language) {
  const bool warning = severity == Severity::warning;
  if (language == Language::zh) return warning ? "警告" : "错误";
  return warning ? "warning" : "error";
}

std::vector<Diagnostic> sorted(const std::vector<Diagnostic>& list) {
  std::vector<const Diagnostic*> order;
  for (const Diagnostic& d : list) order.push_back(&d);
  std::stable_sort(order.begin(), order.end(), [](const Diagnostic* a, const Diagnostic* b) {
    const auto left = place_and_code(a), right = place_and_code(b);
    return left != right ? left < right : args_less(a->args, b->args);
  });
  order.erase(std::unique(order.begin(), order.end(), same_trouble), order.end());
  // Those of one place and code go back to the order of discovery, which is the order of addresses.
  std::sort(order.begin(), order.end(), [](const Diagnostic* a, const Diagnostic* b) {
    return std::tuple(place_and_code(a), a) < std::tuple(place_and_code(b), b);
  });
  std::vector<Diagnostic> result;
  result.reserve(order.size());
  for (const Diagnostic* d : order) result.push_back(*d);
  return result;
}

Diagnostic& Diagnostics::add(const CodeInfo& info, Span span, std::vector<Text> args) {
  assert(fills_every_place(info, args));
  if (info.severity == Severity::error) ++errors_;
  items_.push_back(Diagnostic{&info, span, std::move(args), {}, {}});
  return items_.back();
}

Text Diagnostics::did_you_mean(std::string_view word, const std::vector<std::string>& known) const {
  return size() > limits::suggestions_made ? Text{} : merit::did_you_mean(word, known);
}

void Diagnostics::append(const Diagnostics& other) {
  items_.insert(items_.end(), other.items_.begin(), other.items_.end());
  errors_ += other.errors_;
}

}  // namespace merit
