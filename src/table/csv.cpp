#include "table/csv.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <limits>
#include <unordered_map>
#include <utility>

#include "base/in_threads.hpp"
#include "base/limits.hpp"
#include "base/utf8.hpp"
#include "table/codes.hpp"
#include "table/encoding.hpp"
#include "table/hex_text.hpp"
#include "table/separators.hpp"

namespace merit::table {

namespace {

constexpr std::size_t largest_file = std::numeric_limits<std::uint32_t>::max();

Text count_text(std::size_t n) { return Text::same(std::to_string(n)); }

/// The beginning of a text, for a message.
Text shown(std::string_view text) {
  constexpr std::size_t characters = 40;
  std::size_t end = 0;
  for (std::size_t n = 0; n < characters && end < text.size(); ++n) utf8::next(text, end);
  return Text::same(std::string(text.substr(0, end)) + (end < text.size() ? "..." : ""));
}

std::string_view without_quotes(std::string_view bytes) {
  return bytes.starts_with('"') ? bytes.substr(1, bytes.size() - 2) : bytes;
}

std::string with_single_quotes(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    result += text[at];
    if (text[at] == '"') ++at;
  }
  return result;
}

}  // namespace

/// Reads one file: first whether it is text at all, then the header, then row after row. After a mistake it
/// goes on where the next cell or row is likely to begin, so that one run shows as many mistakes as can be
/// told apart.
class CsvReader {
 public:
  CsvReader(std::string_view text, SourceId source, Diagnostics& diagnostics, unsigned threads = 1)
      : diagnostics_(diagnostics), threads_(std::max(1u, threads)) {
    table_.text_ = text;
    table_.source_ = source;
  }

  std::optional<CsvTable> read() {
    if (!is_text()) return std::nullopt;
    if (text().starts_with(utf8::byte_order_mark)) at_ = utf8::byte_order_mark.size();
    if (!read_header()) return std::nullopt;
    return read_rows();
  }

  /// Of a part of a file that begins with a row.
  std::optional<CsvTable> read_behind(const CsvTable& head, std::uint32_t first_line) {
    table_.header_ = head.header_;
    table_.header_spans_ = head.header_spans_;
    line_ = first_line;
    is_part_ = true;
    return is_text() ? read_rows() : std::nullopt;
  }

 private:
  std::optional<CsvTable> read_rows() {
    read_plain_rows();
    while (!at_end() && mistakes_ < csv_mistakes) read_row();
    if (mistakes_ > 0) return std::nullopt;
    return std::move(table_);
  }

  /// The bytes of one cell as they stand in the file.
  struct Field {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool doubled_quotes = false;
  };

  std::string_view text() const { return table_.text_; }
  bool at_end() const { return at_ == text().size(); }
  Span span(std::size_t begin, std::size_t end) const {
    return {table_.source_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  Diagnostic& add(const CodeInfo& info, Span where, std::vector<Text> args = {}) {
    ++mistakes_;
    return diagnostics_.add(info, where, std::move(args));
  }

  /// Separators end an unquoted cell: a comma, LF, CRLF, the end of the file.
  bool at_separator() const {
    if (at_end()) return true;
    const char c = text()[at_];
    return c == ',' || c == '\n' || (c == '\r' && at_ + 1 < text().size() && text()[at_ + 1] == '\n');
  }

  bool is_text();
  Field read_field();
  void read_plain();
  bool read_quoted();
  void read_record();
  bool read_header();
  bool has_other_separator();
  void check_names();
  void read_row();
  void read_plain_rows();
  /// Rows that one thread reads.
  struct PlainRows {
    std::size_t at = 0, end = 0;      ///< in the text; `at`: behind the rows that are read
    std::size_t first = 0, rows = 0;  ///< which rows of the file
    std::size_t most = 0;             ///< lines
    std::vector<CsvTable::Changed> changed;
    std::vector<char> changed_text;
  };
  std::vector<PlainRows> plain_parts() const;
  void read_part(PlainRows& part);
  void keep_changed(PlainRows& part, CsvTable::Cell* row) const;
  bool has_bare_return() const;
  void add_cells();
  void add_cell(const Field& field);
  std::optional<std::string> changed_text(const Field& field) const;

  Diagnostics& diagnostics_;
  const unsigned threads_;
  CsvTable table_;
  Rare rare_;
  bool is_part_ = false;  // what a file begins with stands in another part
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::size_t mistakes_ = 0;

  // The record read last.
  std::vector<Field> fields_;  // the first csv_columns + 1 of them
  std::size_t fields_count_ = 0;
  std::size_t record_begin_ = 0;
  std::size_t record_end_ = 0;
  std::uint32_t record_line_ = 1;
  bool record_has_return_ = false;  // one is enough: in some files each row ends with one
  bool record_ok_ = true;           // its cells can be told apart
};

bool CsvReader::is_text() {
  if (text().size() > largest_file) {
    add(codes::file_too_large, span(0, 0), {count_text(text().size()), count_text(largest_file)});
    return false;
  }
  // One of each is enough: a file in another encoding has thousands.
  if (!is_part_ && (text().starts_with("\xFF\xFE") || text().starts_with("\xFE\xFF"))) {
    add(codes::utf16, span(0, 2));
    return false;
  }
  rare_ = rare_in(text());
  const auto bad = rare_.beyond_ascii ? utf8::first_invalid(text()) : std::nullopt;
  if (bad) {
    const auto decoded = decode_gb18030(text());
    const bool is_gb18030 = decoded && !decoded->wrong;
    add(is_gb18030 ? codes::is_gb18030 : codes::not_utf8, span(*bad, *bad + 1),
        {Text::same(hex_text(text()[*bad]))});
  }
  if (const std::size_t nul = rare_.nul ? text().find('\0') : 0; rare_.nul)
    add(codes::nul_byte, span(nul, nul + 1));
  if (!is_part_ && (text().empty() || text() == utf8::byte_order_mark))
    add(codes::empty_file, span(text().size(), text().size()));
  return mistakes_ == 0;
}

CsvReader::Field CsvReader::read_field() {
  Field field;
  field.begin = at_;
  if (!at_end() && text()[at_] == '"') {
    field.doubled_quotes = read_quoted();
  } else {
    read_plain();
  }
  field.end = at_;
  return field;
}

void CsvReader::read_plain() {
  const std::size_t begin = at_;
  while (!at_separator()) ++at_;
  const std::string_view bytes = text().substr(begin, at_ - begin);
  if (const std::size_t found = bytes.find('\r'); found != std::string_view::npos && !record_has_return_) {
    record_has_return_ = true;
    add(codes::bare_return, span(begin + found, begin + found + 1));
  }
  if (const std::size_t found = bytes.find('"'); found != std::string_view::npos) {
    add(codes::stray_quote, span(begin + found, begin + found + 1), {shown(bytes)});
  }
}

/// Moves past a quoted cell; says whether it has doubled quotes.
bool CsvReader::read_quoted() {
  const std::size_t open = at_++;
  const std::uint32_t open_line = line_;
  bool doubled = false;
  for (;; ++at_) {
    const std::size_t quote = text().find('"', at_);
    const std::size_t end = std::min(quote, text().size());
    line_ += static_cast<std::uint32_t>(std::count(text().begin() + at_, text().begin() + end, '\n'));
    at_ = end;
    if (at_end()) {
      add(codes::unclosed_quote, span(open, open + 1));
      return doubled;
    }
    if (++at_ == text().size() || text()[at_] != '"') break;
    doubled = true;
  }
  if (at_separator()) return doubled;
  const std::size_t rest = at_;
  while (!at_separator()) ++at_;
  Diagnostic& d = add(codes::text_after_quote, span(rest, at_));
  if (line_ != open_line)
    d.related.push_back({span(open, open + 1), {"the cell begins here", "单元格从这里开始"}});
  return doubled;
}

void CsvReader::read_record() {
  fields_.clear();
  fields_count_ = 0;
  record_begin_ = at_;
  record_line_ = line_;
  record_has_return_ = false;
  const std::size_t mistakes_before = mistakes_;
  for (bool more = true; more;) {
    const Field field = read_field();
    if (fields_count_++ <= csv_columns) fields_.push_back(field);
    more = !at_end() && text()[at_] == ',' && mistakes_ < csv_mistakes;
    if (more) ++at_;
  }
  record_end_ = at_;
  if (!at_end()) {
    at_ += text()[at_] == '\r' ? 2 : 1;
    ++line_;
  }
  if (record_end_ - record_begin_ > limits::csv_line_bytes) {
    add(codes::record_too_long, span(record_begin_, record_begin_),
        {count_text(record_end_ - record_begin_), count_text(limits::csv_line_bytes)});
  }
  record_ok_ = mistakes_ == mistakes_before;
}

/// Says whether the columns are known, so that rows can be held against them.
bool CsvReader::read_header() {
  read_record();
  if (!record_ok_) return false;
  if (record_begin_ == record_end_) {
    add(codes::blank_line, span(record_begin_, record_end_));
    return false;
  }
  if (fields_count_ > csv_columns) {
    add(codes::too_many_columns, span(fields_[csv_columns].begin, fields_[csv_columns].end),
        {count_text(fields_count_), count_text(csv_columns)});
    return false;
  }
  for (const Field& field : fields_) {
    const std::string_view bytes = text().substr(field.begin, field.end - field.begin);
    table_.header_.push_back(changed_text(field).value_or(std::string(without_quotes(bytes))));
    table_.header_spans_.push_back(span(field.begin, field.end));
  }
  if (has_other_separator()) return false;
  check_names();
  return true;
}

/// A header of one name with semicolons or tabs in it is a header of several: no plan's name holds them.
bool CsvReader::has_other_separator() {
  if (table_.columns() != 1 || text()[fields_[0].begin] == '"') return false;
  const std::size_t at = text().find_first_of(";\t", fields_[0].begin);
  if (at >= fields_[0].end) return false;
  const Text name = text()[at] == ';' ? Text{"semicolons", "分号"} : Text{"tabs", "制表符"};
  add(codes::other_separator, span(at, at + 1), {name});
  return true;
}

void CsvReader::check_names() {
  std::unordered_map<std::string_view, std::size_t> first;
  for (std::size_t column = 0; column < table_.columns(); ++column) {
    const std::string& name = table_.header_[column];
    const Span where = table_.header_spans_[column];
    if (name.empty()) {
      add(codes::empty_name, where, {count_text(column + 1)});
      continue;
    }
    const auto [earlier, is_new] = first.emplace(name, column);
    if (is_new) continue;
    add(codes::doubled_name, where, {shown(name)})
        .related.push_back({table_.header_spans_[earlier->second], {"first written here", "先写在这里"}});
  }
}

void CsvReader::read_row() {
  read_record();
  const std::size_t expected = table_.columns();
  if (!record_ok_) return;
  if (record_begin_ == record_end_) {
    // Spreadsheets end some files with an empty line: it is no row.
    if (!at_end()) add(codes::blank_line, span(record_begin_, record_end_));
  } else if (fields_count_ < expected) {
    add(codes::too_few_cells, span(record_end_, record_end_),
        {count_text(fields_count_), count_text(expected), shown(table_.header_[fields_count_])});
  } else if (fields_count_ > expected) {
    const Field& extra = fields_[expected];
    add(codes::too_many_cells, span(extra.begin, extra.end),
        {count_text(fields_count_), count_text(expected)});
  } else if (mistakes_ == 0) {
    add_cells();
  }
}

/// Rows as most files have them throughout: without quotes. Stops before a row with a mistake, and before a
/// last one without its end: `read_row` tells what it is.
void CsvReader::read_plain_rows() {
  if (rare_.quote || (rare_.carriage_return && has_bare_return())) return;
  std::vector<PlainRows> parts = plain_parts();
  in_threads(threads_, parts.size(), [&](std::size_t, std::size_t i) {
    parts[i].most = count_line_feeds(text().substr(parts[i].at, parts[i].end - parts[i].at));
  });
  std::size_t rows = 0;
  for (PlainRows& part : parts) part.first = std::exchange(rows, rows + part.most);
  table_.cells_.resize(rows * table_.columns());
  table_.lines_.resize(rows);
  in_threads(threads_, parts.size(), [&](std::size_t, std::size_t i) { read_part(parts[i]); });
  rows = 0;
  for (const PlainRows& part : parts) {
    rows += part.rows;
    at_ = part.at;
    for (CsvTable::Changed changed : part.changed) {
      changed.begin += table_.changed_text_.size();
      table_.changed_.push_back(changed);
    }
    table_.changed_text_.insert(table_.changed_text_.end(), part.changed_text.begin(),
                                part.changed_text.end());
    if (part.rows < part.most) break;
  }
  table_.cells_.resize(rows * table_.columns());
  table_.lines_.resize(rows);
  line_ += static_cast<std::uint32_t>(rows);
}

/// Each ends with a line.
std::vector<CsvReader::PlainRows> CsvReader::plain_parts() const {
  constexpr std::size_t least = 1 << 20;
  const std::size_t all = text().size() - at_;
  const std::size_t wanted = std::clamp<std::size_t>(all / least, 1, std::size_t{4} * threads_);
  std::vector<PlainRows> parts;
  for (std::size_t i = 1, begin = at_; i <= wanted; ++i) {
    const std::size_t feed = i < wanted ? text().find('\n', at_ + all / wanted * i) : text().rfind('\n');
    if (feed == std::string_view::npos || feed < begin) continue;
    parts.emplace_back();
    parts.back().at = begin;
    parts.back().end = begin = feed + 1;
  }
  return parts;
}

void CsvReader::read_part(PlainRows& part) {
  const std::size_t columns = table_.columns();
  std::size_t cell = part.at, count = 0;
  CsvTable::Cell* row = table_.cells_.data() + part.first * columns;
  for_each_separator(text().substr(0, part.end), part.at, [&](std::size_t end) {
    if (count == columns) return false;
    const auto begin = static_cast<std::uint32_t>(cell);
    row[count++] = {begin, static_cast<std::uint32_t>(end - cell) & 0x7FFFFFFFu, false};
    cell = end + 1;
    if (text()[end] != '\n') return true;
    const bool has_return = end > begin && text()[end - 1] == '\r';
    row[count - 1].length = (row[count - 1].length - has_return) & 0x7FFFFFFFu;
    const std::string_view line = text().substr(part.at, end - has_return - part.at);
    if (count < columns || line.empty() || end - part.at > limits::csv_line_bytes) return false;
    if (rare_.beyond_ascii && !utf8::is_ascii(line)) keep_changed(part, row);
    const std::size_t number = part.first + part.rows++;
    table_.lines_[number] = line_ + static_cast<std::uint32_t>(number);
    row += columns;
    count = 0;
    part.at = cell;
    return true;
  });
}

/// What of a row of plain cells is not in normal form.
void CsvReader::keep_changed(PlainRows& part, CsvTable::Cell* row) const {
  for (std::size_t i = 0; i < table_.columns(); ++i) {
    const auto changed = changed_text({row[i].begin, std::size_t{row[i].begin} + row[i].length, false});
    if (!changed) continue;
    row[i].changed = true;
    const auto number = static_cast<std::size_t>(row + i - table_.cells_.data());
    part.changed.push_back({number, part.changed_text.size(), changed->size()});
    part.changed_text.insert(part.changed_text.end(), changed->begin(), changed->end());
  }
}

bool CsvReader::has_bare_return() const {
  for (std::size_t at = text().find('\r', at_); at != std::string_view::npos; at = text().find('\r', at + 1))
    if (at + 1 == text().size() || text()[at + 1] != '\n') return true;
  return false;
}

void CsvReader::add_cell(const Field& field) {
  const auto changed = changed_text(field);
  if (changed) {
    std::vector<char>& kept = table_.changed_text_;
    table_.changed_.push_back({table_.cells_.size(), kept.size(), changed->size()});
    kept.insert(kept.end(), changed->begin(), changed->end());
  }
  const auto length = static_cast<std::uint32_t>(field.end - field.begin);
  table_.cells_.push_back(
      {static_cast<std::uint32_t>(field.begin), length & 0x7FFFFFFFu, changed.has_value()});
}

void CsvReader::add_cells() {
  table_.lines_.push_back(record_line_);
  for (const Field& field : fields_) add_cell(field);
}

/// Returns the text of a cell whose bytes are not its text, or nothing.
std::optional<std::string> CsvReader::changed_text(const Field& field) const {
  const std::string_view bytes = without_quotes(text().substr(field.begin, field.end - field.begin));
  const bool plain = utf8::is_plainly_nfc(bytes);
  if (!field.doubled_quotes && plain) return std::nullopt;
  std::string unquoted = field.doubled_quotes ? with_single_quotes(bytes) : std::string(bytes);
  return plain ? unquoted : utf8::nfc(unquoted);
}

std::optional<std::size_t> CsvTable::column_named(std::string_view name) const {
  const auto found = std::find(header_.begin(), header_.end(), name);
  if (found == header_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header_.begin());
}

std::string_view CsvTable::other_text(const Cell& cell) const {
  if (!cell.changed) return without_quotes(text_.substr(cell.begin, cell.length));
  const auto number = static_cast<std::size_t>(&cell - cells_.data());
  const auto found = std::lower_bound(changed_.begin(), changed_.end(), number,
                                      [](const Changed& changed, std::size_t n) { return changed.cell < n; });
  return {changed_text_.data() + found->begin, found->length};
}

Span CsvTable::span(CellIndex index) const {
  const Cell& cell = cell_at(index);
  return {source_, cell.begin, cell.begin + cell.length};
}

Place CsvTable::place(CellIndex index) const {
  const std::uint32_t begin = cell_at({index.row, 0}).begin;
  const std::string_view before = text_.substr(begin, cell_at(index).begin - begin);
  const auto breaks = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_begin = before.rfind('\n') + 1;  // 0 when there is none
  return {line(index.row) + static_cast<std::uint32_t>(breaks),
          static_cast<std::uint32_t>(utf8::count(before.substr(line_begin)) + 1)};
}

std::optional<CsvTable> parse_csv(std::string_view text, SourceId source, Diagnostics& diagnostics,
                                  unsigned threads) {
  return CsvReader(text, source, diagnostics, threads).read();
}

std::optional<CsvTable> parse_csv_rows(std::string_view text, SourceId source, const CsvTable& head,
                                       std::uint32_t first_line, Diagnostics& diagnostics) {
  return CsvReader(text, source, diagnostics).read_behind(head, first_line);
}

}  // namespace merit::table
