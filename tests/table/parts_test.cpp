// A file in parts of whole rows says what it says as a whole.
#include "table/parts.hpp"

#include <random>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "table/csv.hpp"

#include "support/catch.hpp"

namespace {

using namespace merit;
using table::RowParts;

std::vector<RowParts::Part> parts_of(const std::string& text, std::size_t bytes,
                                     std::size_t longest = 3 * limits::csv_line_bytes) {
  std::size_t at = 0;
  RowParts parts(
      [&](char* to, std::size_t most) {
        const std::size_t size = std::min(most, text.size() - at);
        text.copy(to, size, at);
        at += size;
        return size;
      },
      bytes, longest);
  std::vector<RowParts::Part> all;
  for (RowParts::Part part; parts.next(part);) all.push_back(part);
  return all;
}

std::string shown(const std::string& text, std::size_t bytes) {
  std::string out;
  for (const RowParts::Part& part : parts_of(text, bytes))
    out += std::to_string(part.first_line) + "[" + part.text + "]";
  return out;
}

/// The cells and lines, or "wrong".
std::string rows_of(const std::vector<RowParts::Part>& parts) {
  std::string out;
  std::optional<table::CsvTable> head;
  for (const RowParts::Part& part : parts) {
    Diagnostics diagnostics;
    auto csv = head ? table::parse_csv_rows(part.text, SourceId{0}, *head, part.first_line, diagnostics)
                    : table::parse_csv(part.text, SourceId{0}, diagnostics);
    if (!csv) return "wrong";
    for (std::size_t row = 0; row < csv->rows(); ++row) {
      out += std::to_string(csv->line(row)) + ":";
      for (std::size_t column = 0; column < csv->columns(); ++column)
        out += "<" + std::string(csv->cell({row, column})) + ">";
    }
    if (!head) head = std::move(csv);
  }
  return out;
}

}  // namespace

TEST_CASE("parts end behind rows") {
  CHECK(shown("a,b\n1,2\n3,4\n", 100) == "1[a,b\n1,2\n3,4\n]");
  CHECK(shown("a,b\n1,2\n3,4\n", 4) == "1[a,b\n1,2\n]3[3,4\n]");
  CHECK(shown("a,b\n1,2\n3,4", 1) == "1[a,b\n1,2\n]3[3,4]");
  CHECK(shown("a,b\r\n1,2\r\n", 1) == "1[a,b\r\n1,2\r\n]");
  CHECK(shown("a,\"b\nc\"\n1,\"x\"\"\ny\"\n3,4\n", 1) == "1[a,\"b\nc\"\n1,\"x\"\"\ny\"\n]5[3,4\n]");
  CHECK(shown("", 8) == "1[]");
  CHECK(shown("a,b", 2) == "1[a,b]");
  // A blank line stays with what follows it; the last one is no part.
  CHECK(shown("a\nb\n\nc\n", 1) == "1[a\nb\n]3[\nc\n]");
  CHECK(shown("a\nb\n\n", 1) == "1[a\nb\n]");
  CHECK(shown("a\nb\n\r\n", 1) == "1[a\nb\n]");
  CHECK(shown("a\nb\n\n\n", 1) == "1[a\nb\n]3[\n\n]");
  // Nothing closes the quote, or a row is too long: what may be a row ends somewhere.
  const auto last = [](const std::string& text, std::size_t longest) {
    return parts_of(text, 8, longest).back().text;
  };
  CHECK(last("a\nb\n\"" + std::string(300, 'x'), 100).size() < 120);
  CHECK(last("a\nb\n" + std::string(90, 'x') + "\nlast\n", 100) == "last\n");
  CHECK(last(std::string(90, 'x') + "\n" + std::string(90, 'y') + "\nlast\n", 200) == "last\n");
}

TEST_CASE("rows are the same in parts of any size") {
  std::mt19937 random(11);
  const auto below = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  const std::vector<std::string> cells = {
      "1", "-2.50",     "",     "M-0042", "\"x, y\"", "\"say \"\"so\"\"\"", "\"two\nlines\"", "张三",
      "é", "e\xCC\x81", "\"\"", "a\"b",   "\r"};
  std::size_t good = 0;
  for (int i = 0; i < 3000; ++i) {
    const std::size_t columns = 1 + below(4);
    const bool is_wild = below(4) == 0, has_quotes = below(2) == 0;
    const std::string end = below(3) == 0 ? "\r\n" : "\n";
    std::string text = below(8) == 0 ? "\xEF\xBB\xBF" : "";
    for (std::size_t c = 0; c < columns; ++c) text += (c > 0 ? ",c" : "c") + std::to_string(c);
    text += end;
    for (std::size_t rows = below(12); rows > 0; --rows) {
      const std::size_t count = is_wild && below(9) == 0 ? columns + 1 : columns;
      for (std::size_t c = 0; c < count; ++c) {
        const std::size_t which = is_wild      ? below(cells.size())
                                  : has_quotes ? below(11)
                                               : std::array{0, 1, 3, 7, 8, 9}[below(6)];
        text += (c > 0 ? "," : "") + cells[which];
      }
      text += end;
      if (is_wild && below(9) == 0) text += end;
    }
    if (below(5) == 0) text += end;
    const std::string whole = rows_of(parts_of(text, text.size() + 1));
    good += whole != "wrong";
    for (const std::size_t bytes : {1, 2, 3, 7, 16, 40}) {
      INFO(text << "\nparts of " << bytes);
      REQUIRE(rows_of(parts_of(text, bytes)) == whole);
    }
  }
  CHECK(good > 1500);
}
