#include <algorithm>
#include <set>

#include "api/assign.hpp"
#include "api/state.hpp"
#include "base/csv_text.hpp"
#include "base/digest.hpp"
#include "base/file.hpp"
#include "eval/codes.hpp"
#include "eval/row/cells.hpp"
#include "graph/inputs.hpp"

namespace merit {

namespace api {

namespace {

// Behind a cell that is no member: the one that was meant, or those there are.
Text also_members(const Text& written, const std::string& cell, const std::vector<std::string>& members) {
  constexpr std::size_t shown = 10;
  if (const Text near = did_you_mean(cell, members); near != Text{})
    return {written.en + "; " + near.en, written.zh + "；" + near.zh};
  Text all;
  for (std::size_t i = 0; i < std::min(members.size(), shown); ++i) {
    all.en += (i > 0 ? ", " : "") + members[i];
    all.zh += (i > 0 ? "、" : "") + members[i];
  }
  if (members.size() > shown) all = {all.en + " ...", all.zh + " 等"};
  return {written.en + "; there are " + all.en, written.zh + "；可用 " + all.zh};
}

// Four digits, two and two: the form is right, and it is no day all the same.
bool looks_like_day(const std::string& cell) {
  constexpr std::string_view form = "0000-00-00";
  return std::equal(cell.begin(), cell.end(), form.begin(), form.end(),
                    [](char c, char f) { return f == '-' ? c == '-' : c >= '0' && c <= '9'; });
}

// Behind a cell that a spreadsheet wrote.
Text may_be_allowed(const Text& written, const table::CellForms& forms) {
  const std::string said = "`" + written_in_plan(forms) + "`";
  return {written.en + "; a plan with " + said + " reads it",
          written.zh + "；方案中写明 " + said + " 即可读取"};
}

// The input of the record's table whose cell made a row fail at this site; nothing when the site is no
// cell's.
std::optional<std::size_t> wrong_input(const Data::State& data, std::uint32_t table, graph::SiteId site) {
  const graph::Graph& graph = data.plan->graph();
  for (std::size_t i = 0; i < graph.tables[table].inputs_count; ++i) {
    const graph::Input& input = graph.inputs[graph.tables[table].inputs_begin + i];
    for (const graph::SiteId own :
         {input.missing_site, input.form_site, input.range_site, input.decimals_site, input.member_site,
          input.digits_site, input.key_site})
      if (own == site) return i;
    const bool is_text = input.type.kind == ValueKind::text;
    if (is_text && (site == input.formula_site || site == input.scientific_site)) return i;
  }
  return std::nullopt;
}

// What the cell holds that made a row fail at this site, with the members it could have been.
Text cell_found(const Data::State& data, eval::RecordId record, std::size_t wrong, graph::SiteId site) {
  const graph::Graph& graph = data.plan->graph();
  const eval::TableRows& table = data.tables[record.table];
  const graph::Input& input = graph.inputs[graph.tables[record.table].inputs_begin + wrong];
  if (site == input.missing_site || site == input.digits_site) return {};
  const std::string cell = printable(table.text(record.row, wrong).substr(0, 40));
  const Text written = {": `" + cell + "`", "：`" + cell + "`"};
  if (site == input.key_site) {
    const auto& keys = data.tables[graph.refs[input.ref].to].rows.keys;
    const auto text = table.text(record.row, wrong);
    if (std::find(keys.begin(), keys.end(), text) == keys.end()) return written;
    return {written.en + ", which is there in another period only", written.zh + "，它只在其他周期出现"};
  }
  if (site == input.member_site) return also_members(written, cell, graph.lists[input.type.list].members);
  if (site == input.form_site) {
    const table::CellForms needed = eval::forms_needed(graph, input, table.text(record.row, wrong));
    if (needed != table::CellForms{}) return may_be_allowed(written, table::both(needed, graph.forms));
  }
  if (site == input.form_site && input.type.kind == ValueKind::date && looks_like_day(cell))
    return {written.en + " is no day of the calendar", written.zh + " 在日历上不存在"};
  return written;
}

}  // namespace

std::string place_of(const Data::State& data, eval::RecordId row) {
  return data.tables[row.table].lines_text(row.row);
}

std::optional<Problems> begin(const Data::State& data, eval::StagedRun& run, const Period* period) {
  run.begin(period);
  Diagnostics diagnostics;
  for (std::uint32_t table : run.without_row()) {
    const std::string name = run.known_to() ? format_period(*run.known_to()) : "";
    diagnostics.add(eval::codes::single_missing, nowhere,
                    {Text::same(data.plan->graph().tables[table].name), Text::same(name)});
  }
  if (!diagnostics.has_errors()) return std::nullopt;
  return problems(ProblemKind::data, data.sources, diagnostics);
}

RowError row_error(const Data::State& data, const eval::StagedRun& run, eval::RecordId row,
                   graph::SiteId site) {
  const Plan::State& plan = *data.plan;
  const graph::Site& where = plan.graph().sites[site.value];
  const eval::Culprit culprit = run.culprit(row, site);
  Diagnostic d;
  d.info = where.info;
  d.args = where.args;
  RowError error;
  error.code = where.info->code;
  const auto wrong = wrong_input(data, culprit.record.table, site);
  Text found = wrong ? cell_found(data, culprit.record, *wrong, site) : Text{};
  if (const auto then = run.earlier_failure(culprit.record, site))
    found = {": " + format_period(*then), "：" + format_period(*then)};
  const auto& keys = data.tables[culprit.record.table].rows.keys;
  const bool is_peer = culprit.record.table == row.table && culprit.record.row != row.row && !keys.empty();
  if (is_peer) {
    const std::string who(keys[culprit.record.row]);
    found = {found.en + ", in the row of `" + who + "`", found.zh + "（`" + who + "` 的行）"};
  }
  if (culprit.count > 1) {
    const std::string more = std::to_string(culprit.count - 1);
    found = {found.en + " (and " + more + " more)", found.zh + "（另有 " + more + " 行）"};
  }
  error.reason_en = message_of(d, Language::en) + found.en;
  error.reason_zh = message_of(d, Language::zh) + found.zh;
  const Place place = plan.sources->place(where.span.source, where.span.begin);
  error.plan_place = std::string(plan.sources->name(where.span.source)) + ":" + std::to_string(place.line) +
                     ":" + std::to_string(place.column);
  error.data_place = wrong ? data.tables[culprit.record.table].lines_text(culprit.record.row, *wrong)
                           : place_of(data, culprit.record);
  return error;
}

}  // namespace api

inline namespace v0 {

Data::Data(std::shared_ptr<const State> state) : state_(std::move(state)) {}

namespace {

/// The files of a plan on their way to its tables.
class Files {
 public:
  Files(const Plan& plan, std::vector<DataText> texts, std::optional<DataText> known,
        table::Encoding encoding, std::vector<std::string> digests = {}, unsigned threads = 1)
      : state_(std::make_shared<Data::State>()),
        texts_(std::move(texts)),
        known_(std::move(known)),
        encoding_(encoding),
        digests_(std::move(digests)),
        threads_(threads) {
    digests_.resize(texts_.size());
    state_->plan = std::shared_ptr<const Plan::State>(std::make_shared<Plan>(plan), &plan.state());
    state_->sources = std::make_shared<Sources>();
    state_->tables.resize(graph().tables.size());
  }

  Result<Data> read() {
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      DataText& text = texts_[i];
      std::string digest = digests_[i];
      if (digest.empty() && encoding_ != table::Encoding::utf8) digest = sha256(text.csv);
      const auto source =
          add_source(*state_->sources, text.name, std::move(text.csv), encoding_, diagnostics_);
      if (!source) continue;
      if (!digest.empty()) state_->digests[*source] = digest;
      auto csv =
          api::csv_of(graph(), text.name, state_->sources->text(*source), *source, diagnostics_, threads_);
      if (csv) place(text, *source, std::move(*csv));
    }
    if (diagnostics_.has_errors()) return refused();
    for (std::uint32_t i = 0; i < graph().tables.size(); ++i) bind(i);
    for (std::uint32_t i = 0; i < graph().tables.size(); ++i) do_without_file(i);
    if (known_) read_known();
    if (diagnostics_.has_errors()) return refused();
    return Data(std::move(state_));
  }

 private:
  const graph::Graph& graph() const { return state_->plan->graph(); }
  Problems refused() const { return api::problems(ProblemKind::data, state_->sources, diagnostics_); }

  std::span<const graph::Input> inputs(std::uint32_t table) const {
    const graph::Table& t = graph().tables[table];
    return std::span(graph().inputs).subspan(t.inputs_begin, t.inputs_count);
  }

  void place(const DataText& text, SourceId source, table::CsvTable csv) {
    const auto table = text.table.empty() ? table_of(text, source, csv) : table_named(text);
    if (!table || holds_again(*table, text, source, csv)) return;
    state_->tables[*table].files.push_back({text.name, source, std::move(csv)});
  }

  // Of a table with a key, doubled rows are found one by one.
  bool holds_again(std::uint32_t table, const DataText& text, SourceId source, const table::CsvTable& csv) {
    if (graph().tables[table].has_key || csv.rows() == 0) return false;
    for (const eval::TableFile& file : state_->tables[table].files) {
      if (state_->sources->text(file.source) != state_->sources->text(source)) continue;
      diagnostics_.add(
          eval::codes::file_twice, nowhere,
          {Text::same(file.name), Text::same(text.name), Text::same(graph().tables[table].name)});
      return true;
    }
    return false;
  }

  std::optional<std::uint32_t> table_named(const DataText& text) {
    const auto table = graph::table_named(graph(), text.table);
    if (!table)
      graph::report_no_table(graph(), diagnostics_, eval::codes::table_unknown, nowhere, text.table);
    return table;
  }

  // ": for `sales` it lacks `period`".
  Text lacking(const api::Assignment& found) const {
    constexpr std::size_t most = 3;
    if (found.lacking.empty() || found.lacking.size() > most) return {};
    const std::string table = "`" + graph().tables[found.guess].name + "`";
    std::string columns;
    for (const std::string& name : found.lacking) columns += (columns.empty() ? "`" : ", `") + name + "`";
    return {"; for " + table + " it lacks " + columns, "；若是 " + table + "，缺少列 " + columns};
  }

  std::optional<std::uint32_t> table_of(const DataText& text, SourceId source, const table::CsvTable& csv) {
    const api::Assignment found = api::table_of(graph(), csv);
    if (!found.table)
      diagnostics_.add(eval::codes::table_unclear, {source, 0, 0},
                       {Text::same(text.name), Text::same(graph().tables[found.guess].name),
                        graph::table_names(graph()), lacking(found)});
    return found.table;
  }

  void bind(std::uint32_t table) {
    eval::TableRows& rows = state_->tables[table];
    if (!rows.files.empty()) rows.rows = eval::bind(graph(), table, rows.files, diagnostics_, threads_);
  }

  void do_without_file(std::uint32_t table) {
    if (!state_->tables[table].files.empty()) return;
    if (!can_do_without_file(table)) return report_missing(table);
    state_->tables[table].rows = rows_without_file(table);
    state_->tables[table].are_named_by_refs = graph().tables[table].has_key;
  }

  bool can_do_without_file(std::uint32_t table) const {
    const graph::Table& t = graph().tables[table];
    const std::size_t first = t.has_key ? 1 : 0;
    const auto rest = inputs(table).subspan(first);
    const bool may_be_missing = std::all_of(rest.begin(), rest.end(), [](const graph::Input& input) {
      return input.missing != graph::Missing::error;
    });
    return table != graph::people && may_be_missing && t.timing == graph::Timing::always &&
           (t.has_key || t.is_single);
  }

  // Keys are those that refs name, in the files of the tables that hold them.
  eval::BoundRows rows_without_file(std::uint32_t table) const {
    const graph::Table& t = graph().tables[table];
    eval::BoundRows rows;
    rows.has_column.resize(t.inputs_count);
    std::set<std::string_view> keys;
    for (const graph::Ref& ref : graph().refs) {
      const eval::TableRows& from = state_->tables[ref.from];
      if (ref.to != table || from.files.empty()) continue;
      const std::size_t input = ref.input - graph().tables[ref.from].inputs_begin;
      for (std::size_t row = 0; row < from.rows.size(); ++row)
        if (const auto text = from.text(row, input); !text.empty()) keys.emplace(text);
    }
    if (t.has_key) rows.keys.assign(keys.begin(), keys.end());
    rows.met.resize(t.is_single ? 1 : rows.keys.size());
    return rows;
  }

  void read_known() {
    const auto source = add_source(*state_->sources, known_->name, std::move(known_->csv),
                                   table::Encoding::utf8, diagnostics_);
    if (!source) return;
    const auto csv = table::parse_csv(state_->sources->text(*source), *source, diagnostics_);
    auto known = csv ? eval::read_state(graph(), *csv, diagnostics_) : std::nullopt;
    if (!known) return;
    if (known->up_to) refuse_closed(*known->up_to);
    state_->known_source = source;
    state_->known = std::make_shared<const eval::Known>(std::move(*known));
  }

  // Rows of a period that the state has closed: the first one of each table.
  void refuse_closed(const Period& up_to) {
    for (const eval::TableRows& table : state_->tables) {
      const eval::BoundRows& rows = table.rows;
      for (std::size_t row = 0; row < rows.size(); ++row) {
        const bool is_of_closed = !rows.periods.empty() && !(up_to < rows.periods[row]);
        const bool is_dated_so = !rows.days.empty() && rows.days[row] && *rows.days[row] <= up_to.end;
        if (!is_of_closed && !is_dated_so) continue;
        const std::string when =
            is_of_closed ? format_period(rows.periods[row]) : format_date(*rows.days[row]);
        diagnostics_.add(
            eval::codes::state_closed, nowhere,
            {Text::same(table.lines_text(row)), Text::same(when), Text::same(format_period(up_to))});
        break;
      }
    }
  }

  void report_missing(std::uint32_t table) {
    std::string columns;
    if (graph().tables[table].timing == graph::Timing::per_period) columns = "period";
    for (const graph::Input& input : inputs(table)) columns += (columns.empty() ? "" : ", ") + input.name;
    diagnostics_.add(eval::codes::file_missing, nowhere,
                     {Text::same(graph().tables[table].name), Text::same(columns)});
  }

  std::shared_ptr<Data::State> state_;
  std::vector<DataText> texts_;  ///< those that are read have given their text away
  std::optional<DataText> known_;
  table::Encoding encoding_;
  std::vector<std::string> digests_;  ///< of files that were packed; "" of the others
  unsigned threads_;
  Diagnostics diagnostics_;
};

}  // namespace

Result<Data> Data::parse(const Plan& plan, const std::vector<DataText>& texts,
                         const std::optional<DataText>& state) {
  return Files(plan, texts, state, plan.state().graph().encoding).read();
}

Result<Data> Data::parse(const Plan& plan, std::string csv, const std::string& name) {
  return parse(plan, {DataText{plan.state().graph().tables[graph::people].name, name, std::move(csv)}});
}

Result<Data> Data::read(const Plan& plan, const std::vector<DataFile>& files, const std::string& state,
                        unsigned threads) {
  constexpr std::size_t most = std::size_t{4} << 30;
  Diagnostics diagnostics;
  std::vector<DataText> texts;
  std::vector<std::string> digests;
  for (const DataFile& file : files) {
    DataText text{file.table, file.path, ""};
    std::string& digest = digests.emplace_back();
    if (!merit::read_file(file.path, most, text.csv, diagnostics, nowhere, &digest))
      return api::problems(ProblemKind::file, nullptr, diagnostics);
    texts.push_back(std::move(text));
  }
  std::optional<DataText> known;
  if (!state.empty()) {
    known = DataText{"", state, ""};
    if (!merit::read_file(state, most, known->csv, diagnostics))
      return api::problems(ProblemKind::file, nullptr, diagnostics);
  }
  const table::Encoding encoding = plan.state().graph().encoding;
  return Files(plan, std::move(texts), std::move(known), encoding, std::move(digests), threads).read();
}

Result<Data> Data::read(const Plan& plan, const std::string& path) {
  return read(plan, std::vector<DataFile>{{"", path}});
}

Result<Data> Data::from_records(const Plan& plan, const std::vector<std::string>& columns,
                                const std::vector<std::vector<std::string>>& records) {
  return from_records(plan, std::vector<Records>{{plan.key(), columns, records}});
}

Result<Data> Data::from_records(const Plan& plan, const std::vector<Records>& tables,
                                const std::optional<DataText>& state) {
  std::vector<DataText> texts;
  for (const Records& table : tables) {
    DataText text{table.table, "<" + (table.table.empty() ? "records" : table.table) + ">", ""};
    write_record(text.csv, table.columns);
    for (const auto& record : table.records) write_record(text.csv, record);
    texts.push_back(std::move(text));
  }
  return Files(plan, std::move(texts), state, table::Encoding::utf8).read();
}

std::vector<std::string> Data::ignored_state() const {
  return state_->known ? state_->known->ignored : std::vector<std::string>{};
}

std::optional<StateGap> Data::state_gap() const {
  const auto& periods = state_->people().rows.periods;
  if (!state_->known || !state_->known->up_to || periods.empty()) return std::nullopt;
  const Period& known_to = *state_->known->up_to;
  const Period first = *periods.all().begin();
  if (first.index_of(first.step) <= known_to.index_of(known_to.step) + 1) return std::nullopt;
  return StateGap{format_period(known_to), format_period(first)};
}

std::size_t Data::rows() const { return state_->people().rows.size(); }

std::vector<std::string> Data::periods() const {
  const auto& rows = state_->people().rows;
  std::vector<std::string> names;
  for (const Period& p : rows.periods.all()) names.push_back(format_period(p));
  return names;
}

namespace {

// Columns of other tables than the people's stand behind the name of the table.
std::string column_name(const Data::State& data, std::size_t table, const std::string& column) {
  return table == graph::people ? column : data.plan->graph().tables[table].name + "." + column;
}

}  // namespace

std::vector<std::string> Data::absent_columns() const {
  std::vector<std::string> names;
  const graph::Graph& graph = state_->plan->graph();
  for (std::size_t t = 0; t < state_->tables.size(); ++t) {
    const eval::TableRows& table = state_->tables[t];
    for (std::size_t i = 0; !table.files.empty() && i < table.rows.has_column.size(); ++i)
      if (!table.rows.has_column[i])
        names.push_back(column_name(*state_, t, graph.inputs[graph.tables[t].inputs_begin + i].name));
  }
  return names;
}

std::vector<std::string> Data::tables_without_file() const {
  std::vector<std::string> names;
  for (std::size_t t = 0; t < state_->tables.size(); ++t)
    if (state_->tables[t].files.empty()) names.push_back(state_->plan->graph().tables[t].name);
  return names;
}

std::vector<std::string> Data::ignored_columns() const {
  std::vector<std::string> names;
  for (std::size_t t = 0; t < state_->tables.size(); ++t)
    for (const std::string& name : state_->tables[t].rows.ignored_columns)
      names.push_back(column_name(*state_, t, name));
  return names;
}

std::vector<std::string> Data::ignored_metrics() const {
  std::vector<std::string> names;
  for (std::size_t t = 0; t < state_->tables.size(); ++t)
    for (const std::string& name : state_->tables[t].rows.ignored_metrics)
      names.push_back(column_name(*state_, t, name.empty() ? "\"\"" : name));
  return names;
}

std::vector<OutsideRows> Data::outside_periods() const {
  const std::set<Period> periods = state_->people().rows.periods.all();
  std::vector<OutsideRows> all;
  for (std::size_t t = 1; t < state_->tables.size(); ++t) {
    const eval::TableRows& table = state_->tables[t];
    OutsideRows outside{state_->plan->graph().tables[t].name, 0, table.rows.size(), ""};
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      const auto holds = [&](const Period& period) {
        if (!table.rows.periods.empty()) return table.rows.periods[row] == period;
        const std::optional<DayNumber>& day = table.rows.days[row];
        return !day || (period.start <= *day && *day <= period.end);
      };
      const bool is_timed = !table.rows.periods.empty() || !table.rows.days.empty();
      if (!is_timed || std::any_of(periods.begin(), periods.end(), holds)) continue;
      if (outside.rows++ == 0) outside.first = table.lines_text(row);
    }
    if (outside.rows > 0) all.push_back(std::move(outside));
  }
  return all;
}

std::vector<MissingRows> Data::missing_rows() const {
  std::vector<MissingRows> all;
  for (const eval::TableRows& table : state_->tables) {
    for (const eval::Lack& lack : table.rows.lacks) {
      MissingRows missing{{}, lack.rows, table.rows.size()};
      for (const std::uint32_t file : lack.files) missing.files.push_back(table.files[file].name);
      all.push_back(std::move(missing));
    }
  }
  return all;
}

}  // namespace v0
}  // namespace merit
