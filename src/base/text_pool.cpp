#include "base/text_pool.hpp"

#include <algorithm>
#include <bit>
#include <functional>

namespace merit {

std::uint64_t TextPool::hash_of(std::string_view text) { return std::hash<std::string_view>()(text); }

std::size_t TextPool::slot_of(std::string_view text, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  const auto high = static_cast<std::uint32_t>(hash >> 32);
  std::size_t at = hash & mask;
  for (; slots_[at].number != 0; at = (at + 1) & mask)
    if (slots_[at].hash == high && (*this)[slots_[at].number - 1] == text) break;
  return at;
}

void TextPool::make_slots(std::size_t count) {
  slots_.assign(std::bit_ceil(std::max<std::size_t>(16, 2 * count)), Slot{});
  for (std::size_t i = 0; i < size(); ++i) {
    const std::uint64_t hash = hash_of((*this)[static_cast<std::int64_t>(i)]);
    std::size_t at = hash & (slots_.size() - 1);
    while (slots_[at].number != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(i + 1)};
  }
}

std::int64_t TextPool::place(std::string_view text) {
  if (2 * (size() + 1) > slots_.size()) make_slots(2 * size() + 1);
  const std::uint64_t hash = hash_of(text);
  Slot& slot = slots_[slot_of(text, hash)];
  if (slot.number == 0) {
    // Where memory ends here, the pool is as it was but for bytes that are no text's.
    bytes_.resize(ends_.empty() ? 0 : ends_.back());
    bytes_ += text;
    ends_.push_back(bytes_.size());
    slot = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(size())};
  }
  return slot.number - std::int64_t{1};
}

std::optional<std::int64_t> TextPool::find(std::string_view text) const {
  if (slots_.empty()) return std::nullopt;
  const Slot& slot = slots_[slot_of(text, hash_of(text))];
  return slot.number == 0 ? std::nullopt : std::optional(slot.number - std::int64_t{1});
}

void TextPool::reserve(std::size_t texts) {
  ends_.reserve(texts);
  if (2 * texts > slots_.size()) make_slots(texts);
}

void TextPool::cut(std::size_t size) {
  if (size >= this->size()) return;
  ends_.resize(size);
  bytes_.resize(ends_.empty() ? 0 : ends_.back());
  make_slots(size);
}

}  // namespace merit
