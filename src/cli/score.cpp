// merit score: data in, results out.
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>
#include <thread>

#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/memory.hpp"
#include "cli/progress.hpp"

namespace merit::cli {
namespace {

struct Call {
  std::string plan, out, format, table, period, engine, threads, memory, receipt, state, state_out;
  Words files;
  bool all = false;
};

std::optional<Status> read_call(Call& call, const Words& words, const Console& console) {
  return Arguments("score")
      .word("PLAN", call.plan)
      .words("FILE", call.files)
      .option("-o", call.out)
      .choice("--format", call.format, {"table", "csv", "json"})
      .option("--table", call.table)
      .option("--period", call.period)
      .flag("--all", call.all)
      .choice("--engine", call.engine, {"row", "batch"})
      .option("--threads", call.threads)
      .option("--memory", call.memory)
      .option("--receipt", call.receipt)
      .option("--state", call.state)
      .option("--state-out", call.state_out)
      .read(words, console);
}

bool same_file(const std::string& a, const std::string& b) {
  std::error_code error;
  return std::filesystem::equivalent(a, b, error);
}

constexpr unsigned most_threads = 256;

/// How many threads the call asks for; as many as the machine has where it does not say. 0: that is no
/// number.
unsigned threads_of(const Call& call) {
  if (call.threads.empty()) return std::max(1u, std::thread::hardware_concurrency());
  unsigned threads = 0;
  const char* end = call.threads.data() + call.threads.size();
  const auto [rest, error] = std::from_chars(call.threads.data(), end, threads);
  return error == std::errc() && rest == end && threads <= most_threads ? threads : 0;
}

/// What is wrong with the call as a whole, or "".
std::string complaint_of(const Call& call, const Console& console) {
  if (threads_of(call) == 0)
    return console.text(texts::threads_form, {call.threads, std::to_string(most_threads)});
  if (!call.memory.empty() && !memory_of(call.memory)) return console.text(texts::memory_form, {call.memory});
  if (call.all && !call.period.empty()) return console.text(texts::not_together, {"--period", "--all"});
  if (!call.out.empty() && call.format.empty()) return console.text(texts::ending_unknown, {call.out});
  if (!call.out.empty() && call.out == call.receipt)
    return console.text(texts::not_together, {"-o", "--receipt"});
  if (!call.out.empty() && call.out == call.state_out)
    return console.text(texts::not_together, {"-o", "--state-out"});
  if (!call.receipt.empty() && call.receipt == call.state_out)
    return console.text(texts::not_together, {"--receipt", "--state-out"});
  Words read = {call.plan};
  if (!call.state.empty()) read.push_back(call.state);
  for (const DataFile& file : data_files(call.files)) read.push_back(file.path);
  for (const std::string& written : {call.out, call.receipt, call.state_out}) {
    const bool is_read =
        !written.empty() && std::any_of(read.begin(), read.end(),
                                        [&](const std::string& path) { return same_file(written, path); });
    if (is_read) return console.text(texts::out_is_read, {written});
  }
  return "";
}

void choose_format(Call& call) {
  if (!call.format.empty()) return;
  if (call.out.empty()) call.format = "table";
  else if (call.out.ends_with(".csv")) call.format = "csv";
  else if (call.out.ends_with(".json")) call.format = "json";
}

std::string bytes_of(const Results& results, const std::string& format, Language language) {
  if (format == "csv") return results.to_csv(language);
  if (format == "json") return results.to_json();
  return results.to_table(language);
}

std::string joined(const Words& names, const Console& console) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : console.text(texts::separator)) + name;
  return all;
}

/// What of the data was not used, and what of the plan was not there: both move pay without failing a row.
void say_unused(const Data& data, const Results& results, const Call& call, const Console& console) {
  const Words ignored = data.ignored_columns(), absent = data.absent_columns();
  if (!ignored.empty()) console.talk(console.text(texts::ignored_columns, {joined(ignored, console)}));
  const Words metrics = data.ignored_metrics();
  if (const auto gap = data.state_gap())
    console.talk(console.text(texts::state_gap, {gap->known_to, gap->first}));
  const Words of_state = data.ignored_state();
  if (!of_state.empty()) console.talk(console.text(texts::ignored_state, {joined(of_state, console)}));
  if (!metrics.empty()) console.talk(console.text(texts::ignored_metrics, {joined(metrics, console)}));
  for (const MissingRows& missing : data.missing_rows())
    console.talk(console.text(
        texts::missing_rows,
        {joined(missing.files, console), std::to_string(missing.rows), std::to_string(missing.of)}));
  for (const OutsideRows& outside : data.outside_periods())
    console.talk(console.text(texts::outside_periods, {outside.table, std::to_string(outside.rows),
                                                       std::to_string(outside.of), outside.first}));
  const Words without = data.tables_without_file();
  if (!without.empty()) console.talk(console.text(texts::without_file, {joined(without, console)}));
  if (!absent.empty()) console.talk(console.text(texts::absent_columns, {joined(absent, console)}));
  if (results.rows() == 0) return console.talk(console.text(texts::no_rows_count, {call.table}));
  const Words periods = data.periods();
  if (call.all || !call.period.empty() || periods.size() < 2) return;
  console.talk(call.table.empty()
                   ? console.text(texts::other_periods,
                                  {results.period(0), std::to_string(data.rows() - results.rows()),
                                   joined(periods, console)})
                   : console.text(texts::one_period, {results.period(0), joined(periods, console)}));
}

constexpr std::size_t named = 5;  // rows that a message names; the others are counted

/// The records that failed, table by table: some of them may belong to nobody, whose results would tell.
void say_records(const Results& results, const Console& console) {
  std::map<std::string, std::size_t> count;
  for (const RecordProblem& problem : results.record_problems()) {
    if (++count[problem.table] > named) continue;
    const RowError& e = problem.error;
    const std::string& reason = console.language() == Language::zh ? e.reason_zh : e.reason_en;
    console.talk(console.text(texts::record_failed, {e.data_place, e.code, reason}));
  }
  for (const auto& [table, rows] : count)
    if (rows > named) console.talk(console.text(texts::records_more, {std::to_string(rows - named), table}));
}

/// One line for each check, in the order in which they are met, with the first few rows.
void say_warnings(const Results& results, const Console& console) {
  struct Broken {
    std::string label, rows;
    std::size_t count = 0;
  };
  std::vector<std::string> order;
  std::map<std::string, Broken> by_check;
  const auto add = [&](const std::string& check, const std::string& label, const std::string& row) {
    Broken& broken = by_check[check];
    if (broken.count == 0) order.push_back(check);
    broken.label = label;
    if (++broken.count <= named)
      broken.rows += (broken.rows.empty() ? "" : console.text(texts::separator)) + row;
  };
  const bool is_chinese = console.language() == Language::zh;
  for (const RecordWarning& warning : results.record_warnings())
    add(warning.table + "." + warning.check, is_chinese ? warning.label_zh : warning.label_en,
        warning.data_place);
  for (const CheckWarning& warning : results.warnings()) {
    const std::string period = results.period(warning.row);
    add(warning.check, is_chinese ? warning.label_zh : warning.label_en,
        results.key(warning.row) + (period.empty() ? "" : " " + period));
  }
  for (const std::string& check : order) {
    const Broken& broken = by_check[check];
    const std::string name = broken.label.empty() || broken.label == check
                                 ? check
                                 : console.text(texts::labelled, {check, broken.label});
    const std::string rows =
        broken.count <= named
            ? broken.rows
            : console.text(texts::and_more, {broken.rows, std::to_string(broken.count - named)});
    console.talk(console.text(texts::check_broken, {name, rows}));
  }
}

/// Writes the result where it belongs and says what was written.
Status deliver(const Results& results, const Call& call, const Console& console) {
  const bool all_good = results.failed() == 0 && results.record_problems().empty();
  const Status done = all_good ? Status::done : Status::found;
  // All texts before any file: results without the state that goes with them would be worse than none.
  const std::string bytes = bytes_of(results, call.format, console.language());
  const std::string state = call.state_out.empty() ? "" : results.to_state();
  const std::string kept_receipt = call.receipt.empty() ? "" : receipt(results, bytes);
  const Status status = call.out.empty() ? console.result(bytes, done) : console.write(call.out, bytes, done);
  if (status != done) return status;
  if (!call.state_out.empty())
    if (const Status kept = console.write(call.state_out, state, done); kept != done) return kept;
  if (!call.receipt.empty())
    if (const Status kept = console.write(call.receipt, kept_receipt, done); kept != done) return kept;
  say_records(results, console);
  say_warnings(results, console);
  const std::string rows = console.count(texts::rows, results.rows());
  const std::string failed = console.count(texts::failed, results.failed());
  if (const std::size_t records = results.record_problems().size(); records > 0)
    console.talk(console.count(texts::records, records));
  if (!call.out.empty()) console.talk(console.text(texts::wrote_rows, {call.out, rows, failed}));
  else if (results.failed() > 0) console.talk(console.text(texts::rows_failed, {rows, failed}));
  return status;
}

}  // namespace

Status run_score(const Words& words, const Console& console) {
  Call call;
  if (const auto ended = read_call(call, words, console)) return *ended;
  choose_format(call);
  const std::string complaint = complaint_of(call, console);
  if (!complaint.empty()) return wrong_usage(console, "score", complaint);

  if (!call.memory.empty() && !limit_memory(*memory_of(call.memory)))
    return wrong_usage(console, "score", console.text(texts::memory_unkept));
  const Result<Plan> plan = Plan::load(call.plan);
  if (!plan) return console.problems(plan.error());
  console.problems(plan->warnings());
  const Result<Data> data = Data::read(*plan, data_files(call.files), call.state);
  if (!data) return console.problems(data.error());

  ScoreOptions options;
  options.table = call.table;
  options.period = call.period;
  options.all_periods = call.all;
  if (call.engine == "batch") options.engine = Engine::batch;
  options.threads = threads_of(call);
  std::optional<Progress> progress(console);
  options.progress = [&](std::size_t done, std::size_t all) {
    progress->show(done, all);
    return true;
  };
  const Result<Results> results = score(*data, options);
  progress.reset();
  if (results && !call.state_out.empty() && !plan->has_history())
    console.talk(console.text(texts::state_is_empty, {call.state_out}));
  if (results) say_unused(*data, *results, call, console);
  return results ? deliver(*results, call, console) : console.problems(results.error());
}

}  // namespace merit::cli
