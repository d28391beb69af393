#include "table/encoding.hpp"

#include "support/catch.hpp"

using namespace merit;

namespace {

/// The text that is read, or "line:column code message".
std::string added(const std::string& bytes, table::Encoding encoding) {
  Sources sources;
  Diagnostics diagnostics;
  const auto source = table::add_source(sources, "x.csv", bytes, encoding, diagnostics);
  if (source) return std::string(sources.text(*source));
  const Diagnostic& d = diagnostics.items().front();
  const Place place = sources.place(d.span.source, d.span.begin);
  return std::to_string(place.line) + ":" + std::to_string(place.column) + " " + d.info->code + " " +
         message_of(d, Language::en);
}

const std::string refusal = " E0119 this file cannot be read as GB18030, as the plan says: ";

}  // namespace

TEST_CASE("encoding: GB18030 of one, two and four bytes") {
  struct Row {
    std::string bytes;
    std::string text;
  };
  const std::string mark = "\xEF\xBB\xBF";
  const Row rows[] = {
      {"id\n", "id\n"},
      {"\xB9\xA4\xBA\xC5,1", "工号,1"},
      {"\x81\x30\x81\x30", "\u0080"},
      {"\x81\x39\xEE\x39", "\u3400"},
      {"", ""},
      {mark + "工号", mark + "工号"},
      {"a\n\xB9\xA4\xFF,\xB9\xA4", "2:2" + refusal + "the byte 0xFF cannot stand here"},
      {"\xB9\xA4,\xB9", "1:3" + refusal + "the byte 0xB9 cannot stand here"},
      {"\xB9\xA4\xE9,x", "1:2" + refusal + "the byte 0xE9 cannot stand here"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(added(row.bytes, table::Encoding::gb18030) == row.text);
  }
  CHECK(added("\xB9\xA4", table::Encoding::utf8) == "\xB9\xA4");
}

TEST_CASE("encoding: texts longer than a portion") {
  std::string bytes, text;
  for (int i = 0; i < 50'000; ++i) bytes += "\xB9\xA4", text += "工";
  CHECK(added("x" + bytes, table::Encoding::gb18030) == "x" + text);
}
