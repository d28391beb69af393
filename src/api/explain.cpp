#include "merit/explain.hpp"

#include "api/state.hpp"
#include "eval/codes.hpp"
#include "eval/row/engine.hpp"
#include "graph/codes.hpp"
#include "graph/inputs.hpp"
#include "report/explain.hpp"

namespace merit {
inline namespace v0 {

struct Explanation::State {
  std::shared_ptr<const Data::State> data;
  std::string node;
  std::unique_ptr<eval::StagedRun> run;
  std::unique_ptr<eval::RowEngine> engine;  ///< of a person
  eval::StagedRun::Look look;               ///< of another row
  report::Explained explained;
};

Explanation::Explanation(std::shared_ptr<const State> state) : state_(std::move(state)) {}

std::string Explanation::to_text(Language language) const {
  return report::explain_text(state_->explained, state_->node, language);
}
std::string Explanation::to_json() const { return report::explain_json(state_->explained, state_->node); }

bool Explanation::failed() const { return state_->explained.error.has_value(); }

namespace {

/// Looks for the row to explain, and works it out.
class Explaining {
 public:
  Explaining(const Data& data, const ExplainOptions& options)
      : rows_(data.state()),
        graph_(rows_.plan->graph()),
        options_(options),
        state_(std::make_shared<Explanation::State>()) {
    state_->data = std::shared_ptr<const Data::State>(std::make_shared<Data>(data), &rows_);
    state_->node = options.node;
    state_->run = std::make_unique<eval::StagedRun>(graph_, rows_.tables, eval::RunOptions{.explains = true});
    if (rows_.known) state_->run->remember(rows_.known->history);
  }

  Result<Explanation> run() {
    if (auto problems = choose_table()) return *problems;
    if (auto problems = check_node()) return *problems;
    const auto chosen = api::choose_rows(rows_, options_.period, false);
    if (!chosen) return chosen.error();
    period_ = api::period_of(rows_, chosen->front());
    if (auto problems = api::begin(rows_, *state_->run, period_)) return *problems;
    if (auto problems = find_row(*chosen)) return *problems;
    tell();
    report::demand_steps(state_->explained);
    return Explanation(state_);
  }

 private:
  const std::string& table_name() const { return graph_.tables[record_.table].name; }

  Problems refused() const { return api::problems(ProblemKind::usage, rows_.sources, diagnostics_); }

  std::optional<Problems> choose_table() {
    if (options_.table.empty()) return std::nullopt;
    if (const auto table = graph::table_named(graph_, options_.table)) {
      record_.table = *table;
      return std::nullopt;
    }
    graph::report_no_table(graph_, diagnostics_, eval::codes::table_unknown, nowhere, options_.table);
    return refused();
  }

  std::optional<Problems> check_node() {
    if (options_.node.empty()) return std::nullopt;
    std::vector<std::string> known;
    for (const graph::Entity& e : graph_.entities) {
      if (e.table != record_.table) continue;
      const std::string_view at_home = name_at_home(graph_, e);
      if (options_.node == e.path || options_.node == at_home) {
        state_->node = e.path;
        return std::nullopt;
      }
      known.emplace_back(at_home);
    }
    const graph::Entity* wanted = graph_.find_entity(options_.node);
    Diagnostic& d = diagnostics_.add(graph::codes::unknown_output, nowhere, {Text::same(options_.node)});
    if (wanted) {
      const std::string said = "--table " + graph_.tables[wanted->table].name;
      d.suggestion = {"it is of another table: add `" + said + "`", "它属于另一张表：请加上 `" + said + "`"};
    } else {
      d.suggestion = did_you_mean(options_.node, known);
    }
    return refused();
  }

  std::optional<Problems> find_row(const std::vector<std::uint32_t>& chosen) {
    const eval::BoundRows& bound = rows_.tables[record_.table].rows;
    std::vector<std::string> known;
    if (record_.table == graph::people) {
      for (std::size_t row : chosen) {
        if (bound.keys[row] == options_.who) {
          record_.row = static_cast<std::uint32_t>(row);
          return std::nullopt;
        }
        known.emplace_back(bound.keys[row]);
      }
    } else {
      if (const auto row = state_->run->row_of(record_.table, options_.who)) {
        record_.row = *row;
        return std::nullopt;
      }
      known.assign(bound.keys.begin(), bound.keys.end());
    }
    const std::string period = period_ ? format_period(*period_) : "";
    Diagnostic& d = diagnostics_.add(
        eval::codes::nobody, nowhere,
        {Text::same(options_.who), period.empty() ? Text{} : Text{" in " + period, "（" + period + "）"}});
    if (known.size() < 10000) d.suggestion = did_you_mean(options_.who, known);
    return refused();
  }

  std::optional<graph::SiteId> worked_out() {
    if (record_.table != graph::people) {
      state_->look = state_->run->look_at(record_);
      state_->explained.engine = state_->look.engine.get();
      return state_->look.failed;
    }
    state_->engine = std::make_unique<eval::RowEngine>(state_->run->graph());
    state_->run->fill(record_.row, *state_->engine);
    state_->explained.engine = state_->engine.get();
    return state_->engine->run({period_});
  }

  void tell() {
    report::Explained& e = state_->explained;
    const auto failed = worked_out();
    const std::size_t first = graph_.tables[record_.table].inputs_begin;
    const eval::TableRows& table = rows_.tables[record_.table];
    e.graph = &graph_;
    e.sources = rows_.plan->sources.get();
    e.table = record_.table;
    e.who = record_.table == graph::people ? options_.who : table_name() + " " + options_.who;
    if (period_) e.period = format_period(*period_);
    e.data_place = api::place_of(rows_, record_);
    e.cell_text = [first, &table, row = record_.row](std::size_t input) {
      return table.text(row, input - first);
    };
    e.has_column = [first, &table](std::size_t input) { return table.rows.has_column[input - first]; };
    e.records = [&rows = rows_, run = state_->run.get(), record = record_](graph::NodeId crossing, bool far) {
      return behind(rows, *run, record, crossing, far);
    };
    e.earlier = [run = state_->run.get(), record = record_](graph::NodeId past) {
      std::vector<std::pair<std::string, graph::Cell>> told;
      for (const eval::History::Entry& entry : run->earlier(past, record))
        told.emplace_back(format_period(entry.period), entry.cell);
      return told;
    };
    if (!failed) return;
    const RowError error = api::row_error(rows_, *state_->run, record_, *failed);
    e.error = report::ResultError{
        error.code, {error.reason_en, error.reason_zh}, error.plan_place, error.data_place};
  }

  static std::vector<report::RecordBehind> behind(const Data::State& rows, const eval::StagedRun& run,
                                                  eval::RecordId reader, graph::NodeId crossing, bool far) {
    std::vector<report::RecordBehind> records;
    for (eval::StagedRun::Member& member : run.members(crossing, reader, far)) {
      const eval::RecordId id = member.record;
      const eval::BoundRows& bound = rows.tables[id.table].rows;
      const bool has_day = !bound.days.empty() && bound.days[id.row];
      records.push_back({std::string(bound.key(id.row)), has_day ? format_date(*bound.days[id.row]) : "",
                         api::place_of(rows, id), std::move(member.cell), std::move(member.type),
                         member.is_left_out, id == reader, std::move(member.order)});
    }
    return records;
  }

  const Data::State& rows_;
  const graph::Graph& graph_;
  const ExplainOptions& options_;
  std::shared_ptr<Explanation::State> state_;
  eval::RecordId record_;
  const Period* period_ = nullptr;
  Diagnostics diagnostics_;
};

}  // namespace

Result<Explanation> explain(const Data& data, const ExplainOptions& options) {
  return Explaining(data, options).run();
}

}  // namespace v0
}  // namespace merit
