// merit score: data in, results out.
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <string_view>
#include <system_error>
#include <thread>

#include "cli/commands.hpp"
#include "cli/disk_blocks.hpp"
#include "cli/files.hpp"
#include "cli/memory.hpp"
#include "cli/progress.hpp"

namespace merit::cli {
namespace {

struct Call {
  std::string plan, out, format, table, period, engine, threads, memory, receipt, state, state_out;
  Words files;
  bool all = false, log = false;
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
      .flag("--log", call.log)
      .option("--state", call.state)
      .option("--state-out", call.state_out)
      .read(words, console);
}

bool same_file(const std::string& a, const std::string& b) {
  std::error_code error;
  return std::filesystem::equivalent(a, b, error);
}

constexpr std::size_t many_rows = 4096;  ///< for fewer the batch engine is not worth its making

constexpr unsigned most_threads = 256;

constexpr std::uint64_t of_a_thread = 16 << 20;  ///< bytes that each needs for itself

/// How many threads the call asks for; where it does not say, as many as the machine and its memory have. 0:
/// that is no number.
unsigned threads_of(const Call& call) {
  if (call.threads.empty()) {
    const std::uint64_t cores = std::max(1u, std::thread::hardware_concurrency());
    const std::uint64_t fit = memory_of(call.memory).value_or(cores * of_a_thread) / of_a_thread;
    return static_cast<unsigned>(std::clamp<std::uint64_t>(fit, 1, cores));
  }
  unsigned threads = 0;
  const char* end = call.threads.data() + call.threads.size();
  const auto [rest, error] = std::from_chars(call.threads.data(), end, threads);
  return error == std::errc() && rest == end && threads <= most_threads ? threads : 0;
}

bool is_parquet(std::string_view path) { return path.ends_with(".parquet"); }

/// What is wrong with the call as a whole, or "".
std::string complaint_of(const Call& call, const Console& console) {
  if (threads_of(call) == 0)
    return console.text(texts::threads_form, {call.threads, std::to_string(most_threads)});
  if (!call.memory.empty() && !memory_of(call.memory)) return console.text(texts::memory_form, {call.memory});
  if (call.all && !call.period.empty()) return console.text(texts::not_together, {"--period", "--all"});
  if (!call.out.empty() && call.format.empty()) return console.text(texts::ending_unknown, {call.out});
  if (is_parquet(call.out) && call.format != "csv")
    return console.text(texts::not_together, {"-o " + call.out, "--format " + call.format});
  if (is_parquet(call.receipt)) return console.text(texts::receipt_is_json, {call.receipt});
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

/// The name of what is packed: `pay.csv` of `pay.csv.gz`.
std::string_view without_packing(std::string_view path) {
  for (const std::string_view ending : {".gz", ".zst"})
    if (path.ends_with(ending)) return path.substr(0, path.size() - ending.size());
  return path;
}

void choose_format(Call& call) {
  if (!call.format.empty()) return;
  const std::string_view name = without_packing(call.out);
  if (call.out.empty()) call.format = "table";
  else if (name.ends_with(".csv") || is_parquet(call.out)) call.format = "csv";
  else if (name.ends_with(".json")) call.format = "json";
}

std::string bytes_of(const Results& results, const Call& call, Language language) {
  const std::string& format = call.format;
  if (format == "csv") return results.to_csv(language, threads_of(call));
  if (format == "json") return results.to_json();
  return results.to_table(language);
}

std::string joined(const Words& names, const Console& console) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : console.text(texts::separator)) + name;
  return all;
}

void say_ignored(const Words& columns, const Console& console) {
  if (!columns.empty()) console.talk(console.text(texts::ignored_columns, {joined(columns, console)}));
}

constexpr std::size_t named = 5;  // rows or periods that a message names; the others are counted

/// Nobody fails for it, and everybody gets what comes of no sales at all.
void say_empty(const Results& results, const Console& console) {
  for (const EmptyTable& empty : results.empty_tables()) {
    const std::size_t all = empty.periods.size(), shown = std::min(all, named);
    if (all == 0) {
      console.talk(console.text(texts::empty_table, {empty.table}));
      continue;
    }
    std::string periods = joined({empty.periods.begin(), empty.periods.begin() + shown}, console);
    if (all > shown) periods = console.text(texts::and_more_periods, {periods, std::to_string(all - shown)});
    console.talk(console.text(texts::empty_in, {empty.table, periods}));
  }
}

void say_absent(const Words& columns, const Console& console) {
  if (!columns.empty()) console.talk(console.text(texts::absent_columns, {joined(columns, console)}));
}

void say_other_periods(const std::string& scored, std::size_t others, const Words& periods,
                       const Console& console) {
  console.talk(
      console.text(texts::other_periods, {scored, std::to_string(others), joined(periods, console)}));
}

/// What of the data was not used, and what of the plan was not there: both move pay without failing a row.
void say_unused(const Data& data, const Results& results, const Call& call, const Console& console) {
  say_ignored(data.ignored_columns(), console);
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
  say_absent(data.absent_columns(), console);
  say_empty(results, console);
  if (results.rows() == 0) return console.talk(console.text(texts::no_rows_count, {call.table}));
  const Words periods = data.periods();
  if (call.all || !call.period.empty() || periods.size() < 2) return;
  if (call.table.empty())
    say_other_periods(results.period(0), data.rows() - results.rows(), periods, console);
  else console.talk(console.text(texts::one_period, {results.period(0), joined(periods, console)}));
}

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
void say_broken(const std::vector<BrokenCheck>& checks, const Console& console) {
  for (const BrokenCheck& broken : checks) {
    const std::string& label = console.language() == Language::zh ? broken.label_zh : broken.label_en;
    const std::string name = label.empty() || label == broken.check
                                 ? broken.check
                                 : console.text(texts::labelled, {broken.check, label});
    std::string rows = joined(broken.first, console);
    if (const std::size_t more = broken.rows - broken.first.size(); more > 0)
      rows = console.text(texts::and_more, {rows, std::to_string(more)});
    console.talk(console.text(texts::check_broken, {name, rows}));
  }
}

void say_warnings(const Results& results, const Console& console) {
  std::vector<BrokenCheck> checks;
  const auto add = [&](const std::string& check, const auto& warning, const std::string& row) {
    auto at =
        std::find_if(checks.begin(), checks.end(), [&](const BrokenCheck& b) { return b.check == check; });
    if (at == checks.end()) at = checks.insert(at, {check, warning.label_en, warning.label_zh, 0, {}});
    if (++at->rows <= named) at->first.push_back(row);
  };
  for (const RecordWarning& warning : results.record_warnings())
    add(warning.table + "." + warning.check, warning, warning.data_place);
  for (const CheckWarning& warning : results.warnings()) {
    const std::string period = results.period(warning.row);
    add(warning.check, warning, std::string(results.key(warning.row)) + (period.empty() ? "" : " " + period));
  }
  say_broken(checks, console);
}

void say_written(const Call& call, std::size_t rows, std::size_t failed, const Console& console) {
  console.talk(console.text(
      texts::wrote_rows, {call.out, console.count(texts::rows, rows), console.count(texts::failed, failed)}));
}

/// Writes the result where it belongs and says what was written.
Status deliver(const Results& results, const Call& call, const Console& console) {
  const bool all_good = results.failed() == 0 && results.record_problems().empty();
  const Status done = all_good ? Status::done : Status::found;
  // All texts before any file: results without the state that goes with them would be worse than none.
  const std::string bytes = bytes_of(results, call, console.language());
  const std::string state = call.state_out.empty() ? "" : results.to_state();
  const std::string kept_receipt = call.receipt.empty() ? "" : receipt(results, bytes);
  Status status = done;
  if (call.out.empty()) status = console.result(bytes, done);
  else if (call.format == "csv") status = console.written(write_results(results, bytes, call.out), done);
  else status = console.write(call.out, bytes, done);
  if (status != done) return status;
  if (!call.state_out.empty())
    if (const Status kept = console.write(call.state_out, state, done); kept != done) return kept;
  if (!call.receipt.empty())
    if (const Status kept = console.write(call.receipt, kept_receipt, done); kept != done) return kept;
  say_records(results, console);
  say_warnings(results, console);
  if (const std::size_t records = results.record_problems().size(); records > 0)
    console.talk(console.count(texts::records, records));
  if (!call.out.empty()) say_written(call, results.rows(), results.failed(), console);
  else if (results.failed() > 0)
    console.talk(console.text(texts::rows_failed, {console.count(texts::rows, results.rows()),
                                                   console.count(texts::failed, results.failed())}));
  return status;
}

using Clock = std::chrono::steady_clock;

std::string ms_text(std::chrono::nanoseconds time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
}

/// How long each step took, and what the batch engine left to the other one.
void say_step(const StepDone& step, const Console& console) {
  std::string line =
      console.text(texts::step_done,
                   {step.period + (step.period.empty() ? "" : " ") + step.table, std::to_string(step.step),
                    std::to_string(step.steps), console.count(texts::rows, step.rows), ms_text(step.time)});
  if (step.by_row > 0) line += console.text(texts::step_by_row, {std::to_string(step.by_row)});
  console.talk(line);
}

ScoreOptions options_of(const Call& call, const Console& console, std::optional<Progress>& progress) {
  ScoreOptions options;
  options.table = call.table;
  options.period = call.period;
  options.all_periods = call.all;
  if (call.engine == "batch") options.engine = Engine::batch;
  options.threads = threads_of(call);
  options.progress = [&](std::size_t done, std::size_t all) {
    progress->show(done, all);
    return true;
  };
  if (call.log)
    options.log = [&](const StepDone& step) { progress->above([&] { say_step(step, console); }); };
  return options;
}

/// From one file to another, where nothing but the results is asked for and the plan lets it. Nothing where
/// it does not.
std::optional<Status> score_in_parts(const Plan& plan, const Call& call, const Console& console) {
  const std::vector<DataFile> files = data_files(call.files);
  const bool is_result_alone =
      call.format == "csv" && !call.out.empty() && call.state.empty() && call.state_out.empty();
  if (!is_result_alone || files.size() != 1) return std::nullopt;
  std::optional<Progress> progress(console);
  FileOptions options{options_of(call, console, progress), console.language(), !call.receipt.empty()};
  if (call.engine.empty()) options.score.engine = Engine::batch;
  const auto made = score_file(plan, files.front(), call.out, options);
  progress.reset();
  if (!made) return console.problems(made.error());
  if (!*made) return std::nullopt;
  const FileScored& scored = **made;
  const Status done = scored.failed == 0 ? Status::done : Status::found;
  if (!call.receipt.empty())
    if (const Status kept = console.write(call.receipt, scored.receipt, done); kept != done) return kept;
  say_ignored(scored.ignored_columns, console);
  say_absent(scored.absent_columns, console);
  if (!call.all && call.period.empty() && scored.periods.size() > 1)
    say_other_periods(scored.period, scored.rows_of_others, scored.periods, console);
  say_broken(scored.broken, console);
  say_written(call, scored.rows, scored.failed, console);
  return done;
}

}  // namespace

Status run_score(const Words& words, const Console& console) {
  Call call;
  if (const auto ended = read_call(call, words, console)) return *ended;
  choose_format(call);
  const std::string complaint = complaint_of(call, console);
  if (!complaint.empty()) return wrong_usage(console, "score", complaint);

  if (!call.memory.empty()) {
    const std::uint64_t memory = *memory_of(call.memory);
    if (!limit_memory(memory)) return wrong_usage(console, "score", console.text(texts::memory_unkept));
    if (!place_on_disk(memory / 2, disk_folder())) {
      console.complain(console.text(texts::no_disk, {disk_folder()}));
      return Status::file;
    }
  }
  const Result<Plan> plan = Plan::load(call.plan);
  if (!plan) return console.problems(plan.error());
  console.problems(plan->warnings());
  if (const auto ended = score_in_parts(*plan, call, console)) return *ended;
  const auto begun = Clock::now();
  const Result<Data> data = Data::read(*plan, data_files(call.files), call.state, threads_of(call));
  if (!data && is_disk_full()) {  // the data is told to be larger than memory, which it may be
    console.complain(console.text(texts::no_disk, {disk_folder()}));
    return Status::file;
  }
  if (!data) return console.problems(data.error());
  if (call.log)
    console.talk(console.text(texts::read_done,
                              {console.count(texts::rows, data->rows()), ms_text(Clock::now() - begun)}));

  std::optional<Progress> progress(console);
  ScoreOptions options = options_of(call, console, progress);
  if (call.engine.empty() && data->rows() >= many_rows) options.engine = Engine::batch;
  const Result<Results> results = score(*data, options);
  progress.reset();
  if (results && !call.state_out.empty() && !plan->has_history())
    console.talk(console.text(texts::state_is_empty, {call.state_out}));
  if (results) say_unused(*data, *results, call, console);
  return results ? deliver(*results, call, console) : console.problems(results.error());
}

}  // namespace merit::cli
