// Scoring: data in, results out, row by row, exactly.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "merit/decimal.hpp"
#include "merit/plan.hpp"
#include "merit/result.hpp"

namespace merit {
inline namespace v0 {

/// A file and the table of the plan that it holds, all of it or a part; "": the one whose columns it has. It
/// may be packed by gzip or zstd, or be a Parquet file (in a build with MERIT_PARQUET), which its bytes tell,
/// not its name. A Parquet file is read as the CSV of the same table.
struct DataFile {
  std::string table;
  std::string path;
};

/// The same for a text; `name` is what messages call it.
struct DataText {
  std::string table;
  std::string name;
  std::string csv;
};

/// Rows of a table from memory: each record holds as many texts as `columns`, written as in a CSV file, in
/// UTF-8.
struct Records {
  std::string table;  ///< "": the one whose columns these are
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> records;
};

/// Rows of a table that are in none of these files, whose columns other rows have: cells that are missing.
struct MissingRows {
  std::vector<std::string> files;  ///< with the same columns
  std::size_t rows = 0;
  std::size_t of = 0;  ///< rows of the table
};

/// Rows of a table other than the people's that count in no period for which there are people: most often a
/// date with a slip in it.
struct OutsideRows {
  std::string table;
  std::size_t rows = 0;
  std::size_t of = 0;  ///< rows of the table
  std::string first;   ///< where the first of them stands: "sales.csv:7"
};

/// Periods of which neither a state nor the data knows anything: most often the state is an old one.
struct StateGap {
  std::string known_to;
  std::string first;
};

/// Rows for a plan, bound to its inputs. Immutable; cheap to copy; keeps its plan.
class MERIT_EXPORT Data {
 public:
  /// Reads a CSV file, in UTF-8 or what the plan says under `data`. Errors: what fails the file as a whole
  /// (encoding, header, a missing column, a doubled key, a period that cannot be read). A wrong cell fails
  /// only its row, when it is scored.
  static Result<Data> read(const Plan& plan, const std::string& path);
  static Result<Data> parse(const Plan& plan, std::string csv, const std::string& name = "data.csv");
  /// The same for several files. Those of one table are put together: by key and period where it has a key,
  /// else one behind the other. A file with the columns key, `period` (where the table has one), `metric` and
  /// `value` is in long form: each line is one cell. Errors: also a table without a file, a cell that is
  /// given twice, a file of which the table is not clear.
  ///
  /// `state`: what an earlier run left (Results::to_state), packed or not, of whose periods the data then has
  /// no rows. Errors: the state of another plan, one that does not say all that the plan reads of earlier
  /// periods, rows of periods that it has closed.
  ///
  /// `threads` work on a large file side by side.
  static Result<Data> read(const Plan& plan, const std::vector<DataFile>& files,
                           const std::string& state = "", unsigned threads = 1);
  static Result<Data> parse(const Plan& plan, const std::vector<DataText>& texts,
                            const std::optional<DataText>& state = std::nullopt);
  /// The people from memory.
  static Result<Data> from_records(const Plan& plan, const std::vector<std::string>& columns,
                                   const std::vector<std::vector<std::string>>& records);
  /// Rows of several tables from memory; what is wrong with one is told at "<sales>:3", the line that a file
  /// of it would have.
  static Result<Data> from_records(const Plan& plan, const std::vector<Records>& tables,
                                   const std::optional<DataText>& state = std::nullopt);

  /// What a state says that the plan does not read: "person.balance".
  std::vector<std::string> ignored_state() const;
  /// Where periods lie between the state and the data: the last that the state knows, and the first of the
  /// data.
  std::optional<StateGap> state_gap() const;

  std::size_t rows() const;  ///< people and periods
  /// Periods in the data, in order; empty when the plan has none.
  std::vector<std::string> periods() const;
  /// Columns that the plan does not name; of other tables than the people's as "sales.colour".
  std::vector<std::string> ignored_columns() const;
  /// Metrics of files in long form that the plan does not name, likewise.
  std::vector<std::string> ignored_metrics() const;
  /// What files that are joined by their keys lack.
  std::vector<MissingRows> missing_rows() const;
  std::vector<OutsideRows> outside_periods() const;
  /// Tables without a file: their rows are those that refs name, and every cell is missing.
  std::vector<std::string> tables_without_file() const;
  /// Inputs for which the data has no column: every row takes what the plan says of a missing value.
  std::vector<std::string> absent_columns() const;

  struct State;
  explicit Data(std::shared_ptr<const State> state);
  const State& state() const { return *state_; }

 private:
  std::shared_ptr<const State> state_;
};

/// How rows are computed. Both give the same bytes; the batch engine is made for many rows.
enum class Engine : std::uint8_t { row, batch };

/// A step of a run that is over, for a log: what could be worked out at once of the rows of one table in one
/// period, or all parts of a file.
struct StepDone {
  std::string table;
  std::string period;               ///< "" when the plan has none
  std::size_t step = 1, steps = 1;  ///< of this period; the last one makes the results
  std::size_t rows = 0;
  /// Of these, what the batch engine left to the row engine: rows that fail, numbers larger than common,
  /// every row of a step that it has no program for (`merit check --lanes` says why).
  std::size_t by_row = 0;
  std::chrono::nanoseconds time{};  ///< on the wall
};

struct ScoreOptions {
  std::string table;   ///< whose rows' results are asked for; empty: the people's
  std::string period;  ///< only this one; empty: the last one in which there are people
  bool all_periods = false;
  Engine engine = Engine::row;
  unsigned threads = 1;  ///< of the batch engine
  /// Called now and then with rows done and rows in all, at least behind each step; returning false stops the
  /// run (Results::is_stopped). Always in the thread of the caller, or while the others wait.
  std::function<bool(std::size_t, std::size_t)> progress = {};
  /// Called behind each step, likewise.
  std::function<void(const StepDone&)> log = {};
};

/// Why a row failed.
struct RowError {
  std::string code;  ///< "E0611"
  std::string reason_en, reason_zh;
  std::string plan_place;  ///< "plan.yaml:12:9": the rule or column that failed
  std::string data_place;  ///< "march.csv:5"; of a row of several files "sales.csv:5, service.csv:7"
};

/// A check with `breach: warning` that does not hold.
struct CheckWarning {
  std::size_t row = 0;  ///< of the results
  std::string check;
  std::string label_en, label_zh;
};

/// A record of another table than the people's that failed, or for which a check with `breach: warning` does
/// not hold.
struct RecordProblem {
  std::string table;
  std::string period;  ///< "" when the plan has none
  RowError error;      ///< what failed, and where it stands
};
struct RecordWarning {
  std::string table;
  std::string check;
  std::string label_en, label_zh;
  std::string data_place;
};

/// A table that has no row in some periods: most often its file is an old one, or was cut off behind the
/// header.
struct EmptyTable {
  std::string table;
  std::vector<std::string> periods;  ///< ascending; empty where the plan has none
};

/// Results: one row for each row scored. Rows stand in the order of the data when one period is asked for,
/// else by period and key. A row of a table that holds in every period has results in each. Immutable; cheap
/// to copy.
class MERIT_EXPORT Results {
 public:
  std::size_t rows() const;
  std::size_t failed() const;
  /// Whether `progress` stopped the run: these are the rows that were done before, and no state can be made.
  bool is_stopped() const;
  std::size_t columns() const;  ///< outputs only
  const Column& column(std::size_t index) const;
  /// Of rows of a table without keys their places in its files: "12", of several files "sales.csv:12".
  std::string_view key(std::size_t row) const;
  std::string period(std::size_t row) const;  ///< "" when the plan has none
  /// The text of a result file: all digits, true/false, "" when absent or when the row failed.
  std::string text(std::size_t row, std::size_t column) const;
  /// The number, or nothing when it is absent, failed or no number.
  std::optional<Decimal> number(std::size_t row, std::size_t column) const;
  /// Nothing when the row was scored.
  std::optional<RowError> error(std::size_t row) const;
  const std::vector<CheckWarning>& warnings() const;
  /// Of other tables than the one that was asked for, in the order of periods, tables and rows.
  const std::vector<RecordProblem>& record_problems() const;
  const std::vector<RecordWarning>& record_warnings() const;
  /// Of all periods that were worked out, earlier ones too where the plan reads them.
  const std::vector<EmptyTable>& empty_tables() const;

  /// What later periods have to know, as CSV: all that this run and the ones before it kept, up to the last
  /// period that was scored. To be read by Data::read. "" of a run that was stopped.
  std::string to_state() const;

  /// `threads` write side by side.
  std::string to_csv(Language language = Language::en, unsigned threads = 1) const;
  std::string to_json() const;
  /// Aligned for people, CJK widths counted; numbers to the right with thousands marks.
  std::string to_table(Language language = Language::en) const;

  struct State;
  explicit Results(std::shared_ptr<const State> state);
  const State& state() const { return *state_; }

 private:
  std::shared_ptr<const State> state_;
};

/// What was scored, by which plan and with which result, as JSON: SHA-256 digests of the plan's meaning and
/// of every file (a packed data file as it lies there; of a packed state or result its text), Merit's
/// version, periods, counts and exact totals of the numbers that leave. `written`: the text that was
/// delivered. The same run gives the same receipt, whatever the clock and the machine.
MERIT_EXPORT std::string receipt(const Results& results, const std::string& written);

/// Writes what `to_csv` made (`csv`) to a file that appears whole or not at all: packed where its name ends
/// in .gz or .zst, as Parquet where it ends in .parquet. There numbers are DECIMAL(38, digits), days DATE,
/// yes and no BOOLEAN, all else texts, and what is absent is null.
MERIT_EXPORT Problems write_results(const Results& results, const std::string& csv, const std::string& path);

/// A check with `breach: warning` that does not hold for some rows.
struct BrokenCheck {
  std::string check, label_en, label_zh;
  std::size_t rows = 0;
  std::vector<std::string> first;  ///< up to five of them: "M-0042 2026-03"
};

/// What became of a file that was scored part by part.
struct FileScored {
  bool is_stopped = false;           ///< by `options.progress`: nothing was written
  std::size_t rows = 0, failed = 0;  ///< of the results
  std::string period;                ///< of the results, the last of several; "" when the plan has none
  std::vector<std::string> periods;  ///< of the file, ascending
  std::size_t rows_of_others = 0;    ///< of other periods
  std::vector<BrokenCheck> broken;   ///< in the order in which they are met
  std::vector<std::string> ignored_columns, absent_columns;
  std::string receipt;  ///< where it was asked for: as `receipt` tells it
};

struct FileOptions {
  /// `progress` is told bytes of the file as it lies there, `log` one step, the whole file; `threads` are
  /// those of the run.
  ScoreOptions score = {};
  Language language = Language::en;
  bool with_receipt = false;
};

/// Scores the people's file `data` to a CSV file, part by part, on all threads that are asked for. The bytes
/// are those of `score` and `to_csv`, packed where the name of `out` ends in .gz or .zst, and the same table
/// in Parquet where it ends in .parquet; memory holds some parts, and 8 to 16 bytes for each row. `out` takes
/// the place of an old file when it is whole; if anything fails, nothing is written. Errors: those of
/// `Data::read` and `score`; of several mistakes in the form of the file those of the first part that has
/// any. Nothing where that cannot be done and everything has to be read first: the plan has other tables,
/// groups or earlier periods, or its data is in GB18030; the file is in long form, or no file on a disk; rows
/// of several periods have to be put in order (`all_periods`, where they do not stand by period and key);
/// results of a `table` are asked for.
MERIT_EXPORT Result<std::optional<FileScored>> score_file(const Plan& plan, const DataFile& data,
                                                          const std::string& out,
                                                          const FileOptions& options = {});

/// Scores rows. Errors: no such period; a table with a single row that has none; no such table, or one of
/// which nothing leaves (`score`, `pay`, a value whose type is a list, `outputs`).
MERIT_EXPORT Result<Results> score(const Data& data, const ScoreOptions& options = {});

}  // namespace v0
}  // namespace merit
