// Lines, columns and texts of source files.
#include "base/source.hpp"

#include <string>

#include "support/catch.hpp"

using namespace merit;

namespace {

struct PlaceRow {
  const char* what;
  std::string text;
  std::uint32_t byte;
  std::string place;  ///< "line:column|the line"
};

std::string shown(const Sources& sources, SourceId id, std::uint32_t byte) {
  const Place place = sources.place(id, byte);
  return std::to_string(place.line) + ":" + std::to_string(place.column) + "|" +
         std::string(sources.line(id, place.line));
}

}  // namespace

TEST_CASE("source: a byte's place is its line and its column in characters", "[base]") {
  const PlaceRow rows[] = {
      {"an empty text has one empty line", "", 0, "1:1|"},
      {"first byte", "ab\ncd", 0, "1:1|ab"},
      {"last byte of a line", "ab\ncd", 1, "1:2|ab"},
      {"the line end belongs to its line", "ab\ncd", 2, "1:3|ab"},
      {"first byte of the next line", "ab\ncd", 3, "2:1|cd"},
      {"the end of the text", "ab\ncd", 5, "2:3|cd"},
      {"beyond the end means the end", "ab\ncd", 99, "2:3|cd"},
      {"after the last line end begins a line", "ab\n", 3, "2:1|"},
      {"empty lines count", "\n\n\nx", 3, "4:1|x"},
      {"CR LF ends a line", "ab\r\ncd", 4, "2:1|cd"},
      {"the CR of CR LF is the line's end", "ab\r\ncd", 2, "1:3|ab"},
      {"the LF of CR LF is the same place", "ab\r\ncd", 3, "1:3|ab"},
      {"a CR alone ends nothing", "a\rb", 2, "1:3|a\rb"},
      {"a CR at the end of the text stays", "ab\r", 3, "1:4|ab\r"},
      {"a Chinese character is one column", "收入: 1", 6, "1:3|收入: 1"},
      {"inside a character is its beginning", "收入: 1", 4, "1:2|收入: 1"},
      {"an emoji is one column", "😀x", 4, "1:2|😀x"},
      {"a tab is one column", "\tx", 1, "1:2|\tx"},
      {"a byte order mark is no column", "\xEF\xBB\xBFmerit: 1", 3, "1:1|merit: 1"},
      {"inside a byte order mark is the beginning", "\xEF\xBB\xBFmerit: 1", 1, "1:1|merit: 1"},
      {"a byte that could only go on a character, and does not, is a column", "A,\xB9\xA4", 2,
       "1:3|A,\xB9\xA4"},
      {"bytes that are not UTF-8 are columns", "\xCA\xD5 x", 3, "1:4|\xCA\xD5 x"},
  };
  for (const PlaceRow& row : rows) {
    INFO(row.what);
    Sources sources;
    const SourceId id = sources.add("plan.yaml", row.text);
    CHECK(shown(sources, id, row.byte) == row.place);
  }
}

TEST_CASE("source: a span's text is its bytes, cut at the end of the text", "[base]") {
  Sources sources;
  sources.add("first", "abc");
  const SourceId id = sources.add("second", "0123456789");
  CHECK(sources.name(id) == "second");
  CHECK(sources.text(id) == "0123456789");
  CHECK(sources.text({id, 2, 5}) == "234");
  CHECK(sources.text({id, 4, 4}) == "");
  CHECK(sources.text({id, 8, 50}) == "89");
  CHECK(sources.text({id, 50, 60}) == "");
  CHECK(sources.text({id, 5, 2}) == "");
}

TEST_CASE("source: an unknown source has no name, text or lines", "[base]") {
  const Sources sources;
  CHECK_FALSE(sources.contains(nowhere.source));
  CHECK(sources.name(nowhere.source) == "");
  CHECK(sources.text(nowhere) == "");
  CHECK(sources.line(nowhere.source, 1) == "");
  CHECK(sources.line_begin(nowhere.source, 1) == 0);
  CHECK(shown(sources, nowhere.source, 7) == "1:1|");
}

TEST_CASE("source: a line is found by its number, without its end", "[base]") {
  Sources sources;
  const SourceId id = sources.add("plan.yaml", "one\ntwo\r\n\nfour");
  CHECK(sources.line(id, 0) == "");
  CHECK(sources.line(id, 1) == "one");
  CHECK(sources.line(id, 2) == "two");
  CHECK(sources.line(id, 3) == "");
  CHECK(sources.line(id, 4) == "four");
  CHECK(sources.line(id, 5) == "");
  CHECK(sources.line_begin(id, 4) == 10);
  CHECK(sources.line_begin(id, 5) == 14);
}

TEST_CASE("source: texts stay where they are while others are added", "[base]") {
  Sources sources;
  const SourceId id = sources.add("a", "x");
  const std::string_view text = sources.text(id), name = sources.name(id);
  for (int i = 0; i < 1000; ++i) sources.add("more", "y");
  CHECK(text.data() == sources.text(id).data());
  CHECK(name.data() == sources.name(id).data());
}
