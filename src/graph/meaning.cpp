#include "graph/meaning.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "base/number_text.hpp"

namespace merit::graph {

namespace {

// A node's digest is made of those of its arguments, so that it does not depend on where the node stands.
class Meaning {
 public:
  explicit Meaning(const Graph& graph) : graph_(graph), digests_(graph.nodes.size()) {}

  std::string of_plan() {
    std::string all = line({"merit 1", graph_.each, graph_.period, graph_.currency});
    for (const Table& table : graph_.tables) all += of_table(table);
    for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i) digests_[i] = sha256(of_node(NodeId{i}));
    if (graph_.calendar)
      for (const Period& period : graph_.calendar->listed())
        all += line({"period", format_period(period), format_date(period.start), format_date(period.end),
                     std::to_string(period.year)});
    for (const Output& output : graph_.outputs)
      all += line({"output", output.name, type_of(output.type), digests_[output.node.value]});
    for (const Table& table : graph_.tables)
      for (const Output& output : table.outputs)
        all += line({"output", table.name, output.name, type_of(output.type), digests_[output.node.value]});
    for (const Kept& kept : graph_.kept)
      all += line({"kept", graph_.tables[kept.table].name, kept.name, digests_[kept.node.value]});
    std::vector<std::string> roots;
    for (NodeId root : graph_.roots) roots.push_back(digests_[root.value]);
    for (const Table& table : graph_.tables)
      for (std::uint32_t check : table.checks) roots.push_back(digests_[graph_.entities[check].result.value]);
    std::sort(roots.begin(), roots.end());
    for (const std::string& root : roots) all += line({"root", root});
    return sha256(all);
  }

 private:
  // Parts cannot run into each other: each is told with its length.
  static std::string line(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += std::to_string(part.size()) + ":" + part;
    return text + "\n";
  }

  std::string type_of(const Type& type) const {
    return type_text(graph_, type) + " " + std::to_string(type.is_number() ? type.digits : 0);
  }

  static std::string of_range(const Range& range) {
    return (range.low ? format_exact(*range.low) : "") + ".." + (range.high ? format_exact(*range.high) : "");
  }

  std::string of_cell(const Cell& cell) const {
    if (!cell.is_value()) return cell.is_absent() ? "absent" : "";
    return line({cell.text, format_exact(cell.number), cell.flag ? "yes" : "no"});
  }

  std::string of_table(const Table& table) const {
    std::string text =
        line({"table", table.name, std::to_string(static_cast<int>(table.timing)), table.has_key ? "key" : "",
              table.is_single ? "single" : "", table.leaves_out_failed ? "leave_out" : "",
              table.timing == Timing::dated ? graph_.inputs[table.date_input].name : ""});
    for (std::uint32_t i = 0; i < table.inputs_count; ++i) {
      const Input& input = graph_.inputs[table.inputs_begin + i];
      std::string members;
      if (input.type.kind == ValueKind::member) members = line(graph_.lists[input.type.list].members);
      const std::string to =
          input.is_ref() ? graph_.tables[graph_.refs[input.ref].to].name + " " + graph_.refs[input.ref].back
                         : "";
      text +=
          line({input.name, type_of(input.type), format_exact(input.scale), input.needs_sign ? "sign" : "",
                of_range(input.range), std::to_string(static_cast<int>(input.missing)),
                of_cell(input.missing_value), members, to});
    }
    return text;
  }

  std::string of_curve(const Curve& curve) const {
    std::vector<std::string> parts = {format_exact(curve.left_slope), format_exact(curve.right_slope)};
    for (const Knot& knot : curve.knots)
      for (const Rational& x : {knot.x, knot.left, knot.at, knot.right}) parts.push_back(format_exact(x));
    return line(parts);
  }

  std::string of_payload(NodeId id) const {
    const Payload& payload = graph_.payloads[graph_[id].payload];
    switch (graph_[id].op) {
      case Op::constant: return of_cell(std::get<Cell>(payload));
      case Op::input: {
        const Input& input = graph_.inputs[std::get<InputId>(payload).value];
        return line({graph_.tables[input.table].name, input.name});
      }
      case Op::fail: return graph_.sites[std::get<SiteId>(payload).value].info->code;
      case Op::round: return to_text(std::get<RoundData>(payload).how);
      case Op::curve: return of_curve(std::get<Curve>(payload));
      case Op::table: {
        std::vector<std::string> parts;
        const auto& table = std::get<TableData>(payload);
        for (const auto& [keys, cell] : table.cells) {
          for (std::size_t k = 0; k < keys.size(); ++k)
            parts.push_back(graph_.lists[table.lists[k]].members[keys[k]]);
          parts.push_back(of_cell(cell));
        }
        return line(parts);
      }
      case Op::calendar: return std::string(name_of(std::get<CalendarFunction>(payload)));
      case Op::fold: {
        const auto& fold = std::get<FoldData>(payload);
        return line({std::string(name_of(fold.function)), fold.ref ? ref_name(*fold.ref) : "group"});
      }
      case Op::fetch: {
        const auto& fetch = std::get<FetchData>(payload);
        return line({fetch.ref ? ref_name(*fetch.ref) : graph_.tables[fetch.table].name,
                     fetch.is_mine ? "mine" : ""});
      }
      case Op::past: return of_past(std::get<PastData>(payload));
      case Op::among: return of_among(id, std::get<AmongData>(payload));
      default: return "";
    }
  }

  std::string of_past(const PastData& past) const {
    const Kept& kept = graph_.kept[past.kept];
    return line({std::string(name_of(past.function)), graph_.tables[kept.table].name, kept.name,
                 std::to_string(static_cast<int>(past.window.unit)), std::to_string(past.window.back),
                 past.window.is_exact ? "exact" : ""});
  }

  std::string of_among(NodeId id, const AmongData& among) const {
    std::vector<std::string> parts = {std::string(name_of(among.function)), format_exact(among.unit),
                                      among.before_me ? "before" : "", among.seed};
    for (const int choice :
         {static_cast<int>(among.ties), static_cast<int>(among.fractions), static_cast<int>(among.if_none)})
      parts.push_back(std::to_string(choice));
    if (among.function == AmongFunction::zscore)
      parts.push_back(line({among.scale.of_sample ? "sample" : "population", format_exact(among.scale.center),
                            format_exact(among.scale.points), format_exact(among.scale.if_none),
                            to_text(among.scale.how)}));
    for (const bool descending : among.descending) parts.push_back(descending ? "desc" : "asc");
    for (const auto& [member, share] : among.shares) {
      parts.push_back(graph_.lists[graph_[id].type.list].members[member]);
      parts.push_back(format_exact(share));
    }
    return line(parts);
  }

  std::string ref_name(std::uint32_t ref) const {
    const Input& input = graph_.inputs[graph_.refs[ref].input];
    return graph_.tables[input.table].name + "." + input.name;
  }

  // The terms of a sum and the arguments of a product or an extreme have no order.
  std::string of_node(NodeId id) const {
    const Node& node = graph_[id];
    std::vector<std::string> args;
    std::size_t term = 0;
    for (NodeId argument : graph_.arguments(id)) {
      std::string text = digests_[argument.value];
      if (node.op == Op::sum) text += format_exact(graph_.payload<SumData>(id).coefficients[term++]);
      args.push_back(std::move(text));
    }
    const bool has_no_order =
        node.op == Op::sum || node.op == Op::mul || node.op == Op::min || node.op == Op::max;
    if (has_no_order) std::sort(args.begin(), args.end());
    const std::string constant = node.op == Op::sum ? format_exact(graph_.payload<SumData>(id).constant) : "";
    return line({std::string(name_of(node.op)), type_of(node.type), constant, of_payload(id)}) + line(args);
  }

  const Graph& graph_;
  std::vector<std::string> digests_;
};

}  // namespace

std::string meaning_of(const Graph& graph) { return Meaning(graph).of_plan(); }

}  // namespace merit::graph
