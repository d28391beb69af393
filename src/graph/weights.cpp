// The weights of the score: each item's points, worked out once.
#include <set>

#include "base/number_text.hpp"
#include "graph/codes.hpp"
#include "graph/lower.hpp"
#include "graph/node.hpp"

namespace merit::graph {

namespace {

class Weights {
 public:
  explicit Weights(Context& c) : c_(c), lowering_(c, {}) {}

  void assign(std::uint32_t id) {
    const plan::NodeText& text = *c_.parts[id].text;
    if (id == score_) c_.graph.entities[id].weight = out_of(text);
    const std::optional<Rational> total = c_.graph.entities[id].weight;
    Rational sum = 0;
    bool any = false, is_good = !guessed_.contains(id);
    std::optional<bool> percent;
    for (std::uint32_t child : c_.graph.entities[id].children) {
      const plan::NodeText& item = *c_.parts[child].text;
      if (!item.written->is_map()) {
        is_good = false;
        continue;
      }
      if (!is_counted(c_.graph.entities[id], item)) continue;
      std::optional<Rational>& points = c_.graph.entities[child].weight;
      const auto value = weight_of(c_.graph.entities[id], item);
      if (!value) {
        points = 1;  // a stand-in: what follows would only report consequences
        guessed_.insert(child);
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
      points = is_share && total ? *value * *total : *value;
      sum += *points;
    }
    if (is_good) check_sum(id, text, total, sum, any, percent.value_or(false));
    for (std::uint32_t child : c_.graph.entities[id].children)
      if (c_.graph.entities[child].kind == EntityKind::section) assign(child);
  }

  void run() {
    for (std::uint32_t id = 0; id < c_.graph.entities.size(); ++id) {
      if (c_.graph.entities[id].path != "score" || !c_.parts[id].is_whole) continue;
      score_ = id;
      assign(id);
    }
  }

 private:
  // Whether the item has a part of the section's total, or should have one.
  bool is_counted(const Entity& section, const plan::NodeText& item) {
    const plan::DocNode* weight = item.fields["weight"];
    if (!weight) return !item.fields.has("extra");
    if (weight->text != "none") return true;
    if (item.is_section)
      c_.report(codes::section_not_counted, weight->span, {Text::same(section.path + "." + item.name)});
    return item.fields.has("extra");
  }

  std::optional<Rational> weight_of(const Entity& section, const plan::NodeText& item) {
    const plan::DocNode* weight = item.fields["weight"];
    if (!weight || item.fields.has("extra")) {
      c_.report(weight ? codes::weight_and_extra : codes::item_needs_weight, item.name_span,
                {Text::same(item.name)});
      return std::nullopt;
    }
    if (section.is_extra) {
      c_.report(codes::weight_in_extra, weight->span, {Text::same(item.name), Text::same(section.path)});
      return std::nullopt;
    }
    const auto value = constant(*weight);
    if (!value || *value >= 0) return value;
    c_.report(codes::weight_negative, weight->span, {Text::same(item.name)});
    return std::nullopt;
  }

  std::optional<Rational> constant(const plan::DocNode& written) {
    const auto v = lowering_.constant(written);
    if (!v) return std::nullopt;
    if (v->type.is_number()) return c_.builder.constant_of(v->node)->number;
    c_.report(codes::needs_number, written.span, {Text::same(type_text(c_.graph, v->type))});
    return std::nullopt;
  }

  std::optional<Rational> out_of(const plan::NodeText& score) {
    const plan::DocNode* written = score.fields["out_of"];
    const auto total = written ? constant(*written) : std::nullopt;
    if (!total || *total > 0) return total;
    c_.report(codes::out_of_positive, written->span);
    return std::nullopt;
  }

  void check_sum(std::uint32_t id, const plan::NodeText& text, const std::optional<Rational>& total,
                 const Rational& sum, bool any, bool are_shares) {
    const bool is_score = id == score_;
    if (c_.graph.entities[id].children.empty()) return;  // reported where the plan was read
    if (!any) {
      if (is_score && text.fields.has("out_of"))
        c_.report(codes::out_of_without_weights, text.fields["out_of"]->span);
      else if (!is_score && total && !total->is_zero())
        c_.report(codes::section_without_weights, text.name_span, {Text::same(text.name)});
      return;
    }
    if (!total) {
      if (is_score && !text.fields.has("out_of")) c_.report(codes::must_say_out_of, text.name_span);
      return;
    }
    if (sum == *total) return;
    const bool as_shares = are_shares && !total->is_zero();
    c_.report(codes::weights_sum, text.name_span,
              {Text::same(c_.graph.entities[id].path),
               Text::same(as_shares ? format_percent(sum / *total, -1) : format_exact(sum)),
               Text::same(as_shares ? "100%" : format_exact(*total))});
  }

  Context& c_;
  Lowering lowering_;
  std::set<std::uint32_t> guessed_;  ///< items whose weight could not be read
  std::uint32_t score_ = 0xFFFFFFFFu;
};

}  // namespace

void assign_weights(Context& context) { Weights(context).run(); }

}  // namespace merit::graph
