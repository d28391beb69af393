#include "eval/row/cells.hpp"

#include <algorithm>
#include <unordered_map>

#include "base/limits.hpp"
#include "base/number_text.hpp"
#include "eval/codes.hpp"

namespace merit::eval {

using graph::Cell;
using graph::Graph;
using graph::Input;

namespace {

// How many decimals a unit of the file moves: 万 takes four away, % adds two.
int shift_of(const Rational& scale) {
  if (scale < 1) return decimals_of(scale);
  int shift = 0;
  for (Integer n = numerator_of(scale); n > 1; n /= 10) --shift;
  return shift;
}

void read_number(const Input& input, std::string_view text, Cell& out) {
  Rational scale = input.scale;
  const bool is_percent = input.type.unit.tag == Unit::Tag::percent;
  if (is_percent && !text.empty() && text.back() == '%') {
    text.remove_suffix(1);
    scale = Rational(1, 100);
  } else if (input.needs_sign) {
    out = Cell::failed(input.form_site);
    return;
  }
  const DecimalResult read = parse_decimal(text);
  if (!read.number) {
    out = Cell::failed(read.error == NumberError::too_many_digits ? input.digits_site : input.form_site);
    return;
  }
  const Rational value = scale == 1 ? read.number->value : Rational(read.number->value * scale);
  const int decimals = std::max(0, read.number->decimals + (scale == 1 ? 0 : shift_of(scale)));
  if (significant_digits(value, std::max(decimals, input.type.digits)) > limits::number_digits)
    out = Cell::failed(input.digits_site);
  else if (decimals > input.type.digits) out = Cell::failed(input.decimals_site);
  else if (!input.range.contains(value)) out = Cell::failed(input.range_site);
  else out = Cell::of(value);
}

}  // namespace

void read_cell(const Graph& graph, const Input& input, std::string_view text, Cell& out) {
  if (text.empty()) {
    if (input.missing == graph::Missing::error) out = Cell::failed(input.missing_site);
    else if (input.missing == graph::Missing::skip) out = Cell::absent();
    else out = input.missing_value;
    return;
  }
  switch (input.type.kind) {
    case ValueKind::number: return read_number(input, text, out);
    case ValueKind::text: out = Cell::of_text(std::string(text)); return;
    case ValueKind::boolean: {
      const bool yes = text == "yes" || text == "true" || text == "是";
      const bool no = text == "no" || text == "false" || text == "否";
      out = yes || no ? Cell::of(yes) : Cell::failed(input.form_site);
      return;
    }
    case ValueKind::date: {
      const auto day = parse_date(text);
      out = day ? Cell::of(Rational(*day)) : Cell::failed(input.form_site);
      return;
    }
    case ValueKind::member: {
      const auto& members = graph.lists[input.type.list].members;
      const auto it = std::find(members.begin(), members.end(), text);
      out = it == members.end() ? Cell::failed(input.member_site) : Cell::of(Rational(it - members.begin()));
      return;
    }
  }
}

namespace {

class Binder {
 public:
  Binder(const Graph& graph, std::uint32_t table, const table::CsvTable& csv, Diagnostics& diagnostics)
      : graph_(graph),
        table_(graph.tables[table]),
        is_people_(table == graph::people),
        csv_(csv),
        diagnostics_(diagnostics) {}

  BoundRows run() {
    bind_columns();
    if (diagnostics_.has_errors()) return std::move(rows_);
    if (csv_.rows() == 0 && is_people_) diagnostics_.add(codes::no_rows, csv_.header_span(0));
    read_rows();
    if (table_.is_single && !period_column_ && csv_.rows() != 1)
      diagnostics_.add(codes::not_single, csv_.header_span(0),
                       {Text::same(table_.name), Text::same(std::to_string(csv_.rows()))});
    return std::move(rows_);
  }

 private:
  // `way_out`: what else than a new column could mend it.
  void missing_column(const std::string& name, Text way_out) {
    Diagnostic& d =
        diagnostics_.add(codes::column_missing, csv_.header_span(0), {Text::same(name), std::move(way_out)});
    d.suggestion = diagnostics_.did_you_mean(name, csv_.header());
  }

  /// `way_out` with the columns that the file has.
  Text among_columns(const Text& way_out) const {
    constexpr std::size_t shown = 10;
    const std::size_t all = csv_.columns();
    Text text = {way_out.en + "; the file has ", way_out.zh + "；文件中有 "};
    for (std::size_t i = 0; i < std::min(all, shown); ++i) {
      const std::string name = "`" + csv_.header()[i].substr(0, 60) + "`";
      text.en += (i > 0 ? ", " : "") + name;
      text.zh += (i > 0 ? "、" : "") + name;
    }
    if (all <= shown) return text;
    const std::string more = std::to_string(all - shown);
    return {text.en + " and " + more + " more", text.zh + " 等，另有 " + more + " 列"};
  }

  std::span<const Input> inputs() const {
    return std::span(graph_.inputs).subspan(table_.inputs_begin, table_.inputs_count);
  }

  Text way_out_of(const Input& input) const {
    const bool is_key = table_.has_key && &input == &inputs().front();
    if (is_key && is_people_)
      return among_columns({"or let `each` in the plan name the one that says who a row is about",
                            "或用方案的 `each` 指定表明此行是谁的那一列"});
    if (is_key)
      return among_columns({"or let `key` of the table `" + table_.name + "` in the plan name another",
                            "或用方案中表 `" + table_.name + "` 的 `key` 指定另一列"});
    return {"or say in the plan what a missing value means", "或在方案中写明缺失的含义"};
  }

  void bind_columns() {
    for (const Input& input : inputs()) {
      const auto column = csv_.column_named(input.name);
      rows_.column_of_input.push_back(column ? static_cast<std::int64_t>(*column) : -1);
      if (!column && input.missing == graph::Missing::error) missing_column(input.name, way_out_of(input));
    }
    if (table_.timing == graph::Timing::per_period) {
      period_column_ = csv_.column_named("period");
      const std::string example(period_example(*period_step_named(graph_.period)));
      if (!period_column_)
        missing_column("period", among_columns({"with a period such as " + example +
                                                    " in each row, or rename the one that holds it",
                                                "每行写明周期，例如 " + example + "，或把写有周期的列改名"}));
    }
    for (const std::string& name : csv_.header()) {
      const bool named =
          std::any_of(inputs().begin(), inputs().end(), [&](const Input& i) { return i.name == name; });
      if (!named && !(name == "period" && period_column_)) rows_.ignored.push_back(name);
    }
  }

  void read_rows() {
    seen_.reserve(csv_.rows());
    for (std::size_t row = 0; row < csv_.rows(); ++row) {
      rows_.lines.push_back(csv_.line(row));
      std::string period;
      if (period_column_) period = read_period(row);
      if (table_.timing == graph::Timing::dated) read_day(row);
      if (table_.has_key) read_key(row, period);
      else if (table_.is_single && period_column_) see(row, *period_column_, table_.name, period);
    }
  }

  void read_key(std::size_t row, const std::string& period) {
    const auto column = static_cast<std::size_t>(rows_.column_of_input[0]);
    std::string key(csv_.cell({row, column}));
    if (key.empty()) {
      diagnostics_.add(codes::key_empty, csv_.span({row, column}), {Text::same(inputs()[0].name)});
    } else {
      see(row, column, key, period);
    }
    rows_.keys.push_back(std::move(key));
  }

  void see(std::size_t row, std::size_t column, const std::string& key, const std::string& period) {
    const auto [it, is_new] = seen_.try_emplace(period_column_ ? key + '\n' + period : key, row);
    if (is_new) return;
    const Text twice = period_column_ ? Text{" in " + period, "（" + period + "）"} : Text{};
    Diagnostic& d = diagnostics_.add(codes::key_twice, csv_.span({row, column}), {Text::same(key), twice});
    d.related.push_back({csv_.span({it->second, column}), {"first here", "首次出现于此"}});
  }

  std::string read_period(std::size_t row) {
    const auto step = *period_step_named(graph_.period);
    std::string text(csv_.cell({row, *period_column_}));
    const auto period = parse_period(text, step);
    if (!period)
      diagnostics_.add(
          codes::period_form, csv_.span({row, *period_column_}),
          {text.empty() ? Text{"an empty cell", "空单元格"} : Text{"`" + text + "`", "`" + text + "` "},
           Text::same(std::string(period_example(step)))});
    rows_.periods.push_back(period.value_or(Period{}));
    return text;
  }

  void read_day(std::size_t row) {
    const auto column = rows_.column_of_input[table_.date_input - table_.inputs_begin];
    rows_.days.push_back(parse_date(csv_.cell({row, static_cast<std::size_t>(column)})));
  }

  const Graph& graph_;
  const graph::Table& table_;
  bool is_people_;
  const table::CsvTable& csv_;
  Diagnostics& diagnostics_;
  BoundRows rows_;
  std::optional<std::size_t> period_column_;
  std::unordered_map<std::string, std::size_t> seen_;  ///< key and period -> row
};

}  // namespace

BoundRows bind(const Graph& graph, std::uint32_t table, const table::CsvTable& csv,
               Diagnostics& diagnostics) {
  return Binder(graph, table, csv, diagnostics).run();
}

}  // namespace merit::eval
