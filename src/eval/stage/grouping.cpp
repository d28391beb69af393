#include "eval/stage/grouping.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <unordered_map>

namespace merit::eval {

namespace {

using Keys = std::span<const CellColumn* const>;

// The keys of a row as bytes, equal for equal keys.
void write_keys(Keys keys, std::size_t position, std::string& out) {
  out.clear();
  for (const CellColumn* key : keys) {
    const bool is_text = key->type().kind == ValueKind::text;
    const std::string bytes = is_text ? std::string(key->text(position)) : key->integer(position).str();
    out += std::to_string(bytes.size()) + ":" + bytes;
  }
}

/// Gives each row the number of its key, as `number` knows it.
template <typename Number>
void number_rows(Grouping& groups, Keys keys, std::size_t rows, Number&& number) {
  groups.of_row.reserve(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    const bool has_group =
        std::all_of(keys.begin(), keys.end(), [&](const CellColumn* k) { return k->is_value(i); });
    groups.of_row.push_back(has_group ? number(i) : Grouping::no_group);
  }
}

/// Numbers keys as they come.
template <typename Key>
class Met {
 public:
  template <typename K>
  std::uint32_t operator()(const K& key) {
    return known_.try_emplace(Key(key), static_cast<std::uint32_t>(known_.size())).first->second;
  }
  std::uint32_t count() const { return static_cast<std::uint32_t>(known_.size()); }

 private:
  std::unordered_map<Key, std::uint32_t> known_;
};

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
void group_by_number(Grouping& groups, Keys keys, std::size_t rows) {
  const CellColumn& key = *keys[0];
  const Bounds bounds = bounds_of(key, rows);
  const std::uint64_t width =
      static_cast<std::uint64_t>(bounds.most) - static_cast<std::uint64_t>(bounds.least);
  if (width < 4 * rows) {
    std::vector<std::uint32_t> numbers(width + 1, Grouping::no_group);
    number_rows(groups, keys, rows, [&](std::size_t i) {
      std::uint32_t& number =
          numbers[static_cast<std::uint64_t>(key.number(i)) - static_cast<std::uint64_t>(bounds.least)];
      if (number == Grouping::no_group) number = groups.count++;
      return number;
    });
    return;
  }
  Met<std::int64_t> met;
  number_rows(groups, keys, rows, [&](std::size_t i) { return met(key.number(i)); });
  groups.count = met.count();
}

void number_groups(Grouping& groups, Keys keys, std::size_t rows) {
  if (keys.empty()) {
    groups.of_row.assign(rows, 0);
    groups.count = 1;
    return;
  }
  if (keys.size() == 1 && keys[0]->is_narrow()) return group_by_number(groups, keys, rows);
  // Texts lie in their columns for as long as this takes.
  const bool is_text = keys.size() == 1 && keys[0]->type().kind == ValueKind::text;
  if (is_text) {
    Met<std::string_view> met;
    number_rows(groups, keys, rows, [&](std::size_t i) { return met(keys[0]->text(i)); });
    groups.count = met.count();
    return;
  }
  Met<std::string> met;
  std::string bytes;
  number_rows(groups, keys, rows, [&](std::size_t i) {
    write_keys(keys, i, bytes);
    return met(bytes);
  });
  groups.count = met.count();
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
  Grouping groups;
  number_groups(groups, keys, rows);
  gather(groups);
  return groups;
}

}  // namespace merit::eval
