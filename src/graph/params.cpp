#include <algorithm>

#include "base/utf8.hpp"
#include "graph/axis.hpp"
#include "graph/codes.hpp"
#include "graph/declare.hpp"
#include "graph/inputs.hpp"
#include "graph/lower.hpp"

namespace merit::graph {

namespace {

class ParamReader {
 public:
  ParamReader(Context& c, const plan::NamedFields& written, Param& param)
      : c_(c), written_(written), param_(param), lowering_(c, {}) {}

  void read() {
    c_.builder.set_origin({0xFFFFFFFFu, param_.span});
    if (written_.written->is_scalar()) {
      read_cell(*written_.written, {});
    } else if (written_.written->is_map()) {
      if (const plan::DocNode* illustrative = field("illustrative");
          illustrative && illustrative->text == "true")
        ++c_.graph.illustrative;
      if (report_two_forms()) return;
      if (field("by")) read_keyed();
      else if (field("from")) read_versions(*field("from"));
      else if (const plan::DocNode* value = field("value")) read_cell(*value, {});
      else c_.report(codes::param_needs_value, param_.span, {Text::same(param_.name)});
    }
    apply_type();
    param_.is_good = is_good_ && (param_.is_dated() || !param_.table.cells.empty());
    if (!param_.is_good) return;
    if (!param_.is_dated()) warn_left_out(param_.table);
    for (const ParamVersion& version : param_.versions) warn_left_out(version.table);
  }

 private:
  const plan::DocNode* field(std::string_view name) const {
    return written_.written->is_scalar() ? nullptr : written_.fields[name];
  }

  bool report_two_forms() {
    for (const auto& [a, b] : {std::pair{"value", "by"}, {"value", "from"}, {"values", "from"}}) {
      if (!field(a) || !field(b)) continue;
      Diagnostic& d = c_.report(codes::two_words, written_.fields.key(b).span, {Text::same(param_.name)});
      d.related.push_back(
          {written_.fields.key(a).span, {"this already says what it is", "此处已说明其内容"}});
      return true;
    }
    return false;
  }

  // The cells from each day on.
  void read_versions(const plan::DocNode& from) {
    if (const plan::DocNode* dated = field("dated"))
      param_.day =
          dated->text == "period_end" ? CalendarFunction::period_end : CalendarFunction::period_start;
    if (!from.is_map() || from.map.empty()) {
      c_.report(codes::param_needs_value, param_.span, {Text::same(param_.name)});
      is_good_ = false;
      return;
    }
    for (const plan::Entry& entry : from.map) {
      const auto day = parse_date(entry.key.text);
      const bool is_later = day && (param_.versions.empty() || param_.versions.back().from < *day);
      if (!is_later) {
        c_.report(codes::from_days, entry.key.span, {Text::same(entry.key.text)});
        is_good_ = false;
        continue;
      }
      param_.table.cells.clear();
      read_axis(entry.value, {});
      param_.versions.push_back({*day, entry.key.span, param_.table, std::move(param_.entries)});
      param_.entries.clear();
    }
    param_.table.cells.clear();
  }

  void read_keyed() {
    for (const plan::DocNode& axis : field("by")->list) {
      const auto type = type_named(c_, axis.text);
      const auto side = side_named(axis.text);
      if ((!type || type->kind != ValueKind::member) && !side) {
        is_good_ = false;
        if (axis.is_scalar() && !c_.scope.may_be_broken(axis.text)) report_axis(axis);
        return;
      }
      bands_.emplace_back();
      if (side) bands_.back().emplace(lowering_, *side);
      param_.axes.push_back({side ? 0 : type->list, side, {}, {}, {}});
    }
    const plan::DocNode* from = field("from");
    const plan::DocNode* values = field("values");
    for (const plan::DocNode* written : {from, values})
      if (written && written->is_map()) cut_axes(*written, written == from);
    for (const ParamAxis& axis : param_.axes) param_.table.lists.push_back(axis.list);
    if (from && !param_.axes.empty()) return read_versions(*from);
    const bool is_empty = !values || (values->is_map() && values->map.empty());
    if (is_empty || (field("by")->is_list() && param_.axes.empty())) {
      c_.report(codes::param_needs_value, param_.span, {Text::same(param_.name)});
      is_good_ = false;
      return;
    }
    if (values->is_map() && field("by")->is_list()) read_axis(*values, {});
    else is_good_ = false;  // reported where its form was read
  }

  // Reads the breakpoints of all axes of bands, of all days, before any cell.
  void cut_axes(const plan::DocNode& cells, bool are_dated) {
    if (are_dated)
      for (const plan::Entry& version : cells.map) read_breakpoints(version.value, 0);
    else read_breakpoints(cells, 0);
    for (std::size_t i = 0; i < bands_.size(); ++i)
      if (bands_[i]) param_.axes[i] = bands_[i]->cut(c_.graph, param_.name);
  }

  void read_breakpoints(const plan::DocNode& cells, std::size_t depth) {
    if (depth == bands_.size()) return;
    if (bands_[depth] && !bands_[depth]->read(cells, param_.name)) {
      is_good_ = false;
      return;
    }
    for (const plan::Entry& entry : cells.map) read_breakpoints(entry.value, depth + 1);
  }

  void report_axis(const plan::DocNode& axis) {
    std::vector<std::string> lists;
    for (const plan::ListText& list : c_.plan.lists) lists.push_back(list.name);
    for (const SideName& side : sides) lists.emplace_back(side.name);
    c_.report(codes::axis_is_list, axis.span, {Text::same(axis.text)}).suggestion =
        did_you_mean(axis.text, lists);
  }

  void read_axis(const plan::DocNode& cells, const std::vector<std::uint32_t>& keys) {
    const std::size_t depth = keys.size();
    if (depth == param_.axes.size()) return read_cell(cells, keys);
    if (bands_[depth]) return is_good_ ? read_bands(cells, keys) : void();
    const List& list = c_.graph.lists[param_.table.lists[depth]];
    if (!cells.is_map()) {
      c_.report(codes::cells_by_list, cells.is_null() ? param_.span : cells.span,
                {Text::same(param_.name), Text::same(list.name)});
      is_good_ = false;
      return;
    }
    for (const plan::Entry& entry : cells.map) {
      const auto it = std::find(list.members.begin(), list.members.end(), utf8::nfc(entry.key.text));
      if (it == list.members.end()) {
        Diagnostic& d = c_.report(codes::no_such_member, entry.key.span,
                                  {Text::same(entry.key.text), Text::same(list.name)});
        d.suggestion = c_.diagnostics.did_you_mean(entry.key.text, list.members);
        is_good_ = false;
        continue;
      }
      auto next = keys;
      next.push_back(static_cast<std::uint32_t>(it - list.members.begin()));
      read_axis(entry.value, next);
    }
  }

  // One entry may cover several bands of the axis: its cells are read once and stand for each.
  void read_bands(const plan::DocNode& cells, const std::vector<std::uint32_t>& keys) {
    for (std::size_t i = 0; i < cells.map.size(); ++i) {
      const auto [first, end] = bands_[keys.size()]->covered(cells, i);
      auto next = keys;
      next.push_back(first);
      read_axis(cells.map[i].value, next);
      std::map<std::vector<std::uint32_t>, Cell> copies;
      for (auto it = param_.table.cells.lower_bound(next);
           it != param_.table.cells.end() && std::equal(next.begin(), next.end(), it->first.begin()); ++it)
        for (std::uint32_t band = first + 1; band < end; ++band) {
          auto place = it->first;
          place[keys.size()] = band;
          const auto known = param_.entries.find(it->first);
          param_.entries.insert_or_assign(place, known == param_.entries.end() ? it->first : known->second);
          copies.emplace(std::move(place), it->second);
        }
      param_.table.cells.merge(copies);
    }
  }

  void read_cell(const plan::DocNode& written, const std::vector<std::uint32_t>& keys) {
    if (!written.is_scalar()) {
      c_.report(codes::needs_constant, written.is_null() ? param_.span : written.span,
                {Text::same(param_.name)});
      is_good_ = false;
      return;
    }
    std::optional<std::uint32_t> list;
    if (typed_ && param_.type.kind == ValueKind::member) list = param_.type.list;
    if (const plan::DocNode* type = field("type"))
      if (const auto declared = type_named(c_, type->text); declared && declared->kind == ValueKind::member)
        list = declared->list;
    const auto v = lowering_.constant(written, list);
    if (!v) {
      is_good_ = false;
      return;
    }
    if (typed_) {
      const auto met = lowering_.unify(param_.type, first_, v->type, written.span);
      if (!met) {
        is_good_ = false;
        return;
      }
      param_.type = *met;
    } else {
      param_.type = v->type;
      first_ = written.span;
      typed_ = true;
    }
    param_.table.cells[keys] = *c_.builder.constant_of(v->node);
  }

  // A cell that nobody wrote fails its row, most often at the end of a month: it is named at check. A whole
  // branch that is left out is named once.
  void warn_left_out(const TableData& table) {
    std::vector<std::string> left;
    std::vector<std::uint32_t> keys;
    collect_left_out(table, keys, left);
    if (left.empty()) return;
    constexpr std::size_t shown = 5;
    Text text;
    for (std::size_t i = 0; i < std::min(left.size(), shown); ++i) {
      text.en += (i > 0 ? ", `" : "`") + left[i] + "`";
      text.zh += (i > 0 ? "、`" : "`") + left[i] + "`";
    }
    if (left.size() > shown) {
      const std::string more = std::to_string(left.size() - shown);
      if (left.size() == most_left_out) text = {text.en + " and many more", text.zh + " 等许多处"};
      else text = {text.en + " and " + more + " more", text.zh + " 等，另有 " + more + " 处"};
    }
    c_.report(codes::cells_left_out, param_.span, {Text::same(param_.name), std::move(text)});
  }

  static constexpr std::size_t most_left_out = 1000;  ///< beyond, they are not counted

  void collect_left_out(const TableData& table, std::vector<std::uint32_t>& keys,
                        std::vector<std::string>& left) {
    const auto& cells = table.cells;
    const auto first = cells.lower_bound(keys);
    const bool is_there = first != cells.end() && std::equal(keys.begin(), keys.end(), first->first.begin());
    if (!is_there) {
      std::string names;
      for (std::size_t i = 0; i < keys.size(); ++i)
        names += (i > 0 ? ", " : "") + c_.graph.lists[param_.table.lists[i]].members[keys[i]];
      left.push_back(std::move(names));
      return;
    }
    if (keys.size() == param_.table.lists.size()) return;
    const auto members = c_.graph.lists[param_.table.lists[keys.size()]].members.size();
    for (std::uint32_t member = 0; member < members && left.size() < most_left_out; ++member) {
      keys.push_back(member);
      collect_left_out(table, keys, left);
      keys.pop_back();
    }
  }

  void apply_type() {
    const plan::DocNode* type = field("type");
    if (!type || !is_good_) return;
    const auto declared = type_named(c_, type->text);
    if (!declared) {
      report_unknown_type(c_, *type);
      is_good_ = false;
      return;
    }
    const auto met = meet_types(param_.type, *declared);
    if (!met) {
      c_.report(codes::border_clash, type->span,
                {Text::same(param_.name), Text::same(type_text(c_.graph, *declared)),
                 Text::same(type_text(c_.graph, param_.type))});
      is_good_ = false;
      return;
    }
    param_.type.unit = declared->unit;
  }

  Context& c_;
  const plan::NamedFields& written_;
  Param& param_;
  Lowering lowering_;
  std::vector<std::optional<BandAxis>> bands_;  ///< for each axis, if it is one of bands
  Span first_;
  bool typed_ = false;
  bool is_good_ = true;
};

}  // namespace

void read_params(Context& c, const std::vector<std::uint32_t>& order) {
  for (std::uint32_t i : order) ParamReader(c, c.plan.params[i], c.params[i]).read();
}

}  // namespace merit::graph
