// What does one person earn? The figures come from another system; no data file is written or read.
//
// Run in this folder, which holds plan.yaml.
#include <iostream>
#include <merit/merit.hpp>

namespace {

int refuse(const merit::Problems& problems) {
  std::cerr << problems.render(merit::ProblemForm::text, merit::Language::en);
  return 1;
}

}  // namespace

int main() {
  // Compiled once; a service keeps it and shares it between threads.
  const auto plan = merit::Plan::load("plan.yaml");
  if (!plan) return refuse(plan.error());

  // Figures are texts, written as in a CSV file, so that none passes through a binary fraction.
  const auto data =
      merit::Data::from_records(*plan, {"manager", "period", "revenue", "target", "complaints", "bonus_base"},
                                {{"M-001", "2026-03", "950000.00", "1000000.00", "1", "2000.00"}});
  if (!data) return refuse(data.error());

  const auto results = merit::score(*data);
  if (!results) return refuse(results.error());
  if (const auto error = results->error(0)) {
    std::cerr << results->key(0) << ": " << error->code << " " << error->reason_en << "\n";
    return 1;
  }

  std::cout << results->key(0) << ", " << results->period(0) << "\n";
  for (std::size_t column = 0; column < results->columns(); ++column) {
    std::cout << "  " << results->column(column).name << " = " << results->text(0, column);
    // A number is an integer and the place of its point: what a database keeps as DECIMAL or as cents.
    const auto number = results->number(0, column);
    if (number && number->hi == 0)
      std::cout << "   (" << number->lo << " with " << int(number->digits) << " decimals)";
    std::cout << "\n";
  }
}
