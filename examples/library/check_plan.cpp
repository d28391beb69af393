// Is a plan that somebody has written good, and if not, what is an editor or a web page to show?
//
// Run in this folder, which holds wrong.yaml and plan.yaml.
#include <iostream>
#include <merit/merit.hpp>
#include <string>

namespace {

void check(const std::string& path) {
  const auto plan = merit::Plan::load(path);
  // Warnings leave a plan good, and are shown all the same.
  const merit::Problems problems = plan ? plan->warnings() : plan.error();
  std::cout << path << ": " << (plan ? "good" : "refused") << "; errors: " << problems.errors()
            << ", warnings: " << problems.warnings() << "\n";
  if (problems.kind() == merit::ProblemKind::file) std::cout << "  the file could not be read\n";
  for (std::size_t i = 0; i < problems.errors() + problems.warnings(); ++i)
    std::cout << "  " << problems.code(i) << ": " << problems.message(i, merit::Language::en) << "\n"
              << "         " << problems.message(i, merit::Language::zh) << "\n";
}

}  // namespace

int main() {
  check("plan.yaml");
  check("wrong.yaml");
  check("lost.yaml");

  // The whole of it for a program: places, help and suggestions, in both languages.
  const auto plan = merit::Plan::load("wrong.yaml");
  if (plan) return 1;
  std::cout << plan.error().render(merit::ProblemForm::json, merit::Language::en);

  // And the page behind a code, for whoever asks what it means.
  std::cout << merit::help_page("E0506", merit::Language::en);
}
