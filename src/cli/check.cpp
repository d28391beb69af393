// merit check: what is wrong with plans. What it finds is its result, and goes to stdout.
#include "cli/commands.hpp"

namespace merit::cli {
namespace {

/// Quotes a path for JSON. A path is bytes; what is no ASCII stands as it is.
std::string quoted(const std::string& text) {
  constexpr const char* hex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += std::string("\\u00") + hex[c / 16] + hex[c % 16];
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string ok_line(const std::string& path, const Plan& plan, const Console& console) {
  const std::string inputs = console.count(texts::inputs, plan.inputs().size());
  const std::string nodes = console.count(texts::nodes, plan.nodes());
  const std::string illustrative =
      console.count(texts::illustrative, static_cast<std::size_t>(plan.illustrative()));
  const std::size_t warnings = plan.warnings().warnings();
  if (warnings == 0) return console.text(texts::plan_ok, {path, inputs, nodes, illustrative}) + "\n";
  return console.text(texts::plan_ok_warnings,
                      {path, inputs, nodes, illustrative, console.count(texts::warnings, warnings)}) +
         "\n";
}

/// An object for one plan; the problems stand in it as the library prints them.
std::string json_of(const std::string& path, const Result<Plan>& plan, Language language) {
  const Problems problems = plan ? plan->warnings() : plan.error();
  std::string list = problems.render(ProblemForm::json, language);
  if (list.ends_with('\n')) list.pop_back();
  std::string counts;
  if (plan)
    counts = ", \"inputs\": " + std::to_string(plan->inputs().size()) +
             ", \"nodes\": " + std::to_string(plan->nodes()) +
             ", \"illustrative\": " + std::to_string(plan->illustrative());
  return "{\"plan\": " + quoted(path) + ", \"ok\": " + (plan ? "true" : "false") + counts +
         ", \"problems\": " + list + "}";
}

Status status_of_plan(const Result<Plan>& plan) {
  if (plan) return Status::done;
  return plan.error().kind() == ProblemKind::plan ? Status::found : status_of(plan.error().kind());
}

Status check_as_json(const std::vector<std::string>& paths, const Console& console) {
  Status status = Status::done;
  std::string all;
  for (const std::string& path : paths) {
    const Result<Plan> plan = Plan::load(path);
    all += (all.empty() ? "[" : ",\n") + json_of(path, plan, console.language());
    status = worse(status, status_of_plan(plan));
  }
  return console.result(all + "]\n", status);
}

/// For people a blank line stands behind the problems of a plan; for tools every line is a problem or a good
/// plan.
Status check_as_text(const std::vector<std::string>& paths, ProblemForm form, const Console& console) {
  Status status = Status::done;
  bool shown = false;
  for (const std::string& path : paths) {
    const Result<Plan> plan = Plan::load(path);
    const Problems problems = plan ? plan->warnings() : plan.error();
    if (shown && form == ProblemForm::text) console.result("\n");
    shown = !problems.empty();
    status = worse(status, console.result(problems, form, status_of_plan(plan)));
    if (plan) status = worse(status, console.result(ok_line(path, *plan, console)));
  }
  return status;
}

/// The plan as written, if it is a good one.
Status dump_plan(const std::string& path, const Console& console) {
  const Result<Plan> plan = Plan::load(path);
  if (!plan) return worse(console.problems(plan.error()), status_of_plan(plan));
  const Result<std::string> text = dump(path);
  return text ? console.result(*text) : console.problems(text.error());
}

/// What the plan costs the batch engine, if it is a good one.
Status show_lanes(const std::string& path, const Console& console) {
  const Result<Plan> plan = Plan::load(path);
  if (!plan) return worse(console.problems(plan.error()), status_of_plan(plan));
  return console.result(lanes(*plan, console.language()));
}

}  // namespace

Status run_check(const Words& words, const Console& console) {
  Words paths;
  std::string format;
  bool dumps = false, shows_lanes = false;
  const auto ended = Arguments("check")
                         .words("PLAN", paths)
                         .choice("--format", format, {"text", "line", "json"})
                         .flag("--dump", dumps)
                         .flag("--lanes", shows_lanes)
                         .read(words, console);
  if (ended) return *ended;
  const char* alone = dumps ? "--dump" : "--lanes";
  if (dumps && shows_lanes)
    return wrong_usage(console, "check", console.text(texts::not_together, {"--dump", "--lanes"}));
  if ((dumps || shows_lanes) && !format.empty())
    return wrong_usage(console, "check", console.text(texts::not_together, {alone, "--format"}));
  if ((dumps || shows_lanes) && paths.size() > 1)
    return wrong_usage(console, "check", console.text(texts::one_plan));

  if (dumps) return dump_plan(paths.front(), console);
  if (shows_lanes) return show_lanes(paths.front(), console);
  if (format == "json") return check_as_json(paths, console);
  return check_as_text(paths, format == "line" ? ProblemForm::line : ProblemForm::text, console);
}

}  // namespace merit::cli
