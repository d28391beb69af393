#include "report/lanes.hpp"

#include <algorithm>
#include <map>

#include "base/number_text.hpp"
#include "eval/batch/engine.hpp"
#include "eval/batch/owners.hpp"
#include "report/table.hpp"

namespace merit::report {

namespace {

using eval::BatchEngine;
using eval::Interval;
using eval::Lane;

std::string in(Language language, const char* en, const char* zh) {
  return language == Language::zh ? zh : en;
}

// Of what is no number, what it is.
std::string range_text(const graph::Graph& graph, const Type& type, const Interval& range) {
  if (!type.is_number()) return graph::type_text(graph, type);
  const int digits = type.digits;
  const Integer scale = power_of_ten(digits);
  return format_fixed(Rational(range.low, scale), digits) + " .. " +
         format_fixed(Rational(range.high, scale), digits);
}

bool is_declared(const graph::Input& input) {
  return !input.type.is_number() || (input.range.low && input.range.high);
}

TextTable inputs_table(const graph::Graph& graph, const BatchEngine& engine, Language language) {
  TextTable table;
  table.header = {in(language, "input", "输入"), in(language, "range", "范围"), in(language, "bytes", "字节"),
                  ""};
  table.alignment = {Align::left, Align::right, Align::right, Align::left};
  for (std::size_t i = 1; i < graph.inputs.size(); ++i) {
    const graph::Input& input = graph.inputs[i];
    if (input.type.kind == ValueKind::text) continue;
    const Interval& range = engine.declared_promise()[i];
    table.rows.push_back(
        {input.name, range_text(graph, input.type, range),
         std::to_string(eval::width_for(range.low, range.high)),
         input.is_given || is_declared(input)
             ? ""
             : in(language, "assumed: declare `min` and `max`", "为假定值：请声明 `min` 与 `max`")});
  }
  return table;
}

TextTable outputs_table(const graph::Graph& graph, const BatchEngine& engine, Language language) {
  TextTable table;
  table.header = {in(language, "result", "结果"), in(language, "range", "范围"),
                  in(language, "bytes", "字节")};
  table.alignment = {Align::left, Align::right, Align::right};
  for (std::size_t i = 0; i < graph.outputs.size(); ++i) {
    const Type& type = graph.outputs[i].type;
    if (type.kind == ValueKind::text) continue;
    const Interval& range = engine.declared_program().outputs[i].range;
    table.rows.push_back(
        {graph.outputs[i].name, range_text(graph, type, range), std::to_string(engine.result_width(i))});
  }
  return table;
}

// The steps that are not in the fast lane, by what of the plan they compute: what a narrower range would make
// fast.
std::string wide_steps(const graph::Graph& graph, const eval::Planned& planned) {
  using Counts = std::vector<std::pair<std::string, std::map<std::string, int>>>;
  Counts counts;
  for (const eval::Program::Draft& d : planned.program.drafts()) {
    if (d.lane == Lane::fast || d.is_once || d.is_store || d.what == "convert") continue;
    const std::uint32_t entity = planned.owners[d.node.value];
    const std::string owner = entity == eval::no_entity ? "" : graph.entities[entity].path;
    auto at = std::find_if(counts.begin(), counts.end(), [&](const auto& c) { return c.first == owner; });
    if (at == counts.end()) at = counts.insert(at, {owner, {}});
    ++at->second[std::string(d.what) + " (" + std::string(name_of(d.lane)) + ")"];
  }
  std::string text;
  for (const auto& [owner, steps] : counts) {
    text += "  `" + owner + "`:";
    const char* between = " ";
    for (const auto& [name, count] : steps) {
      text += between + (count == 1 ? "" : std::to_string(count) + " x ") + name;
      between = ", ";
    }
    text += "\n";
  }
  return text;
}

}  // namespace

std::string lanes_text(const graph::Graph& graph, Language language) {
  eval::BatchOptions options;
  options.plan.set = eval::InstructionSet::portable;
  const BatchEngine engine(graph, options);
  if (engine.programs().empty())
    return in(language, "computed row by row: ", "逐行计算：") + engine.refusal() + "\n";
  const eval::Planned& first = engine.declared_program();
  std::size_t steps = 0;
  for (const eval::Program::Draft& d : first.program.drafts()) steps += !d.is_once;
  if (steps == 0) return in(language, "nothing to work out\n", "无需计算\n");
  std::string text;
  for (const TextTable& table :
       {inputs_table(graph, engine, language), outputs_table(graph, engine, language)})
    if (!table.rows.empty()) text += to_text(table) + "\n";
  text += std::to_string(steps) + in(language, " steps; ", " 步；") + std::to_string(first.fused) +
          in(language, " of ", " / ") + std::to_string(first.nodes) +
          in(language, " nodes are part of another's step\n", " 个节点并入其他步骤\n");
  const std::string wide = wide_steps(graph, first);
  if (wide.empty()) text += in(language, "every step is in the fast lane\n", "所有步骤都在快速通道\n");
  else text += in(language, "not in the fast lane, by bits:\n", "不在快速通道（括号内为位数）：\n") + wide;
  if (const int digits = engine.limited_digits(); digits > 0) {
    const std::string count = std::to_string(digits);
    text += in(language, "128 rows in a row of which an input has more than ", "连续 128 行中有输入超过 ") +
            count +
            in(language, " digits (cents and the like counted) are computed row by row: ",
               " 位（含分等小数位）时，这些行逐行计算：") +
            engine.refusal() + "\n";
  }
  if (const int digits = engine.narrow_digits(); digits > 0) {
    const std::string count = std::to_string(digits);
    text +=
        in(language, "where the inputs of 128 rows in a row have at most ", "连续 128 行的输入均不超过 ") +
        count +
        in(language,
           " digits (cents and the like counted), these are computed in the fast lane all the same\n",
           " 位（含分等小数位）时，这些行仍走快速通道\n");
  }
  return text;
}

}  // namespace merit::report
