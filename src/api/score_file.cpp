#include "api/score_file.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>

#include "api/assign.hpp"
#include "api/part_results.hpp"
#include "api/receipt.hpp"
#include "api/scoring.hpp"
#include "api/state.hpp"
#include "base/digest.hpp"
#include "base/file.hpp"
#include "base/repeated.hpp"
#include "eval/codes.hpp"
#include "graph/stages.hpp"
#include "report/results.hpp"
#include "table/parts.hpp"

namespace merit::api {

namespace {

using table::RowParts;

class FileScoring {
 public:
  FileScoring(const Plan& plan, const DataFile& data, const std::string& out, const FileOptions& options,
              std::size_t part)
      : plan_(std::make_shared<Plan>(plan), &plan.state()),
        graph_(plan_->graph()),
        data_(data),
        out_(out),
        options_(options.score),
        language_(options.language),
        threads_(std::max(1u, options.score.threads)),
        part_(part),
        results_(graph_, options_, language_, wanted_) {
    of_workers_.threads = 1;
    of_workers_.engine = options.score.engine;
    if (options.with_receipt) digest_.emplace();
    parts_.emplace([this](char* to, std::size_t most) { return read(to, most); }, part_);
  }

  Result<std::optional<FileScored>> run() {
    const graph::Table& people = graph_.tables[graph::people];
    const bool is_people = data_.table.empty() || data_.table == people.name;
    if (!graph::reads_rows_alone(graph_) || !is_people || !options_.table.empty() ||
        graph_.encoding != table::Encoding::utf8)
      return nothing();
    if (!options_.period.empty() && !options_.all_periods) {
      if (graph_.period.empty()) return nothing();
      const Result<Period> named = period_named(*plan_, options_.period);
      if (!named) return named.error();
      wanted_ = *named;
    }
    if (is_no_file_on_disk(data_.path) || is_no_file_on_disk(out_)) return nothing();
    input_ = InputFile::open(data_.path, of_input_);
    if (trouble()) return *trouble();
    if (!input_->size()) return nothing();
    input_->tell([this](std::string_view bytes) {
      read_bytes_ += bytes.size();
      if (digest_) digest_->add(bytes);
    });
    const bool is_on_disk = results_.create(out_, digest_.has_value());
    if (trouble()) return *trouble();
    if (!is_on_disk) return nothing();
    if (!take_first()) return nothing();
    work_on_all();
    if (is_left_) return nothing();
    if (is_stopped_) return std::optional(stopped());
    if (digest_) read_digest_ = digest_->text();
    if (!of_form_.has_errors()) find_repeated();
    if (trouble()) return *trouble();
    if (wanted_ && results_.totals().rows() == 0) return no_such_period(options_.period, results_.periods());
    return finish();
  }

 private:
  using Lock = std::unique_lock<std::mutex>;
  using Clock = std::chrono::steady_clock;

  // Asked before it is opened: what a pipe has given away is gone.
  static bool is_no_file_on_disk(const std::string& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
           !std::filesystem::is_directory(status);
  }

  static Result<std::optional<FileScored>> nothing() { return std::optional<FileScored>(); }
  static FileScored stopped() {
    FileScored scored;
    scored.is_stopped = true;
    return scored;
  }

  /// What a thread works with.
  struct Worker {
    Data::State data;
    std::unique_ptr<Scoring> scoring;
    Numbers rows;  ///< by what they are found again
  };

  std::size_t read(char* to, std::size_t most) { return input_->read(to, most, of_input_).value_or(0); }

  std::optional<Problems> trouble() const {
    if (of_input_.has_errors()) return problems(ProblemKind::file, nullptr, of_input_);
    if (of_form_.has_errors()) return problems(ProblemKind::data, sources_, of_form_);
    if (of_rows_.has_errors()) return problems(ProblemKind::data, sources_, of_rows_);
    if (results_.diagnostics().has_errors())
      return problems(ProblemKind::file, nullptr, results_.diagnostics());
    return std::nullopt;
  }

  // ---- one part

  std::optional<table::CsvTable> parse(const RowParts::Part& part, std::string_view text, SourceId source,
                                       Diagnostics& diagnostics) const {
    return head_ ? table::parse_csv_rows(text, source, *head_, part.first_line, diagnostics)
                 : csv_of(graph_, data_.path, text, source, diagnostics);
  }

  /// Reads a part into the worker's rows; false when it has mistakes.
  bool read_rows(Worker& worker, const RowParts::Part& part, std::string_view text, SourceId source,
                 Diagnostics& of_form, Diagnostics& of_rows) const {
    eval::TableRows& people = worker.data.tables[graph::people];
    auto csv = parse(part, text, source, of_form);
    if (!csv) return false;
    people.files.clear();
    people.files.push_back({data_.path, source, std::move(*csv)});
    people.rows = eval::bind(graph_, graph::people, people.files, of_rows);
    return !of_rows.has_errors();
  }

  PartScored score(Worker& worker, const RowParts::Part& part) {
    PartScored made;
    Diagnostics of_form, of_rows;
    made.is_wrong = !read_rows(worker, part, part.text, SourceId{0}, of_form, of_rows);
    if (made.is_wrong) return made;
    const eval::BoundRows& rows = worker.data.people().rows;
    made.rows = rows.size();
    for (std::size_t row = 0; row < rows.size(); ++row) worker.rows.add(eval::hash_of(rows, row));
    std::map<std::optional<Period>, std::vector<std::uint32_t>> groups;
    for (std::uint32_t row = 0; row < rows.size(); ++row)
      groups[rows.periods.empty() ? std::nullopt : std::optional(rows.periods[row])].push_back(row);
    if (options_.all_periods && !rows.periods.empty()) made.ends = ends_of(rows);
    for (const auto& [period, chosen] : groups) {
      if (period) made.periods.push_back(*period);
      if (!is_wrong_ && results_.is_asked_for(period)) made.scored.push_back(score(worker, period, chosen));
    }
    return made;
  }

  static Ends ends_of(const eval::BoundRows& rows) {
    const auto before = [&](std::size_t a, std::size_t b) {
      if (rows.periods[a].start != rows.periods[b].start)
        return rows.periods[a].start < rows.periods[b].start;
      return rows.keys[a] < rows.keys[b];
    };
    const auto end = [&](std::size_t row) {
      return InOrder{rows.periods[row].start, std::string(rows.keys[row])};
    };
    Ends ends{end(0), end(rows.size() - 1)};
    for (std::size_t row = 1; row < rows.size() && ends.are_ascending; ++row)
      ends.are_ascending = before(row - 1, row);
    return ends;
  }

  PeriodScored score(Worker& worker, const std::optional<Period>& period,
                     const std::vector<std::uint32_t>& chosen) const {
    Results::State results;
    results.made.emplace(graph_, graph::people, worker.data.people().rows.keys);
    worker.scoring->score(chosen, results);
    const report::ResultTable& table = results.table();
    PeriodScored made{period, {}, {graph_, graph::people}, {}};
    made.totals.add(table);
    report::append_csv_rows(made.csv, table, language_);
    for (const CheckWarning& w : results.warnings) {
      const std::string& when = table.period(w.row);
      add_broken(made.broken, {w.check,
                               w.label_en,
                               w.label_zh,
                               1,
                               {std::string(table.key(w.row)) + (when.empty() ? "" : " ") + when}});
    }
    return made;
  }

  // ---- parts in their order

  /// False when this file, or these results, cannot be worked on part by part.
  bool deliver(Worker& worker, const RowParts::Part& part, const PartScored& made) {
    if (made.is_wrong) return tell_mistakes(worker, part), true;
    if (!results_.add(made, is_wrong_)) return false;
    if (results_.diagnostics().has_errors()) is_over_ = true;
    if (options_.progress && !options_.progress(read_bytes_, *input_->size())) is_stopped_ = is_over_ = true;
    return true;
  }

  // Again, with the places that people see.
  void tell_mistakes(Worker& worker, const RowParts::Part& part) {
    is_wrong_ = true;
    const SourceId source = sources_->add(data_.path, part.text, part.first_line);
    Diagnostics of_rows;  // of its own: the reader stops at columns where there are mistakes already
    read_rows(worker, part, sources_->text(source), source, of_form_, of_rows);
    of_rows_.append(of_rows);
    const bool is_enough = of_form_.has_errors() || of_rows_.errors() >= table::csv_mistakes;
    if (is_enough) is_over_ = true;
  }

  // ---- the work

  Worker make_worker() const {
    Worker worker;
    worker.data.plan = plan_;
    worker.data.tables.resize(1);
    return worker;
  }

  /// The part with the header: what it says holds for all. False when the file cannot be worked on in parts.
  bool take_first() {
    RowParts::Part part;
    parts_->next(part);
    const std::size_t useful = input_->is_packed() ? threads_ : *input_->size() / part_ + 1;
    for (std::size_t i = 0; i < std::min<std::size_t>(threads_, useful); ++i)
      workers_.push_back(make_worker());
    Worker& worker = workers_.front();
    Diagnostics unheard;
    if (auto head = parse(part, part.text, SourceId{0}, unheard)) {
      const bool is_clear = !data_.table.empty() || table_of(graph_, *head).table == graph::people;
      if (!is_clear || eval::is_long_form(graph_, graph::people, *head)) return false;
    }
    worker.scoring = std::make_unique<Scoring>(worker.data, of_workers_, graph::people);
    const PartScored made = score(worker, part);
    if (!deliver(worker, part, made)) return false;
    if (!of_form_.has_errors() && !lacks_column()) {
      head_ = worker.data.people().files.front().csv;
      const eval::BoundRows& rows = worker.data.people().rows;
      ignored_columns_ = rows.ignored_columns;
      for (std::size_t i = 0; i < rows.has_column.size(); ++i)
        if (!rows.has_column[i]) absent_columns_.push_back(graph_.inputs[i].name);
    }
    return true;
  }

  bool lacks_column() const {
    const auto& mistakes = of_rows_.items();
    return std::any_of(mistakes.begin(), mistakes.end(), [](const Diagnostic& d) {
      return std::string_view(d.info->code) == eval::codes::column_missing.code;
    });
  }

  void work_on_all() {
    if (!head_) return;
    {
      std::vector<std::jthread> others;
      try {
        for (std::size_t i = 1; i < workers_.size(); ++i)
          others.emplace_back([this, i] { work(workers_[i]); });
      } catch (const std::system_error&) {
        // The system has no more threads: those that there are do the work.
      }
      work(workers_.front());
    }
    if (thrown_) std::rethrow_exception(thrown_);
  }

  void work(Worker& worker) {
    try {
      RowParts::Part part;
      for (std::size_t number; take(part, number);) {
        if (!worker.scoring)
          worker.scoring = std::make_unique<Scoring>(worker.data, of_workers_, graph::people);
        const PartScored made = score(worker, part);
        Lock lock(turn_);
        is_turn_.wait(lock, [&] { return delivered_ == number || is_over_; });
        if (is_over_) return;
        if (!deliver(worker, part, made)) is_left_ = is_over_ = true;
        ++delivered_;
        is_turn_.notify_all();
      }
    } catch (...) {
      const Lock lock(turn_);
      if (!thrown_) thrown_ = std::current_exception();
      is_over_ = true;
      is_turn_.notify_all();
    }
  }

  /// The next part, and which one it is.
  bool take(RowParts::Part& part, std::size_t& number) {
    const Lock lock(reading_);
    if (is_over_ || !parts_->next(part)) return false;
    number = taken_++;
    return true;
  }

  // ---- at the end

  /// Rows of different parts with the same key and period. Their hashes are the same: the rows with such
  /// hashes are read again.
  void find_repeated() {
    std::vector<Numbers> all;
    for (Worker& worker : workers_) all.push_back(std::move(worker.rows));
    std::vector<std::uint64_t> found = repeated(all);
    if (found.empty()) return;
    found.resize(std::min(found.size(), table::csv_mistakes));  // as many as are told
    input_->begin_again();
    struct First {
      Span span;
      std::uint32_t part;
    };
    std::map<std::pair<std::string, std::string>, First> firsts;
    RowParts parts([this](char* to, std::size_t most) { return read(to, most); }, part_);
    Worker& worker = workers_.front();
    RowParts::Part part;
    const std::optional<table::CsvTable> head = std::move(head_);
    for (std::uint32_t number = 0; parts.next(part) && of_rows_.errors() < table::csv_mistakes; ++number) {
      head_ = number == 0 ? std::nullopt : head;
      Diagnostics unheard;
      if (!read_rows(worker, part, part.text, SourceId{0}, unheard, unheard)) continue;
      const eval::TableRows& people = worker.data.people();
      for (std::size_t row = 0; row < people.rows.size(); ++row) {
        if (!std::binary_search(found.begin(), found.end(), eval::hash_of(people.rows, row))) continue;
        const std::string period = people.rows.periods.empty() ? "" : format_period(people.rows.periods[row]);
        const auto [first, is_new] = firsts.try_emplace({std::string(people.rows.keys[row]), period});
        const Span here = line_of(part.text, people, row);
        if (is_new) first->second = {here, number};
        // Those of one part were found when it was read.
        else if (first->second.part != number)
          eval::report_twice(of_rows_, std::string(people.rows.keys[row]), period, here, first->second.span);
      }
    }
  }

  /// The key of a row, in a source that holds its line.
  Span line_of(const std::string& text, const eval::TableRows& people, std::size_t row) {
    const table::CsvTable& csv = people.files.front().csv;
    const std::uint32_t begin = csv.span({row, 0}).begin, end = csv.span({row, csv.columns() - 1}).end;
    const SourceId source = sources_->add(data_.path, text.substr(begin, end - begin), csv.line(row));
    const Span key = csv.span({row, static_cast<std::size_t>(people.rows.columns[0][0])});
    return {source, key.begin - begin, key.end - begin};
  }

  Result<std::optional<FileScored>> finish() {
    results_.finish();
    if (trouble()) return *trouble();
    FileScored scored = results_.take_scored();
    scored.ignored_columns = ignored_columns_;
    scored.absent_columns = absent_columns_;
    if (digest_) scored.receipt = receipt();
    log(scored);
    return std::optional(std::move(scored));
  }

  void log(const FileScored& scored) const {
    if (!options_.log) return;
    StepDone all{
        graph_.tables[graph::people].name, scored.period, 1, 1, scored.rows, 0, Clock::now() - begun_};
    for (const Worker& worker : workers_) all.by_row += worker.scoring ? worker.scoring->by_row() : 0;
    options_.log(all);
  }

  std::string receipt() {
    report::Receipt made = receipt_of(*plan_);
    made.data.push_back(
        {graph_.tables[graph::people].name, name_in_receipt(data_.path), read_digest_, results_.rows()});
    made.result_digest = results_.digest();
    return report::receipt_json(results_.totals(), made);
  }

  const std::shared_ptr<const Plan::State> plan_;
  const graph::Graph& graph_;
  const DataFile& data_;
  const std::string& out_;
  const ScoreOptions& options_;
  const Language language_;
  const unsigned threads_;
  const std::size_t part_;  ///< its bytes
  const Clock::time_point begun_ = Clock::now();
  ScoreOptions of_workers_;
  std::vector<Worker> workers_;
  std::optional<Period> wanted_;
  std::optional<table::CsvTable> head_;  ///< once the first part is read

  std::mutex reading_;  ///< of what takes parts
  std::optional<InputFile> input_;
  Diagnostics of_input_;
  std::optional<Sha256> digest_;  ///< of it, for a receipt
  std::string read_digest_;       ///< once all is read
  std::optional<RowParts> parts_;
  std::size_t taken_ = 0;
  std::atomic<std::size_t> read_bytes_ = 0;  ///< of the file as it lies there

  std::mutex turn_;  ///< of what delivers them
  std::condition_variable is_turn_;
  std::size_t delivered_ = 0;
  PartResults results_;
  std::vector<std::string> ignored_columns_, absent_columns_;
  std::shared_ptr<Sources> sources_ = std::make_shared<Sources>();
  Diagnostics of_form_, of_rows_;  ///< mistakes in the form of the file, in its rows
  std::exception_ptr thrown_;

  std::atomic<bool> is_wrong_ = false, is_over_ = false, is_left_ = false, is_stopped_ = false;
};

}  // namespace

Result<std::optional<FileScored>> score_file(const Plan& plan, const DataFile& data, const std::string& out,
                                             const FileOptions& options, std::size_t part) {
  return FileScoring(plan, data, out, options, part).run();
}

}  // namespace merit::api

namespace merit {
inline namespace v0 {

Result<std::optional<FileScored>> score_file(const Plan& plan, const DataFile& data, const std::string& out,
                                             const FileOptions& options) {
  return api::score_file(plan, data, out, options, api::bytes_of_part);
}

}  // namespace v0
}  // namespace merit
