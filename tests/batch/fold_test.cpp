// Sums, least and greatest of groups: any order, any parts, numbers of any length.
#include "eval/stage/fold.hpp"

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "graph/compile.hpp"

#include "support/catch.hpp"

using namespace merit;

namespace {

constexpr const char* plan_text = R"(merit: 1
plan: folds
each: person
tables:
  sales:
    inputs:
      person: {type: ref, to: person}
      amount: {type: number, digits: 2}
values:
  sum: sum(sales.amount)
  min: min(sales.amount)
  max: max(sales.amount)
outputs: [sum, min, max]
)";

struct Folded {
  graph::NodeId node;
  graph::FoldFunction function;
};

std::vector<Folded> folds_of(const graph::Graph& graph) {
  std::vector<Folded> folds;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
    if (graph.nodes[i].op == graph::Op::fold)
      folds.push_back({{i}, graph.payload<graph::FoldData>({i}).function});
  return folds;
}

/// Cents of 1 to 36 digits, of either sign; most of them short, so that groups turn large in the middle.
std::optional<Integer> cents(std::mt19937_64& random) {
  if (random() % 7 == 0) return std::nullopt;
  const std::size_t digits = random() % 5 == 0 ? 1 + random() % 36 : 1 + random() % 12;
  std::string text = random() % 2 == 0 ? "-1" : "1";
  while (text.size() < digits) text += static_cast<char>('0' + random() % 10);
  return Integer(text);
}

std::optional<Integer> plainly(graph::FoldFunction function, const std::vector<std::optional<Integer>>& all) {
  std::optional<Integer> value;
  for (const auto& x : all) {
    if (!x) continue;
    if (!value) value = *x;
    else if (function == graph::FoldFunction::sum) *value += *x;
    else if (function == graph::FoldFunction::min ? *x < *value : *x > *value) value = *x;
  }
  if (function == graph::FoldFunction::sum) return value.value_or(0);
  return value;
}

}  // namespace

TEST_CASE("a fold tells what adding up plainly tells, in one part and in two") {
  Diagnostics diagnostics;
  Sources sources;
  const graph::Compiled compiled = graph::compile(sources, sources.add("plan.yaml", plan_text), diagnostics);
  INFO(render(diagnostics.items(), sources, DiagnosticForm::text, Language::en));
  REQUIRE(compiled.graph);
  const graph::Graph* const plan = compiled.graph.get();
  const auto folds = folds_of(*plan);
  REQUIRE(folds.size() == 3);
  std::mt19937_64 random(20261123);
  for (int round = 0; round < 300; ++round) {
    const std::size_t rows = random() % 12;
    std::vector<std::optional<Integer>> numbers;
    eval::CellColumn column(Type::number(Unit::plain(), 2));
    for (std::size_t i = 0; i < rows; ++i) {
      numbers.push_back(cents(random));
      column.push(numbers[i] ? graph::Cell::of(Rational(*numbers[i], Integer(100))) : graph::Cell::absent());
    }
    const std::size_t half = rows == 0 ? 0 : random() % rows;
    for (const Folded& f : folds) {
      eval::Fold whole(*plan, f.node, 2), first(*plan, f.node, 2), second(*plan, f.node, 2);
      for (std::size_t i = 0; i < rows; ++i) {
        whole.add(1, static_cast<std::uint32_t>(i), column, i);
        (i < half ? first : second).add(1, static_cast<std::uint32_t>(i), column, i);
      }
      first.merge(second);
      const Type& type = (*plan)[f.node].type;
      eval::CellColumn made(type);
      whole.decide(1, made);
      first.decide(1, made);
      whole.decide(0, made);
      const auto wanted = plainly(f.function, numbers);
      for (std::size_t i = 0; i < 2; ++i) {
        INFO(round << " " << name_of(f.function) << " " << i);
        REQUIRE(made.is_value(i) == wanted.has_value());
        if (wanted) REQUIRE(made[i].number == Rational(*wanted, Integer(100)));
      }
      REQUIRE(made.is_value(2) == (f.function == graph::FoldFunction::sum));
    }
  }
}
