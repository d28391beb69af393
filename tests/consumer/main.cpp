// A program outside the tree that links an installed Merit: compiles a plan, scores two rows, checks a
// figure.
#include <iostream>
#include <merit/merit.hpp>

int main() {
  const auto plan = merit::Plan::parse(R"(
merit: 1
plan: consumer
each: manager
rounding: {item: 2 half_up, score: 2 half_up, pay: 2 half_up}
inputs:
  revenue: {type: money, min: 0}
  target: {type: money, min: 1}
score:
  out_of: 100
  items:
    revenue: {weight: 100, completion: {actual: revenue, target: target, cap: 120%}}
pay:
  items:
    bonus: revenue * 1% * score / 100
)");
  if (!plan) {
    std::cerr << plan.error().render(merit::ProblemForm::text, merit::Language::en);
    return 1;
  }
  const auto data =
      merit::Data::from_records(*plan, {"manager", "revenue", "target"},
                                {{"M-001", "1000.01", "3000.00"}, {"M-002", "oops", "3000.00"}});
  if (!data) {
    std::cerr << data.error().render(merit::ProblemForm::text, merit::Language::en);
    return 1;
  }
  const auto results = merit::score(*data);
  if (!results) return 1;
  // 1000.01 / 3000.00 of 100 points is 33.33; 1000.01 * 1% * 33.33 / 100 is 3.33.
  const auto score = results->number(0, 0);
  const bool is_right = score && merit::to_string(*score) == "33.33" && results->text(0, 2) == "3.33" &&
                        results->failed() == 1 && results->error(1)->code == "E0602";
  std::cout << results->to_csv();
  return is_right ? 0 : 1;
}
