#include <algorithm>
#include <numeric>
#include <set>

#include "api/state.hpp"
#include "eval/codes.hpp"

namespace merit::api {

Result<std::vector<std::uint32_t>> choose_rows(const Data::State& data, const std::string& period,
                                               bool all_periods) {
  const eval::BoundRows& rows = data.people().rows;
  std::vector<std::uint32_t> chosen;
  if (rows.periods.empty() || all_periods) {
    chosen.resize(rows.size());
    std::iota(chosen.begin(), chosen.end(), 0u);
    if (rows.periods.all().size() > 1)
      std::sort(chosen.begin(), chosen.end(), [&](std::uint32_t a, std::uint32_t b) {
        if (rows.periods[a].start != rows.periods[b].start)
          return rows.periods[a].start < rows.periods[b].start;
        return rows.keys[a] < rows.keys[b];
      });
    return chosen;
  }
  Period wanted = *rows.periods.all().rbegin();
  if (!period.empty()) {
    const Result<Period> named = period_named(*data.plan, period);
    if (!named) return named.error();
    wanted = *named;
  }
  const auto number = rows.periods.number_of(wanted);
  if (!number) return no_such_period(period, rows.periods.all());
  for (std::uint32_t row = 0; row < rows.size(); ++row)
    if (rows.periods.number(row) == *number) chosen.push_back(row);
  return chosen;
}

Result<Period> period_named(const Plan::State& plan, const std::string& name) {
  const graph::Graph& graph = plan.graph();
  if (const auto period = graph.calendar->parse(name)) return *period;
  Diagnostics diagnostics;
  diagnostics.add(eval::codes::period_form, nowhere,
                  {{"`" + name + "`", "`" + name + "` "}, Text::same(graph.calendar->example())});
  return problems(ProblemKind::usage, plan.sources, diagnostics);
}

Problems no_such_period(const std::string& name, const std::set<Period>& known) {
  std::string list;
  for (const Period& p : known) list += (list.empty() ? "" : ", ") + format_period(p);
  Diagnostics diagnostics;
  diagnostics.add(eval::codes::no_such_period, nowhere, {Text::same(name), Text::same(list)});
  return problems(ProblemKind::usage, nullptr, diagnostics);
}

}  // namespace merit::api
