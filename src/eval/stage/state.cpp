#include "eval/stage/state.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/csv_text.hpp"
#include "base/number_text.hpp"
#include "eval/codes.hpp"

namespace merit::eval {

using graph::Cell;
using graph::Graph;
using graph::Kept;
using graph::PastData;
using graph::PastFunction;
using graph::Window;

namespace {

enum Column : std::size_t { of_table, of_name, of_type, of_key, of_period, of_is, of_value, columns };
constexpr std::array<std::string_view, columns> header = {"table",  "name", "type", "key",
                                                          "period", "is",   "value"};
constexpr std::string_view ago = " ago", everything = "all", left_out = "failed left out", between = "; ";
constexpr std::string_view is_known_to = "known_to", is_value = "value", is_failed = "failed",
                           is_plan = "plan";

// "money 2", "bool", a list's name.
std::string type_word(const Graph& graph, const Type& type) {
  if (!type.is_number()) return graph::type_text(graph, type);
  const bool is_plain = type.unit == Unit::plain() || type.unit == Unit::literal();
  const std::string currency = type.unit.money != 0 && !graph.currency.empty() ? " " + graph.currency : "";
  return (is_plain ? "number" : to_text(type.unit)) + currency + " " + std::to_string(type.digits);
}

std::string text_of(const Graph& graph, const Cell& cell, const Type& type) {
  switch (type.kind) {
    case ValueKind::number: return format_fixed(cell.number, type.digits);
    case ValueKind::boolean: return cell.flag ? "true" : "false";
    case ValueKind::text: return cell.text;
    case ValueKind::date: return format_date(static_cast<DayNumber>(numerator_of(cell.number)));
    case ValueKind::member:
      return graph.lists[type.list].members[static_cast<std::size_t>(numerator_of(cell.number))];
  }
  return "";
}

std::optional<Cell> cell_of(const Graph& graph, std::string_view text, const Type& type) {
  switch (type.kind) {
    case ValueKind::number: {
      const DecimalResult n = parse_decimal(text);
      if (!n.number || n.number->decimals > type.digits) return std::nullopt;
      return Cell::of(n.number->value);
    }
    case ValueKind::boolean:
      return text == "true" || text == "false" ? std::optional(Cell::of(text == "true")) : std::nullopt;
    case ValueKind::text: return Cell::of_text(std::string(text));
    case ValueKind::date: {
      const auto day = parse_date(text);
      return day ? std::optional(Cell::of(Rational(*day))) : std::nullopt;
    }
    case ValueKind::member: {
      const auto& members = graph.lists[type.list].members;
      const auto it = std::find(members.begin(), members.end(), text);
      return it == members.end() ? std::nullopt : std::optional(Cell::of(Rational(it - members.begin())));
    }
  }
  return std::nullopt;
}

// ---- what later periods can read

std::vector<std::vector<PastData>> readers_of(const Graph& graph) {
  std::vector<std::vector<PastData>> readers(graph.kept.size());
  for (const graph::Node& node : graph.nodes)
    if (node.op == graph::Op::past) {
      const PastData& data = std::get<PastData>(graph.payloads[node.payload]);
      readers[data.kept].push_back(data);
    }
  return readers;
}

// What of the earlier periods a node reads, in words: two that say the same read the same.
std::string reach_of(const PastData& data) {
  const Window& window = data.window;
  const std::string unit(name_of(window.unit));
  const std::string units = window.back == 1 ? unit : unit + "s";
  if (data.function == PastFunction::streak) return "streak";
  if (window.is_exact) return std::to_string(window.back) + " " + units + " ago";
  const std::string of_last = data.function == PastFunction::last ? "last value" : "";
  if (window.back == Window::always) return of_last.empty() ? std::string(everything) : of_last;
  const std::string periods =
      window.back == 0 ? "this " + unit : "last " + std::to_string(window.back + 1) + " " + unit + "s";
  return of_last.empty() ? periods : of_last + " of " + periods;
}

// Whether nothing but the period itself is in the window.
bool reads_nothing_earlier(const Graph& graph, const PastData& data) {
  return data.window.back == 0 && !data.window.is_exact && data.window.unit == graph.calendar->step();
}

// Of all nodes that read a slot: "last value; this year".
std::set<std::string> reach_of(const Graph& graph, const Kept& kept, const std::vector<PastData>& readers) {
  std::set<std::string> all;
  for (const PastData& data : readers)
    if (!reads_nothing_earlier(graph, data)) all.insert(reach_of(data));
  if (graph.tables[kept.table].leaves_out_failed) all.emplace(left_out);
  return all;
}

/// "last 6 months" of "last value of last 6 months", and the words before the number and behind it.
struct Stretch {
  std::string before, unit;
  int length = 0;
  explicit Stretch(const std::string& reach) {
    const std::size_t at = reach.find("last ");
    const std::size_t begin = at == std::string::npos ? reach.npos : reach.find_first_of("0123456789", at);
    if (begin == std::string::npos) return;
    const std::size_t end = reach.find(' ', begin);
    if (end == std::string::npos || end - begin > 5) return;
    before = reach.substr(0, begin);
    unit = reach.substr(end);
    for (char digit : reach.substr(begin, end - begin)) length = length * 10 + (digit - '0');
  }
  /// The one that reaches "2 months ago": last 3 months.
  static Stretch of_one(const std::string& exact) {
    const std::string words = exact.substr(0, exact.size() - ago.size());
    Stretch stretch("last " + words + (words.ends_with("s") ? "" : "s"));
    if (stretch.length > 0) ++stretch.length;
    return stretch;
  }
};

// Whether what is kept is enough for a node that reads so far.
bool is_covered(const std::string& needed, const std::set<std::string>& kept) {
  if (kept.contains(needed)) return true;
  if (needed == left_out) return false;
  if (kept.contains(std::string(everything))) return true;
  const Stretch stretch = needed.ends_with(ago) ? Stretch::of_one(needed) : Stretch(needed);
  return stretch.length > 0 && std::any_of(kept.begin(), kept.end(), [&](const std::string& one) {
           const Stretch other(one);
           return other.before == stretch.before && other.unit == stretch.unit &&
                  other.length >= stretch.length;
         });
}

bool are_covered(const std::set<std::string>& needed, const std::set<std::string>& kept) {
  return kept.contains(std::string(left_out)) == needed.contains(std::string(left_out)) &&
         std::all_of(needed.begin(), needed.end(),
                     [&](const std::string& one) { return is_covered(one, kept); });
}

std::string joined(const std::set<std::string>& parts) {
  std::string all;
  for (const std::string& part : parts) all += (all.empty() ? "" : std::string(between)) + part;
  return all;
}

std::set<std::string> parts_of(std::string_view text) {
  std::set<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(between, begin), text.size());
    parts.emplace(text.substr(begin, end - begin));
    begin = end + between.size();
  }
  return parts;
}

// Whether a period after `up_to` can have this one in the window.
bool stays_in(const Window& window, const Period& then, const Period& up_to) {
  if (window.back == Window::always) return true;
  const std::int32_t next = up_to.index_of(window.unit) + (up_to.closes(window.unit) ? 1 : 0);
  return next - then.index_of(window.unit) <= window.back;
}

// The last value is read alone, a streak to where it broke, a window as a whole.
void mark_read(const PastData& data, const std::vector<History::Entry>& entries, const Period& up_to,
               std::vector<bool>& is_read) {
  const bool ends_at_value = data.function == PastFunction::last && !data.window.is_exact;
  for (std::size_t i = entries.size(); i-- > 0;) {
    const Cell& cell = entries[i].cell;
    if (!stays_in(data.window, entries[i].period, up_to)) return;
    is_read[i] = true;
    const bool is_broken = data.function == PastFunction::streak && (cell.is_failed() || !cell.flag);
    if (ends_at_value || is_broken) return;
  }
}

class Writer {
 public:
  Writer(const Graph& graph, const Period& up_to) : graph_(graph), up_to_(up_to) {}

  std::string write(const History& history) {
    const auto readers = readers_of(graph_);
    for (std::uint32_t slot : in_order()) {
      const Kept& kept = graph_.kept[slot];
      line(kept, "", up_to_, is_known_to, joined(reach_of(graph_, kept, readers[slot])));
      for (const auto& [key, number] : in_order(history, kept.table))
        write_row(kept, key, history.entries(slot, number), readers[slot]);
    }
    std::string body = std::exchange(text_, {});
    write_record(text_, header);
    if (!graph_.kept.empty()) record("", graph_.plan_name, "", "", up_to_, is_plan, std::to_string(values_));
    return std::move(body.insert(0, text_));
  }

 private:
  // Slots are numbered as formulas met them; files stand by the names.
  std::vector<std::uint32_t> in_order() const {
    std::vector<std::uint32_t> slots(graph_.kept.size());
    for (std::uint32_t i = 0; i < slots.size(); ++i) slots[i] = i;
    std::sort(slots.begin(), slots.end(), [&](std::uint32_t a, std::uint32_t b) {
      const Kept &x = graph_.kept[a], &y = graph_.kept[b];
      return std::tie(x.table, x.name) < std::tie(y.table, y.name);
    });
    return slots;
  }

  // The keys of a table, once for all that is kept of it.
  const std::map<std::string_view, std::uint32_t>& in_order(const History& history, std::uint32_t table) {
    const auto [keys, is_new] = keys_.try_emplace(table);
    const TextPool& known = history.keys(table);
    for (std::uint32_t number = 0; is_new && number < known.size(); ++number)
      keys->second.emplace(known[number], number);
    return keys->second;
  }

  void write_row(const Kept& kept, std::string_view key, const std::vector<History::Entry>& entries,
                 const std::vector<PastData>& readers) {
    std::vector<bool> is_read(entries.size(), false);
    for (const PastData& data : readers) mark_read(data, entries, up_to_, is_read);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (!is_read[i]) continue;
      ++values_;
      const Cell& cell = entries[i].cell;
      if (cell.is_failed()) line(kept, key, entries[i].period, is_failed, "");
      else line(kept, key, entries[i].period, is_value, text_of(graph_, cell, kept.type));
    }
  }

  void line(const Kept& kept, std::string_view key, const Period& period, std::string_view is,
            std::string_view value) {
    record(graph_.tables[kept.table].name, kept.name, type_word(graph_, kept.type), key, period, is, value);
  }

  void record(std::string_view table, std::string_view name, std::string_view type, std::string_view key,
              const Period& period, std::string_view is, std::string_view value) {
    const std::string when = format_period(period);
    const std::array<std::string_view, columns> cells = {table, name, type, key, when, is, value};
    write_record(text_, cells);
  }

  const Graph& graph_;
  const Period up_to_;
  std::map<std::uint32_t, std::map<std::string_view, std::uint32_t>> keys_;  ///< by table
  std::string text_;
  std::size_t values_ = 0;
};

Text text_of(const Range& range) {
  const std::string low = range.low ? format_exact(*range.low) : "",
                    high = range.high ? format_exact(*range.high) : "";
  if (range.low && range.high) return {low + " to " + high, low + " 至 " + high};
  return range.low ? Text{low + " or more", "不小于 " + low} : Text{high + " or less", "不大于 " + high};
}

class Reader {
 public:
  Reader(const Graph& graph, const table::CsvTable& csv, Diagnostics& diagnostics)
      : graph_(graph), csv_(csv), diagnostics_(diagnostics), known_{History(graph), {}, {}} {
    const auto readers = readers_of(graph);
    for (std::uint32_t slot = 0; slot < graph.kept.size(); ++slot)
      reach_.push_back(reach_of(graph, graph.kept[slot], readers[slot]));
    for (std::uint32_t slot = 0; slot < graph.kept.size(); ++slot)
      slots_[{graph.tables[graph.kept[slot].table].name, graph.kept[slot].name}] = slot;
  }

  std::optional<Known> read() {
    if (!std::equal(header.begin(), header.end(), csv_.header().begin(), csv_.header().end())) {
      diagnostics_.add(codes::state_header, csv_.header_span(0));
      return std::nullopt;
    }
    for (row_ = 0; row_ < csv_.rows(); ++row_) read_row();
    check_all_declared();
    if (diagnostics_.has_errors()) return std::nullopt;
    fill();
    if (!diagnostics_.has_errors()) check_count();
    if (diagnostics_.has_errors()) return std::nullopt;
    known_.ignored.assign(ignored_.begin(), ignored_.end());
    return std::move(known_);
  }

 private:
  std::string_view cell(Column column) const { return csv_.cell({row_, column}); }
  void report(const CodeInfo& code, Column column, std::vector<Text> args) {
    diagnostics_.add(code, csv_.span({row_, column}), std::move(args));
  }
  static std::string quoted(std::string_view text) { return printable(text.substr(0, 60)); }

  void read_row() {
    if (cell(of_is) == is_plan) {
      count_row_ = row_;
      if (cell(of_name) == graph_.plan_name) return;
      return report(codes::state_of_other, of_name,
                    {Text::same(quoted(cell(of_name))), Text::same(graph_.plan_name)});
    }
    if (cell(of_is) != is_known_to) ++values_;
    const auto slot = slots_.find({cell(of_table), cell(of_name)});
    if (slot == slots_.end()) {
      ignored_.insert(std::string(cell(of_table)) + "." + std::string(cell(of_name)));
      return;
    }
    const Kept& kept = graph_.kept[slot->second];
    if (const std::string type = type_word(graph_, kept.type); cell(of_type) != type) {
      // Once for a name: each of its lines says so.
      if (declared_.insert(slot->second).second)
        report(codes::state_type, of_type,
               {Text::same(kept.name), Text::same(quoted(cell(of_type))), Text::same(type)});
      return;
    }
    const auto period = graph_.calendar->parse(cell(of_period));
    if (!period)
      return report(codes::period_form, of_period,
                    {{"`" + quoted(cell(of_period)) + "`", "`" + quoted(cell(of_period)) + "` "},
                     Text::same(graph_.calendar->example())});
    if (cell(of_is) == is_known_to) return know(slot->second, *period);
    read_value(slot->second, *period);
  }

  void know(std::uint32_t slot, const Period& period) {
    declared_.insert(slot);
    const std::set<std::string> kept = parts_of(cell(of_value));
    if (!are_covered(reach_[slot], kept))
      report(codes::state_short, of_value,
             {Text::same(graph_.kept[slot].name), Text::same(joined(reach_[slot])),
              Text::same(quoted(cell(of_value)))});
    if (!known_.up_to) known_.up_to = period;
    if (*known_.up_to == period || is_uneven_) return;
    is_uneven_ = true;
    report(codes::state_uneven, of_period,
           {Text::same(format_period(*known_.up_to)), Text::same(format_period(period))});
  }

  void read_value(std::uint32_t slot, const Period& period) {
    const Type& type = graph_.kept[slot].type;
    const bool has_failed = cell(of_is) == is_failed;
    const auto value = has_failed ? std::optional(Cell::failed({})) : cell_of(graph_, cell(of_value), type);
    const bool is_form = has_failed ? cell(of_value).empty() : cell(of_is) == is_value;
    if (!is_form) return report(codes::state_is, of_is, {Text::same(quoted(cell(of_is)))});
    if (!value)
      return report(codes::state_value, of_value,
                    {Text::same(quoted(cell(of_value))), Text::same(type_word(graph_, type))});
    const Kept& kept = graph_.kept[slot];
    const Range range = kept.is_cell ? graph_[kept.node].range : range_earlier(graph_, kept.node);
    if (value->is_value() && type.is_number() && !range.contains(value->number))
      return report(codes::state_range, of_value,
                    {Text::same(quoted(cell(of_value))), Text::same(kept.name), text_of(range)});
    entries_.push_back({slot, std::string(cell(of_key)), period, *value, row_});
  }

  // What is not said to be known is not known: nobody may take it for nothing.
  void check_all_declared() {
    for (const auto& [name, slot] : slots_) {
      if (declared_.contains(slot)) continue;
      const std::string when = known_.up_to ? format_period(*known_.up_to) : "PERIOD";
      std::string line;
      write_record(
          line, {std::string(name.first), std::string(name.second), type_word(graph_, graph_.kept[slot].type),
                 "", when, std::string(is_known_to), joined(reach_[slot])});
      line.pop_back();
      diagnostics_.add(
          codes::state_lacks, csv_.header_span(0),
          {Text::same(std::string(name.second)), Text::same(std::string(name.first)), Text::same(line),
           known_.up_to
               ? Text{}
               : Text{", with the last period before the data for PERIOD", "，PERIOD 填数据之前的最后一期"}});
    }
  }

  void check_count() {
    if (!count_row_) return;
    row_ = *count_row_;
    const std::string_view said = cell(of_value);
    if (!said.empty() && said != std::to_string(values_))
      report(codes::state_count, of_value, {Text::same(quoted(said)), Text::same(std::to_string(values_))});
  }

  void fill() {
    std::stable_sort(entries_.begin(), entries_.end(),
                     [](const Line& a, const Line& b) { return a.period < b.period; });
    std::map<std::pair<std::uint32_t, std::string_view>, const Line*> last;
    for (const Line& line : entries_) {
      const Line*& before = last[{line.slot, line.key}];
      row_ = line.row;
      if (*known_.up_to < line.period)
        return report(codes::state_later, of_period,
                      {Text::same(format_period(line.period)), Text::same(format_period(*known_.up_to))});
      if (before && before->period == line.period)
        return report(codes::state_twice, of_key,
                      {Text::same(graph_.kept[line.slot].name), Text::same(quoted(line.key)),
                       Text::same(format_period(line.period))});
      before = &line;
      History& history = known_.history;
      const std::uint32_t key = history.number_of(graph_.kept[line.slot].table, line.key);
      history.add(line.slot, key, line.period, line.cell);
    }
  }

  struct Line {
    std::uint32_t slot;
    std::string key;
    Period period;
    Cell cell;
    std::size_t row;
  };

  const Graph& graph_;
  const table::CsvTable& csv_;
  Diagnostics& diagnostics_;
  std::map<std::pair<std::string_view, std::string_view>, std::uint32_t> slots_;  ///< by table and name
  std::vector<std::set<std::string>> reach_;  ///< by slot: what the plan reads of it
  std::set<std::uint32_t> declared_;
  std::set<std::string> ignored_;
  std::vector<Line> entries_;
  Known known_;
  std::size_t row_ = 0;
  std::size_t values_ = 0;                ///< lines that hold one, of names that the plan does not read, too
  std::optional<std::size_t> count_row_;  ///< where the state says how many there were
  bool is_uneven_ = false;                ///< it was reported
};

}  // namespace

std::string write_state(const Graph& graph, const History& history, const std::optional<Period>& up_to) {
  return Writer(graph, up_to.value_or(Period{})).write(history);
}

std::optional<Known> read_state(const Graph& graph, const table::CsvTable& csv, Diagnostics& diagnostics) {
  return Reader(graph, csv, diagnostics).read();
}

}  // namespace merit::eval
