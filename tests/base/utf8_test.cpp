#include "base/utf8.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"

namespace utf8 = merit::utf8;

TEST_CASE("utf8: the first invalid byte") {
  struct Row {
    std::string text;
    int offset;  // -1 = valid
  };
  const Row rows[] = {
      {"", -1},
      {"plain text, longer than eight bytes", -1},
      {"绩效 é \U0001F600", -1},
      {std::string("a\0b", 3), -1},
      {"\xEF\xBB\xBFname", -1},
      {"\xF4\x8F\xBF\xBF", -1},
      {"\x80", 0},
      {"abc\xFF", 3},
      {"abcdefgh\xFF", 8},
      {"绩\xBC\xA8", 3},
      {"ab\xE7\xBB", 2},
      {"\xE7", 0},
      {"\xC0\xAF", 0},
      {"\xE0\x80\x80", 0},
      {"a\xED\xA0\x80", 1},
      {"\xF4\x90\x80\x80", 0},
      {"\xF8\x88\x80\x80\x80", 0},
      {"id,\xBC\xA8\xD0\xA7\n", 3},
      {"\xFF\xFEi\0", 0},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const auto found = utf8::first_invalid(row.text);
    CHECK((found ? static_cast<int>(*found) : -1) == row.offset);
  }
}

TEST_CASE("utf8: characters and display cells") {
  struct Row {
    const char* text;
    std::size_t count;
    std::size_t width;
  };
  const Row rows[] = {
      {"", 0, 0},     {"abc", 3, 3},     {"绩效", 2, 4},     {"ｶ", 1, 1},          {"Ａ１", 2, 4},
      {"é", 1, 1},    {"e\u0301", 2, 1}, {"a\u200Bb", 3, 2}, {"\U0001F600", 1, 2}, {"\t", 1, 0},
      {"한국", 2, 4}, {"、。", 2, 4},    {"\u3000", 1, 2},   {"\uFEFFa", 2, 1},    {"½‰", 2, 2},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(utf8::count(row.text) == row.count);
    CHECK(utf8::width(row.text) == row.width);
  }
}

TEST_CASE("utf8: decoding one character after another") {
  const std::string text = "a绩é\U0001F600";
  std::vector<char32_t> found;
  std::vector<std::size_t> offsets;
  for (std::size_t at = 0; at < text.size();) {
    found.push_back(utf8::next(text, at));
    offsets.push_back(at);
  }
  CHECK(found == std::vector<char32_t>{U'a', U'绩', U'é', U'\U0001F600'});
  CHECK(offsets == std::vector<std::size_t>{1, 4, 6, 10});
}

TEST_CASE("utf8: normal form C") {
  struct Row {
    const char* text;
    const char* normal;
    bool plain;  // certain at a quick look
  };
  const Row rows[] = {
      {"", "", true},
      {"revenue 1", "revenue 1", true},
      {"绩效考核、（一）", "绩效考核、（一）", true},
      {"é", "é", true},
      {"e\u0301", "é", false},
      {"\u1100\u1161\u11A8", "각", false},
      {"각", "각", true},
      {"가\u11A8", "각", false},
      {"\u304B\u3099", "\u304C", false},
      {"\u212B", "\u00C5", false},
      {"\u2126", "\u03A9", false},
      {"\uF900", "\u8C48", false},
      {"q\u0307\u0323", "q\u0323\u0307", false},
      {"q\u0323\u0307", "q\u0323\u0307", false},
      {"Ａ％", "Ａ％", true},
      {"a\u0301b\u0301", "\u00E1b\u0301", false},
      {"\U0001F600", "\U0001F600", false},
      {"\u0344", "\u0308\u0301", false},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(utf8::nfc(row.text) == row.normal);
    CHECK(utf8::nfc(row.normal) == row.normal);
    CHECK(utf8::is_plainly_nfc(row.text) == row.plain);
  }
  CHECK(utf8::nfc(std::string("a\0e\u0301", 5)) == std::string("a\0é", 4));
}

TEST_CASE("utf8: a long run of combining marks is put in order at a fair cost") {
  std::string text = "a";
  std::string above;
  std::string below;
  for (int i = 0; i < 200'000; ++i) {
    text += "\u0307\u0323";
    above += "\u0307";
    below += "\u0323";
  }
  CHECK(utf8::nfc(text) == "\u1EA1" + below.substr(2) + above);
}

TEST_CASE("utf8: names of the plan language") {
  struct Row {
    const char* text;
    bool is_name;
  };
  const Row rows[] = {
      {"revenue", true},   {"_x1", true},      {"新增收入", true},  {"二〇二六", true},
      {"e\u0301x", true},  {"αβγ", true},      {"visits２", true},  {"한국", true},
      {"", false},         {"1x", false},      {"２x", false},      {"a b", false},
      {"a-b", false},      {"a.b", false},     {"a%", false},       {"收入（元）", false},
      {"a\u00A0b", false}, {"\u0301a", false}, {"a\u200Bb", false}, {"a\u202Eb", false},
      {"😀", false},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(utf8::is_name(row.text) == row.is_name);
  }
}

TEST_CASE("utf8: controls and blanks that a plan may not hold") {
  for (const char32_t c :
       {0x00, 0x07, 0x0B, 0x1B, 0x7F, 0x85, 0x061C, 0x200E, 0x200F, 0x202E, 0x2066, 0x2069, 0xFEFF}) {
    INFO(static_cast<unsigned>(c));
    CHECK(utf8::is_control(c));
    CHECK_FALSE(utf8::is_exotic_blank(c));
  }
  for (const char32_t c : {0xA0, 0x1680, 0x2003, 0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000}) {
    INFO(static_cast<unsigned>(c));
    CHECK(utf8::is_exotic_blank(c));
    CHECK_FALSE(utf8::is_control(c));
  }
  for (const char32_t c : {U'\t', U'\n', U'\r', U' ', U'a', U'绩', U'、', U'é', U'\u0301', U'\u200D'}) {
    INFO(static_cast<unsigned>(c));
    CHECK_FALSE(utf8::is_control(c));
    CHECK_FALSE(utf8::is_exotic_blank(c));
  }
}
