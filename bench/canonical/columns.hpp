// Memory for columns, and rows shared out among threads: what all ways of the benchmark have alike.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>
#include <span>
#include <thread>
#include <vector>

namespace merit::bench {

/// Columns in one block, column k beginning k x 17 cache lines into a page of its own: columns that are
/// aligned alike fight over the same sets of the cache, which costs every way here two to three times the
/// time.
class ColumnMemory {
 public:
  ColumnMemory() = default;
  /// Makes columns of `rows` cells that are as wide as `widths` says. They are not cleared, so that the
  /// threads which fill them are the first to touch them.
  ColumnMemory(std::size_t rows, std::span<const std::size_t> widths) {
    std::size_t bytes = page;
    for (std::size_t width : widths) bytes += to_page(rows * width) + stagger;
    block_ = std::make_unique_for_overwrite<std::byte[]>(bytes + page);
    const std::size_t address = reinterpret_cast<std::size_t>(block_.get());
    std::byte* begin = block_.get() + (to_page(address) - address);
    for (std::size_t width : widths) {
      begins_.push_back(begin);
      begin += to_page(rows * width) + stagger;
    }
  }

  template <typename T>
  T* column(std::size_t which) const {
    return reinterpret_cast<T*>(begins_[which]);
  }

 private:
  static constexpr std::size_t page = 4096, stagger = 17 * 64;
  static std::size_t to_page(std::size_t bytes) { return (bytes + page - 1) / page * page; }

  std::unique_ptr<std::byte[]> block_;
  std::vector<std::byte*> begins_;
};

/// Calls `work(begin, end)` until all rows are done, on `threads` threads, which take `at_a_time` rows at a
/// time.
template <typename Work>
void in_parallel(std::size_t rows, unsigned threads, std::size_t at_a_time, const Work& work) {
  std::atomic<std::size_t> next = 0;
  const auto take = [&] {
    for (;;) {
      const std::size_t begin = next.fetch_add(at_a_time, std::memory_order_relaxed);
      if (begin >= rows) return;
      work(begin, std::min(rows, begin + at_a_time));
    }
  };
  std::vector<std::jthread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back(take);
  take();
}

/// As many as the batch engine takes.
inline constexpr std::size_t rows_at_a_time = 16384;

}  // namespace merit::bench
