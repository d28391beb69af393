#include "data.hpp"

#include <algorithm>
#include <array>

namespace merit::bench {

namespace {

constexpr std::int64_t yuan = 100, most_money = 1'000'000'000 * yuan;

constexpr std::array<std::int64_t, 13> powers_of_ten = [] {
  std::array<std::int64_t, 13> powers{};
  std::int64_t power = 1;
  for (std::int64_t& p : powers) p = power, power *= 10;
  return powers;
}();

/// The numbers of one row (splitmix64: a counter and a mixer).
class Draws {
 public:
  Draws(std::uint64_t seed, std::size_t row) : state_(mixed(seed + mixed(row))) {}

  /// A number from `low` to `high`, both included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    __extension__ typedef unsigned __int128 Wide;
    const auto choices = static_cast<std::uint64_t>(high - low + 1);
    return low + static_cast<std::int64_t>((Wide(next()) * choices) >> 64);
  }
  bool happens(std::int64_t chances, std::int64_t of) { return between(1, of) <= chances; }

 private:
  static std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
  }
  std::uint64_t next() { return mixed(state_ += 0x9E3779B97F4A7C15u); }

  std::uint64_t state_;
};

/// A number whose count of digits is as likely as any other: 10^low to 10^high.
std::int64_t spread(Draws& draw, int low, int high) {
  const std::int64_t decade = powers_of_ten[static_cast<std::size_t>(draw.between(low, high - 1))];
  return draw.between(decade, 10 * decade);
}

/// Keeps the first two digits.
std::int64_t made_round(std::int64_t x) {
  std::size_t digits = 0;
  while (powers_of_ten[digits + 1] <= x) ++digits;
  const std::int64_t step = digits > 0 ? powers_of_ten[digits - 1] : 1;
  return x / step * step;
}

struct Pair {
  std::int64_t actual, target;
};

/// A result beside its target. One in five is a whole percentage of the target, to the last digit where
/// `target` is money (it then ends in whole yuan) and cut to a whole number where it is counted.
Pair attained(Draws& draw, std::int64_t target, std::int64_t step, std::int64_t highest) {
  if (draw.happens(60, 100)) target = made_round(target);
  const std::int64_t percent = draw.between(30, 150), fraction = draw.between(3000, 14999);
  const bool is_whole_percent = draw.happens(20, 100), is_negative = draw.happens(2, 1000),
             has_no_target = draw.happens(1, 1000);
  if (is_whole_percent) target -= target % step;
  std::int64_t actual = is_whole_percent ? target / 100 * percent + target % 100 * percent / 100
                                         : target / 10'000 * fraction + target % 10'000 * fraction / 10'000 +
                                               draw.between(0, target / 10'000);
  actual = std::min(actual, highest);
  if (is_negative && step > 1) actual = -actual / 10;
  return {actual, has_no_target ? 0 : target};
}

Pair money_pair(Draws& draw) { return attained(draw, spread(draw, 5, 11), yuan, most_money); }
Pair count_pair(Draws& draw) { return attained(draw, spread(draw, 1, 4), 1, 100'000); }

/// Amounts between two bounds in yuan: half of them in whole hundreds, half to the fen.
std::int64_t amount(Draws& draw, std::int64_t low, std::int64_t high) {
  const std::int64_t fen = draw.between(low * yuan, high * yuan);
  return draw.happens(1, 2) ? fen - fen % (100 * yuan) : fen;
}

/// Marks in tenths: mostly few, sometimes more than the bounds of the plans let through.
std::int64_t marks(Draws& draw) {
  const std::int64_t few = draw.between(0, 50), many = draw.between(0, 500);
  return draw.happens(2, 100) ? many : few;
}

std::int64_t incidents(Draws& draw) {
  const std::int64_t few = draw.between(0, 3), many = draw.between(0, 12);
  return draw.happens(10, 100) ? many : few;
}

void fill_row(Table& table, std::size_t row, std::uint64_t seed, std::size_t from) {
  Draws draw(seed, from + row);
  const auto put = [&](std::size_t which, std::int64_t value) { table.columns[which][row] = value; };
  const auto put_pair = [&](std::size_t actual, std::size_t target, Pair pair) {
    put(actual, pair.actual);
    put(target, pair.target);
  };
  for (std::size_t actual = column::a1; actual <= column::a5; actual += 2)
    put_pair(actual, actual + 1, money_pair(draw));
  put(column::a6, draw.between(50, 700));
  put(column::a7, draw.between(100, 900));
  put(column::t7, draw.between(100, 500));
  put(column::a8, draw.between(30, 130));
  put_pair(column::a9, column::t9, count_pair(draw));
  put(column::c10, incidents(draw));
  put(column::c11, incidents(draw));
  put(column::plus, marks(draw));
  put(column::minus, marks(draw));
  put(column::base, amount(draw, 3'000, 20'000));
  const std::int64_t sold = spread(draw, 6, 11);
  put(column::revenue, draw.happens(1, 2) ? made_round(sold) : sold);
  put(column::most, amount(draw, 10'000, 500'000));
  const std::int64_t fine = amount(draw, 50, 2'000);
  put(column::penalty, draw.happens(10, 100) ? fine : 0);
}

}  // namespace

Table canonical_data(std::size_t rows, std::uint64_t seed, unsigned threads, std::size_t from) {
  std::array<std::size_t, column::count> widths;
  widths.fill(sizeof(std::int64_t));
  Table table;
  table.rows = rows;
  table.names = {"a1", "t1", "a2", "t2", "a3",  "t3",  "a4",   "t4",    "a5",   "t5",      "a6",   "a7",
                 "t7", "a8", "a9", "t9", "c10", "c11", "plus", "minus", "base", "revenue", "most", "penalty"};
  table.memory = ColumnMemory(rows, widths);
  for (std::size_t which = 0; which < column::count; ++which)
    table.columns[which] = table.memory.column<std::int64_t>(which);
  in_parallel(rows, threads, rows_at_a_time, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) fill_row(table, row, seed, from);
  });
  return table;
}

}  // namespace merit::bench
