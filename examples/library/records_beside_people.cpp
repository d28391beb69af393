// What do people earn by their records? People and sales come from memory, as two tables of one plan.
#include <iostream>
#include <merit/merit.hpp>
#include <vector>

namespace {

const char* const commission = R"(
merit: 1
plan: commission
period: month
each: manager
rounding: {pay: 2 half_up}
inputs:
  rate: {type: percent, in: "%"}
tables:
  sales:
    key: sale
    dated_by: sold_on
    failed: leave_out
    inputs:
      manager: {type: ref, to: manager}
      sold_on: date
      amount: {type: money, digits: 2, min: 0}
pay:
  items:
    commission: sum(sales.amount where sales.amount >= 1000) * rate
)";

int refuse(const merit::Problems& problems) {
  std::cerr << problems.render(merit::ProblemForm::text, merit::Language::en);
  return 1;
}

}  // namespace

int main() {
  const auto plan = merit::Plan::parse(commission, "commission.yaml");
  if (!plan) return refuse(plan.error());

  // The names of the texts are what messages call them. S-3 is too small to count, S-4 is broken.
  const std::vector<merit::DataText> texts = {
      {"manager", "people", "manager,period,rate\nM-001,2026-03,1.5\nM-002,2026-03,2\n"},
      {"sales", "sales",
       "sale,manager,sold_on,amount\n"
       "S-1,M-001,2026-03-02,80000.00\n"
       "S-2,M-001,2026-03-30,1999.99\n"
       "S-3,M-002,2026-03-11,999.99\n"
       "S-4,M-002,2026-03-12,lots\n"}};
  const auto data = merit::Data::parse(*plan, texts);
  if (!data) return refuse(data.error());

  const auto results = merit::score(*data);
  if (!results) return refuse(results.error());
  std::cout << results->to_table();

  // The plan leaves broken records out of sums; somebody still has to mend them.
  for (const merit::RecordProblem& problem : results->record_problems())
    std::cout << problem.table << ", " << problem.error.data_place << ": " << problem.error.code << " "
              << problem.error.reason_en << "\n";
}
