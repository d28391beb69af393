// An amount in whole parts that add up to it, by the largest remainders. Floor 4.
#pragma once

#include <vector>

#include "base/rational.hpp"

namespace merit::eval {

/// Splits `amount` units in proportion: each part is rounded toward zero, and the units left over go, one
/// each, to the largest parts cut off; of equal ones to the first. Parts of a negative amount are those of
/// the positive one, negated. Proportions are 0 or more, at least one above 0.
std::vector<Integer> parts_of(const Integer& amount, const std::vector<Integer>& proportions);

}  // namespace merit::eval
