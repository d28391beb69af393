// The three forms of a diagnostic: for people, for tools, as JSON.
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/diagnostic.hpp"
#include "base/limits.hpp"
#include "base/utf8.hpp"

namespace merit {
namespace {

// ---- the excerpt: one line of a source, and what is marked in it ----

/// The widest excerpt, in display cells; a longer line is cut around its mark.
constexpr std::size_t excerpt_cells = 100;

struct ByteRange {
  std::size_t begin;
  std::size_t end;
};

struct CellRange {
  std::size_t begin;
  std::size_t end;
};

/// What is drawn as one: a character and the marks of no width after it.
struct Glyph {
  std::string text;
  ByteRange bytes;  ///< in the line
  CellRange cells;  ///< on the screen
};

struct Excerpt {
  std::string text;
  CellRange mark;
};

bool continues_character(std::string_view line, std::size_t at) {
  return at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0) == 0x80;
}

/// The bytes of `line` that can come onto the screen: a data file may have a line of megabytes.
ByteRange reach_of(std::string_view line, std::size_t mark) {
  constexpr std::size_t reach = 8 * excerpt_cells;
  const auto to_character = [&](std::size_t at) {
    for (int step = 0; step < 3 && continues_character(line, at); ++step) ++at;
    return at;
  };
  const std::size_t begin = mark > reach ? to_character(mark - reach) : 0;
  const std::size_t end = mark + reach < line.size() ? to_character(mark + reach) : line.size();
  return {begin, end};
}

/// The glyphs of a part of the line, and a blank after its end, for the position there.
std::vector<Glyph> glyphs_of(std::string_view line, ByteRange part) {
  std::vector<Glyph> glyphs;
  std::size_t cell = 0;
  for (std::size_t at = part.begin; at < part.end;) {
    std::size_t after = at + 1;
    while (after < part.end && continues_character(line, after)) ++after;
    std::string text = printable(line.substr(at, after - at));
    const std::size_t width = utf8::width(text);
    if (width == 0 && !glyphs.empty()) {
      glyphs.back().text += text;
      glyphs.back().bytes.end = after;
    } else {
      glyphs.push_back({std::move(text), {at, after}, {cell, cell + width}});
    }
    cell += width;
    at = after;
  }
  glyphs.push_back({" ", {part.end, part.end + 1}, {cell, cell + 1}});
  return glyphs;
}

CellRange cells_of(const std::vector<Glyph>& glyphs, ByteRange bytes) {
  CellRange cells = glyphs.back().cells;
  for (auto glyph = glyphs.rbegin(); glyph != glyphs.rend(); ++glyph)
    if (glyph->bytes.end > bytes.begin) cells.begin = glyph->cells.begin;
  cells.end = cells.begin + 1;
  for (const Glyph& glyph : glyphs)
    if (glyph.bytes.begin < bytes.end) cells.end = std::max(cells.end, glyph.cells.end);
  return cells;
}

/// The cells shown: from the left as long as the mark is then seen whole, else with the mark in the middle.
CellRange window_of(std::size_t total, CellRange mark) {
  if (total <= excerpt_cells || mark.end <= excerpt_cells) return {0, excerpt_cells};
  const std::size_t mark_cells = std::min(mark.end - mark.begin, excerpt_cells);
  const std::size_t centred = mark.begin - std::min(mark.begin, (excerpt_cells - mark_cells) / 2);
  const std::size_t begin = std::min(centred, total - excerpt_cells);
  return {begin, begin + excerpt_cells};
}

Excerpt excerpt_of(std::string_view line, ByteRange bytes) {
  const ByteRange part = reach_of(line, bytes.begin);
  const std::vector<Glyph> glyphs = glyphs_of(line, part);
  const CellRange mark = cells_of(glyphs, bytes);
  const CellRange window = window_of(glyphs.back().cells.end, mark);

  Excerpt excerpt;
  CellRange shown{window.end, window.begin};
  bool cut_left = part.begin > 0, cut_right = part.end < line.size();
  for (const Glyph& glyph : glyphs) {
    if (glyph.cells.begin < window.begin) {
      cut_left = true;
    } else if (glyph.cells.end > window.end) {
      cut_right = cut_right || &glyph != &glyphs.back();
    } else {
      excerpt.text += glyph.text;
      shown = {std::min(shown.begin, glyph.cells.begin), glyph.cells.end};
    }
  }
  if (!cut_right) excerpt.text.erase(excerpt.text.find_last_not_of(' ') + 1);
  excerpt.text = (cut_left ? "…" : "") + excerpt.text + (cut_right ? "…" : "");

  // The mark may lie outside what is shown (a long line that is not UTF-8): it then stands at the nearer end.
  if (shown.begin > shown.end) shown = {0, 0};
  const std::size_t moved = cut_left ? 1 : 0;
  excerpt.mark.begin = std::clamp(mark.begin, shown.begin, shown.end) - shown.begin + moved;
  excerpt.mark.end = std::clamp(mark.end, shown.begin, shown.end) - shown.begin + moved;
  excerpt.mark.end = std::max(excerpt.mark.end, excerpt.mark.begin + 1);
  return excerpt;
}

/// The part of `span` on its first line, in bytes of that line. What goes on beyond the line is marked to its
/// last letter.
ByteRange first_line_of(Span span, std::string_view line, std::uint32_t line_begin) {
  const std::size_t begin = span.begin > line_begin ? span.begin - line_begin : 0;
  std::size_t end = span.end > line_begin ? span.end - line_begin : 0;
  if (end > line.size()) end = line.find_last_not_of(" \t\r") + 1;
  return {std::min(begin, line.size()), end};
}

// ---- places ----

bool has_lines(const Sources& sources, Span span) { return !sources.text(span.source).empty(); }

/// "file:line:column"; only the file when it is empty; "" without a file.
std::string place_text(const Sources& sources, Span span) {
  std::string file = printable(sources.name(span.source));
  if (!has_lines(sources, span)) return file;
  const Place place = sources.place(span.source, span.begin);
  return fmt::format("{}:{}:{}", file, place.line, place.column);
}

// ---- for people ----

class TextForm {
 public:
  TextForm(const Sources& sources, Language language, bool colour)
      : sources_(sources), language_(language), colour_(colour) {}

  void add(const Diagnostic& d) {
    const char* ink = d.info->severity == Severity::warning ? yellow : red;
    gutter_ = gutter_of(d);
    if (!out_.empty()) out_ += '\n';
    out_ += painted(ink, fmt::format("{}[{}]", severity_word(d.info->severity, language_), d.info->code));
    out_ += painted(bold, said(message_of(d, language_))) + '\n';
    add_place(d.span, "", ink, '^');
    for (const Related& place : d.related)
      add_place(place.span, printable(place.label.in(language_)), blue, '-');
    const std::string help = help_of(d, language_);
    if (!help.empty()) add_note((language_ == Language::zh ? "帮助" : "help") + said(help));
    const std::string suggestion = printable(d.suggestion.in(language_));
    if (!suggestion.empty()) add_note(suggestion);
  }

  void add_remainder(std::size_t count) {
    out_ +=
        language_ == Language::zh
            ? fmt::format("\n……另有 {} 处，只列出前 {} 处\n", count, limits::diagnostics_shown)
            : fmt::format("\n... and {} more; the first {} are shown\n", count, limits::diagnostics_shown);
  }

  std::string take() { return std::move(out_); }

 private:
  static constexpr const char* bold = "1";
  static constexpr const char* red = "1;31";
  static constexpr const char* yellow = "1;33";
  static constexpr const char* blue = "1;34";

  std::string painted(const char* ink, std::string_view text) const {
    return colour_ ? fmt::format("\x1b[{}m{}\x1b[0m", ink, text) : std::string(text);
  }

  std::string said(std::string_view text) const {
    return fmt::format("{}{}", language_ == Language::zh ? "：" : ": ", text);
  }

  /// The width of the greatest line number of one diagnostic.
  std::size_t gutter_of(const Diagnostic& d) const {
    std::uint32_t line = sources_.place(d.span.source, d.span.begin).line;
    for (const Related& place : d.related)
      line = std::max(line, sources_.place(place.span.source, place.span.begin).line);
    return fmt::formatted_size("{}", line);
  }

  void add_place(Span span, std::string_view label, const char* ink, char mark) {
    const std::string place = place_text(sources_, span);
    if (place.empty()) {
      if (!label.empty()) add_note(label);
      return;
    }
    out_ += fmt::format("{:{}}{} {}{}\n", "", gutter_, painted(blue, "-->"), place,
                        label.empty() ? "" : said(label));
    if (has_lines(sources_, span)) add_excerpt(span, ink, mark);
  }

  void add_excerpt(Span span, const char* ink, char mark) {
    const std::uint32_t number = sources_.place(span.source, span.begin).line;
    const std::string_view line = sources_.line(span.source, number);
    const Excerpt excerpt =
        excerpt_of(line, first_line_of(span, line, sources_.line_begin(span.source, number)));
    const std::string empty = painted(blue, fmt::format("{:{}} |", "", gutter_));
    const std::string numbered = painted(blue, fmt::format("{:>{}} |", number, gutter_));
    const std::string marks = painted(ink, std::string(excerpt.mark.end - excerpt.mark.begin, mark));
    out_ += empty + '\n';
    out_ += numbered + (excerpt.text.empty() ? "" : " ") + excerpt.text + '\n';
    out_ += fmt::format("{} {:{}}{}\n", empty, "", excerpt.mark.begin, marks);
  }

  void add_note(std::string_view text) {
    out_ += fmt::format("{:{}} {} {}\n", "", gutter_, painted(blue, "="), text);
  }

  const Sources& sources_;
  Language language_;
  bool colour_;
  std::size_t gutter_ = 1;
  std::string out_;
};

std::string render_text(const std::vector<Diagnostic>& list, const Sources& sources, Language language,
                        bool colour) {
  TextForm form(sources, language, colour);
  const std::size_t shown = std::min(list.size(), limits::diagnostics_shown);
  for (std::size_t i = 0; i < shown; ++i) form.add(list[i]);
  if (list.size() > shown) form.add_remainder(list.size() - shown);
  return form.take();
}

// ---- for tools ----

std::string render_lines(const std::vector<Diagnostic>& list, const Sources& sources, Language language) {
  std::string out;
  for (const Diagnostic& d : list) {
    const std::string place = place_text(sources, d.span);
    out += fmt::format("{}{}{}: {} [{}]\n", place, place.empty() ? "" : ": ",
                       severity_word(d.info->severity, Language::en), message_of(d, language), d.info->code);
  }
  return out;
}

// ---- as JSON ----

using Json = nlohmann::ordered_json;

Json json_of(const Text& text) {
  if (text == Text{}) return nullptr;
  return {{"en", printable(text.en)}, {"zh", printable(text.zh)}};
}

void add_place(Json& to, const Sources& sources, Span span) {
  const bool known = sources.contains(span.source), lines = has_lines(sources, span);
  const Place begin = sources.place(span.source, span.begin);
  const Place end = sources.place(span.source, std::max(span.begin, span.end));
  to["file"] = known ? Json(sources.name(span.source)) : Json();
  to["line"] = lines ? Json(begin.line) : Json();
  to["column"] = lines ? Json(begin.column) : Json();
  to["end_line"] = lines ? Json(end.line) : Json();
  to["end_column"] = lines ? Json(end.column) : Json();
}

const char* json_severity(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::row: break;
  }
  return "row";
}

Json json_of(const Diagnostic& d, const Sources& sources) {
  Json json;
  json["code"] = d.info->code;
  json["severity"] = json_severity(d.info->severity);
  json["message"] = json_of(Text{message_of(d, Language::en), message_of(d, Language::zh)});
  json["help"] = json_of(Text{help_of(d, Language::en), help_of(d, Language::zh)});
  add_place(json, sources, d.span);
  json["related"] = Json::array();
  for (const Related& place : d.related) {
    Json related;
    add_place(related, sources, place.span);
    related["label"] = json_of(place.label);
    json["related"].push_back(std::move(related));
  }
  json["suggestion"] = json_of(d.suggestion);
  return json;
}

std::string render_json(const std::vector<Diagnostic>& list, const Sources& sources) {
  Json array = Json::array();
  for (const Diagnostic& d : list) array.push_back(json_of(d, sources));
  // A file's name need not be UTF-8; JSON must be.
  return array.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string render(const std::vector<Diagnostic>& list, const Sources& sources, DiagnosticForm form,
                   Language language, bool colour) {
  const std::vector<Diagnostic> ordered = sorted(list);
  switch (form) {
    case DiagnosticForm::line: return render_lines(ordered, sources, language);
    case DiagnosticForm::json: return render_json(ordered, sources);
    case DiagnosticForm::text: break;
  }
  return render_text(ordered, sources, language, colour);
}

}  // namespace merit
