#include "graph/node.hpp"

#include "graph/codes.hpp"
#include "graph/forks.hpp"
#include "graph/inputs.hpp"
#include "graph/skip.hpp"
#include "graph/weights.hpp"
#include "graph/word.hpp"

namespace merit::graph {

namespace {

/// One node on its way: the value so far and what stands around it.
class NodeMaker {
 public:
  NodeMaker(Context& context, std::uint32_t id)
      : c_(context),
        b_(context.builder),
        id_(id),
        part_(context.parts[id]),
        node_(*part_.text),
        lowering_(context, setting_of(context.graph.entities[id].table)) {}

  void make() {
    const EntityKind kind = entity().kind;
    b_.set_origin({id_, entity().span});
    b_.set_table(entity().table);
    make_weight(c_, id_);
    if (entity().weight && entity().weight->is_zero() && is_item()) return finish_absent();
    note_fields();
    const auto due = made_due();
    std::set<NodeId> absent_reads;
    if (const plan::DocNode* skip = field("skip"); skip && !field("applies") && !due) {
      lowering_.setting().absence_allowed = true;
      lowering_.setting().absent_reads = &absent_reads;
    }
    std::optional<Value> applies;
    if (const plan::DocNode* condition = field("applies")) {
      applies = lowering_.condition(*condition);
      lowering_.assume(*condition);
      if (!applies) is_good_ = false;
    }
    const bool is_only_due = due && !applies;
    if (due) applies = is_only_due ? *due : both(*due, applies);
    auto v = kind == EntityKind::section ? section() : content();
    if (!v) return look_at_rest();
    v = bounded(std::move(*v));
    v = gated(std::move(*v));
    v = rounded(std::move(*v));
    if (field("skip") && !field("applies") && !due && is_counted_item()) applies = presence(absent_reads);
    const bool was_absent = v->maybe_absent;
    v = applied(std::move(*v), applies);
    if (!is_good_ || !v) return;
    if (is_only_due && !was_absent && v->maybe_absent) c_.due.emplace(v->node, *lowering_.setting().due);
    c_.parts[id_].may_be_skipped = v->maybe_absent;
    finish(in_card(std::move(*v)));
  }

 private:
  Entity& entity() { return c_.graph.entities[id_]; }
  const plan::DocNode* field(std::string_view name) const { return node_.fields[name]; }
  bool is_item() { return entity().is_of_score && entity().has_parent(); }
  bool is_in_score() { return entity().is_of_score; }
  bool is_in_pay() { return entity().is_of_pay; }
  bool is_counted_item() { return is_item() && entity().weight.has_value(); }
  SiteId name_site(const CodeInfo& info) { return b_.site(info, entity().span, {Text::same(entity().path)}); }

  void finish(Value v) {
    entity().result = v.node;
    entity().type = v.type;
    c_.results[id_] = std::move(v);
  }

  // `weight: 0`: not in this card, so nothing of it is looked at.
  void finish_absent() {
    const Type type = Type::number(Unit::points(), 0);
    finish({b_.none(type), type, true});
  }

  // A weight that depends on the row is looked at first; where it is 0 the item is not in that row's card.
  Value in_card(Value v) {
    const auto& weight = entity().weight;
    if (!weight || weight->points) return v;
    const bool may_be_out = !b_.range(weight->varying).is_above(0);
    const NodeId is_out = b_.role(b_.same(weight->varying, b_.number(0)), "weight is zero");
    const NodeId instead = may_be_out ? b_.none(v.type) : b_.number(0);
    v.node = b_.role(b_.choose({{is_out, instead}}, v.node, v.type.unit), "in card");
    v.maybe_absent |= may_be_out;
    return v;
  }

  // The node has no value; mistakes in its other formulas are found all the same.
  void look_at_rest() {
    std::vector<const plan::DocNode*> rest;
    for (const char* name : {"at_least", "at_most", "gate", "extra"}) {
      const plan::DocNode* written = field(name);
      if (written) collect_formulas(c_.formulas, *written, node_.fields.table().find(name)->form, rest);
    }
    for (const plan::DocNode* formula : rest) lowering_.formula(*formula);
  }

  // ---- when it is due

  // Whether this is the last period of each of the longer ones that `every` names.
  std::optional<Value> made_due() {
    const auto step = due_step(c_, id_);
    if (!step) return std::nullopt;
    lowering_.setting().due = step;
    return Value{b_.of_period(closing(*step), Type::boolean()), Type::boolean(), false};
  }

  std::optional<Value> both(const Value& due, const std::optional<Value>& applies) {
    if (!applies) return std::nullopt;
    return Value{b_.logical_and(due.node, applies->node), Type::boolean(), applies->maybe_absent};
  }

  // ---- the formula or the word

  std::optional<Value> content() {
    if (is_item() && node_.formula) {
      c_.report(codes::item_formula, node_.formula->span, {Text::same(entity().name)});
      return std::nullopt;
    }
    std::optional<Value> v;
    if (node_.formula && node_.words.empty()) {
      lowering_.setting().may_be_absent = entity().kind == EntityKind::value;
      v = lowering_.formula(*node_.formula, declared_list());
      lowering_.setting().may_be_absent = false;
      if (v) b_.role(v->node, "formula");
      entity().written.push_back({"formula", node_.formula->text});
    } else {
      v = word();
    }
    if (!v) return std::nullopt;
    return bordered(std::move(*v));
  }

  std::optional<Value> word() {
    const auto use = find_word(c_, node_);
    if (!use) return std::nullopt;
    entity().word = use->word->fields.name;
    note_written(*use);
    const auto weight = is_counted_item() ? entity().weight : std::nullopt;
    WordContext word(lowering_, *use, weight, rounding());
    b_.set_origin({id_, use->entry->key.span});
    const std::size_t errors = c_.diagnostics.errors();
    auto result = use->word->rewrite(word);
    b_.set_origin({id_, entity().span});
    if (!result || c_.diagnostics.errors() > errors) return std::nullopt;
    if (!result->is_share || !weight) return result->value;
    const NodeId node = b_.role(times_weight(b_, result->value.node, *weight), "weighted");
    return Value{node, b_.type(node), result->value.maybe_absent};
  }

  void note_written(const WordUse& use) {
    if (use.entry->value.is_scalar()) {
      entity().written.push_back({std::string(use.word->scalar_field), use.entry->value.text});
      return;
    }
    for (const plan::Entry* e : use.fields.known()) {
      if (e->value.is_scalar()) entity().written.push_back({e->key.text, e->value.text});
      const plan::Field* known = use.word->fields.find(e->key.text);
      if (e->value.is_list()) note_list(*e);
      if (!known || known->form != plan::FieldForm::cells || !e->value.is_map()) continue;
      for (std::size_t i = 1; i < e->value.map.size(); ++i)
        entity().written.push_back({e->key.text + " " + std::to_string(i), e->value.map[i].key.text});
    }
  }

  // "by": "branch, grade"; "ties 1": "revenue desc".
  void note_list(const plan::Entry& list) {
    std::string all;
    for (std::size_t i = 0; i < list.value.list.size(); ++i) {
      const std::string& text = list.value.list[i].text;
      all += (i > 0 ? ", " : "") + text;
      entity().written.push_back({list.key.text + " " + std::to_string(i + 1), text});
    }
    entity().written.push_back({list.key.text, all});
  }

  // What the fields around the word say, for the explanation.
  void note_fields() {
    for (const char* name : {"applies", "at_least", "at_most"})
      if (const plan::DocNode* written = field(name); written && written->is_scalar())
        entity().written.push_back({name, written->text});
    const plan::DocNode* gates = field("gate");
    if (!gates) return;
    int number = 0;
    for (const plan::DocNode& gate : gates->list) {
      const plan::DocNode* condition = gate.is_map() ? gate.find("if") : nullptr;
      ++number;
      if (condition && condition->is_scalar())
        entity().written.push_back({"gate " + std::to_string(number), condition->text});
    }
  }

  // The unit a node has at its border: points in the score, money in pay, `type:` anywhere.
  std::optional<Value> bordered(Value v) {
    std::optional<Type> wanted;
    if (is_counted_item() || entity().is_extra) wanted = Type::number(Unit::points(), 0);
    if (is_in_pay()) wanted = Type::number(Unit::of_money(), 0);
    if (const plan::DocNode* type = field("type")) {
      const auto declared = declared_type(*type);
      if (!declared) return std::nullopt;
      if (wanted && !meet_types(*wanted, *declared)) return refused_type(*type, *wanted);
      wanted = declared;
    }
    if (!wanted) return v;
    if (!crosses(v, *wanted, content_span())) return std::nullopt;
    return v;
  }

  Span content_span() {
    if (node_.formula) return node_.formula->span;
    return node_.words.empty() ? entity().span : node_.words.front()->key.span;
  }

  // Gives `v` the unit that the border asks for, or reports that it has another.
  bool crosses(Value& v, const Type& wanted, Span at) {
    const auto met = meet_types(v.type, wanted);
    if (met) {
      if (v.type.is_number()) v.type.unit = met->unit;
      return true;
    }
    c_.report(codes::border_clash, at,
              {Text::same(entity().path), Text::same(type_text(c_.graph, wanted)),
               Text::same(type_text(c_.graph, v.type))});
    return false;
  }

  // The list whose bare members the formula may name, because `type:` says so.
  std::optional<std::uint32_t> declared_list() {
    const plan::DocNode* written = field("type");
    const auto type = written ? type_named(c_, written->text) : std::nullopt;
    return type && type->kind == ValueKind::member ? std::optional(type->list) : std::nullopt;
  }

  std::optional<Type> declared_type(const plan::DocNode& written) {
    if (const auto type = type_named(c_, written.text)) return type;
    report_unknown_type(c_, written);
    return std::nullopt;
  }

  std::nullopt_t refused_type(const plan::DocNode& written, const Type& wanted) {
    c_.report(codes::border_clash, written.span,
              {Text::same(entity().path), Text::same(type_text(c_.graph, wanted)), Text::same(written.text)});
    return std::nullopt;
  }

  // ---- sections

  std::optional<Value> section() {
    if (!entity().is_whole() && (!node_.words.empty() || node_.formula)) {
      find_word(c_, node_);
      return std::nullopt;
    }
    const Unit unit = is_in_pay() ? Unit::of_money() : Unit::points();
    std::vector<std::pair<Rational, NodeId>> counted, extras, skipped;
    bool is_good = true, may_reweight = false;
    for (std::uint32_t child : entity().children) {
      const Entity& item = c_.graph.entities[child];
      if (is_in_score() && !item.weight && !item.is_extra) continue;
      if (item.weight && item.weight->is_zero()) continue;
      const auto& v = c_.results[child];
      if (!v) {
        is_good = false;
        continue;
      }
      const NodeId present = v->maybe_absent ? b_.otherwise(v->node, b_.number(0)) : v->node;
      (item.is_extra ? extras : counted).push_back({1, present});
      if (!item.weight || !c_.parts[child].may_be_skipped) continue;
      may_reweight = true;
      skipped.push_back(
          {-1, b_.choose({{b_.present(v->node), b_.number(0)}}, points_of(b_, *item.weight), unit)});
    }
    if (!is_good) return std::nullopt;
    NodeId sum = b_.sum(0, counted, unit);
    if (may_reweight) {
      b_.role(sum, "counted");
      const Weight weight = entity().weight.value_or(Weight{1, {}});  // without one the plan was refused
      if (!weight.points) skipped.insert(skipped.begin(), {1, weight.varying});
      const NodeId rest = b_.role(b_.sum(weight.points.value_or(0), skipped, unit), "weight left");
      sum = b_.divided(times_weight(b_, sum, weight), rest, unit, name_site(codes::all_skipped));
      b_.role(sum, "reweighted");
    }
    if (!extras.empty()) {
      extras.insert(extras.begin(), {1, sum});
      sum = b_.sum(0, extras, unit);
    }
    b_.role(sum, "sum");
    Type type = b_.type(sum);
    type.unit = unit;
    return Value{sum, type, false};
  }

  // ---- floor, cap, extra

  std::optional<Value> bound(const plan::DocNode& scalar, const Value& v) {
    auto limit = lowering_.formula(scalar);
    if (!limit) {
      is_good_ = false;
      return std::nullopt;
    }
    if (v.type.kind == ValueKind::text || v.type.kind == ValueKind::boolean) {
      c_.report(codes::not_ordered, scalar.span, {Text::same(type_text(c_.graph, v.type))});
      is_good_ = false;
      return std::nullopt;
    }
    if (!lowering_.unify(v.type, entity().span, limit->type, scalar.span)) {
      is_good_ = false;
      return std::nullopt;
    }
    return limit;
  }

  Value held(Value v, const Value& limit, bool is_cap, const char* limit_role, const char* role) {
    b_.role(limit.node, limit_role);
    v.node = is_cap ? b_.min({v.node, limit.node}, v.type.unit) : b_.max({v.node, limit.node}, v.type.unit);
    if (v.type.is_number()) v.type.digits = b_.type(v.node).digits;
    v.maybe_absent |= limit.maybe_absent;
    b_.role(v.node, role);
    return v;
  }

  Value bounded(Value v) {
    b_.role(v.node, "raw");
    if (const plan::DocNode* floor = field("at_least"))
      if (auto limit = bound(*floor, v)) v = held(std::move(v), *limit, false, "floor", "after floor");
    if (const plan::DocNode* cap = field("at_most"))
      if (auto limit = bound(*cap, v)) v = held(std::move(v), *limit, true, "cap", "after cap");
    const plan::DocNode* extra = field("extra");
    if (!extra || extra->list.size() != 2) return v;
    const plan::DocNode& low = extra->list[0];
    const plan::DocNode& high = extra->list[1];
    std::optional<Value> lower, upper;
    if (low.text != "none") lower = bound(low, v);
    if (high.text != "none") upper = bound(high, v);
    if (lower && upper && b_.constant_of(lower->node) && b_.constant_of(upper->node) &&
        b_.constant_of(upper->node)->number < b_.constant_of(lower->node)->number) {
      c_.report(codes::extra_crossed, extra->span, {Text::same(entity().path)});
      is_good_ = false;
      return v;
    }
    if (lower) v = held(std::move(v), *lower, false, "extra floor", "after extra floor");
    if (upper) v = held(std::move(v), *upper, true, "extra cap", "after extra cap");
    return v;
  }

  // ---- gates

  Value gated(Value v) {
    const plan::DocNode* gates = field("gate");
    if (!gates) return v;
    int number = 0;
    for (const plan::DocNode& written : gates->list) {
      Diagnostics known;  // its form was checked where the node was read
      const plan::Fields gate = plan::read_fields(written, plan::gate_table, known);
      ++number;
      const int actions = gate.has("to") + gate.has("times") + gate.has("at_most");
      if (actions != 1 || !gate.has("if")) {
        is_good_ = false;
        continue;
      }
      v = gated(std::move(v), gate, number);
    }
    return v;
  }

  Value gated(Value v, const plan::Fields& gate, int number) {
    const auto condition = lowering_.condition(*gate["if"]);
    const char* action = gate.has("to") ? "to" : gate.has("times") ? "times" : "at_most";
    auto amount = lowering_.formula(*gate[action]);
    if (!condition || !amount) {
      is_good_ = false;
      return v;
    }
    NodeId result = amount->node;
    if (std::string_view(action) == "times") {
      const bool are_numbers = v.type.is_number() && amount->type.is_number();
      const auto unit = are_numbers ? product(v.type.unit, amount->type.unit) : std::nullopt;
      if (!unit || !meet(*unit, v.type.unit)) {
        c_.report(codes::gate_times_plain, gate["times"]->span,
                  {Text::same(type_text(c_.graph, v.type)), Text::same(type_text(c_.graph, amount->type))});
        is_good_ = false;
        return v;
      }
      result = b_.mul({v.node, amount->node}, v.type.unit);
    } else if (!lowering_.unify(v.type, entity().span, amount->type, gate[action]->span)) {
      is_good_ = false;
      return v;
    } else if (std::string_view(action) == "at_most") {
      result = b_.min({v.node, amount->node}, v.type.unit);
    }
    b_.role(condition->node, "gate", number);
    b_.role(amount->node,
            std::string_view(action) == "to"      ? "gate to"
            : std::string_view(action) == "times" ? "gate times"
                                                  : "gate at most",
            number);
    Text reason = plan::texts_of(gate["because"]);
    if (reason.en.empty()) reason.en = reason.zh;
    if (reason.zh.empty()) reason.zh = reason.en;
    entity().because.push_back(reason);
    v.node = b_.role(b_.choose({{condition->node, result}}, v.node, v.type.unit), "after gate", number);
    note_condition(c_, ForkKind::gate, gate["if"]->span, gate["if"]->span, {v.node, condition->node}).number =
        number;
    v.maybe_absent |= condition->maybe_absent || amount->maybe_absent;
    if (v.type.is_number()) v.type.digits = b_.type(v.node).digits;
    return v;
  }

  // ---- rounding

  std::optional<Rounding> rounding() {
    if (const plan::DocNode* written = field("round"))
      return written->text == "none" ? std::nullopt : parse_rounding(written->text);
    if (is_in_score()) return entity().kind == EntityKind::section ? c_.rounding.score : c_.rounding.item;
    if (entity().kind == EntityKind::component) return c_.rounding.pay;
    return std::nullopt;
  }

  Value rounded(Value v) {
    const auto how = rounding();
    const plan::DocNode* written = field("round");
    if (written && (!v.type.is_number() || (written->text == "none" && (!is_in_score())))) {
      c_.report(v.type.is_number() ? codes::round_none_here : codes::round_of_no_number, written->span,
                {Text::same(entity().path)});
      is_good_ = false;
      return v;
    }
    if (!how || !v.type.is_number()) return v;
    b_.role(v.node, "before rounding");
    v.node = b_.role(b_.round(v.node, *how, name_site(codes::too_many_digits)), "rounded");
    v.type.digits = how->digits;
    return v;
  }

  // ---- applies, skip

  std::optional<Value> presence(const std::set<NodeId>& reads) {
    if (reads.empty()) {
      c_.report(codes::skip_never, node_.fields.key("skip").span, {Text::same(entity().path)});
      is_good_ = false;
      return std::nullopt;
    }
    NodeId all = no_node;
    for (NodeId read : reads) all = all.is_none() ? b_.present(read) : b_.logical_and(all, b_.present(read));
    return Value{all, Type::boolean(), false};
  }

  std::optional<Value> applied(Value v, const std::optional<Value>& applies) {
    if (!says_skip(c_, id_)) return std::nullopt;
    if (!applies) return v;
    b_.role(applies->node, "applies");
    const auto instead = instead_of_skipped(c_, lowering_, id_, v, applies->node, rounding());
    if (!instead) return std::nullopt;
    const plan::DocNode* skip = field("skip");
    const bool stays_absent = !skip || skip->text == "reweight";
    v.node = b_.role(b_.choose({{applies->node, v.node}}, *instead, v.type.unit), "result");
    if (field("applies") || skip) {
      const Span place = field("applies") ? field("applies")->span : node_.fields.key("skip").span;
      note_condition(c_, ForkKind::applies, place, place, {v.node, applies->node});
    }
    if (v.type.is_number()) v.type.digits = b_.type(v.node).digits;
    v.maybe_absent = stays_absent || applies->maybe_absent;
    return v;
  }

  Context& c_;
  Builder& b_;
  std::uint32_t id_;
  const Part& part_;
  const plan::NodeText& node_;
  Lowering lowering_;
  bool is_good_ = true;
};

}  // namespace

void lower_entity(Context& context, std::uint32_t entity) {
  if (context.parts[entity].check) return lower_check(context, entity);
  if (context.parts[entity].text) NodeMaker(context, entity).make();
}

}  // namespace merit::graph
