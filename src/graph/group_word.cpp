#include "graph/group_word.hpp"

#include <algorithm>

#include "base/number_text.hpp"
#include "graph/codes.hpp"

namespace merit::graph {

GroupWord::GroupWord(WordContext& word)
    : word_(word),
      context_(word.context()),
      peer_(context_, word.lowering().peers()),
      table_(word.lowering().setting().frames.front().table) {
  peer_.setting().is_of_peers = false;
  const plan::DocNode* where = word.field("where");
  if (!where || !where->is_scalar()) return;
  where_ = peer_.condition(*where);
  is_good_ = where_.has_value();
  peer_.assume(*where);
}

std::optional<std::vector<NodeId>> GroupWord::keys() {
  const plan::DocNode* by = word_.field("by");
  return by ? peer_.group_keys(*by) : std::nullopt;
}

// Absent for those who take no part.
std::optional<Value> GroupWord::held(Value v) {
  if (!is_good_) return std::nullopt;
  if (!where_) return v;
  Builder& b = word_.b;
  v.node = b.choose({{where_->node, v.node}}, b.none(v.type), v.type.unit);
  v.maybe_absent = true;
  return v;
}

bool GroupWord::is_fixed(const Value& v, const plan::DocNode& at) {
  if (!v.type.is_number() || word_.b.type(v.node).is_fixed()) return true;
  context_.report(codes::exact_crosses, at.span, {Text::same(in_short(at.text))});
  return false;
}

std::optional<Value> GroupWord::ranked(std::string_view field) {
  const plan::DocNode* written = word_.field(field);
  if (!written || !written->is_scalar()) return std::nullopt;
  const auto v = peer_.formula(*written);
  if (!v || !is_fixed(*v, *written)) return std::nullopt;
  word_.b.role(v->node, "of");
  if (v->type.kind != ValueKind::boolean && v->type.kind != ValueKind::text) return held(*v);
  context_.report(codes::not_ordered, written->span, {Text::same(type_text(context_.graph, v->type))});
  return std::nullopt;
}

std::optional<Value> GroupWord::number(std::string_view field) {
  const plan::DocNode* written = word_.field(field);
  if (!written || !written->is_scalar()) return std::nullopt;
  const auto v = peer_.number(*written);
  if (!v || !is_fixed(*v, *written)) return std::nullopt;
  word_.b.role(v->node, "of");
  return held(*v);
}

std::optional<Value> GroupWord::own(std::string_view field) {
  const plan::DocNode* written = word_.field(field);
  if (!written || !written->is_scalar()) return std::nullopt;
  // Read anew: what `where` makes sure of is not sure of those it leaves out.
  Setting setting = word_.lowering().setting();
  if (!setting.absent_reads) setting.absence_allowed = true;  // else an item with `skip` asks what was absent
  return Lowering(context_, std::move(setting)).number(*written);
}

std::optional<Value> GroupWord::taking_part() {
  return held({word_.b.boolean(true), Type::boolean(), false});
}

std::optional<Value> GroupWord::common(std::string_view field) {
  const plan::DocNode* written = word_.field(field);
  if (!written || !written->is_scalar()) return std::nullopt;
  Setting setting = word_.lowering().setting();
  setting.absence_allowed = setting.may_be_absent = false;
  const auto v = Lowering(context_, std::move(setting)).number(*written);
  if (!v || !is_fixed(*v, *written)) return std::nullopt;
  return v;
}

std::optional<NodeId> GroupWord::key() {
  const Table& table = context_.graph.tables[table_];
  if (table.has_key) return context_.graph.inputs[table.inputs_begin].node;
  context_.report(codes::ties_without_key, word_.span(), {Text::same(table.name)});
  return std::nullopt;
}

bool GroupWord::is_key_name(const plan::DocNode& entry) {
  const Table& table = context_.graph.tables[table_];
  return entry.is_scalar() && entry.text == context_.graph.inputs[table.inputs_begin].name;
}

// A single word that is neither a choice nor a name is most likely meant as a choice; reported.
bool GroupWord::is_no_choice(std::string_view field, const plan::DocNode& written) {
  const plan::Field* known = word_.fields().find(field);
  if (!written.is_scalar() || known->choices.empty()) return false;
  const bool is_word = written.text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
  const auto& names = context_.scope_of(table_).names();
  if (!is_word || std::find(names.begin(), names.end(), written.text) != names.end()) return false;
  std::string choices;
  for (const std::string& choice : known->choices) choices += (choices.empty() ? "" : ", ") + choice;
  context_.report(codes::must_say_choice, written.span,
                  {Text::same(word_.fields().name),
                   Text::same(known->name),
                   {known->doc_en, known->doc_zh},
                   Text::same(known->example),
                   Text::same(choices)});
  return true;
}

std::optional<Ordering> GroupWord::settled(std::string_view field) {
  const plan::DocNode* written = word_.field(field);
  if (!written || !key()) return std::nullopt;
  if (is_no_choice(field, *written)) return std::nullopt;
  std::vector<const plan::DocNode*> entries;
  if (written->is_scalar()) entries.push_back(written);
  for (const plan::DocNode& entry : written->list) entries.push_back(&entry);
  Ordering order;
  bool is_good = true;
  for (const plan::DocNode* entry : entries) {
    if (!entry->is_scalar()) return std::nullopt;
    const auto v = peer_.formula(context_.formulas.ordered(*entry));
    if (!v || !peer_.is_key(*v, entry->span)) {
      is_good = false;
      continue;
    }
    order.nodes.push_back(v->node);
    order.descending.push_back(is_descending(*entry));
  }
  if (!is_good || entries.empty()) return std::nullopt;
  if (is_key_name(*entries.back())) return order;
  context_.report(codes::ties_open, entries.back()->span,
                  {Text::same(std::string(field)),
                   Text::same(context_.graph.inputs[context_.graph.tables[table_].inputs_begin].name)});
  return std::nullopt;
}

NodeId GroupWord::among(AmongData data, std::vector<NodeId> args, const Ordering& order,
                        const std::vector<NodeId>& keys, const Type& type, const Range& range) {
  data.descending.insert(data.descending.end(), order.descending.begin(), order.descending.end());
  args.insert(args.end(), order.nodes.begin(), order.nodes.end());
  args.insert(args.end(), keys.begin(), keys.end());
  return word_.b.among(std::move(data), args, type, range, table_);
}

NodeId GroupWord::sum(const Value& x, const std::vector<NodeId>& keys) {
  const SiteId too_long = word_.site(codes::too_many_digits, {word_.written("of")});
  return word_.b.fold(x.node, {FoldFunction::sum, std::nullopt, too_long}, table_, keys);
}

std::optional<Shares> shares_of(WordContext& word, std::string_view field) {
  Context& c = word.context();
  const plan::DocNode* written = word.field(field);
  if (!written || !written->is_map() || written->map.empty()) return std::nullopt;
  const auto wrong = [&](Span at, Text what) {
    c.report(codes::shares_wrong, at, {std::move(what)});
    return std::nullopt;
  };
  Shares shares;
  const std::string& first = written->map.front().key.text;
  const auto lists = c.scope.lists_with(first);
  const auto has_all = [&](std::uint32_t list) {
    const auto& members = c.graph.lists[list].members;
    return std::all_of(written->map.begin(), written->map.end(), [&](const plan::Entry& e) {
      return std::find(members.begin(), members.end(), e.key.text) != members.end();
    });
  };
  const auto list = std::find_if(lists.begin(), lists.end(), has_all);
  if (list == lists.end())
    return wrong(written->span, {"are not those of members of one list", "不是同一清单成员的份额"});
  shares.list = *list;
  Rational sum = 0;
  for (const plan::Entry& entry : written->map) {
    const auto v = word.lowering().constant(entry.value);
    if (!v) return std::nullopt;
    const Cell* share = word.b.constant_of(v->node);
    if (!v->type.is_number() || !share || share->number < 0)
      return wrong(entry.value.span, {"are not all numbers of 0 or more", "不全是不小于 0 的数"});
    const auto& members = c.graph.lists[shares.list].members;
    const auto place = std::find(members.begin(), members.end(), entry.key.text) - members.begin();
    shares.of.push_back({static_cast<std::uint32_t>(place), share->number});
    sum += share->number;
  }
  if (sum != 1) {
    const std::string percent = format_percent(sum, -1);
    return wrong(written->span,
                 {"add up to " + percent + ", not to 100%", "合计为 " + percent + "，不是 100%"});
  }
  std::sort(shares.of.begin(), shares.of.end(),
            [](const auto& a, const auto& b) { return a.first > b.first; });
  return shares;
}

std::vector<plan::Field> group_fields(std::vector<plan::Field> before, std::vector<plan::Field> after) {
  using plan::FieldForm;
  before.push_back({"by",
                    FieldForm::formulas,
                    true,
                    {"all"},
                    "who is of one group: the rows that have the same of these",
                    "分组：这些取值相同的各行为一组",
                    "branch"});
  before.push_back({"where",
                    FieldForm::formula,
                    false,
                    {},
                    "who takes part; everybody, if not said",
                    "哪些行参与；未写则全部参与",
                    "in_post"});
  before.insert(before.end(), after.begin(), after.end());
  return before;
}

plan::Field best_field() {
  return {"best",
          plan::FieldForm::choice,
          true,
          {"highest", "lowest"},
          "which end comes first",
          "哪一端排在前面",
          "highest"};
}

plan::Field order_field(const char* name, std::vector<std::string> choices) {
  return {
      name,
      plan::FieldForm::formulas,
      true,
      std::move(choices),
      "what decides between equals: names, the smaller first unless `desc` stands behind, the last the key",
      "并列时依次比较：各项小者在前，后写 desc 则大者在前，最后一项是主键",
      "[revenue desc, manager]"};
}

}  // namespace merit::graph
