#include "eval/stage/history.hpp"

#include <algorithm>

#include "base/limits.hpp"

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

}  // namespace

void History::add(std::uint32_t slot, const std::string& key, const Period& period, const Cell& cell) {
  slots_[slot][key].push_back({period, cell});
}

Cell History::tell(const graph::PastData& data, const Type& type, const std::string& key,
                   const Period& now) const {
  Telling telling(data, type);
  const auto slot = slots_.find(data.kept);
  if (slot == slots_.end()) return telling.told();
  const auto known = slot->second.find(key);
  if (known == slot->second.end()) return telling.told();
  for (auto entry = known->second.rbegin(); entry != known->second.rend(); ++entry) {
    if (!(entry->period < now)) continue;
    if (!is_in(data.window, entry->period, now)) {
      if (data.window.is_exact) continue;
      break;
    }
    if (!telling.take(entry->cell)) break;
  }
  return telling.told();
}

}  // namespace merit::eval
