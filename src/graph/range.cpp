#include "graph/range.hpp"

#include <algorithm>
#include <vector>

namespace merit::graph {

namespace {

// An end of a range in the extended line: -1 / +1 is infinite, 0 is `value`.
struct End {
  int infinite = 0;
  Rational value;
};

End low_end(const Range& r) { return r.low ? End{0, *r.low} : End{-1, 0}; }
End high_end(const Range& r) { return r.high ? End{0, *r.high} : End{1, 0}; }

// 0 * infinity is 0 here: a factor that is exactly 0 makes the product 0 however large the other is.
End times(const End& a, const End& b) {
  const auto sign = [](const End& e) { return e.infinite != 0 ? e.infinite : e.value.sign(); };
  if (a.infinite == 0 && b.infinite == 0) return {0, a.value * b.value};
  return {sign(a) * sign(b), 0};
}

bool before(const End& a, const End& b) {
  if (a.infinite != b.infinite) return a.infinite < b.infinite;
  return a.infinite == 0 && a.value < b.value;
}

}  // namespace

Range range_of_sum(const Rational& constant, std::span<const Rational> coefficients,
                   std::span<const Range> ranges) {
  Range result{constant, constant};
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const bool rising = coefficients[i] > 0;
    const auto& low = rising ? ranges[i].low : ranges[i].high;
    const auto& high = rising ? ranges[i].high : ranges[i].low;
    if (result.low && low) *result.low += coefficients[i] * *low;
    else result.low.reset();
    if (result.high && high) *result.high += coefficients[i] * *high;
    else result.high.reset();
  }
  return result;
}

Range range_of_product(const Range& a, const Range& b) {
  const End products[] = {times(low_end(a), low_end(b)), times(low_end(a), high_end(b)),
                          times(high_end(a), low_end(b)), times(high_end(a), high_end(b))};
  const auto [low, high] = std::minmax_element(std::begin(products), std::end(products), before);
  Range result;
  if (low->infinite == 0) result.low = low->value;
  if (high->infinite == 0) result.high = high->value;
  return result;
}

Range range_of_ratio(const Range& p, const Range& q) {
  const bool positive = q.low && *q.low > 0;
  const bool negative = q.high && *q.high < 0;
  if (!positive && !negative) return {};
  // The reciprocal of a range on one side of zero: its ends change places, an open end becomes 0.
  Range reciprocal;
  reciprocal.low = q.high ? Rational(1 / *q.high) : Rational(0);
  reciprocal.high = q.low ? Rational(1 / *q.low) : Rational(0);
  return range_of_product(p, reciprocal);
}

Range range_of_min(std::span<const Range> ranges) {
  Range result = ranges[0];
  for (const Range& r : ranges.subspan(1)) {
    if (result.low) {
      if (r.low) result.low = std::min(*result.low, *r.low);
      else result.low.reset();
    }
    if (r.high) result.high = result.high ? std::min(*result.high, *r.high) : *r.high;
  }
  return result;
}

Range range_of_max(std::span<const Range> ranges) {
  Range result = ranges[0];
  for (const Range& r : ranges.subspan(1)) {
    if (r.low) result.low = result.low ? std::max(*result.low, *r.low) : *r.low;
    if (result.high) {
      if (r.high) result.high = std::max(*result.high, *r.high);
      else result.high.reset();
    }
  }
  return result;
}

Range hull(std::span<const Range> ranges) {
  Range result = ranges[0];
  for (const Range& r : ranges.subspan(1)) {
    if (result.low) {
      if (r.low) result.low = std::min(*result.low, *r.low);
      else result.low.reset();
    }
    if (result.high) {
      if (r.high) result.high = std::max(*result.high, *r.high);
      else result.high.reset();
    }
  }
  return result;
}

}  // namespace merit::graph
