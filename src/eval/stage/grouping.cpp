#include "eval/stage/grouping.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

#include "base/text_pool.hpp"

namespace merit::eval {

namespace {

using Keys = std::span<const CellColumn* const>;

/// Numbers whole numbers in the order in which they are met.
class Met {
 public:
  explicit Met(std::size_t rows) : slots_(std::bit_ceil(2 * std::min<std::size_t>(rows, 512) + 2)) {}

  std::uint32_t operator()(std::uint64_t key) {
    Slot* slot = slot_of(key);
    if (slot->number != none) return slot->number;
    if (2 * (count_ + std::size_t{1}) > slots_.size()) {
      grow();
      slot = slot_of(key);
    }
    *slot = {key, count_};
    return count_++;
  }
  std::uint32_t count() const { return count_; }

 private:
  static constexpr std::uint32_t none = Grouping::no_group;
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t number = none;
  };

  Slot* slot_of(std::uint64_t key) {
    std::size_t at = (key * 0x9E3779B97F4A7C15u) >> shift();
    while (slots_[at].number != none && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
    return &slots_[at];
  }
  int shift() const { return 64 - std::countr_zero(slots_.size()); }

  void grow() {
    const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(4 * slots_.size()));
    for (const Slot& slot : old)
      if (slot.number != none) *slot_of(slot.key) = slot;
  }

  std::vector<Slot> slots_;  ///< a power of two, at most half full
  std::uint32_t count_ = 0;
};

/// Gives each row the number of its key, as `number` knows it.
template <typename Number>
void number_rows(Grouping& groups, const CellColumn& key, std::size_t rows, Number&& number) {
  groups.of_row.reserve(rows);
  for (std::size_t i = 0; i < rows; ++i)
    groups.of_row.push_back(key.is_value(i) ? static_cast<std::uint32_t>(number(i)) : Grouping::no_group);
}

struct Bounds {
  std::int64_t least = 0, most = -1;
};

Bounds bounds_of(const CellColumn& key, std::size_t rows) {
  Bounds bounds;
  for (std::size_t i = 0; i < rows; ++i) {
    if (!key.is_value(i)) continue;
    const std::int64_t x = key.number(i);
    if (bounds.most < bounds.least) bounds = {x, x};
    bounds.least = std::min(bounds.least, x);
    bounds.most = std::max(bounds.most, x);
  }
  return bounds;
}

// Numbers that lie close together, as members, days and small counts do, need no hashing.
void group_by_number(Grouping& groups, const CellColumn& key, std::size_t rows) {
  const Bounds bounds = bounds_of(key, rows);
  const std::uint64_t width =
      static_cast<std::uint64_t>(bounds.most) - static_cast<std::uint64_t>(bounds.least);
  if (width < 4 * rows) {
    std::vector<std::uint32_t> numbers(width + 1, Grouping::no_group);
    number_rows(groups, key, rows, [&](std::size_t i) {
      std::uint32_t& number =
          numbers[static_cast<std::uint64_t>(key.number(i)) - static_cast<std::uint64_t>(bounds.least)];
      if (number == Grouping::no_group) number = groups.count++;
      return number;
    });
    return;
  }
  Met met(rows);
  number_rows(groups, key, rows,
              [&](std::size_t i) { return met(static_cast<std::uint64_t>(key.number(i))); });
  groups.count = met.count();
}

void number_texts(Grouping& groups, const CellColumn& key, std::size_t rows, TextPool& pool) {
  std::vector<std::string_view> texts;
  texts.reserve(rows);
  for (std::size_t i = 0; i < rows; ++i)
    if (key.is_value(i)) texts.push_back(key.text(i));
  std::vector<std::uint32_t> numbers(texts.size());
  pool.place_all(texts, numbers.data());
  auto next = numbers.begin();
  number_rows(groups, key, rows, [&](std::size_t) { return *next++; });
}

Grouping numbered(const CellColumn& key, std::size_t rows) {
  Grouping groups;
  if (key.is_narrow()) {
    group_by_number(groups, key, rows);
    return groups;
  }
  TextPool texts;
  const bool is_text = key.type().kind == ValueKind::text;
  if (is_text) {
    number_texts(groups, key, rows, texts);
  } else {
    number_rows(groups, key, rows, [&](std::size_t i) { return texts.place(key.integer(i).str()); });
  }
  groups.count = static_cast<std::uint32_t>(texts.size());
  return groups;
}

// Rows that have the same number in both.
void combine(Grouping& groups, const Grouping& others) {
  Met met(groups.of_row.size());
  for (std::size_t i = 0; i < groups.of_row.size(); ++i) {
    std::uint32_t& number = groups.of_row[i];
    const std::uint32_t other = others.of_row[i];
    if (number == Grouping::no_group || other == Grouping::no_group) number = Grouping::no_group;
    else number = met(std::uint64_t{number} << 32 | other);
  }
  groups.count = met.count();
}

Grouping numbered(Keys keys, std::size_t rows) {
  if (keys.empty()) {
    Grouping all;
    all.of_row.assign(rows, 0);
    all.count = 1;
    return all;
  }
  Grouping groups = numbered(*keys[0], rows);
  for (const CellColumn* key : keys.subspan(1)) combine(groups, numbered(*key, rows));
  return groups;
}

// Puts rows of a group together, so that whoever works on one finds them near each other.
void gather(Grouping& groups) {
  groups.begins.assign(groups.count + 1, 0);
  for (std::uint32_t group : groups.of_row)
    if (group != Grouping::no_group) ++groups.begins[group + 1];
  std::partial_sum(groups.begins.begin(), groups.begins.end(), groups.begins.begin());
  std::vector<std::uint32_t> next(groups.begins.begin(), groups.begins.end() - 1);
  groups.rows.resize(groups.begins.back());
  for (std::uint32_t row = 0; row < groups.of_row.size(); ++row)
    if (const std::uint32_t group = groups.of_row[row]; group != Grouping::no_group)
      groups.rows[next[group]++] = row;
}

}  // namespace

Grouping grouping_of(Keys keys, std::size_t rows) {
  Grouping groups = numbered(keys, rows);
  gather(groups);
  return groups;
}

}  // namespace merit::eval
