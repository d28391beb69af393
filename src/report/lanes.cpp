#include "report/lanes.hpp"

#include <algorithm>

#include "base/number_text.hpp"
#include "eval/batch/engine.hpp"
#include "report/table.hpp"

namespace merit::report {

namespace {

using eval::BatchEngine;
using eval::Interval;
using eval::Lane;

std::string in(Language language, const char* en, const char* zh) {
  return language == Language::zh ? zh : en;
}

std::string range_text(const Interval& range, int digits) {
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
    const int digits = input.type.is_number() ? input.type.digits : 0;
    table.rows.push_back(
        {input.name, range_text(range, digits), std::to_string(eval::width_for(range.low, range.high)),
         is_declared(input)
             ? ""
             : in(language, "assumed: declare `min` and `max`", "为假定值：请声明 `min` 与 `max`")});
  }
  return table;
}

TextTable outputs_table(const graph::Graph& graph, const eval::Planned& program, Language language) {
  TextTable table;
  table.header = {in(language, "result", "结果"), in(language, "range", "范围"),
                  in(language, "bytes", "字节")};
  table.alignment = {Align::left, Align::right, Align::right};
  for (std::size_t i = 0; i < graph.outputs.size(); ++i) {
    const Type& type = graph.outputs[i].type;
    if (type.kind == ValueKind::text) continue;
    const Interval& range = program.outputs[i].range;
    table.rows.push_back({graph.outputs[i].name, range_text(range, type.is_number() ? type.digits : 0),
                          std::to_string(eval::width_for(range.low, range.high))});
  }
  return table;
}

// The steps that are not in the fast lane, by what they do: these are what a narrower range would make fast.
std::string wide_steps(const eval::Program& program) {
  std::vector<std::pair<std::string, int>> counts;
  for (const eval::Program::Draft& d : program.drafts()) {
    if (d.lane == Lane::fast || d.is_once || d.what == "convert") continue;
    const std::string name = std::string(d.what) + " (" + std::string(name_of(d.lane)) + ")";
    const auto it =
        std::find_if(counts.begin(), counts.end(), [&](const auto& c) { return c.first == name; });
    if (it == counts.end()) counts.push_back({name, 1});
    else ++it->second;
  }
  std::string text;
  for (const auto& [name, count] : counts)
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " x " + name;
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
  std::string text = to_text(inputs_table(graph, engine, language)) + "\n" +
                     to_text(outputs_table(graph, first, language)) + "\n";
  std::size_t steps = 0;
  for (const eval::Program::Draft& d : first.program.drafts()) steps += !d.is_once;
  text += std::to_string(steps) + in(language, " steps; ", " 步；") + std::to_string(first.fused) +
          in(language, " of ", " / ") + std::to_string(first.nodes) +
          in(language, " nodes are part of another's step\n", " 个节点并入其他步骤\n");
  const std::string wide = wide_steps(first.program);
  if (wide.empty()) text += in(language, "every step is in the fast lane\n", "所有步骤都在快速通道\n");
  else text += in(language, "not in the fast lane: ", "不在快速通道：") + wide + "\n";
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
