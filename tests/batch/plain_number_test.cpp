// Numbers that are read straight to integers are those that the reader of cells gives, and the common ones
// are read so.
#include "eval/batch/plain_number.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "eval/row/cells.hpp"
#include "graph/compile.hpp"

#include "support/catch.hpp"

namespace {

using namespace merit;

const char* const plan = R"(
merit: 1
plan: cells
each: manager
currency: CNY
rounding: {item: 2 half_up, score: 2 half_up, pay: 2 half_up}
inputs:
  sold: money
  fined: {type: money, digits: 2, min: 0, max: 1000.50}
  planned: {type: money, digits: 2, in: 万}
  held: {type: money, digits: 0, in: 亿, min: -10亿}
  rate: {type: percent, digits: 2}
  share: {type: percent, in: "%", min: 0%, max: 100%}
  risk: {type: percent, digits: 3, in: "‰"}
  visits: {type: count, missing: 0}
  joined: date
outputs: [sold]
)";

std::unique_ptr<const graph::Graph> graph_of_plan() {
  Sources sources;
  Diagnostics diagnostics;
  graph::Compiled compiled = graph::compile(sources, sources.add("plan.yaml", plan), diagnostics);
  REQUIRE(compiled.graph);
  return std::move(compiled.graph);
}

/// What the reader of cells makes of it, over the power of ten; nothing where that is no value.
std::optional<Rational> by_cells(const graph::Graph& graph, const graph::Input& input,
                                 const std::string& text) {
  graph::Cell cell;
  eval::read_cell(graph, input, text, cell);
  if (!cell.is_value() || !input.type.is_number()) return std::nullopt;
  return cell.number * Rational(power_of_ten(input.type.digits));
}

/// Behind other text, as in a file.
std::optional<std::int64_t> read(const eval::PlainNumbers& plain, const std::string& text) {
  const std::string file = "manager,sold,fined,planned\nM-0001," + text + ",7\n";
  std::int64_t number = 0;
  const bool is_read =
      plain.read(std::string_view(file).substr(file.find(',', 27) + 1, text.size()), file.data(), number);
  return is_read ? std::optional(number) : std::nullopt;
}

eval::PlainNumbers::Bytes bytes_of(std::string_view cell, const std::string& file) {
  return {static_cast<std::uint32_t>(cell.data() - file.data()), static_cast<std::uint32_t>(cell.size())};
}

std::string drawn(std::mt19937& random) {
  static const std::string of_numbers = "0123456789", of_all = "0123456789..--%,/:+eE １\n";
  const auto below = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  std::string text;
  const bool is_number = below(4) > 0;
  if (is_number) {
    if (below(5) == 0) text += '-';
    for (std::size_t n = below(3) == 0 ? below(24) : below(6); n > 0; --n) text += of_numbers[below(10)];
    if (below(2) == 0) text += '.';
    for (std::size_t n = below(6); n > 0; --n) text += of_numbers[below(10)];
    if (below(4) == 0) text += '%';
  } else {
    for (std::size_t n = below(10); n > 0; --n) text += of_all[below(of_all.size())];
  }
  return text;
}

}  // namespace

TEST_CASE("a number that is read straight is the one of the cell") {
  const auto graph = graph_of_plan();
  std::mt19937 random(7);
  std::size_t straight = 0, values = 0;
  for (const graph::Input& input : graph->inputs) {
    const eval::PlainNumbers plain(input);
    for (int i = 0; i < 20'000; ++i) {
      const std::string text = drawn(random);
      const auto number = read(plain, text);
      const auto expected = by_cells(*graph, input, text);
      INFO(input.name << ": `" << text << '`');
      values += expected.has_value();
      straight += number.has_value();
      if (number) REQUIRE(expected == Rational(*number));
    }
  }
  CHECK(straight > values / 2);
}

TEST_CASE("the common forms are read straight") {
  const auto graph = graph_of_plan();
  const auto read_as = [&](const std::string& name, const std::string& text) {
    for (const graph::Input& input : graph->inputs)
      if (input.name == name) return read(eval::PlainNumbers(input), text);
    throw std::logic_error(name);
  };
  CHECK(read_as("sold", "1234.5") == 123450);
  CHECK(read_as("sold", "-0.07") == -7);
  CHECK(read_as("sold", "007") == 700);
  CHECK(read_as("sold", "9999999999999999") == 999999999999999900);
  CHECK(read_as("fined", "1000.50") == 100050);
  CHECK(read_as("planned", "1.2345") == 1234500);
  CHECK(read_as("held", "-5") == -500000000);
  CHECK(read_as("rate", "95.12%") == 9512);
  CHECK(read_as("share", "95") == 9500);
  CHECK(read_as("share", "95%") == 9500);
  CHECK(read_as("risk", "1.25") == 125);
  CHECK(read_as("visits", "3") == 3);
  // Left to the reader of cells: wrong, missing, long, of another form.
  for (const char* text :
       {"", "-", ".5", "5.", "1.234", "1,234", "+1", "1e3", " 1", "1 ", "１", "99999999999999999"})
    CHECK(!read_as("sold", text));
  CHECK(!read_as("fined", "1000.51"));
  CHECK(!read_as("fined", "-0.01"));
  CHECK(!read_as("rate", "95"));
  CHECK(!read_as("share", "100.01"));
  CHECK(!read_as("visits", "1.0"));
  CHECK(!read_as("joined", "2026"));
  CHECK(!read_as("manager", "12"));
}

TEST_CASE("a strip of cells is read as each of them is") {
  const auto graph = graph_of_plan();
  std::mt19937 random(11);
  for (const graph::Input& input : graph->inputs) {
    const eval::PlainNumbers plain(input);
    std::size_t straight = 0, in_strips = 0;
    for (int round = 0; round < 200; ++round) {
      std::string file = "manager,period,sold\n";
      std::vector<std::pair<std::size_t, std::size_t>> places;
      for (std::size_t i = 0; i < eval::strip_rows - (round % 3); ++i) {
        std::string text = drawn(random);
        text.resize(std::min(text.size(), text.find_first_of(",\n")));
        places.emplace_back(file.size(), text.size());
        file += text + (i % 5 == 4 ? "\n" : ",");
      }
      std::vector<std::string_view> cells;
      for (const auto& [begin, size] : places) cells.push_back(std::string_view(file).substr(begin, size));
      std::shuffle(cells.begin(), cells.end(), random);
      std::vector<eval::PlainNumbers::Bytes> bytes;
      for (const std::string_view cell : cells) bytes.push_back(bytes_of(cell, file));
      std::array<std::int64_t, eval::strip_rows> numbers;
      std::array<bool, eval::strip_rows> are_read;
      const bool are_all = plain.read_strip(file.data(), bytes, numbers.data(), are_read.data());
      CHECK(are_all ==
            std::all_of(are_read.begin(), are_read.begin() + cells.size(), [](bool is) { return is; }));
      for (std::size_t i = 0; i < cells.size(); ++i) {
        std::int64_t number = 0;
        const bool is_read = plain.read(cells[i], file.data(), number);
        straight += is_read;
        in_strips += are_read[i];
        INFO(input.name << ": `" << cells[i] << '`');
        if (are_read[i]) REQUIRE((is_read && number == numbers[i]));
      }
    }
    INFO(input.name);
    if (!input.type.is_number()) CHECK(in_strips == 0);
    else if (eval::PlainNumbers::has_strips()) CHECK(in_strips > 0);
    else CHECK(in_strips == straight);
  }
}

TEST_CASE("the common forms are read in strips") {
  if (!eval::PlainNumbers::has_strips()) return;
  const auto graph = graph_of_plan();
  const auto in_strip = [&](const std::string& name, const std::string& text) -> std::optional<std::int64_t> {
    for (const graph::Input& input : graph->inputs) {
      if (input.name != name) continue;
      const std::string file = "manager,sold,fined,planned\nM-0001," + text + ",7\n";
      const std::string_view cell = std::string_view(file).substr(file.find(',', 27) + 1, text.size());
      const eval::PlainNumbers::Bytes bytes = bytes_of(cell, file);
      std::int64_t number = 0;
      bool is_read = false;
      eval::PlainNumbers(input).read_strip(file.data(), {&bytes, 1}, &number, &is_read);
      return is_read ? std::optional(number) : std::nullopt;
    }
    throw std::logic_error(name);
  };
  CHECK(in_strip("sold", "0.07") == 7);
  CHECK(in_strip("sold", "1234.50") == 123450);
  CHECK(in_strip("sold", "-1234567890123.45") == -123456789012345);
  CHECK(in_strip("sold", "1234567890123.45") == 123456789012345);
  CHECK(in_strip("sold", "9999999999999999") == 999999999999999900);
  CHECK(in_strip("sold", "-0") == 0);
  CHECK(in_strip("planned", "1.234567") == 1234567);
  CHECK(in_strip("held", "-5") == -500000000);
  CHECK(in_strip("rate", "95.12%") == 9512);
  CHECK(in_strip("rate", "-7%") == -700);
  CHECK(in_strip("share", "95%") == 9500);
  CHECK(in_strip("visits", "3") == 3);
  for (const char* text : {"", "-", "--1", ".50", "5.", "1.2.34", "1,23.45", "+1.00", "1e3.00", " 1.00",
                           "1.00 ", "%", "-%", "1%", "99999999999999999", "99999999999999.99", "x234.50"})
    CHECK(!in_strip("sold", text));
  CHECK(!in_strip("fined", "1000.51"));
  CHECK(!in_strip("fined", "-0.01"));
  CHECK(!in_strip("rate", "95"));
  CHECK(!in_strip("share", "100.01%"));
  CHECK(!in_strip("joined", "2026"));
}

TEST_CASE("cells at the ends of a file are not amid it") {
  const std::string file = "manager,period,sold\nM-1,2026-03,1.00\nM-2,2026-03,";
  const auto is_amid = [&](std::size_t begin) {
    return eval::PlainNumbers::is_amid({static_cast<std::uint32_t>(begin), 0}, file);
  };
  CHECK_FALSE(is_amid(0));
  CHECK_FALSE(is_amid(15));
  CHECK(is_amid(16));
  CHECK(is_amid(file.size() - 1));
  CHECK_FALSE(is_amid(file.size()));
}
