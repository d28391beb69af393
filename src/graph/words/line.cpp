#include "graph/codes.hpp"
#include "graph/forks.hpp"
#include "graph/word.hpp"

// Straight between knots, flat outside, with jumps where the plan says so.

namespace merit::graph {

namespace {

struct KnotText {
  Span span;
  Value x;
  Value below;  ///< what the line comes to from the left
  Value at;
};

struct KnotsRead {
  std::vector<KnotText> knots;
  Type type;
  Span type_span;  ///< of the first height
  bool is_percent = false;
  bool constant = true;
  bool absent = false;
};

// Reads `y` or `{below: y, at: y}` of one knot.
bool read_heights(WordContext& word, const plan::DocNode& written, KnotText& knot, KnotsRead& out,
                  bool& bare) {
  const plan::DocNode* below = &written;
  const plan::DocNode* at = &written;
  if (written.is_map()) {
    below = written.find("below");
    at = written.find("at");
    if (written.map.size() != 2 || !below || !at) below = nullptr;
  }
  if (!below || !below->is_scalar() || !at->is_scalar()) return false;
  const auto read = [&](const plan::DocNode& y) -> std::optional<Value> {
    auto v = word.lowering().number(y);
    if (!v) return std::nullopt;
    const bool is_first = out.knots.empty() && &y == below;
    const auto met =
        is_first ? std::optional(v->type) : word.lowering().unify(out.type, out.type_span, v->type, y.span);
    if (!met) return std::nullopt;
    if (is_first) out.type_span = y.span;
    out.type = *met;
    out.constant &= word.b.constant_of(v->node) != nullptr;
    out.absent |= v->maybe_absent;
    const CellForm form = form_of_cell(*word.context().formulas.parse(y));
    out.is_percent |= form == CellForm::percent;
    bare |= form == CellForm::bare;
    return v;
  };
  auto low = read(*below);
  auto high = below == at ? low : read(*at);
  if (!low || !high) return false;
  knot.below = *low;
  knot.at = *high;
  return true;
}

std::optional<KnotsRead> read_knots(WordContext& word, const Value& of) {
  const plan::DocNode* written = word.field("knots");
  if (!written || !written->is_map()) return std::nullopt;
  KnotsRead result;
  bool is_good = !written->map.empty(), bare = false;
  for (const plan::Entry& entry : written->map) {
    KnotText knot{entry.key.span, {}, {}, {}};
    auto x = word.lowering().number(entry.key);
    if (x && !word.lowering().unify(of.type, word.field("of")->span, x->type, entry.key.span)) x.reset();
    if (!x || !read_heights(word, entry.value, knot, result, bare)) {
      is_good = false;
      continue;
    }
    result.constant &= word.b.constant_of(x->node) != nullptr;
    result.absent |= x->maybe_absent;
    word.warn_unreachable(of, x->node, entry.key);
    knot.x = *x;
    const Cell* here = word.b.constant_of(x->node);
    const Cell* before = result.knots.empty() ? nullptr : word.b.constant_of(result.knots.back().x.node);
    if (before && here && !(before->number < here->number)) {
      word.context().report(codes::breakpoints_order, entry.key.span);
      is_good = false;
    }
    result.knots.push_back(std::move(knot));
  }
  if (is_good && word.weight() && result.is_percent && bare) {
    word.context().report(codes::cells_mixed, written->span);
    is_good = false;
  }
  if (!is_good) return std::nullopt;
  return result;
}

Curve constant_curve(WordContext& word, const KnotsRead& read, const Rational& after) {
  const auto number = [&](const Value& v) { return word.b.constant_of(v.node)->number; };
  Curve curve;
  for (const KnotText& k : read.knots)
    curve.knots.push_back({number(k.x), number(k.below), number(k.at), number(k.at)});
  curve.right_slope = after;
  return curve;
}

// Before the first knot, between two, behind the last.
void note_pieces(WordContext& word, const KnotsRead& read, ForkNode node) {
  std::vector<Way> ways;
  for (std::size_t i = 0; i <= read.knots.size(); ++i) {
    ways.push_back({{},
                    nowhere,
                    i > 0 ? read.knots[i - 1].span : nowhere,
                    i < read.knots.size() ? read.knots[i].span : nowhere});
    if (i < read.knots.size() && !node.of.is_none())
      node.breaks.push_back(word.b.constant_of(read.knots[i].x.node)->number);
  }
  if (!node.of.is_none()) close_ways(ways, word.b.range(node.of), node.breaks, true);
  fork_at(word.context(), ForkKind::line, word.field("knots")->span, word.field("of")->span, std::move(ways))
      .nodes.push_back(std::move(node));
}

// Knots of the row: a chain of choices, each piece by the two-point form.
NodeId chain(WordContext& word, const Value& of, const KnotsRead& read, const std::optional<Value>& after) {
  Builder& b = word.b;
  const Unit unit = read.type.unit;
  std::vector<std::pair<NodeId, NodeId>> cases;
  std::vector<NodeId> xs;
  for (std::size_t i = 0; i < read.knots.size(); ++i) {
    const KnotText& k = read.knots[i];
    xs.push_back(k.x.node);
    NodeId before = k.below.node;
    if (i > 0) {
      const KnotText& p = read.knots[i - 1];
      const NodeId run = b.sum(0, {{1, k.x.node}, {-1, p.x.node}}, of.type.unit);
      const NodeId rise = b.sum(0, {{1, k.below.node}, {-1, p.at.node}}, unit);
      const NodeId way = b.sum(0, {{1, of.node}, {-1, p.x.node}}, of.type.unit);
      const NodeId fraction = b.divided(way, run, Unit::plain(), word.site(codes::breakpoints_order_in_row));
      before = b.sum(0, {{1, p.at.node}, {1, b.mul({rise, fraction}, unit)}}, unit);
    }
    cases.push_back({b.less(of.node, k.x.node), before});
  }
  NodeId last = read.knots.back().at.node;
  if (after) {
    const NodeId beyond = b.sum(0, {{1, of.node}, {-1, read.knots.back().x.node}}, of.type.unit);
    last = b.sum(0, {{1, last}, {1, b.mul({after->node, beyond}, unit)}}, unit);
  }
  const NodeId chosen = b.choose(cases, last, unit);
  note_pieces(word, read, {chosen});
  return check_ascending(word, xs, chosen, unit);
}

std::optional<WordValue> rewrite(WordContext& word) {
  const auto of = word.number("of");
  const auto after = word.number("after");
  if (!of || (word.says("after") && !after)) return std::nullopt;
  const auto read = read_knots(word, *of);
  if (!read) return std::nullopt;
  Builder& b = word.b;
  b.role(of->node, "of");
  const Cell* slope = after ? b.constant_of(after->node) : nullptr;
  NodeId node;
  if (read->constant && (!after || slope)) {
    node =
        b.curve(of->node, constant_curve(word, *read, slope ? slope->number : Rational(0)), read->type.unit);
    note_pieces(word, *read, {node, of->node});
  } else {
    node = chain(word, *of, *read, after);
  }
  b.role(node, "height");
  Type type = b.type(node);
  type.unit = read->type.unit;
  return WordValue{{node, type, of->maybe_absent || read->absent || (after && after->maybe_absent)},
                   word.weight().has_value() && read->is_percent};
}

std::vector<Text> sentence(const Story& s) {
  return {fill(s, "{field:of} = {of} gives {height} on the line", "{field:of} = {of}，按折线得 {height}")};
}

}  // namespace

const Word& line_word() {
  using Form = plan::FieldForm;
  static const Word word = {{"line",
                             "straight between knots, flat outside",
                             "折线",
                             {{"of", Form::formula, true, {}, "what is looked at", "依据", "satisfaction"},
                              {"knots",
                               Form::knots,
                               true,
                               {},
                               "points of the line, ascending; a jump is `80%: {below: 0, at: 40}`",
                               "折点，由低到高；跳跃写作 `80%: {below: 0, at: 40}`",
                               "{80%: 0, 95%: 30}"},
                              {"after",
                               Form::formula,
                               false,
                               {},
                               "slope beyond the last knot, 0 if not said",
                               "最后折点之后的斜率，缺省为 0",
                               "0.5"}}},
                            "折线",
                            "",
                            rewrite,
                            sentence};
  return word;
}

}  // namespace merit::graph
