#include "eval/stage/among.hpp"

#include <algorithm>
#include <numeric>

#include "base/digest.hpp"
#include "base/rounding.hpp"
#include "eval/stage/parts.hpp"

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
        result_(graph[node].type),
        cells_(peers.size(), Part{}) {}

  CellColumn run() {
    for (std::uint32_t i = 0; i < peers_.size(); ++i)
      if (peers_.is_well(i) && first_.is_value(i)) taking_part_.push_back(i);
    check_second();
    if (data_.function == AmongFunction::split) check_shared();
    sort();
    for (std::size_t begin = 0; begin < taking_part_.size();) {
      const std::uint32_t group = peers_.group(taking_part_[begin]);
      std::size_t end = begin + 1;
      while (end < taking_part_.size() && peers_.group(taking_part_[end]) == group) ++end;
      decide(group, Positions(taking_part_).subspan(begin, end - begin));
      begin = end;
    }
    return told();
  }

 private:
  // ---- the order

  std::strong_ordering compared(std::size_t a, std::size_t b) const {
    for (std::size_t i = 0; i < data_.descending.size(); ++i) {
      const auto order = arguments_.columns[data_.order_begin() + i]->compare(a, b);
      if (order != 0) return data_.descending[i] ? 0 <=> order : order;
    }
    return std::strong_ordering::equal;
  }

  void sort() {
    if (data_.function == AmongFunction::sample) draw_lots();
    std::sort(taking_part_.begin(), taking_part_.end(), [&](std::uint32_t a, std::uint32_t b) {
      if (peers_.group(a) != peers_.group(b)) return peers_.group(a) < peers_.group(b);
      if (!lots_.empty() && lots_[a] != lots_[b]) return lots_[a] < lots_[b];
      return compared(a, b) < 0;
    });
  }

  // The key is what the order of a sample ends in; of two rows in different places it is the same lot.
  void draw_lots() {
    const CellColumn& key = *arguments_.columns[data_.order_begin()];
    lots_.resize(peers_.size());
    for (std::uint32_t i : taking_part_)
      lots_[i] = sha256(data_.seed + "\n" + std::string(period_) + "\n" + key.text(i));
  }

  // ---- what a group has once: an amount, a number of draws

  const CellColumn& second() const { return *arguments_.columns[1]; }

  void check_second() {
    if (!data_.has_second()) return;
    model_.assign(peers_.groups(), nobody);
    for (std::uint32_t i = 0; i < peers_.size(); ++i) {
      if (!peers_.is_well(i)) continue;
      std::uint32_t& model = model_[peers_.group(i)];
      if (model == nobody) model = i;
      else if (second().compare(model, i) != 0) fail(i, data_.uneven);
    }
  }

  // An amount that nobody shares is not dropped in silence.
  void check_shared() {
    if (data_.if_none != graph::IfNone::error) return;
    std::vector<bool> is_shared(peers_.groups(), false);
    for (std::uint32_t i : taking_part_) is_shared[peers_.group(i)] = true;
    for (std::uint32_t group = 0; group < peers_.groups(); ++group)
      if (!is_shared[group] && model_[group] != nobody && !peers_.has_failed(group))
        fail_all(group, data_.none);
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
    switch (data_.function) {
      case AmongFunction::rank: return rank(members);
      case AmongFunction::quota: return give_seats(members);
      case AmongFunction::split: return split(group, members);
      case AmongFunction::sample: return sample(group, members);
      case AmongFunction::running: return run_up(members);
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
      for (std::size_t i = begin; i < end; ++i) give(members[i], place);
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
    const Rational amount = second()[model_[group]].number;
    const Rational units = amount / data_.unit;
    if (const auto negative = below_zero(members)) return fail(*negative, data_.negative);
    std::vector<Integer> proportions;
    for (std::uint32_t m : members) proportions.push_back(first_.integer(m));
    const bool has_none =
        std::all_of(proportions.begin(), proportions.end(), [](const Integer& p) { return p == 0; });
    if (has_none) {
      const bool is_error = data_.if_none == graph::IfNone::error;
      if (is_error && !peers_.has_failed(group)) fail_all(group, data_.none);
      if (is_error || data_.if_none == graph::IfNone::zero) return;
      proportions.assign(members.size(), 1);
    }
    if (denominator_of(units) != 1) return fail_all(group, data_.unit_differs);
    // Members stand in the order that settles who of equals comes first.
    const std::vector<Integer> parts = parts_of(numerator_of(units), proportions);
    for (std::size_t i = 0; i < members.size(); ++i) give(members[i], parts[i]);
  }

  std::optional<std::uint32_t> below_zero(Positions members) const {
    std::optional<std::uint32_t> found;
    for (std::uint32_t m : members) {
      const bool is_first = !found || (*arguments_.rows)[m] < (*arguments_.rows)[*found];
      if (first_.integer(m) < 0 && is_first) found = m;
    }
    return found;
  }

  void sample(std::uint32_t group, Positions members) {
    const Integer take = second().integer(model_[group]);
    if (take < 0) return fail_all(group, data_.negative);
    for (std::size_t i = 0; i < members.size() && i < take; ++i) give(members[i], 1);
  }

  void run_up(Positions members) {
    if (const auto negative = below_zero(members)) return fail(*negative, data_.negative);
    Integer sum = 0;
    for (std::uint32_t m : members) {
      const Integer before = sum;
      sum += first_.integer(m);
      give(m, data_.before_me ? before : sum);
    }
  }

  // ---- results

  struct Part {
    bool is_given = false;
    Integer number = 0;
  };

  template <typename N>
  void give(std::uint32_t position, const N& number) {
    cells_[position] = {true, Integer(number)};
  }

  graph::Cell cell_of(const Part& part) const {
    const bool is_sample = data_.function == AmongFunction::sample;
    if (is_sample) return graph::Cell::of(part.is_given);
    if (data_.function == AmongFunction::split) return graph::Cell::of(Rational(part.number) * data_.unit);
    if (!part.is_given) return graph::Cell::absent();
    const bool is_scaled = result_.type().is_number() && result_.type().digits > 0;
    return graph::Cell::of(is_scaled ? Rational(part.number, power_of_ten(result_.type().digits))
                                     : Rational(part.number));
  }

  CellColumn told() {
    result_.reserve(peers_.size());
    for (std::uint32_t i = 0; i < peers_.size(); ++i) {
      if (const auto failure = peers_.failure(i)) result_.push_failed(failure->site);
      else result_.push(cell_of(cells_[i]));
    }
    return std::move(result_);
  }

  static constexpr std::uint32_t nobody = 0xFFFFFFFFu;

  const AmongData& data_;
  const Arguments& arguments_;
  const CellColumn& first_;
  Peers& peers_;
  std::string_view period_;
  CellColumn result_;
  std::vector<std::uint32_t> taking_part_;
  std::vector<std::string> lots_;     ///< of a sample, by position
  std::vector<std::uint32_t> model_;  ///< by group: the first row that did not fail
  std::vector<Part> cells_;           ///< by position
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
