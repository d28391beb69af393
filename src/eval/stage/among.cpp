#include "eval/stage/among.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <optional>
#include <type_traits>
#include <unordered_map>

#include "base/digest.hpp"
#include "base/limits.hpp"
#include "base/rounding.hpp"
#include "eval/stage/parts.hpp"
#include "eval/stage/radix.hpp"

namespace merit::eval {

using graph::AmongData;
using graph::AmongFunction;
using graph::Fractions;
using graph::SiteId;
using graph::Ties;

namespace {

using Positions = std::span<const std::uint32_t>;

class Among {
 public:
  Among(const graph::Graph& graph, graph::NodeId node, const Arguments& arguments, Peers& peers,
        std::string_view period)
      : data_(graph.payload<AmongData>(node)),
        arguments_(arguments),
        first_(*arguments.columns[0]),
        peers_(peers),
        period_(period),
        result_(graph[node].type, peers.size()) {}

  CellColumn run() {
    begin_with_nothing();
    check_second();
    for (std::uint32_t group = 0; group < peers_.groups(); ++group) {
      find_members(group);
      look_for_nobody(group);
      decide(group, members_);
    }
    if (data_.function == AmongFunction::zscore) measure();
    put_failures();
    return std::move(result_);
  }

 private:
  // ---- the order

  bool takes_part(std::size_t i) const { return all_take_part_ || (first_.is_value(i) && peers_.is_well(i)); }

  // Those of a group who take part, in their order, where it is one that decides.
  void find_members(std::uint32_t group) {
    const Positions all = peers_.of(group);
    members_.assign(all.begin(), all.end());
    if (!all_take_part_) std::erase_if(members_, [&](std::uint32_t i) { return !takes_part(i); });
    if (members_.size() < 2) return;
    if (data_.function == AmongFunction::sample) return sort_by_lot();
    if (data_.order_begin() != 0 || data_.descending.empty()) return;
    if (first_.is_narrow()) return sort_by_number();
    std::sort(members_.begin(), members_.end(),
              [&](std::uint32_t a, std::uint32_t b) { return compared(a, b, 0) < 0; });
  }

  std::strong_ordering compared(std::size_t a, std::size_t b, std::size_t from) const {
    for (std::size_t i = from; i < data_.descending.size(); ++i) {
      const auto order = arguments_.columns[data_.order_begin() + i]->compare(a, b);
      if (order != 0) return data_.descending[i] ? 0 <=> order : order;
    }
    return std::strong_ordering::equal;
  }

  // Most orders begin with a number: only equals are compared by what else decides.
  void sort_by_number() {
    const auto bits = [](std::int64_t n) { return static_cast<std::uint64_t>(n); };
    std::int64_t least = first_.number(members_.front()), most = least;
    for (std::uint32_t i : members_) {
      least = std::min(least, first_.number(i));
      most = std::max(most, first_.number(i));
    }
    keyed_.clear();
    for (std::uint32_t i : members_) {
      const std::int64_t x = first_.number(i);
      keyed_.push_back({data_.descending[0] ? bits(most) - bits(x) : bits(x) - bits(least), i});
    }
    radix_sort(keyed_, static_cast<int>(std::bit_width(bits(most) - bits(least))), other_);
    for (std::size_t i = 0; i < keyed_.size(); ++i) members_[i] = keyed_[i].position;
    if (data_.descending.size() > 1) sort_equals();
  }

  void sort_equals() {
    for (std::size_t begin = 0, end; begin < keyed_.size(); begin = end) {
      end = begin + 1;
      while (end < keyed_.size() && keyed_[end].key == keyed_[begin].key) ++end;
      if (end > begin + 1)
        std::sort(members_.begin() + static_cast<std::ptrdiff_t>(begin),
                  members_.begin() + static_cast<std::ptrdiff_t>(end),
                  [&](std::uint32_t a, std::uint32_t b) { return compared(a, b, 1) < 0; });
    }
  }

  // The key is what the order of a sample ends in; of two rows in different places it is the same lot.
  void sort_by_lot() {
    const CellColumn& key = *arguments_.columns[data_.order_begin()];
    std::vector<std::pair<std::string, std::uint32_t>> lots;
    for (std::uint32_t i : members_)
      lots.emplace_back(sha256(data_.seed + "\n" + std::string(period_) + "\n" + std::string(key.text(i))),
                        i);
    std::sort(lots.begin(), lots.end(), [&](const auto& a, const auto& b) {
      return a.first != b.first ? a.first < b.first : compared(a.second, b.second, 0) < 0;
    });
    for (std::size_t i = 0; i < lots.size(); ++i) members_[i] = lots[i].second;
  }

  // ---- what a group has once: an amount, a number of draws

  const CellColumn& second() const { return *arguments_.columns[1]; }

  void check_second() {
    if (!data_.has_second() || data_.function == AmongFunction::zscore) return;
    model_.assign(peers_.groups(), nobody);
    for (std::uint32_t i = 0; i < peers_.size(); ++i) {
      if (!peers_.is_well(i)) continue;
      std::uint32_t& model = model_[peers_.group(i)];
      if (model == nobody) model = i;
      else if (second().compare(model, i) != 0) fail(i, data_.uneven);
    }
  }

  // An amount that nobody shares is not dropped in silence.
  void look_for_nobody(std::uint32_t group) {
    if (data_.function != AmongFunction::split || data_.if_none == graph::IfNone::zero) return;
    if (members_.empty() && model_[group] != nobody && !peers_.has_failed(group)) fail_all(group, data_.none);
  }

  /// The group, because of this row.
  void fail(std::uint32_t position, SiteId site) {
    peers_.fail_group(peers_.group(position), {site, (*arguments_.rows)[position], 1});
  }
  /// The group as a whole.
  void fail_all(std::uint32_t group, SiteId site) {
    peers_.fail_group(group, {site, FailedMember::no_row, 1});
  }

  // ---- groups: those who take part, in their order

  void decide(std::uint32_t group, Positions members) {
    if (members.empty()) return;
    switch (data_.function) {
      case AmongFunction::rank: return rank(members);
      case AmongFunction::quota: return give_seats(members);
      case AmongFunction::split: return split(group, members);
      case AmongFunction::sample: return sample(group, members);
      case AmongFunction::running: return run_up(members);
      case AmongFunction::zscore: return spread(group, members);
    }
  }

  bool is_tie(std::uint32_t a, std::uint32_t b) const {
    return data_.ties != Ties::settled && first_.compare(a, b) == 0;
  }

  // Places count from 1; an average is told in halves.
  void rank(Positions members) {
    for (std::size_t begin = 0; begin < members.size();) {
      std::size_t end = begin + 1;
      while (end < members.size() && is_tie(members[begin], members[end])) ++end;
      const std::uint64_t best = begin + 1, worst = end;
      const std::uint64_t place = data_.ties == Ties::average      ? 5 * (best + worst)
                                  : data_.ties == Ties::same_worst ? worst
                                                                   : best;
      for (std::size_t i = begin; i < end; ++i) give(members[i], static_cast<std::int64_t>(place));
      begin = end;
    }
  }

  void give_seats(Positions members) {
    const std::vector<std::uint64_t> places = seats(data_, members.size());
    std::size_t label = 0;
    std::uint64_t taken = 0;
    for (std::uint32_t member : members) {
      while (taken == places[label]) {
        ++label;
        taken = 0;
      }
      ++taken;
      give(member, data_.shares[label].first);
    }
  }

  void split(std::uint32_t group, Positions members) {
    const Rational units = second()[model_[group]].number / data_.unit;
    if (const auto negative = below_zero(members)) return fail(*negative, data_.negative);
    const bool has_none =
        std::all_of(members.begin(), members.end(), [&](std::uint32_t m) { return first_.is_zero(m); });
    if (has_none) {
      const bool is_error = data_.if_none == graph::IfNone::error;
      if (is_error && !peers_.has_failed(group)) fail_all(group, data_.none);
      if (is_error || data_.if_none == graph::IfNone::zero) return;
    }
    if (denominator_of(units) != 1) return fail_all(group, data_.unit_differs);
    const auto is_first = [&](std::size_t a, std::size_t b) {
      return compared(members[a], members[b], 0) < 0;
    };
    const auto proportion = [&](std::size_t i) { return has_none ? 1 : first_.number(members[i]); };
    if (first_.is_narrow() && units.is_small() &&
        small_parts_.cut(units.small_numerator(), members.size(), proportion, is_first)) {
      for (std::size_t i = 0; i < members.size(); ++i) give_units(members[i], small_parts_[i]);
      return;
    }
    std::vector<Integer> proportions;
    for (std::uint32_t m : members) proportions.push_back(has_none ? Integer(1) : first_.integer(m));
    const std::vector<Integer> parts = parts_of(numerator_of(units), proportions, is_first);
    for (std::size_t i = 0; i < members.size(); ++i) give_units(members[i], parts[i]);
  }

  /// So many units of a part.
  template <typename N>
  void give_units(std::uint32_t position, const N& units) {
    std::int64_t number = 0;
    if constexpr (std::is_same_v<N, std::int64_t>)
      if (unit_size_ && !__builtin_mul_overflow(units, *unit_size_, &number)) return give(position, number);
    result_.set(position, Integer(units) * unit_integer_);
  }

  std::optional<std::uint32_t> below_zero(Positions members) const {
    std::optional<std::uint32_t> found;
    for (std::uint32_t m : members) {
      const bool is_first = !found || (*arguments_.rows)[m] < (*arguments_.rows)[*found];
      if (first_.is_below_zero(m) && is_first) found = m;
    }
    return found;
  }

  void sample(std::uint32_t group, Positions members) {
    const Integer take = second().integer(model_[group]);
    if (take < 0) return fail_all(group, data_.negative);
    for (std::size_t i = 0; i < members.size() && i < take; ++i) give(members[i], std::int64_t{1});
  }

  void run_up(Positions members) {
    if (const auto negative = below_zero(members)) return fail(*negative, data_.negative);
    Integer sum = 0;
    for (std::uint32_t m : members) {
      const Integer before = sum;
      sum += first_.integer(m);
      result_.set(m, data_.before_me ? before : sum);
    }
  }

  // What the group comes to; each row is then measured by itself, whether it takes part or not.
  void spread(std::uint32_t group, Positions members) {
    Integer sum = 0, squares = 0;
    const Integer n = members.size();
    for (std::uint32_t m : members) {
      const Integer x = first_.integer(m);
      sum += x;
      squares += x * x;
    }
    const Integer divisor = n * (n - (data_.scale.of_sample ? 1 : 0));
    spreads_[group] = {Rational(sum, n),
                       divisor > 0 ? Rational(n * squares - sum * sum, divisor) : Rational(0)};
  }

  void measure() {
    for (std::uint32_t i = 0; i < peers_.size(); ++i) {
      const CellColumn& own = second();
      if (own.state(i) == graph::Cell::State::failed) result_.set_failed(i, own.site(i));
      else if (own.is_value(i)) measure(i, own.integer(i));
    }
  }

  // Numbers and their mean are over the same power of ten, which falls out of the quotient.
  void measure(std::uint32_t position, const Integer& own) {
    const graph::Scale& scale = data_.scale;
    const auto of_group = spreads_.find(peers_.group(position));
    const bool is_spread = of_group != spreads_.end() && of_group->second.variance > 0;
    const Rational score =
        is_spread ? round_root(scale.center, scale.points * (Rational(own) - of_group->second.mean),
                               of_group->second.variance, scale.how)
                  : round_to(scale.if_none, scale.how);
    const Integer number = numerator_of(score * Rational(power_of_ten(scale.how.digits)));
    if (abs(number) < power_of_ten(limits::number_digits)) result_.set(position, number);
    else result_.set_failed(position, data_.too_long);
  }

  // ---- results

  /// To somebody who takes part.
  void give(std::uint32_t position, std::int64_t number) { result_.change(position, number); }

  // Those who take no part have nothing of an amount, and no draw; else they are absent.
  void begin_with_nothing() {
    const bool is_of_all = data_.function == AmongFunction::split || data_.function == AmongFunction::sample;
    if (data_.function != AmongFunction::zscore)
      for (std::uint32_t i = 0; i < peers_.size(); ++i)
        if (is_of_all || takes_part(i)) result_.set(i, std::int64_t{0});
    if (data_.function != AmongFunction::split) return;
    unit_integer_ = numerator_of(data_.unit * Rational(power_of_ten(result_.type().digits)));
    const Rational size(unit_integer_);
    if (size.is_small()) unit_size_ = size.small_numerator();
  }

  void put_failures() {
    if (peers_.are_all_well()) return;
    for (std::uint32_t i = 0; i < peers_.size(); ++i)
      if (const auto failure = peers_.failure(i)) result_.set_failed(i, failure->site);
  }

  static constexpr std::uint32_t nobody = 0xFFFFFFFFu;

  const AmongData& data_;
  const Arguments& arguments_;
  const CellColumn& first_;
  Peers& peers_;
  std::string_view period_;
  bool all_take_part_ = peers_.are_all_well() && first_.are_all_values();
  CellColumn result_;
  std::vector<std::uint32_t> members_;  ///< of the group that is worked on
  std::vector<Keyed> keyed_, other_;
  std::vector<std::uint32_t> model_;       ///< by group: the first row that did not fail
  Integer unit_integer_ = 1;               ///< a unit of a part, over the power of ten of the result
  std::optional<std::int64_t> unit_size_;  ///< the same, where it fits
  SmallParts small_parts_;

  struct Spread {
    Rational mean, variance;
  };
  std::unordered_map<std::uint32_t, Spread> spreads_;  ///< of a z-score, by group
};

}  // namespace

CellColumn among(const graph::Graph& graph, graph::NodeId node, const Arguments& arguments, Peers& peers,
                 std::string_view period) {
  return Among(graph, node, arguments, peers, period).run();
}

std::vector<std::uint64_t> seats(const AmongData& quota, std::uint64_t n) {
  std::vector<std::uint64_t> result;
  std::vector<Rational> cut_off;
  std::uint64_t left = n;
  for (const auto& [label, share] : quota.shares) {
    const Rational due = share * Rational(n);
    const auto mode = quota.fractions == Fractions::ceiling ? RoundingMode::ceiling : RoundingMode::floor;
    const Integer whole = round_quotient(numerator_of(due), denominator_of(due), mode);
    const std::uint64_t given = std::min(left, static_cast<std::uint64_t>(whole));
    result.push_back(given);
    cut_off.push_back(due - Rational(whole));
    left -= given;
  }
  if (quota.fractions != Fractions::largest) {
    result.back() += left;
    return result;
  }
  std::vector<std::size_t> order(result.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return cut_off[b] < cut_off[a]; });
  for (std::size_t i = 0; i < left; ++i) ++result[order[i]];
  return result;
}

}  // namespace merit::eval
