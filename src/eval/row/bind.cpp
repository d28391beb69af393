#include "eval/row/bind.hpp"

#include <algorithm>
#include <map>
#include <span>

#include "base/in_threads.hpp"
#include "base/repeated.hpp"
#include "base/text_hash.hpp"
#include "eval/codes.hpp"
#include "eval/row/cells.hpp"
#include "eval/row/key_index.hpp"

namespace merit::eval {

using graph::Graph;
using graph::Input;

namespace {

std::span<const Input> inputs_of(const Graph& graph, const graph::Table& table) {
  return std::span(graph.inputs).subspan(table.inputs_begin, table.inputs_count);
}

void add_once(std::vector<std::string>& names, std::string_view name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
}

Text in_period(const std::string& period) {
  return period.empty() ? Text{} : Text{" in " + period, "（" + period + "）"};
}

Text first_here() { return {"first here", "首次出现于此"}; }

class Binder {
 public:
  Binder(const Graph& graph, std::uint32_t table, const std::vector<TableFile>& files,
         Diagnostics& diagnostics, unsigned threads)
      : graph_(graph),
        table_(graph.tables[table]),
        table_id_(table),
        inputs_(inputs_of(graph, table_)),
        files_(files),
        diagnostics_(diagnostics),
        threads_(threads) {}

  BoundRows run() {
    rows_.has_column.resize(inputs_.size());
    for (const TableFile& file : files_) bind_columns(file);
    check_columns();
    if (diagnostics_.has_errors()) return std::move(rows_);
    for (file_ = 0; file_ < files_.size(); ++file_) read_file();
    if (table_.timing == graph::Timing::dated) read_days();
    if (rows_.size() == 0 && table_id_ == graph::people)
      diagnostics_.add(codes::no_rows, files_[0].csv.header_span(0));
    if (!rows_.cells.empty()) find_lacks();
    return std::move(rows_);
  }

 private:
  /// The columns of a file that are no inputs.
  struct Marks {
    std::optional<std::size_t> period, metric, value;
    bool is_long() const { return value.has_value(); }
  };

  bool is_per_period() const { return table_.timing == graph::Timing::per_period; }
  /// Whether rows of several files can be one.
  bool is_joined() const { return table_.has_key || table_.is_single; }
  const table::CsvTable& csv() const { return files_[file_].csv; }

  // ---- columns

  void bind_columns(const TableFile& file) {
    const table::CsvTable& csv = file.csv;
    Marks marks;
    if (is_per_period()) marks.period = csv.column_named("period");
    if (is_long_form(graph_, table_id_, csv)) {
      marks.metric = csv.column_named("metric");
      marks.value = csv.column_named("value");
    }
    std::vector<std::int64_t> columns;
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      const auto column = csv.column_named(inputs_[i].name);
      columns.push_back(column ? static_cast<std::int64_t>(*column) : -1);
      if (column) rows_.has_column[i] = true;
    }
    if (marks.is_long()) bind_metrics(csv, marks, columns);
    else ignore_columns(csv, marks);
    rows_.columns.push_back(std::move(columns));
    marks_.push_back(marks);
  }

  void bind_metrics(const table::CsvTable& csv, const Marks& marks, std::vector<std::int64_t>& columns) {
    for (std::size_t row = 0; row < csv.rows(); ++row) {
      const std::string_view metric = csv.cell({row, *marks.metric});
      const auto input = input_of_metric(metric);
      if (!input) add_once(rows_.ignored_metrics, metric);
      else rows_.has_column[*input] = true, columns[*input] = static_cast<std::int64_t>(*marks.value);
    }
  }

  std::optional<std::size_t> input_of_metric(std::string_view metric) const {
    for (std::size_t i = table_.has_key ? 1 : 0; i < inputs_.size(); ++i)
      if (inputs_[i].name == metric) return i;
    return std::nullopt;
  }

  void ignore_columns(const table::CsvTable& csv, const Marks& marks) {
    for (const std::string& name : csv.header()) {
      const bool named =
          std::any_of(inputs_.begin(), inputs_.end(), [&](const Input& i) { return i.name == name; });
      if (!named && !(name == "period" && marks.period)) add_once(rows_.ignored_columns, name);
    }
  }

  // A column may come from any of the files that are joined; the key and the period stand in each.
  void check_columns() {
    for (std::size_t f = 0; f < files_.size(); ++f) {
      for (std::size_t i = 0; i < inputs_.size(); ++i) {
        const bool in_each = !is_joined() || (table_.has_key && i == 0);
        const bool is_there = in_each ? rows_.columns[f][i] >= 0 : rows_.has_column[i] || f > 0;
        if (!is_there && inputs_[i].missing == graph::Missing::error && !inputs_[i].every)
          report_missing(f, inputs_[i].name, way_out_of(f, inputs_[i]));
      }
      if (is_per_period() && !marks_[f].period) report_missing(f, "period", way_out_of_period(f));
    }
  }

  // `way_out`: what else than a new column could mend it.
  void report_missing(std::size_t file, const std::string& name, Text way_out) {
    const table::CsvTable& csv = files_[file].csv;
    Diagnostic& d =
        diagnostics_.add(codes::column_missing, csv.header_span(0), {Text::same(name), std::move(way_out)});
    d.suggestion = diagnostics_.did_you_mean(name, csv.header());
  }

  /// `way_out` with the columns that the file has.
  Text among_columns(std::size_t file, const Text& way_out) const {
    constexpr std::size_t shown = 10;
    const table::CsvTable& csv = files_[file].csv;
    const std::size_t all = csv.columns();
    Text text = {way_out.en + "; the file has ", way_out.zh + "；文件中有 "};
    for (std::size_t i = 0; i < std::min(all, shown); ++i) {
      const std::string name = "`" + csv.header()[i].substr(0, 60) + "`";
      text.en += (i > 0 ? ", " : "") + name;
      text.zh += (i > 0 ? "、" : "") + name;
    }
    if (all <= shown) return text;
    const std::string more = std::to_string(all - shown);
    return {text.en + " and " + more + " more", text.zh + " 等，另有 " + more + " 列"};
  }

  Text way_out_of(std::size_t file, const Input& input) const {
    const bool is_key = table_.has_key && &input == &inputs_.front();
    if (is_key && table_id_ == graph::people)
      return among_columns(file, {"or let `each` in the plan name the one that says who a row is about",
                                  "或用方案的 `each` 指定表明此行是谁的那一列"});
    if (is_key)
      return among_columns(file, {"or let `key` of the table `" + table_.name + "` in the plan name another",
                                  "或用方案中表 `" + table_.name + "` 的 `key` 指定另一列"});
    return {"or say in the plan what a missing value means", "或在方案中写明缺失的含义"};
  }

  Text way_out_of_period(std::size_t file) const {
    const std::string example = graph_.calendar->example();
    return among_columns(
        file, {"with a period such as " + example + " in each row, or rename the one that holds it",
               "每行写明周期，例如 " + example + "，或把写有周期的列改名"});
  }

  // ---- rows

  void read_file() {
    if (!is_single_file() || !read_good_rows()) read_rows();
    const bool is_one = marks_[file_].is_long() ? csv().rows() > 0 : csv().rows() == 1;
    if (table_.is_single && !marks_[file_].period && !is_one)
      diagnostics_.add(codes::not_single, csv().header_span(0),
                       {Text::same(table_.name), Text::same(std::to_string(csv().rows()))});
  }

  bool is_single_file() const { return files_.size() == 1 && !marks_[0].is_long(); }

  /// What a thread reads of the rows of a single file.
  struct Share {
    bool are_good = true;
    RowPeriods periods;
    Numbers hashes;  ///< by which rows are found that are there twice
  };

  /// The rows of a single file, none of which is wrong. False where one is: then they are to be read one
  /// after the other, with what there is to tell.
  bool read_good_rows() {
    constexpr std::size_t rows_worth_threads = 1 << 14;
    const std::size_t rows = csv().rows();
    rows_.met.resize(rows);
    if (table_.has_key) rows_.keys.resize(rows);
    std::vector<Share> shares(rows < rows_worth_threads ? 1 : threads_);
    in_threads(shares.size(), shares.size(), [&](std::size_t, std::size_t i) {
      read_share(shares[i], rows * i / shares.size(), rows * (i + 1) / shares.size());
    });
    if (!std::all_of(shares.begin(), shares.end(), [](const Share& share) { return share.are_good; })) {
      rows_.met.clear();
      rows_.keys.clear();
      return false;
    }
    std::vector<Numbers> hashes;
    for (Share& share : shares) {
      rows_.periods.append(share.periods);
      hashes.push_back(std::move(share.hashes));
    }
    if (is_joined()) tell_repeated(hashes);
    return true;
  }

  void read_share(Share& share, std::size_t begin, std::size_t end) {
    const std::optional<std::size_t> period_column = marks_[0].period;
    if (period_column) share.periods.reserve(end - begin);
    std::string_view period_text;
    std::optional<Period> period;
    for (std::size_t row = begin; row < end && share.are_good; ++row) {
      rows_.met[row] = {0, static_cast<std::uint32_t>(row)};
      if (period_column) {
        const std::string_view text = csv().cell({row, *period_column});
        const bool is_known = period && text == period_text;
        if (!is_known) period = period_of(text);
        period_text = text;
        if (is_known) share.periods.repeat();
        else if (period) share.periods.push_back(*period);
      }
      const std::string_view key = table_.has_key ? csv().cell({row, key_column()}) : std::string_view();
      if (table_.has_key) rows_.keys[row] = key;
      share.are_good = period.has_value() == period_column.has_value() &&
                       (!table_.has_key || (!key.empty() && fault_of(key) == nullptr));
      if (is_joined()) share.hashes.add(hash_of(key, period ? &*period : nullptr));
    }
  }

  void read_rows() {
    const Marks& marks = marks_[file_];
    if (!is_alone()) index_.reserve(rows_.size() + (marks.is_long() ? 0 : csv().rows()));
    for (std::size_t row = 0; row < csv().rows() && diagnostics_.errors() < table::csv_mistakes; ++row) {
      if (marks.period) read_period(row);
      const FileRow here{static_cast<std::uint32_t>(file_), static_cast<std::uint32_t>(row)};
      const auto key = key_of(here);
      if (!key) continue;
      const auto at = is_alone() ? add_row(here, *key) : joined_row(here, *key);
      if (!at) continue;
      if (marks.is_long()) give_metric(*at, here);
      else if (!is_alone()) give_row(*at, here);
    }
    if (!is_joined() || !is_alone()) return;
    Numbers hashes;
    for (std::size_t row = 0; row < rows_.size(); ++row) hashes.add(hash_of(rows_, row));
    tell_repeated({&hashes, 1});
  }

  /// Whether each cell stands where its row is met: in a single file, or in a table of rows without a key.
  bool is_alone() const { return !is_joined() || (files_.size() == 1 && !marks_[0].is_long()); }

  std::size_t add_row(FileRow here, std::string_view key) {
    rows_.met.push_back(here);
    if (table_.has_key) rows_.keys.push_back(key);
    if (marks_[here.file].period) rows_.periods.push_back(period_);
    if (is_alone()) return rows_.met.size() - 1;
    rows_.cells.resize(rows_.cells.size() + inputs_.size());
    if (table_.has_key) cell(rows_.met.size() - 1, 0) = here;
    return rows_.met.size() - 1;
  }

  FileRow& cell(std::size_t row, std::size_t input) { return rows_.cells[row * inputs_.size() + input]; }

  /// "" where the table has none; nothing when it is wrong.
  std::optional<std::string_view> key_of(FileRow here) {
    if (!table_.has_key) return std::string_view();
    const std::string_view key = csv().cell({here.row, key_column()});
    if (!key.empty()) return is_good_key(here, key) ? std::optional(key) : std::nullopt;
    diagnostics_.add(codes::key_empty, csv().span({here.row, key_column()}), {Text::same(inputs_[0].name)});
    return std::nullopt;
  }

  /// The row of the table to which a row of one of its files belongs; nothing when that is wrong.
  std::optional<std::size_t> joined_row(FileRow here, std::string_view key) {
    const auto is_same = [&](std::uint32_t row) {
      return (!table_.has_key || rows_.keys[row] == key) &&
             (!is_per_period() || rows_.periods[row] == period_);
    };
    const std::size_t hash = hash_of_text(key) + static_cast<std::size_t>(period_.start);
    std::uint32_t row = index_.find_or_add(hash, static_cast<std::uint32_t>(rows_.size()), is_same);
    if (row == KeyIndex::none) {
      row = static_cast<std::uint32_t>(add_row(here, key));
      last_.push_back(here);
    } else if (last_[row].file == file_ && !marks_[file_].is_long()) {
      report_twice(row, here, last_[row]);
      return std::nullopt;
    }
    last_[row] = here;
    return row;
  }

  // Rows of a single file. Hashes go through memory from front to back, where an index of all keys would be
  // met in all places; and there are hardly ever any to compare.
  void tell_repeated(std::span<const Numbers> hashes) {
    const std::vector<std::uint64_t> found = repeated(hashes);
    KeyIndex firsts;
    for (std::uint32_t row = 0; !found.empty() && row < rows_.size(); ++row) {
      const std::uint64_t hash = hash_of(rows_, row);
      if (diagnostics_.errors() >= table::csv_mistakes) return;
      if (!std::binary_search(found.begin(), found.end(), hash)) continue;
      const auto is_same = [&](std::uint32_t other) {
        return (!table_.has_key || rows_.keys[row] == rows_.keys[other]) &&
               (!is_per_period() || rows_.periods[row] == rows_.periods[other]);
      };
      const std::uint32_t first = firsts.find_or_add(hash, row, is_same);
      if (first != KeyIndex::none) report_twice(first, rows_.met[row], rows_.met[first]);
    }
  }

  /// What is wrong with a key; null when nothing is.
  const CodeInfo* fault_of(std::string_view key) const {
    if (table::is_plain_key(key)) return nullptr;
    if (table::has_unseen(key)) return &codes::key_unseen;
    if (!graph_.forms.formulas && table::is_formula(key)) return &codes::key_formula;
    if (!graph_.forms.scientific_keys && table::is_scientific(key)) return &codes::key_scientific;
    return nullptr;
  }

  bool is_good_key(FileRow here, std::string_view key) {
    const CodeInfo* const fault = fault_of(key);
    if (fault == nullptr) return true;
    const Span place = csv().span({here.row, key_column()});
    if (fault == &codes::key_unseen) {
      diagnostics_.add(*fault, place, {Text::same(printable(key))});
      return false;
    }
    table::CellForms forms = graph_.forms;
    (fault == &codes::key_formula ? forms.formulas : forms.scientific_keys) = true;
    diagnostics_.add(*fault, place,
                     {Text::same(std::string(key.substr(0, 40))), Text::same(written_in_plan(forms))});
    return false;
  }

  std::size_t key_column() const { return static_cast<std::size_t>(rows_.columns[file_][0]); }

  void report_twice(std::size_t row, FileRow here, FileRow first) {
    if (!table_.has_key && !is_per_period()) return;  // told of the file as a whole: it has several rows
    const std::size_t column = table_.has_key ? key_column() : *marks_[file_].period;
    eval::report_twice(diagnostics_, who(row), is_per_period() ? format_period(rows_.periods[row]) : "",
                       csv().span({here.row, column}), csv().span({first.row, column}));
  }

  /// Whose row it is, or of a single table which.
  std::string who(std::size_t row) const {
    return table_.has_key ? std::string(rows_.keys[row]) : table_.name;
  }

  void give_metric(std::size_t row, FileRow here) {
    const auto input = input_of_metric(csv().cell({here.row, *marks_[file_].metric}));
    if (input) give(row, *input, here);
  }

  // A row that another file has too is told once, by its first column.
  void give_row(std::size_t row, FileRow here) {
    for (std::size_t i = table_.has_key ? 1 : 0; i < inputs_.size(); ++i)
      if (rows_.columns[file_][i] >= 0 && !give(row, i, here)) return;
  }

  bool give(std::size_t row, std::size_t input, FileRow here) {
    FileRow& given = cell(row, input);
    if (given.is_none()) {
      given = here;
      return true;
    }
    const std::string period = is_per_period() ? format_period(rows_.periods[row]) : "";
    Diagnostic& d =
        diagnostics_.add(codes::cell_twice, span_of(here, input),
                         {Text::same(inputs_[input].name), Text::same(who(row)), in_period(period)});
    d.related.push_back({span_of(given, input), first_here()});
    return false;
  }

  std::string_view text_of(FileRow at, std::size_t input) const {
    return files_[at.file].csv.cell({at.row, static_cast<std::size_t>(rows_.columns[at.file][input])});
  }

  Span span_of(FileRow at, std::size_t input) const {
    return files_[at.file].csv.span({at.row, static_cast<std::size_t>(rows_.columns[at.file][input])});
  }

  std::optional<Period> period_of(std::string_view cell) const {
    const auto plain = table::plain_date(cell, graph_.forms);
    return graph_.calendar->parse(plain ? *plain : std::string(cell));
  }

  void read_period(std::size_t row) {
    const table::CellIndex at{row, *marks_[file_].period};
    const std::string_view cell = csv().cell(at);
    if (cell == period_text_ && !cell.empty()) return;  // as in the row before
    const auto period = period_of(cell);
    if (!period) {
      const auto plain = table::plain_date(cell, graph_.forms);
      report_period(plain ? *plain : std::string(cell), csv().span(at));
    }
    period_ = period.value_or(Period{});
    period_text_ = period ? cell : std::string_view();
  }

  void report_period(const std::string& text, Span at) {
    Diagnostic& d = diagnostics_.add(
        codes::period_form, at,
        {text.empty() ? Text{"an empty cell", "空单元格"} : Text{"`" + text + "`", "`" + text + "` "},
         Text::same(graph_.calendar->example())});
    if (!graph_.calendar->parse(table::narrow(text))) return;
    table::CellForms forms = graph_.forms;
    forms.full_width_digits = true;
    const std::string said = "`" + written_in_plan(forms) + "`";
    d.suggestion = {"or write " + said + " in the plan", "或在方案中写 " + said};
  }

  void read_days() {
    const std::size_t input = table_.date_input - table_.inputs_begin;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      const FileRow at = rows_.cells.empty() ? rows_.met[row] : cell(row, input);
      rows_.days.push_back(at.is_none() ? std::nullopt : read_day(graph_, text_of(at, input)));
    }
  }

  // ---- what joined files lack

  // Files with the same columns stand for each other: a row of January is not missing in February.
  void find_lacks() {
    std::map<std::vector<bool>, std::size_t> groups;
    for (std::uint32_t f = 0; f < files_.size(); ++f) {
      std::vector<bool> has;
      for (std::size_t i = table_.has_key ? 1 : 0; i < inputs_.size(); ++i)
        has.push_back(rows_.columns[f][i] >= 0);
      const auto [it, is_new] = groups.try_emplace(has, rows_.lacks.size());
      if (is_new) rows_.lacks.emplace_back();
      rows_.lacks[it->second].files.push_back(f);
    }
    for (Lack& lack : rows_.lacks)
      for (std::size_t row = 0; row < rows_.size(); ++row) lack.rows += is_lacking(lack, row);
    std::erase_if(rows_.lacks, [](const Lack& lack) { return lack.rows == 0; });
  }

  bool is_lacking(const Lack& lack, std::size_t row) {
    const auto& columns = rows_.columns[lack.files[0]];
    bool is_missing = false;
    for (std::size_t i = table_.has_key ? 1 : 0; i < inputs_.size(); ++i) {
      if (columns[i] < 0) continue;
      const FileRow at = cell(row, i);
      is_missing |= at.is_none();
      if (std::find(lack.files.begin(), lack.files.end(), at.file) != lack.files.end()) return false;
    }
    return is_missing;
  }

  const Graph& graph_;
  const graph::Table& table_;
  std::uint32_t table_id_;
  std::span<const Input> inputs_;
  const std::vector<TableFile>& files_;
  Diagnostics& diagnostics_;
  const unsigned threads_;
  BoundRows rows_;
  std::vector<Marks> marks_;      ///< by file
  std::size_t file_ = 0;          ///< that is read
  Period period_{};               ///< of the line that is read
  std::string_view period_text_;  ///< its cell; "" where that is no period
  KeyIndex index_;                ///< rows by key and period
  std::vector<FileRow> last_;     ///< by row: the line that gave of it last
};

}  // namespace

bool is_long_form(const Graph& graph, std::uint32_t table, const table::CsvTable& csv) {
  const graph::Table& t = graph.tables[table];
  const auto inputs = inputs_of(graph, t);
  std::vector<std::string_view> columns = {"metric", "value"};
  for (const Input& input : inputs)
    if (input.name == columns[0] || input.name == columns[1]) return false;
  if (t.has_key) columns.push_back(inputs.front().name);
  if (t.timing == graph::Timing::per_period) columns.push_back("period");
  const auto has = [&](std::string_view name) { return csv.column_named(name).has_value(); };
  return (t.has_key || t.is_single) && csv.columns() == columns.size() &&
         std::all_of(columns.begin(), columns.end(), has);
}

BoundRows bind(const Graph& graph, std::uint32_t table, const std::vector<TableFile>& files,
               Diagnostics& diagnostics, unsigned threads) {
  return Binder(graph, table, files, diagnostics, std::max(1u, threads)).run();
}

void report_twice(Diagnostics& diagnostics, const std::string& who, const std::string& period, Span here,
                  Span first) {
  diagnostics.add(codes::key_twice, here, {Text::same(who), in_period(period)})
      .related.push_back({first, first_here()});
}

}  // namespace merit::eval
