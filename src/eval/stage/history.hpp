// What rows were in earlier periods. Floor 4.
//
// A plain table: for each slot of the plan (graph.kept), each key and each period in which there was
// something a value, or that it failed. Nothing in it depends on the order in which rows came. Keys are
// numbered, a number takes seventeen bytes, and each entry knows the one before it of the same key.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"
#include "base/text_pool.hpp"
#include "eval/stage/cell_column.hpp"
#include "graph/graph.hpp"

namespace merit::eval {

class History {
 public:
  /// Of what `graph` keeps nothing is known yet. Keeps no reference to it.
  explicit History(const graph::Graph& graph);

  /// The number of a key among those of a table's rows; one that is not known yet gets the next.
  std::uint32_t number_of(std::uint32_t table, std::string_view key) {
    return static_cast<std::uint32_t>(keys_[table].place(key));
  }
  std::vector<std::uint32_t> numbers_of(std::uint32_t table, std::span<const std::string_view> keys) {
    std::vector<std::uint32_t> numbers(keys.size());
    keys_[table].place_all(keys, numbers.data());
    return numbers;
  }
  /// The keys of a table by their numbers.
  const TextPool& keys(std::uint32_t table) const { return keys_[table]; }

  /// Adds the value of a row, by its key's number, in a period that comes after all that are known of it, and
  /// not before any other that was added.
  void add(std::uint32_t slot, std::uint32_t key, const Period& period, const graph::Cell& cell);

  /// What a node reads of a row's periods before `now`. `type`: of the node.
  graph::Cell tell(const graph::PastData& data, const Type& type, std::uint32_t key, const Period& now) const;

  /// The same of many keys.
  CellColumn tell(const graph::PastData& data, const Type& type, std::span<const std::uint32_t> keys,
                  const Period& now) const;

  struct Entry {
    Period period;
    graph::Cell cell;  ///< of a failed row failed; its site is of no account
  };
  /// What `tell` looks at, by period; where it fails, what failed stands first.
  std::vector<Entry> read(const graph::PastData& data, std::uint32_t key, const Period& now) const;
  /// All that is known of a key, by period.
  std::vector<Entry> entries(std::uint32_t slot, std::uint32_t key) const;

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFFu;

  struct Slot {
    CellColumn cells;
    std::vector<std::uint32_t> periods;  ///< of each cell: in `periods_`
    std::vector<std::uint32_t> before;   ///< the cell of the same key in the period before
    std::vector<std::uint32_t> last;     ///< of each key: its latest cell
    std::uint32_t last_of(std::uint32_t key) const { return key < last.size() ? last[key] : none; }
  };

  /// Of each period, whether a window that is read in `now` begins, has or ends with it.
  enum class Place : std::uint8_t { outside, inside, before };
  std::vector<Place> places_of(const graph::Window& window, const Period& now) const;
  /// The last value, or the sum of numbers in machine words; false where that is not enough.
  bool tell_plainly(const graph::PastData& data, const std::vector<Place>& places, std::uint32_t key,
                    CellColumn& told) const;

  /// Gives the entries of a window, from the latest back, to `take` until it returns false.
  template <typename Take>
  void walk(const graph::PastData& data, std::uint32_t key, const Period& now, const Take& take) const;

  std::vector<TextPool> keys_;  ///< by table
  std::vector<Slot> slots_;
  std::vector<Period> periods_;  ///< ascending
};

}  // namespace merit::eval
