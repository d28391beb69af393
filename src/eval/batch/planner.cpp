#include "eval/batch/planner.hpp"

#include <algorithm>

#include "eval/batch/choices.hpp"
#include "eval/batch/kernels/calendar.hpp"
#include "eval/batch/owners.hpp"
#include "eval/batch/ranges.hpp"
#include "eval/batch/shapes.hpp"
#include "eval/batch/table_cells.hpp"

namespace merit::eval {

using graph::Cell;
using graph::Curve;
using graph::Graph;
using graph::NodeId;
using graph::Op;

namespace {

// What became of a node. Conditions and texts are numbers too.
struct Value {
  Number number;
  Plane state;              ///< none: always a value
  bool is_nothing = false;  ///< `none` and `fail`: a state without numbers
  bool is_made = false;
};

class Planner {
 public:
  Planner(const Graph& graph, const Promise& promise, TextPool& texts, const PlanOptions& options)
      : graph_(graph),
        promise_(promise),
        texts_(texts),
        options_(options),
        choices_(graph, options.fuse),
        a_(planned_.program, options.set, options.least),
        shapes_(a_, options.fuse) {}

  Planned run() {
    values_.resize(graph_.nodes.size());
    for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i) {
      const NodeId id{i};
      // Inputs are loaded where they are first read, so that few planes are in use at a time.
      if (graph_[id].op == Op::input || graph_[id].op == Op::constant) continue;
      ++planned_.nodes;
      if (choices_.is_needed(id)) make(id);
      else ++planned_.fused;
    }
    results();
    planned_.program.finish();
    planned_.owners = owners_of(graph_);
    return std::move(planned_);
  }

 private:
  Program& program() { return planned_.program; }

  // ---- values of nodes

  const Value& value(NodeId id) {
    Value& v = values_[id.value];
    if (!v.is_made) make(id);
    return values_[id.value];
  }

  void make(NodeId id) {
    if (values_[id.value].is_made) return;
    const std::size_t first = program().drafts().size();
    Value v = made(id);
    program().assign(first, id);
    v.is_made = true;
    values_[id.value] = std::move(v);
  }

  Value made(NodeId id) {
    if (const auto& q = choices_.quotient(id)) return quotient(id, *q);
    switch (graph_[id].op) {
      case Op::constant: return constant(id);
      case Op::input: return input(graph_.payload<graph::InputId>(id).value);
      case Op::none: return nothing(state_absent);
      case Op::fail: return nothing(graph_.payload<graph::SiteId>(id).value);
      case Op::sum: return sum(id);
      case Op::mul: return mul(id);
      case Op::ratio: return ratio(id);
      case Op::min:
      case Op::max: return extreme(id);
      case Op::round: return round(id);
      case Op::curve: return curve(id);
      case Op::less:
      case Op::same: return compare(id);
      case Op::choose: return choose(id);
      case Op::present: return present(id);
      case Op::otherwise: return otherwise(id);
      case Op::table: return table(id);
      case Op::calendar: return calendar(id);
      case Op::fold:
      case Op::fetch:
      case Op::among:
      case Op::past: break;  // inputs of the stage's graph
    }
    throw Refusal{"an operator"};
  }

  Value constant(NodeId id) {
    const Cell& cell = graph_.payload<Cell>(id);
    Value v;
    v.number = a_.constant_number(encoded(cell, graph_[id].type.kind));
    return v;
  }

  Rational encoded(const Cell& cell, ValueKind kind) {
    if (kind == ValueKind::boolean) return cell.flag ? 1 : 0;
    if (kind == ValueKind::text) return texts_.place(cell.text);
    return cell.number;
  }

  Value input(std::uint32_t index) {
    const graph::Input& declared = graph_.inputs[index];
    const Interval& range = promise_[index];
    Program::Draft d{"load", nullptr, a_.lane_for(range.magnitude(), declared.name.c_str()),
                     {},     {},      {range.low, range.high},
                     0,      index};
    d.is_load = true;
    d.out = {program().plane(d.lane)};
    Value v;
    v.number = a_.number(d.out[0], range,
                         declared.type.is_number() ? power_of_ten(declared.type.digits) : Integer(1));
    program().add(std::move(d));
    if (declared.can_be_absent()) {
      v.state = program().plane(Lane::fast);
      program().add({"load state", a_.fast().load_state, Lane::fast, {v.state}, {}, {}, 0, index});
    }
    return v;
  }

  Value nothing(std::uint32_t state) {
    Value v;
    v.is_nothing = true;
    v.number = a_.constant_number(0);
    v.state = a_.constant_plane(state, Lane::fast);
    return v;
  }

  Plane strict(Plane a, Plane b) {
    if (a.is_none() || a == b) return b;
    if (b.is_none()) return a;
    return a_.emit("strict state", a_.fast().strict_state, Lane::fast, Lane::fast, {a, b}, {});
  }

  Plane strict_state(NodeId id) {
    Plane state;
    for (NodeId a : graph_.arguments(id)) state = strict(state, value(a).state);
    return state;
  }

  // ---- operators

  Value sum(NodeId id) {
    const auto& data = graph_.payload<graph::SumData>(id);
    const auto args = graph_.arguments(id);
    std::vector<std::pair<Rational, Number>> terms;
    for (std::size_t i = 0; i < args.size(); ++i)
      terms.push_back({data.coefficients[i], value(args[i]).number});
    Value v;
    v.number = a_.sum_of(data.constant, terms);
    v.state = strict_state(id);
    return v;
  }

  Value mul(NodeId id) {
    const auto args = graph_.arguments(id);
    Value v;
    v.number = value(args[0]).number;
    for (std::size_t i = 1; i < args.size(); ++i) v.number = a_.product_of(v.number, value(args[i]).number);
    v.state = strict_state(id);
    return v;
  }

  Value ratio(NodeId id) {
    const auto args = graph_.arguments(id);
    Number p = value(args[0]).number, q = value(args[1]).number;
    Value v;
    v.state = strict_state(id);
    if (q.n_range.contains(0)) {
      const Lane lane = program().lane(q.n);
      v.state =
          strict(v.state, a_.emit("divided state", a_.set(lane).divided_state, lane, Lane::fast, {q.n}, {}));
    }
    // (pn / (pd pu)) / (qn / (qd qu)) = (pn qd) / (pd qn) / (pu / qu)
    auto n = q.is_pair() ? a_.times(p.n, p.n_range, q.d, q.d_range) : std::pair{p.n, p.n_range};
    auto d = p.is_pair() ? a_.times(p.d, p.d_range, q.n, q.n_range) : std::pair{q.n, q.n_range};
    Number result;
    result.unit = p.unit / q.unit;
    if (d.second.low > 0) {
      std::tie(result.n, result.n_range) = n;
      std::tie(result.d, result.d_range) = d;
    } else {
      const Integer most = n.second.magnitude();
      result.n_range = d.second.low < 0 ? Interval{-most, most} : n.second;
      result.d_range = {1, std::max(Integer(1), d.second.magnitude())};
      const Lane lane = a_.lane_for(std::max(most, result.d_range.high));
      Program::Draft draft{"ratio", a_.set(lane).ratio, lane, {}, {}, {}, 0, 0};
      draft.in = {a_.in_lane(n.first, lane), a_.in_lane(d.first, lane)};
      result.n = program().plane(lane);
      result.d = program().plane(lane);
      draft.out = {result.n, result.d};
      program().add(std::move(draft));
    }
    v.number = std::move(result);
    return v;
  }

  Value extreme(NodeId id) {
    const bool is_min = graph_[id].op == Op::min;
    const auto args = graph_.arguments(id);
    Value v;
    v.number = value(args[0]).number;
    for (std::size_t i = 1; i < args.size(); ++i)
      v.number = a_.extreme_of(is_min, v.number, value(args[i]).number);
    v.state = strict_state(id);
    return v;
  }

  // ---- rounding

  Value round(NodeId id) {
    const Rounding& how = graph_.payload<graph::RoundData>(id).how;
    const NodeId arg = graph_.arguments(id)[0];
    if (choices_.is_rounded_product(id)) return round_product(arg, how);
    if (choices_.is_rounded_curve(id)) return round_curve(arg, how);
    Value v;
    v.state = value(arg).state;
    v.number = shapes_.round_number(value(arg).number, how, graph_[arg].range);
    return v;
  }

  Value round_curve(NodeId curve, const Rounding& how) {
    const Value& x = value(graph_.arguments(curve)[0]);
    const Curve& shape = graph_.payload<Curve>(curve);
    Value v;
    v.state = x.state;
    const Number of = x.number;
    const auto line = shapes_.line_of(of, shape, &how);
    v.number = line ? *line : shapes_.round_number(shapes_.curve_of(of, shape), how, graph_[curve].range);
    return v;
  }

  Value round_product(NodeId product, const Rounding& how) {
    const auto args = graph_.arguments(product);
    Number a = value(args[0]).number;
    for (std::size_t i = 1; i + 1 < args.size(); ++i) a = a_.product_of(a, value(args[i]).number);
    const Number b = value(args.back()).number;
    Value v;
    v.number = shapes_.rounded_product(a, b, how, graph_[product].range);
    v.state = strict_state(product);
    return v;
  }

  // ---- curves

  Value curve(NodeId id) {
    const NodeId arg = graph_.arguments(id)[0];
    const Curve& shape = graph_.payload<Curve>(id);
    Value v;
    v.state = value(arg).state;
    v.number = shapes_.curve_of(value(arg).number, shape);
    if (graph_[id].range.low) v.number.value.low = graph_[id].range.low;
    if (graph_[id].range.high) v.number.value.high = graph_[id].range.high;
    return v;
  }

  // ---- quotients

  Value quotient(NodeId id, const Quotient& of) {
    Value v;
    const Number p = value(of.p).number, q = value(of.q).number;
    // q >= least, as integers
    Integer least = std::max(q.n_range.low, Integer(1));
    if (of.below) {
      const Rational at = of.least * q.unit;
      least = std::max(Integer(1), of.is_strict ? Integer(floor_of(at) + 1) : ceiling_of(at));
    }
    v.state = quotient_state(of, p, q, least);
    const bool is_rounding = graph_[id].op == Op::round;
    if (is_rounding) {
      const Rounding& how = graph_.payload<graph::RoundData>(id).how;
      auto made = options_.fuse ? shapes_.clamped_quotient(of, p, q, least, how) : std::nullopt;
      if (!made && options_.fuse) made = shapes_.corrected_curve(of, p, q, least, how);
      if (made) {
        v.number = std::move(*made);
        return v;
      }
      const Number pair = shapes_.guarded_pair(of, p, q, least);
      v.number = shapes_.round_number(pair, how, pair.value);
      return v;
    }
    const bool is_step = is_flat(of.curve) && options_.fuse;
    v.number = is_step ? shapes_.step_quotient(of, p, q, least) : shapes_.guarded_pair(of, p, q, least);
    return v;
  }

  // That of an operand that is always looked at, and of the other where it is.
  Plane quotient_state(const Quotient& of, const Number& p, const Number& q, const Integer& least) {
    const Plane p_state = value(of.p).state, q_state = value(of.q).state;
    switch (of.decides) {
      case Decides::neither: return strict(p_state, q_state);
      case Decides::q: {
        if (p_state.is_none()) return q_state;
        const Number edge = a_.number(a_.constant_plane(least, a_.lane_for(least)), {least, least}, q.unit);
        return state_where(q_state, a_.less_than(q, edge), Plane{}, p_state);
      }
      case Decides::p: {
        if (q_state.is_none()) return p_state;
        const Number edge = a_.constant_number(0);
        const Plane test = of.p_is_tested_below ? a_.less_than(p, edge) : a_.less_than(edge, p);
        return state_where(p_state, test, of.q_where_it_holds ? q_state : Plane{},
                           of.q_elsewhere ? q_state : Plane{});
      }
    }
    return {};
  }

  // The state of a condition that has no value, else of a branch; none: a value.
  Plane state_where(Plane given, Plane condition, Plane yes, Plane no) {
    const auto or_value = [this](Plane p) {
      return p.is_none() ? a_.constant_plane(state_value, Lane::fast) : p;
    };
    return a_.emit("chosen state", a_.fast().chosen_state, Lane::fast, Lane::fast,
                   {or_value(given), condition, or_value(yes), or_value(no)}, {});
  }

  // ---- choice

  Value compare(NodeId id) {
    const auto args = graph_.arguments(id);
    const bool is_less = graph_[id].op == Op::less;
    Value v;
    v.state = strict_state(id);
    const Number a = value(args[0]).number, b = value(args[1]).number;
    v.number = a_.number(
        a_.comparison(is_less ? "less" : "same", is_less ? &KernelSet::less : &KernelSet::same, a, b),
        {0, 1});
    return v;
  }

  Value choose(NodeId id) {
    const auto args = graph_.arguments(id);
    Value result = value(args.back());
    for (std::size_t i = args.size() - 1; i >= 2; i -= 2)
      result = chosen(value(args[i - 2]), value(args[i - 1]), result);
    return result;
  }

  Value chosen(const Value& condition, const Value& yes, const Value& no) {
    Value v;
    const Plane c = condition.number.n;
    v.is_nothing = yes.is_nothing && no.is_nothing;
    v.number = no.is_nothing ? yes.number : yes.is_nothing ? no.number : a_.select(c, yes.number, no.number);
    if (condition.state.is_none() && yes.state.is_none() && no.state.is_none()) return v;
    v.state = state_where(condition.state, c, yes.state, no.state);
    return v;
  }

  // ---- absence

  Value present(NodeId id) {
    const Value& x = value(graph_.arguments(id)[0]);
    Value v;
    if (x.state.is_none()) {
      v.number = a_.constant_number(1);
      return v;
    }
    Program::Draft d{"present",  a_.fast().is_present,
                     Lane::fast, {program().plane(Lane::fast), program().plane(Lane::fast)},
                     {x.state},  {},
                     0,          0};
    v.number = a_.number(d.out[0], {0, 1});
    v.state = d.out[1];
    program().add(std::move(d));
    return v;
  }

  Value otherwise(NodeId id) {
    const auto args = graph_.arguments(id);
    const Value x = value(args[0]), y = value(args[1]);
    if (x.state.is_none()) return x;
    Value is_absent;
    is_absent.number =
        a_.number(a_.emit("absent", a_.fast().is_absent, Lane::fast, Lane::fast, {x.state}, {}), {0, 1});
    return chosen(is_absent, y, x);
  }

  // ---- tables, calendar

  Value table(NodeId id) {
    const auto& data = graph_.payload<graph::TableData>(id);
    const auto args = graph_.arguments(id);
    const ValueKind kind = graph_[id].type.kind;
    TableCells cells = table_cells(graph_, data, [&](const Cell& cell) { return encoded(cell, kind); });
    std::vector<std::pair<Rational, Number>> terms;
    for (std::size_t i = 0; i < args.size(); ++i)
      terms.push_back({Rational(cells.strides[i]), value(args[i]).number});
    const Number place = a_.sum_of(0, terms);
    if (place.n_range.low < 0 || place.n_range.high >= cells.cells.size() || place.unit != 1)
      throw Refusal{"a key that may be outside its list"};
    const Plane key = a_.in_lane(place.n, Lane::fast);
    const Lane lane = a_.lane_for(cells.range.magnitude());
    Value v;
    v.number = a_.number(lookup(key, std::move(cells.cells), lane), cells.range, cells.unit);
    v.state = strict_state(id);
    if (!cells.is_whole) v.state = strict(v.state, lookup(key, std::move(cells.states), Lane::fast));
    return v;
  }

  Plane lookup(Plane key, std::vector<Integer> cells, Lane lane) {
    Program::Draft d{"lookup", a_.set(lane).lookup, lane, {program().plane(lane)},
                     {key},    std::move(cells),    0,    0};
    const Plane out = d.out[0];
    program().add(std::move(d));
    return out;
  }

  Value calendar(NodeId id) {
    const auto function = static_cast<std::uint32_t>(graph_.payload<graph::CalendarFunction>(id));
    const bool has_state = graph_[id].type.maybe_absent;
    Program::Draft d{"calendar", calendar_kernel, Lane::fast, {}, {}, {}, function, has_state};
    for (NodeId arg : graph_.arguments(id)) {
      const Number& x = value(arg).number;
      const bool is_fast = !x.is_pair() && x.unit == 1 && a_.is_fast(x.n_range.magnitude());
      if (!is_fast) throw Refusal{"a day made of fractions"};
      d.in.push_back(a_.in_lane(x.n, Lane::fast));
    }
    d.out.push_back(program().plane(Lane::fast));
    if (has_state) d.out.push_back(program().plane(Lane::fast));
    Value v;
    v.number = a_.number(d.out.front(), range_of_calendar(graph_[id]));
    v.state = has_state ? d.out.back() : Plane{};
    program().add(std::move(d));
    v.state = strict(strict_state(id), v.state);
    return v;
  }

  // ---- results

  void results() {
    std::vector<std::pair<NodeId, int>> leaving;
    for (const graph::Output& o : graph_.outputs)
      leaving.push_back({o.node, o.type.is_number() ? o.type.digits : 0});
    for (std::uint32_t check : graph_.checks) leaving.push_back({graph_.entities[check].result, 0});
    // Stores come last: rows that break the promise of a column have stored nothing.
    std::vector<Plane> numbers;
    for (const auto& [id, digits] : leaving) {
      const Value& v = value(id);
      if (v.number.is_pair()) throw Refusal{"a fraction that leaves"};
      const Number x = a_.over(v.number, a_.common_unit(v.number.unit, power_of_ten(digits)));
      if (x.unit != power_of_ten(digits)) throw Refusal{"a fraction that leaves"};
      if (!fits_in_16_bytes(x.n_range.low) || !fits_in_16_bytes(x.n_range.high))
        throw Refusal{"a result that needs more than 16 bytes"};
      planned_.outputs.push_back({x.n_range, !v.state.is_none()});
      numbers.push_back(x.n);
    }
    Plane state;
    for (NodeId root : graph_.roots) state = strict(state, value(root).state);
    for (std::uint32_t i = 0; i < leaving.size(); ++i) {
      Program::Draft store{"store", nullptr, program().lane(numbers[i]), {}, {numbers[i]}, {}, 0, i};
      store.is_store = true;
      program().add(std::move(store));
      if (const Plane absent = value(leaving[i].first).state; !absent.is_none())
        program().add({"store absent", a_.fast().store_absent, Lane::fast, {}, {absent}, {}, 0, i});
    }
    planned_.can_fail = !state.is_none();
    if (planned_.can_fail)
      program().add({"store failed", a_.fast().store_failed, Lane::fast, {}, {state}, {}, 0, 0});
  }

  const Graph& graph_;
  const Promise& promise_;
  TextPool& texts_;
  const PlanOptions options_;
  Planned planned_;
  const Choices choices_;
  Arithmetic a_;
  Shapes shapes_;
  std::vector<Value> values_;
};

}  // namespace

std::variant<Planned, NotPlanned> plan(const Graph& normal, const Promise& promise, TextPool& texts,
                                       const PlanOptions& options) {
  try {
    return Planner(normal, promise, texts, options).run();
  } catch (const Refusal& refusal) {
    return NotPlanned{refusal.why};
  }
}

}  // namespace merit::eval
