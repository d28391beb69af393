#include "eval/stage/history.hpp"

#include <algorithm>
#include <cassert>

#include "base/limits.hpp"
#include "base/machine_words.hpp"

namespace merit::eval {

using graph::Cell;
using graph::PastFunction;
using graph::Window;

namespace {

bool is_in(const Window& window, const Period& then, const Period& now) {
  const std::int64_t back = std::int64_t{now.index_of(window.unit)} - then.index_of(window.unit);
  return window.is_exact ? back == window.back : back <= window.back;
}

/// What the entries of a window come to, from the latest back.
class Telling {
 public:
  Telling(const graph::PastData& data, const Type& type)
      : data_(data), digits_(type.is_number() ? type.digits : 0) {}

  /// Returns whether earlier ones are asked, too.
  bool take(const Cell& cell) {
    if (cell.is_failed()) {
      failed_ = true;
      return false;
    }
    if (!cell.is_value()) return true;
    switch (data_.function) {
      case PastFunction::last: best_ = cell; return false;
      case PastFunction::streak:
        if (cell.flag) ++count_;
        return cell.flag;
      case PastFunction::any: any_ |= cell.flag; break;
      case PastFunction::sum: sum_ += cell.number; break;
      case PastFunction::count: ++count_; break;
      case PastFunction::min:
        if (!best_.is_value() || cell.number < best_.number) best_ = cell;
        break;
      case PastFunction::max:
        if (!best_.is_value() || best_.number < cell.number) best_ = cell;
        break;
    }
    return true;
  }

  Cell told() const {
    if (failed_) return Cell::failed(data_.failed);
    switch (data_.function) {
      case PastFunction::any: return Cell::of(any_);
      case PastFunction::count:
      case PastFunction::streak: return Cell::of(Rational(count_));
      case PastFunction::sum: {
        // The same limit as that of folds: 38 digits, those behind the point among them.
        const Rational scaled = sum_ * Rational(power_of_ten(digits_));
        const bool fits = abs(numerator_of(scaled)) < power_of_ten(limits::number_digits);
        return fits ? Cell::of(sum_) : Cell::failed(data_.too_long);
      }
      default: return best_.is_value() ? best_ : Cell::absent();
    }
  }

 private:
  const graph::PastData& data_;
  int digits_;
  bool failed_ = false, any_ = false;
  std::uint64_t count_ = 0;
  Rational sum_ = 0;
  Cell best_;
};

/// The same in machine words, where these are enough: of numbers of 64 bits, of yes and no.
class PlainTelling {
 public:
  explicit PlainTelling(PastFunction function) : function_(function) {}

  static bool can(PastFunction function, const CellColumn& kept, const Type& type) {
    const bool is_same = kept.type().kind == type.kind && kept.type().digits == type.digits;
    switch (function) {
      case PastFunction::last: return is_same;
      case PastFunction::sum:
      case PastFunction::min:
      case PastFunction::max: return is_same && kept.is_narrow();
      case PastFunction::any: return kept.type().kind == ValueKind::boolean;
      case PastFunction::streak:
        return kept.type().kind == ValueKind::boolean && type.is_number() && type.digits == 0;
      case PastFunction::count: return type.is_number() && type.digits == 0;
    }
    return false;
  }

  /// A value, from the latest back; returns whether earlier ones are asked, too.
  bool take(std::int64_t number) {
    switch (function_) {
      case PastFunction::sum: told_ += number; return true;  // of fewer numbers than a column has places
      case PastFunction::count: ++told_; return true;
      case PastFunction::any: told_ |= number; return true;  // an earlier one may have failed
      case PastFunction::streak: told_ += number; return number != 0;
      case PastFunction::min: told_ = has_any_ ? std::min<Int128>(told_, number) : number; break;
      case PastFunction::max: told_ = has_any_ ? std::max<Int128>(told_, number) : number; break;
      case PastFunction::last: break;  // is taken as it is
    }
    has_any_ = true;
    return true;
  }

  /// Returns false where 64 bits do not hold it.
  bool tell(CellColumn& told) const {
    if (told_ != static_cast<std::int64_t>(told_)) return false;
    const bool may_be_absent =
        function_ == PastFunction::last || function_ == PastFunction::min || function_ == PastFunction::max;
    if (may_be_absent && !has_any_) told.push_absent();
    else told.push_number(static_cast<std::int64_t>(told_));
    return true;
  }

 private:
  PastFunction function_;
  bool has_any_ = false;
  Int128 told_ = 0;
};

}  // namespace

History::History(const graph::Graph& graph) : keys_(graph.tables.size()) {
  for (const graph::Kept& kept : graph.kept) slots_.push_back({CellColumn(kept.type), {}, {}, {}});
}

void History::add(std::uint32_t slot, std::uint32_t key, const Period& period, const Cell& cell) {
  assert(periods_.empty() || !(period < periods_.back()));
  if (periods_.empty() || periods_.back() < period) periods_.push_back(period);
  Slot& to = slots_[slot];
  if (to.last.size() <= key) to.last.resize(key + 1, none);
  to.before.push_back(to.last[key]);
  to.last[key] = static_cast<std::uint32_t>(to.cells.size());
  to.periods.push_back(static_cast<std::uint32_t>(periods_.size() - 1));
  to.cells.push(cell);
}

template <typename Take>
void History::walk(const graph::PastData& data, std::uint32_t key, const Period& now,
                   const Take& take) const {
  const Slot& slot = slots_[data.kept];
  for (std::uint32_t at = slot.last_of(key); at != none; at = slot.before[at]) {
    const Period& then = periods_[slot.periods[at]];
    if (!(then < now)) continue;
    if (!is_in(data.window, then, now)) {
      if (data.window.is_exact) continue;
      break;
    }
    if (!take(then, slot.cells[at])) break;
  }
}

Cell History::tell(const graph::PastData& data, const Type& type, std::uint32_t key,
                   const Period& now) const {
  Telling telling(data, type);
  walk(data, key, now, [&](const Period&, const Cell& cell) { return telling.take(cell); });
  return telling.told();
}

std::vector<History::Place> History::places_of(const Window& window, const Period& now) const {
  std::vector<Place> places;
  for (const Period& then : periods_) {
    const bool is_earlier = then < now, is_inside = is_earlier && is_in(window, then, now);
    places.push_back(is_inside                        ? Place::inside
                     : is_earlier && !window.is_exact ? Place::before
                                                      : Place::outside);
  }
  return places;
}

CellColumn History::tell(const graph::PastData& data, const Type& type, std::span<const std::uint32_t> keys,
                         const Period& now) const {
  CellColumn told(type);
  told.reserve(keys.size());
  const std::vector<Place> places = places_of(data.window, now);
  for (const std::uint32_t key : keys)
    if (!tell_plainly(data, places, key, told)) told.push(tell(data, type, key, now));
  return told;
}

bool History::tell_plainly(const graph::PastData& data, const std::vector<Place>& places, std::uint32_t key,
                           CellColumn& told) const {
  const Slot& slot = slots_[data.kept];
  if (!PlainTelling::can(data.function, slot.cells, told.type())) return false;
  PlainTelling telling(data.function);
  for (std::uint32_t at = slot.last_of(key); at != none; at = slot.before[at]) {
    const Place place = places[slot.periods[at]];
    if (place == Place::before) break;
    if (place == Place::outside) continue;
    if (slot.cells.state(at) == CellColumn::State::failed) return false;
    if (!slot.cells.is_value(at)) continue;
    if (data.function == PastFunction::last) return told.push_from(slot.cells, at), true;
    if (!telling.take(slot.cells.number(at))) break;
  }
  return telling.tell(told);
}

std::vector<History::Entry> History::read(const graph::PastData& data, std::uint32_t key,
                                          const Period& now) const {
  Telling telling(data, Type{});
  std::vector<Entry> entries;
  walk(data, key, now, [&](const Period& then, const Cell& cell) {
    entries.push_back({then, cell});
    return telling.take(cell);
  });
  std::reverse(entries.begin(), entries.end());
  return entries;
}

std::vector<History::Entry> History::entries(std::uint32_t slot, std::uint32_t key) const {
  std::vector<Entry> entries;
  const Slot& of = slots_[slot];
  for (std::uint32_t at = of.last_of(key); at != none; at = of.before[at])
    entries.push_back({periods_[of.periods[at]], of.cells[at]});
  std::reverse(entries.begin(), entries.end());
  return entries;
}

}  // namespace merit::eval
