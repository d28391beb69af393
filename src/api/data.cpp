#include <algorithm>
#include <numeric>
#include <set>

#include "api/state.hpp"
#include "base/file.hpp"
#include "eval/codes.hpp"

namespace merit {

namespace api {

Result<std::vector<std::size_t>> choose_rows(const Data::State& data, const std::string& period,
                                             bool all_periods) {
  const eval::BoundRows& rows = data.rows;
  std::vector<std::size_t> chosen;
  if (rows.periods.empty() || all_periods) {
    chosen.resize(rows.size());
    std::iota(chosen.begin(), chosen.end(), std::size_t{0});
    const std::set<DayNumber> starts = [&] {
      std::set<DayNumber> s;
      for (const Period& p : rows.periods) s.insert(p.start);
      return s;
    }();
    if (starts.size() > 1)
      std::sort(chosen.begin(), chosen.end(), [&](std::size_t a, std::size_t b) {
        if (rows.periods[a].start != rows.periods[b].start)
          return rows.periods[a].start < rows.periods[b].start;
        return rows.keys[a] < rows.keys[b];
      });
    return chosen;
  }
  std::optional<Period> wanted;
  if (period.empty()) wanted = *std::max_element(rows.periods.begin(), rows.periods.end());
  else wanted = parse_period(period, *period_step_named(data.plan->graph().period));
  for (std::size_t row = 0; wanted && row < rows.size(); ++row)
    if (rows.periods[row] == *wanted) chosen.push_back(row);
  if (!chosen.empty()) return chosen;
  std::set<std::string> known;
  for (const Period& p : rows.periods) known.insert(format_period(p));
  std::string list;
  for (const std::string& p : known) list += (list.empty() ? "" : ", ") + p;
  Diagnostics diagnostics;
  if (!wanted) {
    const std::string example(period_example(*period_step_named(data.plan->graph().period)));
    diagnostics.add(eval::codes::period_form, nowhere,
                    {{"`" + period + "`", "`" + period + "` "}, Text::same(example)});
    return problems(ProblemKind::usage, data.sources, diagnostics);
  }
  diagnostics.add(eval::codes::no_such_period, nowhere, {Text::same(period), Text::same(list)});
  return problems(ProblemKind::usage, data.sources, diagnostics);
}

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

// What the cell holds that made a row fail at this site, with the members it could have been; empty when the
// site is no cell's.
Text cell_found(const Data::State& data, std::size_t row, graph::SiteId site) {
  const graph::Graph& graph = data.plan->graph();
  const RowReader reader(data);
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
    const graph::Input& input = graph.inputs[i];
    const bool is_member = site == input.member_site;
    if (!is_member && site != input.form_site && site != input.range_site && site != input.decimals_site)
      continue;
    const std::string cell = printable(reader.text(row, i).substr(0, 40));
    const Text written = {": `" + cell + "`", "：`" + cell + "`"};
    if (is_member) return also_members(written, cell, graph.lists[input.type.list].members);
    const bool no_such_day =
        site == input.form_site && input.type.kind == ValueKind::date && looks_like_day(cell);
    if (no_such_day) return {written.en + " is no day of the calendar", written.zh + " 在日历上不存在"};
    return written;
  }
  return {};
}

}  // namespace

RowError row_error(const Data::State& data, std::size_t row, graph::SiteId site) {
  const Plan::State& plan = *data.plan;
  const graph::Site& where = plan.graph().sites[site.value];
  Diagnostic d;
  d.info = where.info;
  d.args = where.args;
  RowError error;
  error.code = where.info->code;
  const Text found = cell_found(data, row, site);
  error.reason_en = message_of(d, Language::en) + found.en;
  error.reason_zh = message_of(d, Language::zh) + found.zh;
  const Place place = plan.sources->place(where.span.source, where.span.begin);
  error.plan_place = std::string(plan.sources->name(where.span.source)) + ":" + std::to_string(place.line) +
                     ":" + std::to_string(place.column);
  error.data_place =
      std::string(data.sources->name(data.source)) + ":" + std::to_string(data.rows.lines[row]);
  return error;
}

}  // namespace api

inline namespace v0 {

Data::Data(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Result<Data> Data::parse(const Plan& plan, std::string csv, const std::string& name) {
  auto state = std::make_shared<State>();
  state->plan = std::shared_ptr<const Plan::State>(std::make_shared<Plan>(plan), &plan.state());
  state->sources = std::make_shared<Sources>();
  state->source = state->sources->add(name, std::move(csv));
  Diagnostics diagnostics;
  auto table = table::parse_csv(state->sources->text(state->source), state->source, diagnostics);
  if (!table) return api::problems(ProblemKind::data, state->sources, diagnostics);
  state->table = std::move(*table);
  state->rows = eval::bind(state->plan->graph(), state->table, diagnostics);
  if (diagnostics.has_errors()) return api::problems(ProblemKind::data, state->sources, diagnostics);
  return Data(std::move(state));
}

Result<Data> Data::read(const Plan& plan, const std::string& path) {
  constexpr std::size_t most = std::size_t{4} << 30;
  Diagnostics diagnostics;
  std::string text;
  if (!merit::read_file(path, most, text, diagnostics))
    return api::problems(ProblemKind::file, nullptr, diagnostics);
  return parse(plan, std::move(text), path);
}

Result<Data> Data::from_records(const Plan& plan, const std::vector<std::string>& columns,
                                const std::vector<std::vector<std::string>>& records) {
  std::string csv;
  table::write_record(csv, columns);
  for (const auto& record : records) table::write_record(csv, record);
  return parse(plan, std::move(csv), "<records>");
}

std::size_t Data::rows() const { return state_->rows.size(); }

std::vector<std::string> Data::periods() const {
  std::set<Period> periods(state_->rows.periods.begin(), state_->rows.periods.end());
  std::vector<std::string> names;
  for (const Period& p : periods) names.push_back(format_period(p));
  return names;
}

std::vector<std::string> Data::absent_columns() const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < state_->rows.column_of_input.size(); ++i)
    if (state_->rows.column_of_input[i] < 0) names.push_back(state_->plan->graph().inputs[i].name);
  return names;
}

std::vector<std::string> Data::ignored_columns() const { return state_->rows.ignored; }

}  // namespace v0
}  // namespace merit
