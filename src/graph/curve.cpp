#include "graph/curve.hpp"

#include <algorithm>
#include <cassert>

namespace merit::graph {

namespace {

// First knot whose x is not below `x`.
std::size_t lower_knot(const Curve& c, const Rational& x) {
  const auto it = std::lower_bound(c.knots.begin(), c.knots.end(), x,
                                   [](const Knot& k, const Rational& value) { return k.x < value; });
  return static_cast<std::size_t>(it - c.knots.begin());
}

Rational limit_left(const Curve& c, const Rational& x) {
  const std::size_t i = lower_knot(c, x);
  if (i < c.knots.size() && c.knots[i].x == x) return c.knots[i].left;
  return c(x);
}

Rational limit_right(const Curve& c, const Rational& x) {
  const std::size_t i = lower_knot(c, x);
  if (i < c.knots.size() && c.knots[i].x == x) return c.knots[i].right;
  return c(x);
}

}  // namespace

Rational Curve::slope(std::size_t i) const {
  if (i == 0) return left_slope;
  if (i == knots.size()) return right_slope;
  return (knots[i].left - knots[i - 1].right) / (knots[i].x - knots[i - 1].x);
}

Rational Curve::operator()(const Rational& x) const {
  assert(!knots.empty());
  const std::size_t i = lower_knot(*this, x);
  if (i < knots.size() && knots[i].x == x) return knots[i].at;
  if (i == 0) return left_slope.is_zero() ? knots[0].left : knots[0].left + left_slope * (x - knots[0].x);
  const Knot& before = knots[i - 1];
  if (i == knots.size())
    return right_slope.is_zero() ? before.right : before.right + right_slope * (x - before.x);
  if (before.right == knots[i].left) return before.right;
  return before.right + slope(i) * (x - before.x);
}

std::size_t Curve::piece(const Rational& x) const {
  const std::size_t i = lower_knot(*this, x);
  return i < knots.size() && knots[i].x == x ? 2 * i + 1 : 2 * i;
}

bool Curve::is_step() const {
  for (std::size_t i = 0; i <= knots.size(); ++i)
    if (!slope(i).is_zero()) return false;
  return true;
}

int digits_of(const Curve& curve, int digits) {
  int result = 0;
  const auto include = [&result](int d) {
    result = d < 0 || result < 0 ? exact_digits : std::max(result, d);
  };
  for (const Knot& k : curve.knots) {
    // A fixed x with fewer decimals than the knot never meets it: `x < 1/3` splits no cent.
    const int own = decimals_of(k.x);
    const bool is_met = digits < 0 || (own >= 0 && own <= digits);
    if (is_met) include(decimals_of(k.at));
  }
  for (std::size_t i = 0; i <= curve.knots.size(); ++i) {
    const Rational slope = curve.slope(i);
    const Knot& k = curve.knots[i == 0 ? 0 : i - 1];
    const Rational& y = i == 0 ? k.left : k.right;
    if (slope.is_zero()) {
      include(decimals_of(y));
      continue;
    }
    // On the piece a value is slope * x + y0; a slope that ends does not help when y0 does not.
    const int slope_digits = decimals_of(slope);
    if (slope_digits < 0 || digits < 0) return exact_digits;
    include(decimals_of(y - slope * k.x));
    include(slope_digits + digits);
  }
  return result;
}

Range range_of(const Curve& curve, const Range& range) {
  Range result;
  const bool falls_left_open = !range.low && !curve.left_slope.is_zero();
  const bool open_right = !range.high && !curve.right_slope.is_zero();
  bool low_open = (falls_left_open && curve.left_slope > 0) || (open_right && curve.right_slope < 0);
  bool high_open = (falls_left_open && curve.left_slope < 0) || (open_right && curve.right_slope > 0);
  std::vector<Rational> images;
  if (range.low) {
    images.push_back(curve(*range.low));
    images.push_back(limit_right(curve, *range.low));
  }
  if (range.high) {
    images.push_back(curve(*range.high));
    images.push_back(limit_left(curve, *range.high));
  }
  if (!range.low) images.push_back(curve.knots.front().left);
  if (!range.high) images.push_back(curve.knots.back().right);
  for (const Knot& k : curve.knots) {
    if (!range.contains(k.x)) continue;
    images.push_back(k.at);
    if (!range.low || *range.low < k.x) images.push_back(k.left);
    if (!range.high || k.x < *range.high) images.push_back(k.right);
  }
  const auto [low, high] = std::minmax_element(images.begin(), images.end());
  if (!low_open) result.low = *low;
  if (!high_open) result.high = *high;
  return result;
}

Curve tidy(Curve curve) {
  Curve result;
  result.left_slope = curve.left_slope;
  result.right_slope = curve.right_slope;
  for (std::size_t i = 0; i < curve.knots.size(); ++i) {
    const Knot& k = curve.knots[i];
    const bool smooth = k.left == k.at && k.at == k.right && curve.slope(i) == curve.slope(i + 1);
    const bool last_chance = result.knots.empty() && i + 1 == curve.knots.size();
    if (!smooth || last_chance) result.knots.push_back(k);
  }
  // A straight line keeps one knot; put it at 0 so that equal lines look equal.
  if (result.knots.size() == 1) {
    Knot& k = result.knots[0];
    if (k.left == k.at && k.at == k.right && result.left_slope == result.right_slope && !k.x.is_zero()) {
      const Rational y = k.at - result.left_slope * k.x;
      k = {0, y, y, y};
    }
  }
  return result;
}

Curve scaled(Curve curve, const Rational& scale, const Rational& offset) {
  for (Knot& k : curve.knots) {
    k.left = scale * k.left + offset;
    k.at = scale * k.at + offset;
    k.right = scale * k.right + offset;
  }
  curve.left_slope *= scale;
  curve.right_slope *= scale;
  return curve;
}

Curve reparameterised(const Curve& curve, const Rational& scale, const Rational& offset) {
  Curve result;
  for (const Knot& k : curve.knots) {
    const Rational x = (k.x - offset) / scale;
    if (scale > 0) result.knots.push_back({x, k.left, k.at, k.right});
    else result.knots.push_back({x, k.right, k.at, k.left});
  }
  if (scale < 0) std::reverse(result.knots.begin(), result.knots.end());
  result.left_slope = (scale > 0 ? curve.left_slope : curve.right_slope) * scale;
  result.right_slope = (scale > 0 ? curve.right_slope : curve.left_slope) * scale;
  return result;
}

namespace {

// The breakpoints of both, ascending, each once.
std::vector<Rational> breakpoints(const Curve& a, const Curve& b) {
  std::vector<Rational> xs;
  xs.reserve(a.knots.size() + b.knots.size());
  for (const Knot& k : a.knots) xs.push_back(k.x);
  for (const Knot& k : b.knots) xs.push_back(k.x);
  std::sort(xs.begin(), xs.end());
  xs.erase(std::unique(xs.begin(), xs.end()), xs.end());
  return xs;
}

Knot knot_of(const Curve& c, const Rational& x) { return {x, limit_left(c, x), c(x), limit_right(c, x)}; }

}  // namespace

Curve curve_sum(const Curve& a, const Curve& b) {
  Curve result;
  for (const Rational& x : breakpoints(a, b)) {
    const Knot p = knot_of(a, x), q = knot_of(b, x);
    result.knots.push_back({x, p.left + q.left, p.at + q.at, p.right + q.right});
  }
  result.left_slope = a.left_slope + b.left_slope;
  result.right_slope = a.right_slope + b.right_slope;
  return tidy(std::move(result));
}

Curve curve_where(const Curve& condition, const Curve& yes, const Curve& no) {
  std::vector<Rational> xs = breakpoints(yes, no);
  for (const Knot& k : condition.knots) xs.push_back(k.x);
  std::sort(xs.begin(), xs.end());
  xs.erase(std::unique(xs.begin(), xs.end()), xs.end());
  Curve result;
  for (const Rational& x : xs) {
    const Knot c = knot_of(condition, x), y = knot_of(yes, x), n = knot_of(no, x);
    result.knots.push_back({x, c.left.is_zero() ? n.left : y.left, c.at.is_zero() ? n.at : y.at,
                            c.right.is_zero() ? n.right : y.right});
  }
  result.left_slope = (condition.knots.front().left.is_zero() ? no : yes).left_slope;
  result.right_slope = (condition.knots.back().right.is_zero() ? no : yes).right_slope;
  return tidy(std::move(result));
}

Curve compose(const Curve& outer, const Curve& inner) {
  // Breakpoints of the composition: the inner knots, and the places where an inner piece meets an outer knot.
  std::vector<Rational> xs;
  for (const Knot& k : inner.knots) xs.push_back(k.x);
  const auto cross = [&](const std::optional<Rational>& from, const std::optional<Rational>& to,
                         const Rational& x0, const Rational& y0, const Rational& slope) {
    if (slope.is_zero()) return;
    for (const Knot& k : outer.knots) {
      const Rational x = x0 + (k.x - y0) / slope;
      if ((!from || *from < x) && (!to || x < *to)) xs.push_back(x);
    }
  };
  const auto& knots = inner.knots;
  cross({}, knots.front().x, knots.front().x, knots.front().left, inner.left_slope);
  for (std::size_t i = 1; i < knots.size(); ++i)
    cross(knots[i - 1].x, knots[i].x, knots[i - 1].x, knots[i - 1].right, inner.slope(i));
  cross(knots.back().x, {}, knots.back().x, knots.back().right, inner.right_slope);
  std::sort(xs.begin(), xs.end());
  xs.erase(std::unique(xs.begin(), xs.end()), xs.end());

  // One-sided limits: the inner limit, and the side on which the outer curve is met.
  const auto outer_limit = [&](const Rational& y, const Rational& inner_slope) {
    if (inner_slope.is_zero()) return outer(y);
    return inner_slope > 0 ? limit_right(outer, y) : limit_left(outer, y);
  };
  const auto slope_before = [&](std::size_t i, const Rational& x) {
    return x <= knots.front().x ? inner.left_slope : inner.slope(i);
  };
  Curve result;
  for (const Rational& x : xs) {
    const std::size_t i = lower_knot(inner, x);
    const bool is_knot = i < knots.size() && knots[i].x == x;
    const Rational before = slope_before(i, x);
    const Rational after = is_knot ? inner.slope(i + 1) : before;
    result.knots.push_back({x, outer_limit(limit_left(inner, x), -before), outer(inner(x)),
                            outer_limit(limit_right(inner, x), after)});
  }
  const auto outer_slope_beyond = [&](bool high) { return high ? outer.right_slope : outer.left_slope; };
  const auto end_slope = [&](const Rational& inner_slope, bool to_right) -> Rational {
    if (inner_slope.is_zero()) return 0;
    return outer_slope_beyond((inner_slope > 0) == to_right) * inner_slope;
  };
  result.left_slope = end_slope(inner.left_slope, false);
  result.right_slope = end_slope(inner.right_slope, true);
  return tidy(std::move(result));
}

}  // namespace merit::graph
