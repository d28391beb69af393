#include "base/text_pool.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "base/text_hash.hpp"

namespace merit {

namespace {

void fetch(const void* at) {
#ifdef __GNUC__
  __builtin_prefetch(at);
#else
  static_cast<void>(at);
#endif
}

}  // namespace

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
    const std::uint64_t hash = hash_of_text((*this)[static_cast<std::int64_t>(i)]);
    std::size_t at = hash & (slots_.size() - 1);
    while (slots_[at].number != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(i + 1)};
  }
}

std::int64_t TextPool::place(std::string_view text) { return place(text, hash_of_text(text)); }

std::int64_t TextPool::place(std::string_view text, std::uint64_t hash) {
  if (2 * (size() + 1) > slots_.size()) make_slots(2 * size() + 1);
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
  const std::uint32_t number = found(text, hash_of_text(text));
  return number == unknown ? std::nullopt : std::optional(std::int64_t{number});
}

std::uint32_t TextPool::found(std::string_view text, std::uint64_t hash) const {
  return slots_.empty() ? unknown : slots_[slot_of(text, hash)].number - 1;  // of none, 0
}

void TextPool::place_all(std::span<const std::string_view> texts, std::uint32_t* numbers) {
  fetched(texts, [&](std::size_t i, std::uint64_t hash) {
    numbers[i] = static_cast<std::uint32_t>(place(texts[i], hash));
  });
}

void TextPool::find_all(std::span<const std::string_view> texts, std::uint32_t* numbers) const {
  fetched(texts, [&](std::size_t i, std::uint64_t hash) { numbers[i] = found(texts[i], hash); });
}

// A text is found on three leaps through memory, each to where the one before it says. Those of a strip of
// texts are made side by side.
template <typename Use>
void TextPool::fetched(std::span<const std::string_view> texts, const Use& use) const {
  constexpr std::size_t strip = 32;
  std::array<std::uint64_t, strip> hashes;
  for (std::size_t begin = 0; begin < texts.size(); begin += strip) {
    const std::size_t count = std::min(strip, texts.size() - begin), mask = slots_.size() - 1;
    for (std::size_t i = 0; i < count; ++i) {
      hashes[i] = hash_of_text(texts[begin + i]);
      if (!slots_.empty()) fetch(&slots_[hashes[i] & mask]);
    }
    const auto first = [&](std::size_t i) { return slots_.empty() ? 0 : slots_[hashes[i] & mask].number; };
    for (std::size_t i = 0; i < count; ++i)
      if (const std::uint32_t number = first(i); number > 1) fetch(&ends_[number - 2]);
    for (std::size_t i = 0; i < count; ++i)
      if (const std::uint32_t number = first(i); number > 1) fetch(bytes_.data() + ends_[number - 2]);
    for (std::size_t i = 0; i < count; ++i) use(begin + i, hashes[i]);
  }
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
