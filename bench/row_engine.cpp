// The row engine without trace against the same plans written by hand in C++: how much dearer is a plan in
// YAML?
//
// Both get the same rows, read before the clock starts. Rounds alternate, so that a busy machine troubles
// both alike. Every output of every row is compared first; the checksums of the rounds are compared after.
#include <iomanip>
#include <sstream>

#include "by_hand.hpp"
#include "eval/row/engine.hpp"
#include "support.hpp"

namespace merit::bench {

namespace {

std::string example_plan() {
  const std::string page = file_text(MERIT_ROOT "/docs/language.md"), fence = "```yaml file=plan.yaml\n";
  const std::size_t begin = page.find(fence);
  if (begin == std::string::npos) give_up("docs/language.md has no example");
  const std::size_t from = begin + fence.size();
  return page.substr(from, page.find("```", from) - from);
}

// ---- data

/// One row as cells, in the order of the plan's inputs.
using Row = std::vector<graph::Cell>;

Rational steps(std::int64_t count, int digits) { return Rational(Integer(count), power_of_ten(digits)); }

/// A cell like those of real files: money of some size, some of it zero; places on breakpoints are common.
graph::Cell cell_for(const graph::Input& input, Numbers& numbers) {
  using graph::Cell;
  const std::string& name = input.name;
  const bool is_target = name.ends_with("_target");
  switch (input.type.kind) {
    case ValueKind::text: return Cell::of_text("M-" + std::to_string(numbers.between(1, 99999)));
    case ValueKind::boolean: return Cell::of(!numbers.one_in(4));
    default: break;
  }
  if (is_target && numbers.one_in(20)) return Cell::of(Rational(0));
  if (input.type.unit.tag == Unit::Tag::percent) {
    const bool is_small = name == "bad_loans";
    return Cell::of(numbers.one_in(10)
                        ? steps(is_small ? 15 : 950, 3)
                        : steps(is_small ? numbers.between(0, 400) : numbers.between(6000, 10000), 4));
  }
  if (input.type.unit.has_dimension()) {
    const std::int64_t least = name == "fees" && numbers.one_in(10) ? -2'000'000 : 500'000;
    return Cell::of(steps(numbers.between(least, 20'000'000), input.type.digits));
  }
  if (input.type.unit.tag == Unit::Tag::points) return Cell::of(Rational(numbers.between(40, 100)));
  if (input.type.digits > 0) return Cell::of(steps(numbers.between(0, 6000), input.type.digits));
  const bool is_rare = input.missing == graph::Missing::value || name == "files_late";
  return Cell::of(Rational(numbers.between(0, is_rare ? 6 : 60)));
}

std::vector<Row> make_rows(const graph::Graph& graph, std::size_t count) {
  Numbers numbers(20260331);
  std::vector<Row> rows(count);
  for (Row& row : rows)
    for (const graph::Input& input : graph.inputs) row.push_back(cell_for(input, numbers));
  return rows;
}

by_hand::Fraction fraction_of(const Rational& x) { return {numerator_of(x), denominator_of(x)}; }

template <typename Plan>
typename Plan::Row row_of(const graph::Graph& graph, const Row& row) {
  typename Plan::Row result;
  result.fill([&](const std::string& name, auto& field) {
    for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
      if (graph.inputs[i].name != name) continue;
      if constexpr (std::is_same_v<decltype(field), bool&>) field = row[i].flag;
      else field = fraction_of(row[i].number);
      return;
    }
    give_up("the plan has no input " + name);
  });
  return result;
}

// ---- the two ways

/// Sums what results look like in memory: cheap beside making them, and different when they differ.
void add_to(std::uint64_t& checksum, const by_hand::Fraction& x) {
  checksum = checksum * 31 + x.backend().num().limbs()[0] + 7 * x.backend().denom().limbs()[0];
}
void add_to(std::uint64_t& checksum, const Rational& x) {
  checksum =
      checksum * 31 + numerator_of(x).backend().limbs()[0] + 7 * denominator_of(x).backend().limbs()[0];
}

std::uint64_t run_engine(const graph::Graph& graph, eval::RowEngine& engine, const std::vector<Row>& rows) {
  const Period period = *parse_period("2026-03", PeriodStep::month);
  std::uint64_t checksum = 0;
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) engine.input(i) = row[i];
    if (engine.run({&period})) give_up("a row failed that should not");
    for (const graph::Output& output : graph.outputs) {
      static const Rational nothing = 0;
      const graph::Cell& cell = engine[output.node];
      add_to(checksum, cell.is_value() ? cell.number : nothing);
    }
  }
  return checksum;
}

template <typename Plan>
std::uint64_t run_by_hand(const std::vector<typename Plan::Row>& rows) {
  const Plan plan;
  std::uint64_t checksum = 0;
  for (const typename Plan::Row& row : rows)
    plan(row).visit([&](const by_hand::Fraction& x) { add_to(checksum, x); });
  return checksum;
}

/// Compares every output of every row, an absent one as 0.
template <typename Plan>
void compare(const graph::Graph& graph, eval::RowEngine& engine, const std::vector<Row>& rows,
             const std::vector<typename Plan::Row>& same_rows) {
  const Period period = *parse_period("2026-03", PeriodStep::month);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t k = 0; k < rows[i].size(); ++k) engine.input(k) = rows[i][k];
    if (engine.run({&period})) give_up("row " + std::to_string(i) + " failed");
    std::size_t output = 0;
    Plan()(same_rows[i]).visit([&](const by_hand::Fraction& expected) {
      if (output == graph.outputs.size()) give_up("more results by hand than outputs");
      const graph::Output& o = graph.outputs[output++];
      const graph::Cell& cell = engine[o.node];
      const by_hand::Fraction found = cell.is_value() ? fraction_of(cell.number) : by_hand::Fraction(0);
      if (found == expected) return;
      std::ostringstream why;
      why << "row " << i << ", " << o.name << ": " << found << " by the engine, " << expected << " by hand";
      give_up(why.str());
    });
    if (output != graph.outputs.size()) give_up("more outputs than results by hand");
  }
}

struct Size {
  std::size_t rows;
  int rounds;
};

template <typename Plan>
void measure(const std::string& name, std::string text, Size size) {
  const auto graph = compiled(name, std::move(text));
  const std::vector<Row> rows = make_rows(*graph, size.rows);
  std::vector<typename Plan::Row> same_rows;
  for (const Row& row : rows) same_rows.push_back(row_of<Plan>(*graph, row));
  eval::RowEngine engine(*graph);
  compare<Plan>(*graph, engine, rows, same_rows);

  std::vector<double> of_engine, of_hand;
  for (int round = 0; round < size.rounds; ++round) {
    std::uint64_t engine_sum = 0, hand_sum = 0;
    of_engine.push_back(seconds_of([&] { engine_sum = run_engine(*graph, engine, rows); }));
    of_hand.push_back(seconds_of([&] { hand_sum = run_by_hand<Plan>(same_rows); }));
    if (engine_sum != hand_sum) give_up(name + ": the checksums differ");
    if (round == 0) std::cout << name << ": checksum " << std::hex << engine_sum << std::dec << '\n';
  }
  const double per_row = 1e6 / static_cast<double>(size.rows);
  const double engine_us = median(of_engine) * per_row, hand_us = median(of_hand) * per_row;
  std::cout << std::fixed << std::setprecision(2) << name << ": " << graph->nodes.size() << " nodes, "
            << size.rows << " rows, " << size.rounds << " rounds: engine " << engine_us << " us/row, by hand "
            << hand_us << " us/row, ratio " << engine_us / hand_us << '\n';
}

}  // namespace

}  // namespace merit::bench

int main(int argc, char** argv) {
  using namespace merit::bench;
  const bool tiny = argc > 1 && std::string(argv[1]) == "--tiny";
  const Size size = tiny ? Size{50, 1} : Size{2000, 15};
  measure<by_hand::Example>("example", example_plan(), size);
  measure<by_hand::Representative>("representative", file_text(MERIT_ROOT "/bench/plans/representative.yaml"),
                                   size);
}
