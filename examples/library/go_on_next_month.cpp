// How does April go on from March? Rows of people and teams come from memory, and what March leaves for later
// months is kept as a text beside the results.
#include <iostream>
#include <merit/merit.hpp>
#include <optional>
#include <string>
#include <vector>

namespace {

const char* const teams = R"(
merit: 1
plan: teams
period: month
each: manager
rounding: {item: 2 half_up, score: 2 half_up, pay: 2 half_up}
inputs:
  team: {type: ref, to: team}
  sold: {type: money, digits: 2, min: 0}
tables:
  team:
    key: team
    per: period
    inputs:
      target: {type: money, digits: 2, min: 1}
    score:
      out_of: 100
      items:
        sales: {weight: 100, completion: {actual: sum(manager.sold), target: target, cap: 120%}}
values:
  year_to_date: sum(sold over ytd)
pay:
  items:
    commission: sold * 1% * team.score / 100
    goal: if(year_to_date >= 150000 and year_to_date - sold < 150000, 500, 0)
)";

int refuse(const merit::Problems& problems) {
  std::cerr << problems.render(merit::ProblemForm::text, merit::Language::en);
  return 1;
}

using Rows = std::vector<std::vector<std::string>>;

/// Scores a month, prints what people and teams get, and returns what later months need to know.
std::optional<std::string> score_month(const merit::Plan& plan, const Rows& people, const Rows& of_teams,
                                       const std::optional<merit::DataText>& state) {
  const std::vector<merit::Records> tables = {{"manager", {"manager", "period", "team", "sold"}, people},
                                              {"team", {"team", "period", "target"}, of_teams}};
  const auto data = merit::Data::from_records(plan, tables, state);
  if (!data) return refuse(data.error()), std::nullopt;
  merit::ScoreOptions options;
  const auto results = merit::score(*data, options);
  options.table = "team";
  const auto of_team = merit::score(*data, options);
  if (!results || !of_team) return refuse((results ? of_team : results).error()), std::nullopt;
  std::cout << results->to_table() << of_team->to_table();
  return results->to_state();
}

}  // namespace

int main() {
  const auto plan = merit::Plan::parse(teams, "teams.yaml");
  if (!plan) return refuse(plan.error());
  const auto march = score_month(
      *plan, {{"M-001", "2026-03", "North", "120000.00"}, {"M-002", "2026-03", "North", "40000.00"}},
      {{"North", "2026-03", "200000.00"}}, std::nullopt);
  if (!march) return 1;
  std::cout << "\n" << *march << "\n";
  const auto april = score_month(
      *plan, {{"M-001", "2026-04", "North", "60000.00"}, {"M-002", "2026-04", "North", "150000.00"}},
      {{"North", "2026-04", "200000.00"}}, merit::DataText{"", "march", *march});
  return april ? 0 : 1;
}
