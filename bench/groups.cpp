// Functions over groups in memory: one rank and one pool over the same groups, beside a bare radix sort.
//
//   groups [--rows N] [--rounds N] [--tiny]
//
// Without --rows it shows how the cost grows: 10,000, 100,000, 1,000,000 rows, 200 to a group. The radix sort
// sorts numbers of 64 bits made of the group and what is ranked, with the place of the row beside them.
#include <algorithm>
#include <cstdio>
#include <map>
#include <random>

#include "eval/stage/among.hpp"
#include "eval/stage/radix.hpp"
#include "support.hpp"

namespace {

using merit::eval::Arguments;
using merit::eval::CellColumn;
using merit::eval::Grouping;
using merit::eval::Peers;
using merit::graph::AmongFunction;
using merit::graph::Graph;
using merit::graph::NodeId;

constexpr std::size_t rows_of_a_group = 200;

constexpr const char* plan = R"(merit: 1
plan: groups
each: manager
rounding: {pay: 2 half_up}
inputs:
  branch: text
  area: count
  sold: {type: money}
  pool: {type: money}
values:
  place: {rank: {of: sold, by: KEY, best: highest, ties: [manager]}}
  part: {split: {amount: pool, by: KEY, in_proportion_to: sold, if_none: zero, rest: [manager]}}
outputs: [place, part]
)";

std::string plan_by(const std::string& key) {
  std::string text = plan;
  for (std::size_t at; (at = text.find("KEY")) != std::string::npos;) text.replace(at, 3, key);
  return text;
}

/// The columns of the inputs, made from a seed: a third of what is sold is a tie of somebody's.
struct Columns {
  std::map<std::string, CellColumn> by_name;
  std::vector<std::uint32_t> rows;
  std::vector<std::optional<merit::graph::SiteId>> failed;

  Columns(const Graph& graph, std::size_t count) : failed(count) {
    std::mt19937_64 random(20261122);
    const std::size_t groups = std::max<std::size_t>(1, count / rows_of_a_group);
    for (const auto& input : graph.inputs) by_name.emplace(input.name, CellColumn(input.type));
    std::vector<std::int64_t> before;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::size_t group = random() % groups;
      const bool is_tie = !before.empty() && random() % 3 == 0;
      const auto sold =
          is_tie ? before[random() % before.size()] : static_cast<std::int64_t>(random() % 1000000000);
      before.push_back(sold);
      by_name.at("manager").push(merit::graph::Cell::of_text("M-" + std::to_string(i * 7919 % 10000000)));
      by_name.at("branch").push(merit::graph::Cell::of_text("branch " + std::to_string(group)));
      by_name.at("area").push_number(static_cast<std::int64_t>(group));
      by_name.at("sold").push_number(sold);
      by_name.at("pool").push_number(static_cast<std::int64_t>(group * 12347 + 100000001));
      rows.push_back(i);
    }
  }
};

NodeId node_of(const Graph& graph, AmongFunction function) {
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
    if (graph.nodes[i].op == merit::graph::Op::among &&
        graph.payload<merit::graph::AmongData>({i}).function == function)
      return {i};
  merit::bench::give_up("the plan has no such node");
}

Arguments arguments_of(const Graph& graph, NodeId node, const Columns& columns) {
  Arguments arguments;
  for (NodeId a : graph.arguments(node))
    arguments.columns.push_back(
        &columns.by_name.at(graph.inputs[graph.payload<merit::graph::InputId>(a).value].name));
  arguments.failed = &columns.failed;
  arguments.rows = &columns.rows;
  return arguments;
}

struct Worked {
  CellColumn places, parts;
};

Worked work(const Graph& graph, const Columns& columns) {
  const NodeId rank = node_of(graph, AmongFunction::rank), split = node_of(graph, AmongFunction::split);
  const Arguments of_rank = arguments_of(graph, rank, columns),
                  of_split = arguments_of(graph, split, columns);
  const Grouping grouping = merit::eval::grouping_of(std::span(of_rank.columns).last(1), columns.rows.size());
  Peers in_rank(of_rank, grouping, 1, of_rank.columns.size() - 1);
  Peers in_split(of_split, grouping, 2, of_split.columns.size() - 1);
  return {merit::eval::among(graph, rank, of_rank, in_rank, ""),
          merit::eval::among(graph, split, of_split, in_split, "")};
}

/// The same, in the plainest way: what is wrong, or "".
std::string compared(const Worked& worked, const Columns& columns) {
  const CellColumn &sold = columns.by_name.at("sold"), &area = columns.by_name.at("area"),
                   &manager = columns.by_name.at("manager"), &pool = columns.by_name.at("pool");
  std::map<std::int64_t, std::vector<std::uint32_t>> groups;
  for (std::uint32_t i = 0; i < sold.size(); ++i) groups[area.number(i)].push_back(i);
  for (auto& [group, members] : groups) {
    std::sort(members.begin(), members.end(), [&](std::uint32_t a, std::uint32_t b) {
      return sold.number(a) != sold.number(b) ? sold.number(a) > sold.number(b)
                                              : manager.text(a) < manager.text(b);
    });
    merit::Integer all = 0, paid = 0;
    for (std::uint32_t m : members) all += sold.number(m);
    for (std::size_t i = 0; i < members.size(); ++i) {
      const std::uint32_t m = members[i];
      if (worked.places.number(m) != static_cast<std::int64_t>(i + 1)) return "a place is wrong";
      const merit::Integer least = merit::Integer(pool.number(m)) * sold.number(m) / all;
      if (worked.parts.integer(m) < least || worked.parts.integer(m) > least + 1) return "a part is wrong";
      paid += worked.parts.integer(m);
    }
    if (paid != pool.number(members.front())) return "parts do not add up";
  }
  return "";
}

std::size_t sorted_bare(const Columns& columns, bool is_by_comparing) {
  const CellColumn &sold = columns.by_name.at("sold"), &area = columns.by_name.at("area");
  std::vector<merit::eval::Keyed> list, other;
  list.reserve(sold.size());
  for (std::uint32_t i = 0; i < sold.size(); ++i)
    list.push_back(
        {static_cast<std::uint64_t>(area.number(i)) << 48 | static_cast<std::uint64_t>(sold.number(i)), i});
  if (is_by_comparing) std::sort(list.begin(), list.end(), [](auto& a, auto& b) { return a.key < b.key; });
  else merit::eval::radix_sort(list, 64, other);
  return list.front().position;
}

template <typename Work>
double nanoseconds_a_row(std::size_t rows, int rounds, Work&& work) {
  std::vector<double> seconds;
  for (int i = 0; i < rounds; ++i) seconds.push_back(merit::bench::seconds_of(work));
  return merit::bench::median(seconds) / static_cast<double>(rows) * 1e9;
}

void measure(const Graph& by_number, const Graph& by_text, std::size_t rows, int rounds) {
  const Columns columns(by_number, rows);
  if (const std::string wrong = compared(work(by_number, columns), columns); !wrong.empty())
    merit::bench::give_up(wrong);
  std::size_t kept = 0;  // so that nothing is left out
  const double of_number =
      nanoseconds_a_row(rows, rounds, [&] { kept += work(by_number, columns).parts.size(); });
  const double of_text =
      nanoseconds_a_row(rows, rounds, [&] { kept += work(by_text, columns).parts.size(); });
  const double radix = nanoseconds_a_row(rows, rounds, [&] { kept += sorted_bare(columns, false); });
  const double compared = nanoseconds_a_row(rows, rounds, [&] { kept += sorted_bare(columns, true); });
  std::printf("%9zu %8zu %12.1f %12.1f %12.1f %12.1f %8.2f%s\n", rows,
              std::max<std::size_t>(1, rows / rows_of_a_group), of_number, of_text, radix, compared,
              of_number / radix, kept == 0 ? "!" : "");
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t rows = 0;
  int rounds = 5;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--tiny") rows = 2000, rounds = 1;
    else if (word == "--rows" && i + 1 < argc) rows = std::stoul(argv[++i]);
    else if (word == "--rounds" && i + 1 < argc) rounds = std::stoi(argv[++i]);
    else merit::bench::give_up("groups [--rows N] [--rounds N] [--tiny]");
  }
  const auto by_number = merit::bench::compiled("groups", plan_by("area"));
  const auto by_text = merit::bench::compiled("groups", plan_by("branch"));
  std::printf(
      "     rows   groups   by a number    by a text   radix sort    std::sort    ratio   (ns a row)\n");
  if (rows > 0) measure(*by_number, *by_text, rows, rounds);
  else
    for (const std::size_t n : {10000u, 100000u, 1000000u}) measure(*by_number, *by_text, n, rounds);
}
