// Interval arithmetic over exact ends. Floor 3.
#pragma once

#include <span>

#include "base/type.hpp"

namespace merit::graph {

Range range_of_sum(const Rational& constant, std::span<const Rational> coefficients,
                   std::span<const Range> ranges);
Range range_of_product(const Range& a, const Range& b);
/// Open unless q keeps away from 0.
Range range_of_ratio(const Range& p, const Range& q);
Range range_of_min(std::span<const Range> ranges);
Range range_of_max(std::span<const Range> ranges);
/// The smallest range that holds all of them.
Range hull(std::span<const Range> ranges);

}  // namespace merit::graph
