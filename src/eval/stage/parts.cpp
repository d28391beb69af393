#include "eval/stage/parts.hpp"

#include <algorithm>
#include <numeric>

namespace merit::eval {

std::vector<Integer> parts_of(const Integer& amount, const std::vector<Integer>& proportions) {
  const Integer whole = abs(amount);
  const Integer all = std::accumulate(proportions.begin(), proportions.end(), Integer(0));
  std::vector<Integer> parts, cut_off;
  Integer left = whole;
  for (const Integer& proportion : proportions) {
    const Integer product = whole * proportion;
    parts.push_back(product / all);
    cut_off.push_back(product % all);
    left -= parts.back();
  }
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return cut_off[b] < cut_off[a]; });
  for (std::size_t i = 0; i < left; ++i) ++parts[order[i]];
  if (amount < 0)
    for (Integer& part : parts) part = -part;
  return parts;
}

}  // namespace merit::eval
