#include "plan/precheck.hpp"

#include <algorithm>
#include <string_view>

#include "base/limits.hpp"
#include "base/utf8.hpp"
#include "plan/codes.hpp"
#include "plan/exotic_blank.hpp"
#include "plan/outline.hpp"

namespace merit::plan {

namespace {

class Precheck {
 public:
  Precheck(std::string_view whole, SourceId source, Diagnostics& diagnostics)
      : whole_(whole),
        source_(source),
        diagnostics_(diagnostics),
        allowed_(diagnostics.size() + mistakes_kept) {
    if (whole_.starts_with(utf8::byte_order_mark)) offset_ = utf8::byte_order_mark.size();
  }

  std::optional<ReadableText> run() {
    if (!size_is_right() || !encoding_is_right()) return std::nullopt;
    text_ = whole_.substr(offset_);
    check_characters();
    if (!check_lines() || !brackets_are_right()) return std::nullopt;
    return ReadableText{std::move(text_), offset_};
  }

 private:
  bool full() const { return diagnostics_.size() >= allowed_; }

  Span span(std::size_t begin, std::size_t end) const {
    return {source_, static_cast<std::uint32_t>(begin + offset_), static_cast<std::uint32_t>(end + offset_)};
  }

  bool size_is_right() {
    if (whole_.size() <= limits::plan_bytes) return true;
    diagnostics_.add(
        codes::plan_too_large, {source_, 0, 0},
        {Text::same(std::to_string(whole_.size())), Text::same(std::to_string(limits::plan_bytes))});
    return false;
  }

  bool encoding_is_right() {
    const std::optional<std::size_t> bad = utf8::first_invalid(whole_);
    if (!bad) return true;
    const auto at = static_cast<std::uint32_t>(*bad);
    diagnostics_.add(codes::not_utf8, {source_, at, at + 1});
    return false;
  }

  // A control character is replaced by letters in the copy, byte for byte, so that reading can go on.
  void check_characters() {
    const std::string_view original = whole_.substr(offset_);
    for (std::size_t at = 0; at < original.size() && !full();) {
      const std::size_t begin = at;
      if (original[at] >= ' ' && original[at] < 0x7F) {
        ++at;
        continue;
      }
      const char32_t c = utf8::next(original, at);
      const bool lone_return = c == U'\r' && (at >= original.size() || original[at] != '\n');
      if (!lone_return && !is_hidden(c)) continue;
      diagnostics_.add(codes::control_character, span(begin, at), {name_of_code_point(original, begin)});
      std::fill(text_.begin() + static_cast<std::ptrdiff_t>(begin),
                text_.begin() + static_cast<std::ptrdiff_t>(at), '_');
    }
  }

  // Looks at each line. Returns false when the text cannot be read on.
  bool check_lines() {
    bool readable = true;
    for (std::size_t begin = 0; begin < text_.size() && !full();) {
      const std::size_t end = std::min(text_.find('\n', begin), text_.size());
      if (!check_line(begin, end)) readable = false;
      begin = end + 1;
    }
    return readable && !full();
  }

  bool check_line(std::size_t begin, std::size_t end) {
    if (end - begin > limits::plan_line_bytes) {
      diagnostics_.add(
          codes::line_too_long, span(begin, begin),
          {Text::same(std::to_string(end - begin)), Text::same(std::to_string(limits::plan_line_bytes))});
      return false;
    }
    if (text_[begin] == '%') {
      diagnostics_.add(codes::directive, span(begin, end - (end > begin && text_[end - 1] == '\r')));
      text_[begin] = '#';
      return true;
    }
    const std::size_t first = std::min(text_.find_first_not_of(" \t\r", begin), end);
    if (first == end || text_[first] == '#') return true;
    const std::size_t tab = std::string_view(text_).substr(begin, first - begin).find('\t');
    if (tab == std::string_view::npos) return true;
    diagnostics_.add(codes::tab_in_indentation, span(begin + tab, begin + tab + 1));
    return false;
  }

  bool brackets_are_right() {
    const Outline outline = outline_of(text_, static_cast<std::size_t>(limits::plan_depth));
    if (outline.glued) return report_glued_comment(*outline.glued);
    if (!outline.too_deep) return true;
    diagnostics_.add(codes::too_deep, span(*outline.too_deep, *outline.too_deep + 1),
                     {Text::same(std::to_string(limits::plan_depth))});
    return false;
  }

  // The comment takes with it what closes the bracket, and the lines below would be read as part of it.
  bool report_glued_comment(std::size_t at) {
    const std::size_t end = std::min(text_.find_first_of("\r\n", at), text_.size());
    diagnostics_.add(codes::comment_glued, span(at, end), {Text::same(std::string(1, text_[at - 1]))});
    return false;
  }

  std::string_view whole_;
  SourceId source_;
  Diagnostics& diagnostics_;
  std::size_t allowed_;
  std::size_t offset_ = 0;
  std::string text_;
};

}  // namespace

std::optional<ReadableText> precheck(const Sources& sources, SourceId source, Diagnostics& diagnostics) {
  return Precheck(sources.text(source), source, diagnostics).run();
}

}  // namespace merit::plan
