// What a row is among the rows of its group: the payload of the operator `among`. Floor 3.
//
// A group is the rows of a table that count in the period and have the same keys. The arguments of the node
// are, in this order: who takes part and with what (absent: this row does not), what the function needs
// beside it, what else decides the order, and the keys of the group. All of them are of the table's rows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/rational.hpp"
#include "base/rounding.hpp"
#include "graph/cell.hpp"

namespace merit::graph {

enum class AmongFunction : std::uint8_t {
  rank,     ///< its place by the order; first: what is ranked
  quota,    ///< the label whose seats its place falls among; first: what is ranked
  split,    ///< its part of an amount; first: its proportion; beside it: the amount
  sample,   ///< whether it is drawn; first: anything; beside it: how many are; order: the key
  running,  ///< the sum over all up to it; first: what is added up
  zscore,   ///< how far it lies from the mean; first: what is measured; beside it: the same of the row itself
};
std::string_view name_of(AmongFunction function);

enum class Ties : std::uint8_t { same_best, same_worst, average, settled };

/// Whose are the parts of seats: of the largest parts, or whole ones from the best label down.
enum class Fractions : std::uint8_t { largest, floor, ceiling };

/// A split when nobody has a proportion above 0.
enum class IfNone : std::uint8_t { error, zero, equal };

/// A z-score: `center` + `points` * (x - mean) / spread, rounded; `if_none` where nothing is spread.
struct Scale {
  bool of_sample = false;  ///< the spread is divided by one less than there are
  Rational center = 0, points = 1, if_none = 0;
  Rounding how;
  friend bool operator==(const Scale&, const Scale&) = default;
};

struct AmongData {
  AmongFunction function = AmongFunction::rank;
  std::vector<bool> descending;  ///< of each argument of the order: the larger comes first
  Ties ties = Ties::settled;     ///< rank; else the order settles every tie
  std::vector<std::pair<std::uint32_t, Rational>> shares;  ///< quota: labels, the best first
  Fractions fractions = Fractions::largest;
  Rational unit = 1;  ///< split: parts are whole multiples of it
  IfNone if_none = IfNone::error;
  bool before_me = false;  ///< running: without the row itself
  std::string seed;        ///< sample
  Scale scale;             ///< zscore
  SiteId uneven;           ///< where rows fail that differ in what a group has once
  SiteId negative, none, unit_differs, too_long;

  bool has_second() const {
    return function == AmongFunction::split || function == AmongFunction::sample ||
           function == AmongFunction::zscore;
  }
  /// What is ranked or added up is itself the first of the order.
  std::size_t order_begin() const { return has_second() ? 2 : 0; }
  /// Arguments from here on are looked at only of rows that take part.
  std::size_t asked_begin() const { return has_second() && function != AmongFunction::zscore ? 2 : 1; }
  std::size_t keys_begin() const { return order_begin() + descending.size(); }
  friend bool operator==(const AmongData&, const AmongData&) = default;
};

}  // namespace merit::graph
