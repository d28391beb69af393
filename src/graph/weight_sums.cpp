// Sums of weights that depend on members of lists: worked out for every case there is.
#include <algorithm>
#include <vector>

#include "base/calendar.hpp"
#include "base/number_text.hpp"
#include "graph/apply.hpp"
#include "graph/codes.hpp"
#include "graph/weights.hpp"

namespace merit::graph {

namespace {

constexpr std::size_t most_cases = 10'000;

struct AxisValue {
  Cell cell;
  Text text;
};

/// Something that weights read, and the values it may have.
struct Axis {
  NodeId node;
  std::vector<AxisValue> values;
};

/// Works out nodes that depend on nothing but given ones.
class Trial {
 public:
  explicit Trial(const Graph& graph) : graph_(graph), cells_(graph.nodes.size()) {}

  void give(NodeId node, const Cell& cell) {
    for (NodeId id : made_) cells_[id.value].state = Cell::State::unset;
    made_.clear();
    cells_[node.value] = cell;
  }

  const Cell& value(NodeId id) {
    Cell& cell = cells_[id.value];
    if (cell.is_set()) return cell;
    const auto ids = graph_.arguments(id);
    const Arguments args(cells_.data(), ids);
    const Op op = graph_[id].op;
    if (op == Op::choose || op == Op::otherwise) {
      for (std::size_t next; (next = next_needed(graph_, id, args)) < ids.size();) value(ids[next]);
    } else {
      for (NodeId argument : ids) value(argument);
    }
    apply(graph_, id, args, {}, cell);
    made_.push_back(id);
    return cell;
  }

 private:
  const Graph& graph_;
  std::vector<Cell> cells_;
  std::vector<NodeId> made_;
};

class Sums {
 public:
  explicit Sums(Context& c) : c_(c), trial_(c.graph) {}

  void check(std::uint32_t id) {
    const Entity& section = c_.graph.entities[id];
    std::vector<std::uint32_t> items;
    for (std::uint32_t child : section.children)
      if (c_.graph.entities[child].weight) items.push_back(child);
    const auto is_unread = [&](std::uint32_t e) { return c_.unread_weights.contains(e); };
    if (!section.weight || is_unread(id) || std::any_of(items.begin(), items.end(), is_unread)) return;

    std::map<NodeId, bool> seen;
    axes_.clear();
    collect(*section.weight, seen);
    for (std::uint32_t item : items) collect(*c_.graph.entities[item].weight, seen);
    std::size_t cases = 1;
    for (const Axis& axis : axes_) cases = std::min(cases * axis.values.size(), most_cases * 1'000);
    if (cases > most_cases) {
      c_.report(codes::weights_too_many, section.span,
                {Text::same(section.path), Text::same(std::to_string(cases)),
                 Text::same(std::to_string(most_cases))});
      return;
    }
    for (std::size_t i = 0; i < cases; ++i) {
      take(i);
      if (!holds(section, items)) return;
    }
  }

 private:
  // What a weight reads, from its node down; a stack, because definitions may nest.
  void collect(const Weight& weight, std::map<NodeId, bool>& seen) {
    if (weight.points) return;
    std::vector<NodeId> open = {weight.varying};
    while (!open.empty()) {
      const NodeId id = open.back();
      open.pop_back();
      if (std::exchange(seen[id], true)) continue;
      const auto read = c_.weight_reads.find(id);
      if (read != c_.weight_reads.end()) axes_.push_back(axis_of(id, read->second));
      else
        for (NodeId argument : c_.graph.arguments(id)) open.push_back(argument);
    }
  }

  Axis axis_of(NodeId node, const ClosedRead& read) const {
    const Type& type = c_.graph[node].type;
    const std::string is = "`" + read.name + "` = ";
    Axis axis{node, {}};
    const auto add = [&](const Cell& cell, const Text& text) { axis.values.push_back({cell, text}); };
    if (type.kind == ValueKind::boolean) {
      add(Cell::of(false), {is + "no", is + "否"});
      add(Cell::of(true), {is + "yes", is + "是"});
    } else if (type.kind == ValueKind::date) {
      for (DayNumber day : read.days)
        add(Cell::of(Rational(day)), {"days from " + format_date(day), format_date(day) + " 起"});
    } else {
      std::int64_t place = 0;
      for (const std::string& member : c_.graph.lists[type.list].members)
        add(Cell::of(Rational(place++)), Text::same(is + member));
    }
    if (type.maybe_absent) add(Cell::absent(), {"no `" + read.name + "`", "没有 `" + read.name + "`"});
    return axis;
  }

  // Lets the axes have their values in the case of this number.
  void take(std::size_t number) {
    where_ = {};
    for (const Axis& axis : axes_) {
      const AxisValue& value = axis.values[number % axis.values.size()];
      number /= axis.values.size();
      trial_.give(axis.node, value.cell);
      where_.en += (where_.en.empty() ? " for " : ", ") + value.text.en;
      where_.zh += (where_.zh.empty() ? "（" : "，") + value.text.zh;
    }
    where_.zh += " 时）";
  }

  std::optional<Rational> points(const Weight& weight) {
    if (weight.points) return weight.points;
    const Cell& cell = trial_.value(weight.varying);
    return cell.is_value() ? std::optional(cell.number) : std::nullopt;
  }

  // Whether the weights are right in the case that is taken. A cell of a parameter that is not written is
  // that row's error; the parameter's own warning names it.
  bool holds(const Entity& section, const std::vector<std::uint32_t>& items) {
    const auto total = points(*section.weight);
    Rational sum = 0;
    for (std::uint32_t id : items) {
      const Entity& item = c_.graph.entities[id];
      const auto weight = points(*item.weight);
      if (!weight || !total) return true;
      if (*weight < 0) {
        c_.report(codes::weight_negative, c_.parts[id].text->fields["weight"]->span,
                  {Text::same(item.name), where_});
        return false;
      }
      sum += *weight;
    }
    if (!total || sum == *total) return true;
    c_.report(
        codes::weights_sum, section.span,
        {Text::same(section.path), Text::same(format_exact(sum)), Text::same(format_exact(*total)), where_});
    return false;
  }

  Context& c_;
  Trial trial_;
  std::vector<Axis> axes_;
  Text where_;  ///< the case that is taken: " for `level` = junior"
};

}  // namespace

void check_varying_weights(Context& context) {
  if (context.varying_sections.empty()) return;
  Sums sums(context);
  for (std::uint32_t section : context.varying_sections) sums.check(section);
}

}  // namespace merit::graph
