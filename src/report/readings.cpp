#include "report/readings.hpp"

#include <algorithm>

#include "formula/syntax.hpp"
#include "report/cell_text.hpp"

namespace merit::report {

using graph::Cell;
using graph::Entity;

namespace {

// Names of which a formula reads earlier periods alone: the first argument of `carried` and `prev`.
std::set<formula::NodeIndex> read_earlier(const formula::Tree& tree) {
  std::set<formula::NodeIndex> found;
  for (const formula::Node& node : tree.nodes)
    if (node.kind == formula::Kind::call && (node.text == "carried" || node.text == "prev") &&
        !node.children.empty())
      found.insert(node.children.front());
  return found;
}

}  // namespace

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

std::string Readings::of(const Entity& entity) {
  std::set<std::string> seen;
  std::string list;
  for (const auto& [field, text] : entity.written) {
    const formula::ParseResult parsed = formula::parse(text);
    if (!parsed.tree) continue;
    const std::set<formula::NodeIndex> earlier = read_earlier(*parsed.tree);
    for (formula::NodeIndex i = 0; i < parsed.tree->nodes.size(); ++i) {
      const formula::Node& node = (*parsed.tree)[i];
      const bool is_name = node.kind == formula::Kind::name;
      if ((!is_name && node.kind != formula::Kind::call) || earlier.contains(i)) continue;
      const std::string name = is_name ? node.text : text.substr(node.begin, node.end - node.begin);
      if (!seen.insert(name).second) continue;
      const std::string value = is_name ? value_named(entity, name) : reading_of(entity, name);
      if (value.empty()) continue;
      list += (list.empty() ? "" : say(", ", "，")) + one_line(name) + " = " + value;
    }
  }
  return list;
}

std::string Readings::value_text(const Cell& cell, const Type& type) const {
  return told_text(graph_, cell, type, language_);
}

std::string Readings::reading_of(const Entity& reader, const std::string& name) const {
  for (const auto& [reading, node] : reader.readings) {
    if (reading != name) continue;
    const bool is_constant = graph_[node].op == graph::Op::constant;
    return value_text(is_constant ? graph_.payload<Cell>(node) : (*row_.engine)[node], graph_[node].type);
  }
  return "";
}

std::string Readings::value_named(const Entity& reader, const std::string& name) {
  if (std::string value = reading_of(reader, name); !value.empty()) return value;
  if (const Entity* e = graph_.find_entity(name); e && e->table == reader.table) {
    if (e->result.is_none()) return "";
    return value_text((*row_.engine)[e->result], e->type);
  }
  for (std::size_t i = 0; i < graph_.inputs.size(); ++i) {
    if (graph_.inputs[i].name != name || graph_.inputs[i].table != reader.table) continue;
    used_.insert(i);
    return value_text((*row_.engine)[graph_.inputs[i].node], graph_.inputs[i].type);
  }
  return "";
}

std::string Readings::data() {
  // A record is short, and most of what it says is read elsewhere.
  const graph::Table& table = graph_.tables[row_.table];
  for (std::size_t i = table.has_key ? 1 : 0; row_.table != graph::people && i < table.inputs_count; ++i)
    used_.insert(table.inputs_begin + i);
  if (used_.empty()) return "";
  std::string out = say("data", "数据") + " [" + row_.data_place + "]\n";
  for (std::size_t i : used_) {
    const graph::Input& input = graph_.inputs[i];
    const std::string& label = input.label.in(language_);
    const std::string cell(row_.cell_text(i));
    out += "  " + (label.empty() ? input.name : label + " (" + input.name + ")") + " = " +
           value_text((*row_.engine)[input.node], input.type);
    const Cell* holds = input.held.is_none() || !cell.empty() ? nullptr : &row_.engine->demand(input.held);
    if (holds && holds->is_value())
      out +=
          say("   (given before: ", "   （以前各期给出：") + value_text(*holds, input.type) + say(")", "）");
    else if (!row_.has_column(i)) out += say("   (no such column)", "   （数据无此列）");
    else if (cell.empty()) out += say("   (empty cell)", "   （空单元格）");
    out += '\n';
  }
  return out;
}

}  // namespace merit::report
