// Why is it that number? For a person as text, in either language; for a program as JSON.
//
// Run in this folder, which holds plan.yaml and march.csv.
#include <iostream>
#include <merit/merit.hpp>

namespace {

int refuse(const merit::Problems& problems) {
  std::cerr << problems.render(merit::ProblemForm::text, merit::Language::en);
  return 1;
}

}  // namespace

int main() {
  const auto plan = merit::Plan::load("plan.yaml");
  if (!plan) return refuse(plan.error());
  const auto data = merit::Data::read(*plan, "march.csv");
  if (!data) return refuse(data.error());

  merit::ExplainOptions options;
  options.who = "M-001";
  options.period = "2026-03";
  const auto whole = merit::explain(*data, options);
  if (!whole) return refuse(whole.error());
  std::cout << whole->to_text() << "\n";

  // Only one number and what it is made of. In JSON each operator stands with its arguments.
  options.node = "score.complaints";
  const auto part = merit::explain(*data, options);
  if (!part) return refuse(part.error());
  std::cout << part->to_text(merit::Language::zh) << "\n" << part->to_json();

  // Asking for somebody who is not there is a problem like any other, with a code.
  options.who = "M-009";
  const auto nobody = merit::explain(*data, options);
  if (nobody) return 1;
  std::cout << "\n" << nobody.error().render(merit::ProblemForm::line, merit::Language::en);
}
