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
    Entity& section = c_.graph.entities[id];
    const plan::NodeText& text = *c_.parts[id].text;
    std::optional<Rational> total = section.weight;
    if (id == score_) total = out_of(text);
    c_.graph.entities[id].weight = total;
    Rational sum = 0;
    bool any = false, is_good = true;
    std::optional<bool> percent;
    for (std::uint32_t child : section.children) {
      const plan::NodeText& item = *c_.parts[child].text;
      const plan::DocNode* weight = item.fields["weight"];
      const plan::DocNode* extra = item.fields["extra"];
      if ((weight != nullptr) == (extra != nullptr)) {
        c_.report(weight ? codes::weight_and_extra : codes::item_needs_weight, item.name_span,
                  {Text::same(item.name)});
        is_good = false;
        continue;
      }
      if (extra || weight->text == "none") continue;
      if (c_.graph.entities[id].is_extra) {
        c_.report(codes::weight_in_extra, weight->span, {Text::same(item.name), Text::same(section.path)});
        is_good = false;
        continue;
      }
      const bool is_share = !weight->text.empty() && weight->text.back() == '%';
      const auto value = constant(*weight);
      if (!value) {
        is_good = false;
        continue;
      }
      if (*value < 0) {
        c_.report(codes::weight_negative, weight->span, {Text::same(item.name)});
        is_good = false;
        continue;
      }
      if (percent && *percent != is_share && !value->is_zero()) {
        c_.report(codes::weights_mixed, weight->span, {Text::same(section.path)});
        is_good = false;
      }
      if (!value->is_zero() || !percent) percent = is_share;
      any = true;
      const Rational points = is_share && total ? *value * *total : *value;
      sum += points;
      c_.graph.entities[child].weight = points;
    }
    if (is_good) check_sum(id, text, total, sum, any);
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
  std::optional<Rational> constant(const plan::DocNode& written) {
    auto v = lowering_.number(written);
    const Cell* cell = v ? c_.builder.constant_of(v->node) : nullptr;
    if (v && !cell) c_.report(codes::needs_constant, written.span, {Text::same(written.text)});
    return cell ? std::optional(cell->number) : std::nullopt;
  }

  std::optional<Rational> out_of(const plan::NodeText& score) {
    const plan::DocNode* written = score.fields["out_of"];
    const auto total = written ? constant(*written) : std::nullopt;
    if (total && *total <= 0) c_.report(codes::out_of_positive, written->span);
    return total;
  }

  void check_sum(std::uint32_t id, const plan::NodeText& text, const std::optional<Rational>& total,
                 const Rational& sum, bool any) {
    const bool is_score = id == score_;
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
    c_.report(codes::weights_sum, text.name_span,
              {Text::same(c_.graph.entities[id].path), Text::same(format_exact(sum)),
               Text::same(format_exact(*total))});
  }

  Context& c_;
  Lowering lowering_;
  std::uint32_t score_ = 0xFFFFFFFFu;
};

}  // namespace

void assign_weights(Context& context) { Weights(context).run(); }

}  // namespace merit::graph
