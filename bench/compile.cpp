// How long a plan takes from text to graph: one of 400 lines, one of 10,000 indicators, and sizes between,
// which show whether a step grows faster than the plan.
//
// A measurement of memory happens in a child process, so that its peak is its own.
#include <cstdio>
#include <filesystem>
#include <iomanip>
#include <optional>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plan/document.hpp"
#include "support.hpp"

namespace merit::bench {

namespace {

constexpr const char* head =
    "merit: 1\n"
    "plan: generated\n"
    "title: {en: A generated plan, zh: 生成的方案}\n"
    "period: month\n"
    "each: manager\n"
    "currency: CNY\n"
    "rounding: {item: 2 half_up, score: 2 half_up, pay: 2 half_up}\n"
    "lists: {grade: [D, C, B, A]}\n"
    "params: {coefficient: {by: [grade], values: {A: 1.2, B: 1, C: 0.8, D: 0}}}\n"
    "defaults: {completion: {cap: 120%, zero_target: full}}\n"
    "inputs:\n"
    "  base: {type: money, min: 0}\n"
    "  target: {type: money, min: 0}\n"
    "  complaints: {type: count, missing: 0}\n";

constexpr const char* tail =
    "values:\n"
    "  grade: {step: {of: score, at_or_above: {else: D, 60: C, 80: B, 90: A}}}\n"
    "pay:\n"
    "  items:\n"
    "    bonus: {formula: base * coefficient(grade), at_most: 3 * base}\n"
    "    commission: {slices: {of: a0, at_or_above: {else: 0.5%, 20000: 0.8%, 50000: 1.2%}}}\n"
    "    per_point: {formula: base * score / 100, applies: score >= 60, round: to 10 down}\n"
    "checks:\n"
    "  sane: {must: score <= 150, breach: warning}\n";

/// What an indicator is, by its number: eight kinds, as they come in real plans.
enum Kind { share, line, step, per_unit, exam, inverse, weekly, started, kinds };

std::string input_of(std::size_t i) {
  const std::string name = "a" + std::to_string(i);
  switch (i % kinds) {
    case line:
    case step: return "  " + name + ": {type: percent, in: \"%\", min: 0%, max: 100%}\n";
    case exam: return "  " + name + ": {type: points, min: 0, max: 100}\n";
    case per_unit:
    case weekly: return "  " + name + ": count\n";
    case started: return "  " + name + ": {type: number, digits: 2}\n";
    default: return "  " + name + ": {type: money, min: 0}\n";
  }
}

std::string word_of(std::size_t i) {
  const std::string a = "a" + std::to_string(i);
  switch (i % kinds) {
    case share: return "completion: {actual: " + a + ", target: target}";
    case line: return "line: {of: " + a + ", knots: {80%: 0, 95%: 1}}";
    case step: return "step: {of: " + a + ", at_or_above: {else: 0, 60%: 0.5, 90%: 1}}";
    case per_unit: return "at_least: 0, per_unit: {of: " + a + ", base: full, above: -0.25}";
    case exam: return "ratio: " + a + " / 100";
    case inverse: return "inverse: {actual: " + a + ", target: target, cap: 100%, zero_actual: full}";
    case weekly: return "gate: [{if: complaints > 3, times: 0.5}], ratio: \"min(" + a + " / 30, 1)\"";
    default: return "at_most: 2, per_unit: {of: " + a + ", per: 0.5, above: 0.1, units: started}";
  }
}

constexpr std::size_t section_size = 100;

/// A plan of `indicators`, `in_section` to a section; with `spread` an indicator takes several lines.
std::string generated(std::size_t indicators, std::size_t in_section, bool spread) {
  std::string plan = head;
  for (std::size_t i = 0; i < indicators; ++i) plan += input_of(i);
  plan += "score:\n  out_of: " + std::to_string(indicators) + "\n  items:\n";
  for (std::size_t i = 0; i < indicators; ++i) {
    if (i % in_section == 0)
      plan += "    s" + std::to_string(i / in_section) +
              ":\n      weight: " + std::to_string(std::min(in_section, indicators - i)) + "\n      items:\n";
    plan += "        i" + std::to_string(i) + ": ";
    plan += spread ? "{weight: 1,\n             label: {en: Indicator, zh: 指标},\n             " +
                         word_of(i) + "}\n"
                   : "{weight: 1, " + word_of(i) + "}\n";
  }
  return plan + tail;
}

/// A plan of `lines` or a few more, as people write them: ten indicators to a section.
std::string generated_lines(std::ptrdiff_t lines) {
  for (std::size_t indicators = 10;; indicators += 1) {
    std::string plan = generated(indicators, 10, true);
    if (std::count(plan.begin(), plan.end(), '\n') >= lines) return plan;
  }
}

void load(const std::string& text) {
  Sources sources;
  Diagnostics diagnostics;
  const SourceId source = sources.add("generated.yaml", text);
  const plan::Document document = plan::load_document(sources, source, diagnostics);
  if (diagnostics.has_errors())
    give_up(render(diagnostics.sorted(), sources, DiagnosticForm::text, Language::en));
}

std::size_t compile(const std::string& text) { return compiled("generated.yaml", text)->nodes.size(); }

template <typename Work>
double median_seconds(int rounds, Work&& work) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) times.push_back(seconds_of(work));
  return median(std::move(times));
}

/// Runs `work` in a process of its own and returns the most memory that it had, in MB.
template <typename Work>
double peak_megabytes(Work&& work) {
  std::cout.flush();
  const pid_t child = fork();
  if (child < 0) give_up("cannot start a process");
  if (child == 0) {
    work();
    _exit(0);
  }
  int status = 0;
  struct rusage used {};
  if (wait4(child, &status, 0, &used) != child || status != 0) give_up("the measured process failed");
  return static_cast<double>(used.ru_maxrss) / 1024;
}

void people_plan(int rounds) {
  const std::string text = generated_lines(400);
  const double loading = median_seconds(rounds, [&] { load(text); });
  const double whole = median_seconds(rounds, [&] { compile(text); });
  std::cout << "plan of " << std::count(text.begin(), text.end(), '\n') << " lines, " << text.size()
            << " bytes, " << compile(text) << " nodes: " << 1e3 * whole << " ms, of which YAML "
            << 1e3 * loading << " ms\n";
}

/// The systems under rules/, as `merit check` reads them; it should answer within 30 ms.
void shipped_plans(int rounds) {
  namespace fs = std::filesystem;
  std::vector<fs::path> paths;
  for (const auto& rules : fs::directory_iterator(fs::path(MERIT_ROOT) / "rules"))
    if (fs::exists(rules.path() / "plan.yaml")) paths.push_back(rules.path() / "plan.yaml");
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    const std::string text = file_text(path.string());
    const double loading = median_seconds(rounds, [&] { load(text); });
    const double whole = median_seconds(rounds, [&] { compile(text); });
    std::cout << path.parent_path().filename().string() << ": " << 1e3 * whole << " ms, of which YAML "
              << 1e3 * loading << " ms\n";
  }
}

void large_plan(std::size_t indicators, int rounds) {
  double peak = peak_megabytes([&] { compile(generated(indicators, section_size, false)); });
  const std::string text = generated(indicators, section_size, false);
  const double loading = median_seconds(rounds, [&] { load(text); });
  const double whole = median_seconds(rounds, [&] { compile(text); });
  std::cout << indicators << " indicators, " << text.size() << " bytes, " << compile(text)
            << " nodes: " << 1e3 * whole << " ms, of which YAML " << 1e3 * loading << " ms; peak " << peak
            << " MB\n";
}

void scaling(const std::vector<std::size_t>& sizes, int rounds) {
  std::cout << "indicators   ns each: YAML    the rest\n";
  for (std::size_t n : sizes) {
    const std::string text = generated(n, section_size, false);
    const double loading = median_seconds(rounds, [&] { load(text); });
    const double whole = median_seconds(rounds, [&] { compile(text); });
    const double each = 1e9 / static_cast<double>(n);
    std::cout << std::setw(10) << n << std::setw(15) << loading * each << std::setw(12)
              << (whole - loading) * each << '\n';
  }
}

}  // namespace

}  // namespace merit::bench

int main(int argc, char** argv) {
  using namespace merit::bench;
  std::cout << std::fixed << std::setprecision(1);
  if (argc > 1 && std::string(argv[1]) == "--tiny") {
    people_plan(1);
    shipped_plans(1);
    large_plan(300, 1);
    return 0;
  }
  large_plan(10'000, 3);  // first, so that the measured process inherits little
  people_plan(21);
  shipped_plans(21);
  scaling({1000, 2000, 4000, 8000}, 3);
}
