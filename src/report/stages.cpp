#include "report/stages.hpp"

#include <algorithm>
#include <vector>

#include "graph/stages.hpp"
#include "report/lanes.hpp"

namespace merit::report {

namespace {

class StagesText {
 public:
  StagesText(const graph::Graph& graph, const Sources& sources, Language language)
      : graph_(graph), sources_(sources), stages_(graph::stages_of(graph)), language_(language) {}

  std::string text() const {
    std::string all;
    for (std::size_t i = 0; i < stages_.size(); ++i) {
      const graph::Stage& stage = stages_[i];
      const graph::Graph of_stage = named(i);
      std::vector<graph::NodeId> taken;
      for (const graph::Input& input : of_stage.inputs)
        if (input.is_given) taken.push_back(input.node);
      const std::string takes = list(taken), gives = list(stage.feeds);
      all += (i > 0 ? "\n" : "") + heading(i) + "\n";
      if (!takes.empty()) all += say("  takes: ", "  取得：") + takes + "\n";
      if (!gives.empty()) all += say("  gives: ", "  提供：") + gives + "\n";
      if (!stage.keeps.empty()) all += say("  keeps: ", "  留存：") + quoted(kept(stage)) + "\n";
      const std::string passed = list(passed_on(stage, of_stage));
      if (!passed.empty()) all += say("  passes on as it is: ", "  原样传递：") + passed + "\n";
      all += "\n" + lanes_text(of_stage, language_);
    }
    return all;
  }

 private:
  std::string say(const char* en, const char* zh) const { return language_ == Language::zh ? zh : en; }

  std::string heading(std::size_t i) const {
    const std::string number = std::to_string(i + 1), count = std::to_string(stages_.size());
    const std::string& table = graph_.tables[stages_[i].table].name;
    return language_ == Language::zh ? "第 " + number + " 阶段（共 " + count + "）：`" + table + "` 的各行"
                                     : "stage " + number + " of " + count + ": rows of `" + table + "`";
  }

  /// What later stages read of the cells of its rows.
  static std::vector<graph::NodeId> passed_on(const graph::Stage& stage, const graph::Graph& of_stage) {
    std::vector<graph::NodeId> passed;
    for (const graph::NodeId give : stage.gives)
      if (graph::is_own_input(of_stage, give)) passed.push_back(give);
    return passed;
  }

  /// The graph of a stage, in which what has no name is called as it is written.
  graph::Graph named(std::size_t i) const {
    graph::Graph stage = graph::graph_of(graph_, stages_[i], i + 1 == stages_.size());
    graph::leave_unread(stage);
    for (graph::Input& input : stage.inputs)
      if (input.is_given) input.name = written(input.node);
    for (graph::Output& output : stage.outputs)
      if (output.name.empty()) output.name = written(output.node);
    return stage;
  }

  /// What stands in the plan for a node, on one line. What is read of a row by a ref is called as it is
  /// there.
  std::string written(graph::NodeId id) const {
    if (graph_[id].op == graph::Op::fetch) {
      const std::string of = written(graph_.arguments(id)[0]),
                        table = graph_.tables[graph::read_table(graph_, id)].name + ".";
      return of.starts_with(table) ? of : table + of;
    }
    for (const graph::Input& input : graph_.inputs)
      if (input.node == id || input.held == id) return input.name;
    for (const graph::Entity& entity : graph_.entities)
      if (entity.result == id) return entity.path;
    std::string line;
    for (const char c : sources_.text(graph_[id].origin.span)) {
      const bool is_blank = c == ' ' || c == '\n' || c == '\r';
      if (!is_blank) line += c;
      else if (!line.empty() && line.back() != ' ') line += ' ';
    }
    return line;
  }

  std::string list(const std::vector<graph::NodeId>& nodes) const {
    std::vector<std::string> words;
    for (const graph::NodeId id : nodes) words.push_back(written(id));
    return quoted(words);
  }

  std::vector<std::string> kept(const graph::Stage& stage) const {
    std::vector<std::string> names;
    for (const std::uint32_t slot : stage.keeps) names.push_back(graph_.kept[slot].name);
    return names;
  }

  /// Each once: several nodes can be written alike.
  std::string quoted(const std::vector<std::string>& words) const {
    std::string text;
    for (auto word = words.begin(); word != words.end(); ++word)
      if (std::find(words.begin(), word, *word) == word)
        text += (text.empty() ? "`" : say(", `", "、`")) + *word + "`";
    return text;
  }

  const graph::Graph& graph_;
  const Sources& sources_;
  const std::vector<graph::Stage> stages_;
  const Language language_;
};

}  // namespace

std::string stages_text(const graph::Graph& graph, const Sources& sources, Language language) {
  return graph::reads_rows_alone(graph) ? lanes_text(graph, language)
                                        : StagesText(graph, sources, language).text();
}

}  // namespace merit::report
