// What a row was in earlier periods: the payload of the operator `past`, and what is kept for it. Floor 3.
//
// A node `past` is a leaf: it reads what is kept of a node, of the same row, in periods before this one. So a
// value may read itself, and no period waits for a later one.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "base/calendar.hpp"
#include "base/type.hpp"
#include "graph/cell.hpp"

namespace merit::graph {

enum class PastFunction : std::uint8_t {
  last,    ///< the latest value; absent where there is none
  sum,     ///< over the values; 0 over none
  count,   ///< how many values
  min,     ///< absent over none
  max,     ///< likewise
  any,     ///< whether one of them was yes
  streak,  ///< how many of the latest values in a row were yes
};
std::string_view name_of(PastFunction function);

/// Which earlier periods count: those in the `back` units before this period's unit or in this one, or
/// (`is_exact`) in the one unit that lies `back` before.
struct Window {
  static constexpr std::int32_t always = std::numeric_limits<std::int32_t>::max();
  PeriodStep unit = PeriodStep::month;
  std::int32_t back = always;
  bool is_exact = false;
  friend bool operator==(const Window&, const Window&) = default;
};

struct PastData {
  PastFunction function = PastFunction::last;
  std::uint32_t kept = 0;  ///< of graph.kept
  Window window;
  SiteId failed;    ///< where a row fails that failed in one of those periods
  SiteId too_long;  ///< where a sum of more than limits::number_digits digits fails
  friend bool operator==(const PastData&, const PastData&) = default;
};

}  // namespace merit::graph
