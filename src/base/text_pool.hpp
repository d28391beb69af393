// Texts and their numbers. Floor 0.
//
// Texts lie one behind the other, and are found by a table of hashes: three large blocks, whatever their
// number, where a map of strings would take three small ones for each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace merit {

class TextPool {
 public:
  /// The number of a text; one that is not known yet gets the next, from 0. At most 4,294,967,294.
  std::int64_t place(std::string_view text);
  /// Nothing for one that is not known.
  std::optional<std::int64_t> find(std::string_view text) const;
  /// The same of many texts, in less time: what lies in memory for the next ones is fetched ahead. `numbers`:
  /// as many; of a text that is not known, `unknown`.
  void place_all(std::span<const std::string_view> texts, std::uint32_t* numbers);
  void find_all(std::span<const std::string_view> texts, std::uint32_t* numbers) const;
  static constexpr std::uint32_t unknown = 0xFFFFFFFFu;
  /// Lives until the next text is added.
  std::string_view operator[](std::int64_t place) const {
    const auto at = static_cast<std::size_t>(place);
    const std::size_t begin = at == 0 ? 0 : ends_[at - 1];
    return std::string_view(bytes_).substr(begin, ends_[at] - begin);
  }
  std::size_t size() const { return ends_.size(); }
  void reserve(std::size_t texts);
  /// Forgets all texts but the first ones.
  void cut(std::size_t size);

 private:
  struct Slot {
    std::uint32_t hash = 0;    ///< of its bits those that say nothing of the place in the table
    std::uint32_t number = 0;  ///< of the text, from 1; 0: nothing is here
  };
  /// The slot of a text, or the empty one that would be its own.
  std::size_t slot_of(std::string_view text, std::uint64_t hash) const;
  void make_slots(std::size_t count);
  std::int64_t place(std::string_view text, std::uint64_t hash);
  std::uint32_t found(std::string_view text, std::uint64_t hash) const;
  /// Calls `use(i, hash)` for each of the texts.
  template <typename Use>
  void fetched(std::span<const std::string_view> texts, const Use& use) const;

  std::string bytes_;
  std::vector<std::size_t> ends_;
  std::vector<Slot> slots_;  ///< a power of two, at most half full
};

}  // namespace merit
