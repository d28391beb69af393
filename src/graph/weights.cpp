#include "graph/weights.hpp"

#include <algorithm>

#include "base/number_text.hpp"
#include "graph/codes.hpp"
#include "graph/lower.hpp"
#include "graph/paths.hpp"

namespace merit::graph {

namespace {

// Whether a weight reads more than constants: the row, or what changes with the day.
bool varies(Context& c, std::uint32_t table, const plan::DocNode& written) {
  const formula::Tree* tree = c.formulas.parse(written);
  if (!tree) return false;
  const auto is_varying = [&](const formula::Node& node) {
    if (node.kind != formula::Kind::name && node.kind != formula::Kind::call) return false;
    if (node.text.starts_with("period.")) return true;
    const auto path = path_of(c, table, node.text);
    if (!path) return false;
    if (!path->symbol) return true;
    if (path->symbol->kind == SymbolKind::param) return c.params[path->symbol->index].is_dated();
    return true;
  };
  return std::any_of(tree->nodes.begin(), tree->nodes.end(), is_varying);
}

class Weights {
 public:
  explicit Weights(Context& c) : c_(c), lowering_(c, {}) {}

  void assign(std::uint32_t id) {
    const plan::NodeText& text = *c_.parts[id].text;
    if (is_score(id)) c_.graph.entities[id].weight = out_of(text);
    const std::optional<Weight> total = c_.graph.entities[id].weight;
    Rational sum = 0;
    bool any = false, is_good = !c_.unread_weights.contains(id);
    std::optional<bool> percent;
    for (std::uint32_t child : c_.graph.entities[id].children) {
      const plan::NodeText& item = *c_.parts[child].text;
      if (!item.written->is_map()) {
        is_good = false;
        continue;
      }
      if (!is_counted(c_.graph.entities[id], item)) continue;
      std::optional<Weight>& points = c_.graph.entities[child].weight;
      const auto value = weight_of(c_.graph.entities[id], item);
      if (!value) {
        points = Weight{1, {}};  // a stand-in: what follows would only report consequences
        c_.unread_weights.insert(child);
        is_good = false;
        continue;
      }
      const plan::DocNode& weight = *item.fields["weight"];
      const bool is_share = mentions_percent(*c_.formulas.parse(weight));
      if (!value->is_zero()) {
        if (percent.value_or(is_share) != is_share) {
          c_.report(codes::weights_mixed, weight.span, {Text::same(c_.graph.entities[id].path)});
          is_good = false;
        }
        percent = is_share;
      }
      any = true;
      const bool is_known = value->points && !(is_share && total && !total->points);
      if (!is_known) {
        points = Weight{};
        c_.varying_sections.insert(id);
        continue;
      }
      points = Weight{is_share && total ? *value->points * *total->points : *value->points, {}};
      sum += *points->points;
    }
    if (total && !total->points) c_.varying_sections.insert(id);
    if (!is_good) c_.varying_sections.erase(id);
    else if (has_total(id, text, total, any) && !c_.varying_sections.contains(id))
      check_sum(id, text, *total->points, sum, percent.value_or(false));
    for (std::uint32_t child : c_.graph.entities[id].children)
      if (c_.graph.entities[child].kind == EntityKind::section) assign(child);
  }

  void run() {
    for (std::uint32_t id = 0; id < c_.graph.entities.size(); ++id)
      if (is_score(id)) assign(id);
  }

 private:
  bool is_score(std::uint32_t id) const {
    return c_.graph.entities[id].is_of_score && c_.graph.entities[id].is_whole();
  }

  // Whether the item has a part of the section's total, or should have one.
  bool is_counted(const Entity& section, const plan::NodeText& item) {
    const plan::DocNode* weight = item.fields["weight"];
    if (!weight) return !item.fields.has("extra");
    if (weight->text != "none") return true;
    if (item.is_section)
      c_.report(codes::section_not_counted, weight->span, {Text::same(section.path + "." + item.name)});
    return item.fields.has("extra");
  }

  // Whether the item says it with a slip of the pen, which is reported as such.
  static bool is_misspelt(const plan::NodeText& item) {
    return std::any_of(item.words.begin(), item.words.end(), [](const plan::Entry* entry) {
      return !nearest(entry->key.text, {"weight", "extra"}).empty();
    });
  }

  std::optional<Weight> weight_of(const Entity& section, const plan::NodeText& item) {
    const plan::DocNode* weight = item.fields["weight"];
    if (!weight || item.fields.has("extra")) {
      if (!weight && is_misspelt(item)) return std::nullopt;
      c_.report(weight ? codes::weight_and_extra : codes::item_needs_weight, item.name_span,
                {Text::same(item.name)});
      return std::nullopt;
    }
    if (section.is_extra) {
      c_.report(codes::weight_in_extra, weight->span, {Text::same(item.name), Text::same(section.path)});
      return std::nullopt;
    }
    if (varies(c_, section.table, *weight)) return Weight{};
    const auto value = constant(*weight);
    if (!value) return std::nullopt;
    if (*value >= 0) return Weight{*value, {}};
    c_.report(codes::weight_negative, weight->span, {Text::same(item.name), Text{}});
    return std::nullopt;
  }

  std::optional<Rational> constant(const plan::DocNode& written) {
    const auto v = lowering_.constant(written);
    if (!v) return std::nullopt;
    if (v->type.is_number()) return c_.builder.constant_of(v->node)->number;
    c_.report(codes::needs_number, written.span, {Text::same(type_text(c_.graph, v->type))});
    return std::nullopt;
  }

  std::optional<Weight> out_of(const plan::NodeText& score) {
    const plan::DocNode* written = score.fields["out_of"];
    const auto total = written ? constant(*written) : std::nullopt;
    if (!total) return std::nullopt;
    if (*total <= 0) {
      c_.report(codes::out_of_positive, written->span);
      return std::nullopt;
    }
    return Weight{*total, {}};
  }

  // Whether there are weights and something that they add up to; reports one without the other.
  bool has_total(std::uint32_t id, const plan::NodeText& text, const std::optional<Weight>& total, bool any) {
    if (c_.graph.entities[id].children.empty()) return false;  // reported where the plan was read
    if (!any) {
      if (is_score(id) && text.fields.has("out_of"))
        c_.report(codes::out_of_without_weights, text.fields["out_of"]->span);
      else if (!is_score(id) && total && !total->is_zero())
        c_.report(codes::section_without_weights, text.name_span, {Text::same(text.name)});
      return false;
    }
    if (!total && is_score(id) && !text.fields.has("out_of"))
      c_.report(codes::must_say_out_of, text.name_span);
    return total.has_value();
  }

  void check_sum(std::uint32_t id, const plan::NodeText& text, const Rational& total, const Rational& sum,
                 bool are_shares) {
    if (sum == total) return;
    const bool as_shares = are_shares && !total.is_zero();
    c_.report(codes::weights_sum, text.name_span,
              {Text::same(c_.graph.entities[id].path),
               Text::same(as_shares ? format_percent(sum / total, -1) : format_exact(sum)),
               Text::same(as_shares ? "100%" : format_exact(total)), Text{}});
  }

  Context& c_;
  Lowering lowering_;
};

}  // namespace

void assign_weights(Context& context) { Weights(context).run(); }

void make_weight(Context& c, std::uint32_t id) {
  const std::optional<Weight>& known = c.graph.entities[id].weight;
  if (!known || known->points || !known->varying.is_none()) return;
  const std::uint32_t parent = c.graph.entities[id].parent;
  make_weight(c, parent);
  const plan::DocNode& written = *c.parts[id].text->fields["weight"];
  c.builder.set_origin({id, c.graph.entities[id].span});
  Setting setting = setting_of(c.graph.entities[id].table);
  setting.closed_reads = &c.weight_reads;
  const auto v = Lowering(c, std::move(setting)).number(written);
  Weight weight{1, {}};  // stands in for one that could not be read
  if (!v) {
    c.unread_weights.insert(id);
  } else if (v->type.unit.has_dimension()) {
    c.report(codes::border_clash, written.span,
             {Text::same(c.graph.entities[id].path),
              Text::same(type_text(c.graph, Type::number(Unit::points(), 0))),
              Text::same(type_text(c.graph, v->type))});
    c.unread_weights.insert(id);
  } else {
    const std::optional<Weight>& total = c.graph.entities[parent].weight;
    const bool is_share = mentions_percent(*c.formulas.parse(written));
    const NodeId points = is_share && total ? times_weight(c.builder, v->node, *total) : v->node;
    weight = {std::nullopt, c.builder.role(points, "weight")};
    c.graph.entities[id].written.push_back({"weight", written.text});
  }
  c.graph.entities[id].weight = weight;
}

NodeId points_of(Builder& builder, const Weight& weight) {
  return weight.points ? builder.number(*weight.points) : weight.varying;
}

NodeId times_weight(Builder& builder, NodeId x, const Weight& weight) {
  if (weight.points) return builder.scaled(x, *weight.points, Unit::points());
  return builder.mul({x, weight.varying}, Unit::points());
}

}  // namespace merit::graph
