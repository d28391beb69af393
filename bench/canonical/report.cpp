#include "report.hpp"

#include <fmt/format.h>
#include <iostream>

namespace merit::bench {

namespace {

std::string text_of(const Line& line) {
  if (line.results == Results::none) return {};
  std::string wrong = fmt::format("{} / {} / {}", line.wrong.score, line.wrong.coefficient, line.wrong.pay);
  return fmt::format("{:>22}  {:016x}", wrong, line.checksum);
}

std::string bound_of(const Goal& goal) {
  return goal.at_most > 0 ? fmt::format("at most {:.2f}", goal.at_most)
                          : fmt::format("at least {:.2f}", goal.at_least);
}

}  // namespace

const Line* line_of(std::span<const Line> lines, const std::string& name) {
  for (const Line& line : lines)
    if (line.name == name) return &line;
  return nullptr;
}

void print(const std::string& title, std::span<const Line> lines, const std::string& measure_of_all) {
  std::cout << '\n' << title << '\n';
  std::cout << fmt::format("{:30} {:>9} {:>3} {:>10} {:>10} {:>10} {:>9}  {:>22}  {}\n", "", "rows", "thr",
                           "ns/row", "median", "Mrows/s", "x Merit", "wrong: total/coeff/pay", "checksum");
  const Line* one = line_of(lines, measure_of_all);
  for (const Line& line : lines)
    std::cout << fmt::format("{:30} {:>9} {:>3} {:>10.2f} {:>10.2f} {:>10.3f} {:>9.2f}  {}\n", line.name,
                             line.rows, line.threads, line.best, line.median, 1e3 / line.best,
                             one != nullptr ? line.best / one->best : 0, text_of(line));
}

void print(const BatchWay& way) {
  const eval::BatchEngine& engine = way.engine();
  const eval::BatchCounters& rows = engine.counters();
  std::cout << fmt::format(
      "{}: rows by lane: fast {}, 128 bits {}, 256 bits {}, row engine {}; a row reads {} and writes {} "
      "bytes\n",
      way.name(), rows.fast, rows.bits128, rows.bits256, rows.row_engine, way.reads(), way.writes());
  if (engine.programs().empty()) {
    std::cout << "  no program: " << engine.refusal() << '\n';
    return;
  }
  const eval::Planned& planned = engine.declared_program();
  std::cout << fmt::format(
      "  {} steps (fast {}, 128 bits {}, 256 bits {}), {} of {} nodes fused; plan from file to graph {:.2f} "
      "ms, from graph to engine {:.2f} ms\n",
      planned.program.drafts().size(), planned.program.steps_in(eval::Lane::fast),
      planned.program.steps_in(eval::Lane::bits128), planned.program.steps_in(eval::Lane::bits256),
      planned.fused, planned.nodes, way.compile_seconds() * 1e3, way.plan_seconds() * 1e3);
}

void print(const std::vector<Goal>& goals) {
  std::cout << '\n' << fmt::format("{:58} {:>9}   goal\n", "ratios of best times", "reached");
  for (const Goal& goal : goals) {
    const bool is_met = (goal.at_most == 0 || goal.reached <= goal.at_most) &&
                        (goal.at_least == 0 || goal.reached >= goal.at_least);
    std::cout << fmt::format("{:58} {:>9.2f}   {}{}\n", goal.what, goal.reached, bound_of(goal),
                             is_met ? "" : ", missed");
  }
}

}  // namespace merit::bench
