#include <filesystem>

#include "api/state.hpp"
#include "base/file.hpp"
#include "base/limits.hpp"
#include "graph/inputs.hpp"
#include "plan/codes.hpp"
#include "report/draw.hpp"
#include "report/dump.hpp"
#include "report/stages.hpp"

namespace merit {
inline namespace v0 {

namespace {

// The files that a plan uses stand in its folder, or on a way from there.
graph::FindUsed beside(const std::string& path, Sources& sources, Diagnostics& diagnostics) {
  return [path, &sources, &diagnostics](const plan::DocNode& name) -> std::optional<SourceId> {
    const std::filesystem::path written(name.text);
    if (written.is_absolute()) {
      diagnostics.add(plan::codes::use_path, name.span, {Text::same(name.text)});
      return std::nullopt;
    }
    const std::string used =
        (std::filesystem::path(path).parent_path() / written).lexically_normal().string();
    std::string text;
    if (!merit::read_file(used, limits::plan_bytes, text, diagnostics, name.span)) return std::nullopt;
    return sources.add(used, std::move(text));
  };
}

graph::FindUsed among(const std::vector<PlanFile>& files, Sources& sources, Diagnostics& diagnostics) {
  return [&](const plan::DocNode& name) -> std::optional<SourceId> {
    for (const PlanFile& file : files)
      if (file.name == name.text) return sources.add(file.name, file.text);
    diagnostics.add(plan::codes::use_not_given, name.span, {Text::same(name.text)});
    return std::nullopt;
  };
}

Result<Plan> compile(std::shared_ptr<Sources> sources, SourceId source, Diagnostics& diagnostics,
                     const graph::FindUsed& find) {
  auto state = std::make_shared<Plan::State>();
  state->compiled = graph::compile(*sources, source, diagnostics, find);
  if (!state->compiled.graph) return api::problems(ProblemKind::plan, sources, diagnostics);
  state->warnings = api::problems(ProblemKind::plan, sources, diagnostics);
  state->sources = std::move(sources);
  return Plan(std::move(state));
}

Column column_of(const graph::Graph& graph, const std::string& name, const Type& type, const Text& label) {
  Column column{name, graph::type_text(graph, type), 0, label.en, label.zh};
  if (type.is_number() && type.is_fixed()) column.digits = type.digits;
  return column;
}

}  // namespace

Plan::Plan(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Result<Plan> Plan::load(const std::string& path) {
  auto sources = std::make_shared<Sources>();
  Diagnostics diagnostics;
  std::string text;
  if (!merit::read_file(path, limits::plan_bytes, text, diagnostics))
    return api::problems(ProblemKind::file, sources, diagnostics);
  const SourceId source = sources->add(path, std::move(text));
  const graph::FindUsed find = beside(path, *sources, diagnostics);
  return compile(std::move(sources), source, diagnostics, find);
}

Result<Plan> Plan::parse(std::string text, const std::string& name, const std::vector<PlanFile>& used) {
  auto sources = std::make_shared<Sources>();
  Diagnostics diagnostics;
  const SourceId source = sources->add(name, std::move(text));
  const graph::FindUsed find = among(used, *sources, diagnostics);
  return compile(std::move(sources), source, diagnostics, find);
}

std::string Plan::name() const { return state_->graph().plan_name; }
std::string Plan::title(Language language) const {
  const Text& title = state_->graph().title;
  const std::string& wanted = title.in(language);
  return wanted.empty() ? title.in(language == Language::zh ? Language::en : Language::zh) : wanted;
}
std::string Plan::key() const { return state_->graph().each; }
std::string Plan::period() const { return state_->graph().period; }
Problems Plan::warnings() const { return state_->warnings; }
bool Plan::has_history() const { return !state_->graph().kept.empty(); }
int Plan::illustrative() const { return state_->graph().illustrative; }
std::size_t Plan::nodes() const { return state_->graph().entities.size(); }

std::vector<Column> Plan::inputs() const {
  const graph::Graph& graph = state_->graph();
  std::vector<Column> columns;
  for (std::size_t i = 1; i < graph.inputs.size(); ++i)
    columns.push_back(column_of(graph, graph.inputs[i].name, graph.inputs[i].type, graph.inputs[i].label));
  return columns;
}

std::vector<Column> Plan::outputs(const std::string& table) const {
  const graph::Graph& graph = state_->graph();
  const auto wanted = table.empty() ? graph::people : graph::table_named(graph, table);
  std::vector<Column> columns;
  if (!wanted) return columns;
  for (const graph::Output& output : graph::outputs_of(graph, *wanted))
    columns.push_back(column_of(graph, output.name, output.type, output.label));
  return columns;
}

Result<std::string> dump(const std::string& path) {
  auto sources = std::make_shared<Sources>();
  Diagnostics diagnostics;
  std::string text;
  if (!merit::read_file(path, limits::plan_bytes, text, diagnostics))
    return api::problems(ProblemKind::file, sources, diagnostics);
  const SourceId source = sources->add(path, std::move(text));
  std::vector<plan::Document> documents;
  documents.push_back(plan::load_document(*sources, source, diagnostics));
  if (!diagnostics.has_errors()) {
    const graph::FindUsed find = beside(path, *sources, diagnostics);
    for (plan::Document& used : graph::load_used(*sources, documents.front(), diagnostics, find))
      documents.push_back(std::move(used));
  }
  if (diagnostics.has_errors()) return api::problems(ProblemKind::plan, sources, diagnostics);
  return report::dump_json(*sources, documents);
}

std::string lanes(const Plan& plan, Language language) {
  return report::stages_text(plan.state().graph(), *plan.state().sources, language);
}

std::string draw(const Plan& plan, GraphForm form, Language language) {
  const graph::Graph& graph = plan.state().graph();
  switch (form) {
    case GraphForm::dot: return report::draw_dot(graph, language);
    case GraphForm::mermaid: return report::draw_mermaid(graph, language);
    case GraphForm::svg: return report::draw_svg(graph, language);
  }
  return "";
}

}  // namespace v0
}  // namespace merit
