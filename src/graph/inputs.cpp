#include "graph/inputs.hpp"

#include <algorithm>

#include "base/calendar.hpp"
#include "base/limits.hpp"
#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "graph/codes.hpp"
#include "graph/declare.hpp"
#include "plan/scaled_number.hpp"

namespace merit::graph {

std::optional<Type> type_named(const Context& c, const std::string& name) {
  if (name == "money") return Type::number(Unit::of_money(), 0);
  if (name == "points") return Type::number(Unit::points(), 0);
  if (name == "percent") return Type::number(Unit::percent(), 0);
  if (name == "count") return Type::number(Unit::count(), 0);
  if (name == "days") return Type::number(Unit::of_days(), 0);
  if (name == "number") return Type::number(Unit::plain(), 0);
  if (name == "bool") return Type::boolean();
  if (name == "text") return Type::text();
  if (name == "date") return Type::date();
  for (std::uint32_t i = 0; i < c.graph.lists.size(); ++i)
    if (c.graph.lists[i].name == name) return Type::member(i);
  return std::nullopt;
}

void report_unknown_type(Context& c, const plan::DocNode& written) {
  if (!written.is_scalar() || c.scope.may_be_broken(written.text)) return;
  std::vector<std::string> names = plan::input_table.find("type")->choices;
  for (const List& list : c.graph.lists) names.push_back(list.name);
  c.report(codes::unknown_type, written.span, {Text::same(written.text)}).suggestion =
      did_you_mean(written.text, names);
}

namespace {

class InputReader {
 public:
  InputReader(Context& c, const plan::NamedFields& written, std::uint32_t table)
      : c_(c), written_(written), scope_(c.scope_of(table)) {
    input_.table = table;
  }

  void read() {
    const plan::DocNode* type = written_.written->is_scalar() ? written_.written : field("type");
    if (!type) return scope_.declare_broken(written_.name);
    const bool is_ref = type->text == "ref";
    const auto known = is_ref ? std::optional(Type::text()) : type_named(c_, type->text);
    if (!known) {
      report_unknown_type(c_, *type);
      return scope_.declare_broken(written_.name);
    }
    input_.name = written_.name;
    input_.span = written_.name_span;
    input_.type = *known;
    type_name_ = type->text;
    type_span_ = type->span;
    read_unit();
    read_digits();
    read_range();
    read_missing();
    if (const plan::DocNode* better = field("better")) input_.better = better->text;
    input_.label = plan::texts_of(field("label"));
    if (is_ref) read_ref();
    else refuse_fields_of_refs();
    add();
  }

  void add() {
    Builder& b = c_.builder;
    const Text name = Text::same(input_.name);
    const Span at = input_.span;
    input_.missing_site = b.site(codes::cell_missing, at, {name});
    input_.form_site = b.site(codes::cell_form, at, {name, form_text()});
    input_.range_site = b.site(codes::cell_range, at, {name, range_text()});
    input_.decimals_site = b.site(codes::cell_decimals, at, {name, decimals_text()});
    input_.member_site = b.site(codes::cell_member, at, {name, Text::same(type_text(c_.graph, input_.type))});
    input_.digits_site = b.site(codes::too_many_digits, at, {name});
    const bool is_person = refers_to_ == c_.graph.tables[people].name;
    input_.key_site =
        b.site(codes::key_unknown, at,
               {name, is_person ? Text{"nobody in the people's data", "人员数据"}
                                : Text{"no row of `" + refers_to_ + "`", " `" + refers_to_ + "` "}});
    if (input_.type.kind == ValueKind::text) add_text_sites(name);
    const InputId id{static_cast<std::uint32_t>(c_.graph.inputs.size())};
    check_name(c_, input_.name, at, false);
    scope_.declare(input_.name, {SymbolKind::input, id.value, at}, c_.diagnostics);
    if (input_.is_ref()) c_.graph.refs.back().input = id.value;
    c_.graph.inputs.push_back(input_);
    ++c_.graph.tables[input_.table].inputs_count;
    b.set_origin({0xFFFFFFFFu, at});
    const Missing missing = input_.missing;
    const plan::DocNode* held = field("for");
    const plan::DocNode* every = field("every");
    if (every) c_.graph.inputs.back().every = longer_step(c_, "every", *every);
    if (held) c_.graph.inputs.back().missing = Missing::skip;
    c_.graph.inputs.back().node = b.input(id);
    const std::uint32_t outer = b.set_table(input_.table);
    if (held) make_held(id.value, *held, missing);
    if (const Input& made = c_.graph.inputs.back(); made.every && missing != Missing::skip)
      c_.due.emplace(made.node, *made.every);
    b.set_table(outer);
  }

  Input input_;

 private:
  // Given once, it holds to the end of the quarter, the year; `missing` says what it is before.
  void make_held(std::uint32_t id, const plan::DocNode& held, Missing missing) {
    if (const plan::DocNode* every = field("every"))
      c_.report(codes::every_and_for, every->span)
          .related.push_back({held.span, {"beside this", "与此并用"}});
    const NodeId now = c_.graph.inputs[id].node;
    c_.input_values[id] = {now, input_.type, missing == Missing::skip};
    const auto step = longer_step(c_, "for", held);
    if (!step) return;
    const Table& table = c_.graph.tables[input_.table];
    if (!table.has_key && !table.is_single) {
      c_.report(codes::history_without_key, held.span, {Text::same(table.name)});
      return;
    }
    Builder& b = c_.builder;
    const Span at = input_.span;
    const Text name = Text::same(input_.name);
    Type type = input_.type;
    type.maybe_absent = true;
    PastData data;
    data.kept = c_.keep(input_.table, input_.name, {}, Value{now, input_.type, true});
    data.window = {*step, 0};
    data.failed = b.site(codes::earlier_failed, at, {name});
    data.too_long = b.site(codes::too_many_digits, at, {name});
    const NodeId before = b.past(data, type, input_.range, input_.table);
    const NodeId differs =
        b.logical_and(b.logical_and(b.present(now), b.present(before)), b.logical_not(b.same(now, before)));
    const NodeId twice = b.fail(b.site(codes::given_twice, at, {name, step_text(*step)}), input_.type);
    const Unit& unit = input_.type.unit;
    NodeId read = b.choose({{differs, twice}}, b.otherwise(now, before), unit);
    c_.graph.kept[data.kept].node = read;
    c_.graph.kept[data.kept].is_cell = true;
    if (missing == Missing::error) read = b.otherwise(read, b.fail(input_.missing_site, input_.type));
    if (missing == Missing::value) read = b.otherwise(read, b.constant(input_.missing_value, input_.type));
    c_.graph.inputs[id].held = read;
    c_.input_values[id] = {read, input_.type, missing == Missing::skip};
  }

  static Text step_text(PeriodStep step) {
    const char* zh = step == PeriodStep::month     ? "月"
                     : step == PeriodStep::quarter ? "季度"
                     : step == PeriodStep::half    ? "半年"
                                                   : "年度";
    return {std::string(name_of(step)), zh};
  }

  void add_text_sites(const Text& name) {
    table::CellForms formulas = c_.graph.forms, keys = c_.graph.forms;
    formulas.formulas = keys.scientific_keys = true;
    const auto says = [](const table::CellForms& forms) { return Text::same(written_in_plan(forms)); };
    input_.formula_site = c_.builder.site(codes::cell_formula, input_.span, {name, says(formulas)});
    input_.scientific_site = c_.builder.site(codes::cell_scientific, input_.span, {name, says(keys)});
  }

  const plan::DocNode* field(std::string_view name) const {
    return written_.written->is_scalar() ? nullptr : written_.fields[name];
  }
  bool is_percent() const { return input_.type.is_number() && input_.type.unit.tag == Unit::Tag::percent; }

  void refuse_unless_number(const char* name) {
    if (field(name) && !input_.type.is_number())
      c_.report(codes::field_for_numbers, written_.fields.key(name).span,
                {Text::same(name), Text::same(type_name_)});
  }

  void read_ref() {
    const plan::DocNode* to = field("to");
    const auto table = to && to->is_scalar() ? table_named(c_.graph, to->text) : std::nullopt;
    if (!table || !c_.graph.tables[*table].has_key) {
      if (!to)
        c_.report(codes::ref_needs_table, type_span_, {Text::same(input_.name), Text::same(keyed_table())});
      else if (table) c_.report(codes::table_without_key, to->span, {Text::same(to->text)});
      else if (to->is_scalar() && !c_.graph.each.empty())
        report_no_table(c_.graph, c_.diagnostics, codes::no_such_table, to->span, to->text);
      return c_.scope.declare_broken();
    }
    refers_to_ = c_.graph.tables[*table].name;
    if (input_.missing == Missing::value) {
      const plan::DocNode* missing = field("missing");
      c_.report(codes::missing_form, missing->span, {Text::same(missing->text), Text::same("ref")});
    }
    const plan::DocNode* back = field("back");
    input_.ref = static_cast<std::uint32_t>(c_.graph.refs.size());
    c_.graph.refs.push_back(
        {0, input_.table, *table, back ? back->text : c_.graph.tables[input_.table].name});
  }

  // One that a ref of this table could lead to, as an example.
  std::string keyed_table() const {
    for (std::size_t i = c_.graph.tables.size(); i-- > 0;)
      if (c_.graph.tables[i].has_key && i != input_.table) return c_.graph.tables[i].name;
    return c_.graph.tables[people].name;
  }

  void refuse_fields_of_refs() {
    for (const char* name : {"to", "back"})
      if (field(name)) c_.report(codes::field_for_refs, written_.fields.key(name).span, {Text::same(name)});
  }

  void read_unit() {
    refuse_unless_number("in");
    refuse_unless_number("unit");
    if (const plan::DocNode* unit = field("unit")) {
      if (type_name_ == "number") input_.type.unit = Unit::free(unit->text);
      else if (input_.type.is_number())
        c_.report(codes::unit_for_number, unit->span, {Text::same(type_name_)});
    }
    const plan::DocNode* in = field("in");
    if (in && !scale_of_suffix(in->text)) return;  // reported where its form was read
    if (in && is_percent() != (in->text == "%" || in->text == "‰") && input_.type.is_number())
      c_.report(codes::in_of_other_type, in->span, {Text::same(in->text), Text::same(type_name_)});
    if (in) input_.scale = scale_of_suffix(in->text).value_or(1);
    input_.needs_sign = is_percent() && !in;
  }

  void read_digits() {
    refuse_unless_number("digits");
    if (!input_.type.is_number()) return;
    int& digits = input_.type.digits;
    if (const plan::DocNode* written = field("digits")) {
      if (!parse_number(*written)) return;
      const DecimalResult n = parse_decimal(written->text);
      if (!n.number || n.number->decimals != 0 || n.number->value < 0 ||
          n.number->value > limits::fixed_digits - 2) {
        c_.report(codes::digits_form, written->span, {Text::same(written->text)});
        return;
      }
      digits = static_cast<int>(numerator_of(n.number->value)) + (is_percent() ? 2 : 0);
      return;
    }
    if (type_name_ == "count" || type_name_ == "days") digits = 0;
    else if (is_percent()) digits = 4;
    else if (type_name_ == "points") digits = c_.rounding.item ? c_.rounding.item->digits : 2;
    else if (type_name_ == "money" && c_.rounding.pay) digits = c_.rounding.pay->digits;
    else if (!is_pay_refused())
      c_.report(codes::must_say_digits, type_span_, {Text::same(input_.name), Text::same(type_name_)});
  }

  // A number as plans write them; a text that is none was reported where its form was read.
  static std::optional<Rational> parse_number(const plan::DocNode& written) {
    return written.is_scalar() ? plan::parse_scaled_number(written.text) : std::nullopt;
  }

  void read_range() {
    refuse_unless_number("min");
    refuse_unless_number("max");
    if (!input_.type.is_number()) {
      if (input_.type.kind == ValueKind::member)
        input_.range = {Rational(0), Rational(c_.graph.lists[input_.type.list].members.size()) - 1};
      return;
    }
    if (type_name_ == "count") input_.range.low = 0;
    if (const plan::DocNode* min = field("min")) input_.range.low = parse_number(*min);
    if (const plan::DocNode* max = field("max")) input_.range.high = parse_number(*max);
    if (is_percent()) {
      warn_bare_share("min", input_.range.low);
      warn_bare_share("max", input_.range.high);
    }
    if (input_.range.low && input_.range.high && *input_.range.high < *input_.range.low)
      c_.report(codes::range_crossed, field("max") ? field("max")->span : type_span_,
                {Text::same(input_.name)});
  }

  // `max: 100` of a percentage is ten thousand percent.
  void warn_bare_share(const char* name, const std::optional<Rational>& bound) {
    if (!field(name) || !bound || *bound <= 10) return;
    c_.report(codes::share_looks_bare, field(name)->span,
              {Text::same(name), Text::same(format_percent(*bound, -1)), Text::same(format_exact(*bound))});
  }

  void read_missing() {
    const plan::DocNode* missing = field("missing");
    if (!missing || !missing->is_scalar() || missing->text == "error") return;
    if (missing->text == "skip") {
      input_.missing = Missing::skip;
      return;
    }
    const std::optional<Cell> value = missing_value(*missing);
    if (!value) {
      c_.report(codes::missing_form, missing->span, {Text::same(missing->text), Text::same(type_name_)});
      return;
    }
    input_.missing = Missing::value;
    input_.missing_value = *value;
    if (!input_.type.is_number()) return;
    const bool is_short = input_.type.digits < 0 || decimals_of(value->number) <= input_.type.digits;
    if (!is_short || !input_.range.contains(value->number))
      c_.report(codes::missing_value_outside, missing->span, {Text::same(input_.name)});
  }

  std::optional<Cell> missing_value(const plan::DocNode& written) {
    const std::string text = utf8::nfc(written.text);
    switch (input_.type.kind) {
      case ValueKind::number: {
        const auto value = parse_number(written);
        return value ? std::optional(Cell::of(*value)) : std::nullopt;
      }
      case ValueKind::text: return Cell::of_text(text);
      case ValueKind::boolean: {
        const bool yes = text == "true" || text == "yes" || text == "是";
        const bool no = text == "false" || text == "no" || text == "否";
        return yes || no ? std::optional(Cell::of(yes)) : std::nullopt;
      }
      case ValueKind::date: {
        const auto day = parse_date(text);
        return day ? std::optional(Cell::of(Rational(*day))) : std::nullopt;
      }
      case ValueKind::member: {
        const auto& members = c_.graph.lists[input_.type.list].members;
        const auto it = std::find(members.begin(), members.end(), text);
        return it != members.end() ? std::optional(Cell::of(Rational(it - members.begin()))) : std::nullopt;
      }
    }
    return std::nullopt;
  }

  // A rounding of pay that was refused is no reason to ask each amount for its digits.
  bool is_pay_refused() const { return type_name_ == "money" && c_.is_pay_rounding_refused; }

  // What a failed row says of its cell: there is no room for a help.
  Text form_text() const {
    switch (input_.type.kind) {
      case ValueKind::boolean: return {"`yes` or `no`", " `是` 或 `否`"};
      case ValueKind::date: return {"like `2026-03-31`", " `2026-03-31` 这样的日期"};
      case ValueKind::number: break;
      default: return Text::same(type_text(c_.graph, input_.type));
    }
    if (is_percent() && input_.needs_sign) return {"with its sign, like `5%`", "带百分号的数，如 `5%`"};
    if (is_percent()) return {"like `95` or `95%`", " `95` 或 `95%` 这样的数"};
    const std::string example = written_digits() > 0 ? "`1234.5`" : "`1234`";
    if (c_.graph.forms.thousands_marks)
      return {"like " + example + " or `1,234`, without blanks",
              " " + example + " 或 `1,234` 这样的数，不带空格"};
    return {"like " + example + ", without thousands marks or blanks",
            " " + example + " 这样的数，不带千位分隔符和空格"};
  }

  int written_digits() const { return std::max(0, input_.type.digits - (is_percent() ? 2 : 0)); }

  Text decimals_text() const {
    const std::string digits = std::to_string(written_digits());
    if (written_digits() == 0) return {"it must be whole", "须为整数"};
    return {"at most " + digits, "最多 " + digits + " 位"};
  }

  Text range_text() const {
    const auto end = [&](const Rational& x) {
      return is_percent() ? format_percent(x, -1) : format_exact(x);
    };
    const Range& range = input_.range;
    if (range.low && range.high)
      return {end(*range.low) + " to " + end(*range.high), end(*range.low) + " 至 " + end(*range.high)};
    if (range.high) return {"above " + end(*range.high), "高于 " + end(*range.high)};
    return range.low ? Text{"below " + end(*range.low), "低于 " + end(*range.low)} : Text{};
  }

  Context& c_;
  const plan::NamedFields& written_;
  Scope& scope_;
  std::string type_name_;
  Span type_span_;
  std::string refers_to_;  ///< the table of a ref
};

}  // namespace

std::optional<std::uint32_t> table_named(const Graph& graph, std::string_view name) {
  for (std::uint32_t i = 0; i < graph.tables.size(); ++i)
    if (graph.tables[i].name == name) return i;
  return std::nullopt;
}

Text table_names(const Graph& graph) {
  Text all;
  for (const Table& table : graph.tables) {
    all.en += (all.en.empty() ? "" : ", ") + table.name;
    all.zh += (all.zh.empty() ? "" : "、") + table.name;
  }
  return all;
}

void report_no_table(const Graph& graph, Diagnostics& diagnostics, const CodeInfo& info, Span at,
                     const std::string& name) {
  std::vector<std::string> names;
  for (const Table& table : graph.tables) names.push_back(table.name);
  diagnostics.add(info, at, {Text::same(name), table_names(graph)}).suggestion = did_you_mean(name, names);
}

void declare_inputs(Context& c, std::uint32_t table, const plan::DocNode* key,
                    const std::vector<plan::NamedFields>& inputs) {
  c.graph.tables[table].inputs_begin = static_cast<std::uint32_t>(c.graph.inputs.size());
  // The key comes first; readers of data find it there.
  if (key || table == people) {
    plan::DocNode text;
    text.kind = plan::DocNode::Kind::scalar;
    text.text = "text";
    plan::NamedFields column{key ? key->text : "", key ? key->span : Span{}, &text, {}};
    InputReader(c, column, table).read();
  }
  const std::string says = table == people ? "`each`" : "`key`";
  for (const plan::NamedFields& written : inputs) {
    if (key && written.name == key->text) {
      Diagnostic& d = c.report(codes::key_is_no_input, written.name_span, {Text::same(written.name)});
      d.related.push_back({key->span, {says + " names it here", says + " 在此指定"}});
      continue;
    }
    InputReader(c, written, table).read();
  }
}

}  // namespace merit::graph
