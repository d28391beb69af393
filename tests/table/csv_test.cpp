#include "table/csv.hpp"

#include <string>
#include <vector>

#include "base/csv_text.hpp"
#include "base/limits.hpp"
#include "base/utf8.hpp"

#include "support/catch.hpp"

namespace {

using merit::Diagnostics;
using merit::Language;
using merit::Sources;
using merit::Span;
using merit::table::CsvTable;

const std::string bom = "\xEF\xBB\xBF";

/// A file that outlives the table read from it.
struct File {
  explicit File(std::string text, unsigned threads = 1) : id(sources.add("data.csv", std::move(text))) {
    table = merit::table::parse_csv(sources.text(id), id, diagnostics, threads);
  }
  Sources sources;
  Diagnostics diagnostics;
  merit::SourceId id;
  std::optional<CsvTable> table;
};

std::string place_text(const Sources& sources, Span span) {
  const merit::Place place = sources.place(span.source, span.begin);
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

/// One line a mistake: place, code, message, and the places it points to.
std::string mistakes_of(const File& file, Language language = Language::en) {
  std::string out;
  for (const merit::Diagnostic& d : file.diagnostics.sorted()) {
    out += place_text(file.sources, d.span) + " " + d.info->code + " " + merit::message_of(d, language);
    for (const auto& related : d.related) {
      out += "; " + place_text(file.sources, related.span) + " " + related.label.in(language);
    }
    out += "\n";
  }
  return out;
}

std::string bracketed(std::string_view text) { return "[" + std::string(text) + "]"; }

/// The header, then one line a row: "line: [cell][cell]".
std::string cells_of(const File& file) {
  if (!file.table) return "refused\n" + mistakes_of(file);
  const CsvTable& table = *file.table;
  std::string out;
  for (const std::string& name : table.header()) out += bracketed(name);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    out += "\n" + std::to_string(table.line(row)) + ": ";
    for (std::size_t column = 0; column < table.columns(); ++column)
      out += bracketed(table.cell({row, column}));
  }
  return out;
}

std::string record(const std::vector<std::string>& fields) {
  std::string out;
  merit::write_record(out, fields);
  return out;
}

}  // namespace

TEST_CASE("csv reader: what is accepted") {
  struct Row {
    std::string text;
    std::string cells;
  };
  const Row rows[] = {
      {"id,pay\nA,1\nB,2\n", "[id][pay]\n2: [A][1]\n3: [B][2]"},
      {"id,pay\r\nA,1\r\nB,2\r\n", "[id][pay]\n2: [A][1]\n3: [B][2]"},
      {"id,pay\r\nA,1\nB,2", "[id][pay]\n2: [A][1]\n3: [B][2]"},
      {bom + "id,pay\nA,1", "[id][pay]\n2: [A][1]"},
      {bom + "\"id\",pay\nA,1", "[id][pay]\n2: [A][1]"},
      {"id", "[id]"},
      {"id,pay\n", "[id][pay]"},
      {"id\nA\nB", "[id]\n2: [A]\n3: [B]"},
      {"id,pay\n,\n,", "[id][pay]\n2: [][]\n3: [][]"},
      {"id\n\"\"\n", "[id]\n2: []"},
      {"id,pay\n\"\",\"\"\n", "[id][pay]\n2: [][]"},
      {"id,pay\n\"A\",\"1,234\"\n", "[id][pay]\n2: [A][1,234]"},
      {"id,pay\n\"A\"\"B\",\"\"\"\"\n", "[id][pay]\n2: [A\"B][\"]"},
      {"id,pay\n\"\"\"\",\"\"\"\"\"\"", "[id][pay]\n2: [\"][\"\"]"},
      {"id,note\nA,\"one\ntwo\"\nB,x\n", "[id][note]\n2: [A][one\ntwo]\n4: [B][x]"},
      {"id,note\r\nA,\"one\r\ntwo\r\n\"\r\nB,x", "[id][note]\n2: [A][one\r\ntwo\r\n]\n5: [B][x]"},
      {"id,note\nA,\"one\rtwo\"\n", "[id][note]\n2: [A][one\rtwo]"},
      {"\"a\nb\",c\n1,2\n", "[a\nb][c]\n3: [1][2]"},
      {" id , pay\n A ,\t1 \n", "[ id ][ pay]\n2: [ A ][\t1 ]"},
      {"工号,奖金\n007,１２\n", "[工号][奖金]\n2: [007][１２]"},
      {"nom,e\u0301\nRene\u0301,\"e\u0301\"\"\"\n", "[nom][é]\n2: [René][é\"]"},
      {"id;pay,x\nA;1,2\n", "[id;pay][x]\n2: [A;1][2]"},
      {"\"id;pay\"\nA\n", "[id;pay]\n2: [A]"},
      {"id,pay\nA,1\n\n", "[id][pay]\n2: [A][1]"},
      {"id,pay\r\nA,1\r\n\r\n", "[id][pay]\n2: [A][1]"},
      {"id,=1+1\n'a,-0\n", "[id][=1+1]\n2: ['a][-0]"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const File file(row.text);
    CHECK(cells_of(file) == row.cells);
    CHECK(mistakes_of(file) == "");
  }
}

TEST_CASE("csv reader: what is refused, and where") {
  struct Row {
    std::string text;
    std::string mistakes;
  };
  const std::string after_quote =
      "E0106 there is text after the closing quote of a cell; a comma or the end of the line was expected";
  const Row rows[] = {
      {"", "1:1 E0103 this file is empty; a header line with the names of the columns was expected\n"},
      {bom, "1:1 E0103 this file is empty; a header line with the names of the columns was expected\n"},
      {"\n", "1:1 E0109 this line is empty; a row was expected\n"},
      {"\r\nid\n", "1:1 E0109 this line is empty; a row was expected\n"},
      {"id,\xD0\xD5\xC3\xFB\nA,\xFF\n",
       "1:4 E0101 this file is not UTF-8 text: the byte 0xD0 cannot stand here\n"},
      {"id,\xD0\xD5\xC3\xFB\nA,1\n",
       "1:4 E0118 this file is not UTF-8 text, but it can be read as GB18030 (GBK): the byte 0xD0 is not "
       "UTF-8\n"},
      {"工号,pay\n绩,\xFF\n", "2:3 E0101 this file is not UTF-8 text: the byte 0xFF cannot stand here\n"},
      {std::string("id\nA\0\0", 6),
       "2:2 E0102 this file holds a zero byte, so it is not a UTF-8 text file\n"},
      {std::string("\xFF\xFEi\0d\0", 6), "1:1 E0117 this file is UTF-16 text, not UTF-8\n"},
      {std::string("\xFE\xFF\0i\0d", 6), "1:1 E0117 this file is UTF-16 text, not UTF-8\n"},
      {"id;pay\nA;1\n", "1:3 E0116 the cells of this file are separated by semicolons, not by commas\n"},
      {bom + "id\tpay\tx\n", "1:3 E0116 the cells of this file are separated by tabs, not by commas\n"},
      {"id,pipe\nA,6\" pipe\n",
       "2:4 E0105 there is a quote inside the cell `6\" pipe`, which does not begin with one\n"},
      {"id,pay\nA, \"1,234\"\n",
       "2:4 E0105 there is a quote inside the cell ` \"1`, which does not begin with one\n"
       "2:10 E0105 there is a quote inside the cell `234\"`, which does not begin with one\n"},
      {"id,pay\nA,\"1\"2\nB,\"3\" \nC,\"4\"\"\"5\n",
       "2:6 " + after_quote + "\n3:6 " + after_quote + "\n4:8 " + after_quote + "\n"},
      {"id,note\nA,\"open\nB,\"shut\"\n", "3:4 " + after_quote + "; 2:3 the cell begins here\n"},
      {"id,note\nA,\"open\nB,x\n", "2:3 E0107 the quote that opens this cell is never closed\n"},
      {"id,note\nA,\"", "2:3 E0107 the quote that opens this cell is never closed\n"},
      {"id,note\nA,\"\"\"", "2:3 E0107 the quote that opens this cell is never closed\n"},
      {"\"id", "1:1 E0107 the quote that opens this cell is never closed\n"},
      {"id,pay\rA,1\rB,2\r", "1:7 E0108 there is a carriage return without a line feed\n"},
      {"id,pay\nA,1\r\r\nB\r,2\n",
       "2:4 E0108 there is a carriage return without a line feed\n"
       "3:2 E0108 there is a carriage return without a line feed\n"},
      {"id,pay\nA,1\n\nB,2\n\n\n",
       "3:1 E0109 this line is empty; a row was expected\n"
       "5:1 E0109 this line is empty; a row was expected\n"},
      {"id\n\n\n", "2:1 E0109 this line is empty; a row was expected\n"},
      {"id,pay,奖金\nA\nB,1\nC,1,2\n",
       "2:2 E0110 this row ends after 1 of 3 cells; the next one would be `pay`\n"
       "3:4 E0110 this row ends after 2 of 3 cells; the next one would be `奖金`\n"},
      {"id,pay\nA,1,234\n绩,1,\n",
       "2:5 E0111 this row goes on after the last column: 3 cells where the header has 2\n"
       "3:5 E0111 this row goes on after the last column: 3 cells where the header has 2\n"},
      {"id,,pay,\nA,1,2,3\n",
       "1:4 E0112 column 2 of the header has no name\n"
       "1:9 E0112 column 4 of the header has no name\n"},
      {"\"\"\n", "1:1 E0112 column 1 of the header has no name\n"},
      {"id,pay,id,id\n",
       "1:8 E0113 the column `id` stands twice in the header; 1:1 first written here\n"
       "1:11 E0113 the column `id` stands twice in the header; 1:1 first written here\n"},
      {bom + "\u00E9,e\u0301\n",
       "1:3 E0113 the column `é` stands twice in the header; 1:1 first written here\n"},
      {"id,id,\nA\nB,\"x\"y,3\n\nC,1,2,3\n",
       "1:4 E0113 the column `id` stands twice in the header; 1:1 first written here\n"
       "1:7 E0112 column 3 of the header has no name\n"
       "2:2 E0110 this row ends after 1 of 3 cells; the next one would be `id`\n"
       "3:6 " +
           after_quote +
           "\n"
           "4:1 E0109 this line is empty; a row was expected\n"
           "5:7 E0111 this row goes on after the last column: 4 cells where the header has 3\n"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const File file(row.text);
    CHECK(mistakes_of(file) == row.mistakes);
    CHECK_FALSE(file.table);
  }
}

TEST_CASE("csv reader: a long cell is shown by its beginning") {
  const File file("id\n绩" + std::string(60, 'x') + "\"\n");
  CHECK(mistakes_of(file) == "2:62 E0105 there is a quote inside the cell `绩" + std::string(39, 'x') +
                                 "...`, which does not begin with one\n");
}

TEST_CASE("csv reader: the limits of a file") {
  const std::size_t most = merit::limits::csv_line_bytes;
  const File fits("id\n" + std::string(most, 'x') + "\nA\n");
  REQUIRE(fits.table);
  CHECK(fits.table->cell({0, 0}).size() == most);
  CHECK(fits.table->cell({1, 0}) == "A");

  const File too_long("id\nA\n" + std::string(most + 1, 'x') + "\n\n\n");
  CHECK(mistakes_of(too_long) ==
        "3:1 E0114 this row is 4194305 bytes long; at most 4194304 are allowed\n"
        "4:1 E0109 this line is empty; a row was expected\n");

  std::string header = "c1";
  for (std::size_t i = 2; i <= merit::table::csv_columns; ++i) header += ",c" + std::to_string(i);
  const File widest(header);
  REQUIRE(widest.table);
  CHECK(widest.table->columns() == 4096);
  CHECK(mistakes_of(File(header + ",more,still")) ==
        "1:23470 E0115 the header has 4098 columns; at most 4096 are allowed\n");
}

TEST_CASE("csv reader: it stops after a thousand mistakes") {
  std::string text = "id\n";
  for (int i = 0; i < 5000; ++i) text += "\n";
  CHECK(File(text).diagnostics.size() == 1000);
  text = "id\n";
  for (int i = 0; i < 5000; ++i) text += "\"\"x,";
  CHECK(File(text).diagnostics.size() == 1000);
}

TEST_CASE("csv reader: messages in Chinese") {
  CHECK(mistakes_of(File("工号,奖金\nA\n\nB,\"x\"y\n"), Language::zh) ==
        "2:2 E0110 这一行只有 1 个单元格，应有 2 个；下一个应为 `奖金`\n"
        "3:1 E0109 这一行是空的；此处应为一行数据\n"
        "4:6 E0106 单元格的右引号之后还有文字；此处应为逗号或行尾\n");
}

TEST_CASE("csv table: every cell knows its bytes and its place") {
  const File file(bom + "工号,备注,x\r\n绩效,\"一\n二\",\"a\"\"b\"\r\ne\u0301,,\"c\"");
  REQUIRE(file.table);
  const CsvTable& table = *file.table;
  struct Row {
    merit::table::CellIndex at;
    const char* bytes;
    std::uint32_t line;
    std::uint32_t column;
  };
  const Row rows[] = {
      {{0, 0}, "绩效", 2, 1},    {{0, 1}, "\"一\n二\"", 2, 4}, {{0, 2}, "\"a\"\"b\"", 3, 4},
      {{1, 0}, "e\u0301", 4, 1}, {{1, 1}, "", 4, 4},           {{1, 2}, "\"c\"", 4, 5},
  };
  for (const Row& row : rows) {
    INFO(row.bytes);
    CHECK(file.sources.text(table.span(row.at)) == row.bytes);
    CHECK(table.place(row.at).line == row.line);
    CHECK(table.place(row.at).column == row.column);
    CHECK(place_text(file.sources, table.span(row.at)) ==
          std::to_string(row.line) + ":" + std::to_string(row.column));
  }
  CHECK(file.sources.text(table.header_span(1)) == "备注");
  CHECK(table.column_named("x") == std::optional<std::size_t>(2));
  CHECK_FALSE(table.column_named("y"));
}

TEST_CASE("csv table: moving it keeps its cells") {
  File file("id\n\"a\"\"b\"\n");
  REQUIRE(file.table);
  const std::string_view before = file.table->cell({0, 0});
  const CsvTable moved = std::move(*file.table);
  CHECK(moved.cell({0, 0}) == "a\"b");
  CHECK(moved.cell({0, 0}).data() == before.data());
}

TEST_CASE("csv writer: quotes only where they are needed") {
  struct Row {
    std::vector<std::string> fields;
    const char* text;
  };
  const Row rows[] = {
      {{"id", "pay"}, "id,pay\n"},
      {{"绩效", " a b "}, "绩效, a b \n"},
      {{"", ""}, ",\n"},
      {{""}, "\"\"\n"},
      {{"1,234", "x"}, "\"1,234\",x\n"},
      {{"6\" pipe", "\""}, "\"6\"\" pipe\",\"\"\"\"\n"},
      {{"a\nb", "a\rb", "a\r\nb"}, "\"a\nb\",\"a\rb\",\"a\r\nb\"\n"},
      {{"'a'", "=1+1", "a;b"}, "'a',=1+1,a;b\n"},
      {{bom + "id"}, "\"\xEF\xBB\xBFid\"\n"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(record(row.fields) == row.text);
    // As the header of a file, where a byte order mark would be taken off.
    if (row.fields.front().empty()) continue;
    const File file(row.text);
    REQUIRE(file.table);
    CHECK(file.table->header() == row.fields);
  }
}

TEST_CASE("csv reader: a large file is the same for any number of threads") {
  const std::string accent = "e\xCC\x81", composed = "\xC3\xA9";  // not in normal form, and in it
  struct Odd {
    const char* what;
    std::string line, cells;  ///< cells "": of a row that is wrong
  };
  const Odd odds[] = {
      {"nothing", "A,1,x\n", "[A][1][x]"},
      {"normal form", accent + ",2," + accent + "\n", "[" + composed + "][2][" + composed + "]"},
      {"returns", "B,3,\r\n", "[B][3][]"},
      {"quotes", "\"C,\",4,\"\"\"\"\n", "[C,][4][\"]"},
      {"a short row", "D\n", ""},
      {"a blank line", "\n", ""}};
  constexpr std::size_t rows = 110'000;  // several parts of a mebibyte
  for (const Odd& odd : odds) {
    for (const std::size_t place : {std::size_t{0}, rows / 3, rows - 1}) {
      std::string text = "id,number,rest\n", expected = "[id][number][rest]";
      for (std::size_t row = 0; row < rows; ++row) {
        const std::string key = "M-" + std::to_string(row);
        text += row == place ? odd.line : key + ",1234567.89,rest\n";
        expected += "\n" + std::to_string(row + 2) + ": " +
                    (row == place ? odd.cells : "[" + key + "][1234567.89][rest]");
      }
      if (place + 1 < rows) text.pop_back();  // the last line has no end
      std::string mistakes;
      for (const unsigned threads : {1u, 2u, 5u}) {
        INFO(odd.what << " in row " << place << ", " << threads << " threads");
        const File file(text, threads);
        const bool is_good = !odd.cells.empty() || (odd.line == "\n" && place == rows - 1);
        REQUIRE(file.table.has_value() == is_good);
        if (!odd.cells.empty()) REQUIRE((cells_of(file) == expected));
        if (threads == 1) mistakes = mistakes_of(file);
        REQUIRE(mistakes_of(file) == mistakes);
      }
    }
  }
}

TEST_CASE("csv writer: rows come one after another") {
  std::string out = "id,pay\n";
  const std::vector<std::string_view> fields = {"A", "1.50"};
  merit::write_record(out, fields);
  merit::write_record(out, fields);
  CHECK(out == "id,pay\nA,1.50\nA,1.50\n");
}
