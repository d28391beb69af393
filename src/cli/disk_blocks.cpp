#include "cli/disk_blocks.hpp"

#include <cstdlib>
#include <new>

#ifdef __linux__
#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <malloc.h>
#include <map>
#include <mutex>
#include <optional>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>
#endif

namespace merit::cli {

std::string disk_folder() {
  const char* named = std::getenv("TMPDIR");
  return named != nullptr && *named != '\0' ? named : "/var/tmp";
}

#ifdef __linux__

namespace {

constexpr std::size_t large = 64 << 10;

/// A file without a name; closed with this.
class NamelessFile {
 public:
  explicit NamelessFile(const std::string& folder)
      : number_(open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)) {}
  ~NamelessFile() {
    if (number_ >= 0) close(number_);
  }
  NamelessFile(const NamelessFile&) = delete;
  NamelessFile& operator=(const NamelessFile&) = delete;

  /// Maps `bytes` of it behind the first `from`, at `place` where one is given; null where that cannot be.
  /// The disk's room is taken at once: a page that finds none later would end the program. `is_full`: told
  /// when that is what is missing.
  void* map(std::size_t from, std::size_t bytes, std::atomic<bool>& is_full, void* place = nullptr) const {
    const auto begin = static_cast<off_t>(from);
    if (number_ < 0) {
      is_full = errno == ENOSPC || errno == EDQUOT;
      return nullptr;
    }
    int error = EINTR;
    while (error == EINTR) error = posix_fallocate(number_, begin, static_cast<off_t>(bytes));
    is_full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    if (error != 0) return nullptr;
    const int how = MAP_SHARED | (place != nullptr ? MAP_FIXED : 0);
    void* const block = mmap(place, bytes, PROT_READ | PROT_WRITE, how, number_, begin);
    return block == MAP_FAILED ? nullptr : block;
  }

 private:
  const int number_;
};

/// Blocks that have a file each. Some that were taken back are kept: what goes on part by part asks for the
/// same sizes again and again, and a new file costs more than what is done with it.
class LargeBlocks {
 public:
  void* give(std::size_t bytes, const std::string& folder, std::atomic<bool>& is_full) {
    const std::size_t size = size_for(bytes);
    if (void* const kept = give_kept(size)) return kept;
    void* block = NamelessFile(folder).map(0, size, is_full);
    if (block == nullptr) {
      release_kept();  // their room may be what is missing
      block = NamelessFile(folder).map(0, size, is_full);
    }
    if (block == nullptr) return nullptr;
    try {
      const std::lock_guard lock(guard_);
      given_.emplace(block, size);
    } catch (const std::bad_alloc&) {
      munmap(block, size);
      return nullptr;
    }
    return block;
  }

  /// Returns false for a block that is none of these.
  bool take_back(void* block) {
    constexpr std::uintptr_t page = 4096;
    if (reinterpret_cast<std::uintptr_t>(block) % page != 0) return false;
    Given::node_type found;  // is itself a block, deleted when the lock is open again
    {
      const std::lock_guard lock(guard_);
      found = given_.extract(block);
      if (!found.empty() && keep(block, found.mapped())) {
        given_.insert(std::move(found));
        return true;
      }
    }
    if (found.empty()) return false;
    if (found.mapped() <= most_kept) release_kept();  // nobody asked for their sizes any more
    munmap(block, found.mapped());
    return true;
  }

 private:
  using Given = std::map<void*, std::size_t>;
  struct Kept {
    void* block;
    std::size_t size;
  };
  static constexpr std::size_t most_kept = 64 << 20;  // bytes

  // Eight sizes to a doubling.
  static std::size_t size_for(std::size_t bytes) {
    const std::size_t step = std::bit_floor(bytes) / 8;
    return (bytes + step - 1) / step * step;
  }

  void* give_kept(std::size_t size) {
    const std::lock_guard lock(guard_);
    for (Kept& kept : kept_) {
      if (kept.size != size) continue;
      kept_bytes_ -= size;
      return std::exchange(kept, {}).block;
    }
    return nullptr;
  }

  bool keep(void* block, std::size_t size) {
    if (kept_bytes_ + size > most_kept) return false;
    for (Kept& kept : kept_) {
      if (kept.size != 0) continue;
      kept = {block, size};
      kept_bytes_ += size;
      return true;
    }
    return false;
  }

  void release_kept() {
    std::array<Given::node_type, places> released;  // deleted when the lock is open again
    {
      const std::lock_guard lock(guard_);
      for (std::size_t i = 0; i < places; ++i)
        if (kept_[i].size != 0) released[i] = given_.extract(std::exchange(kept_[i], {}).block);
      kept_bytes_ = 0;
    }
    for (const Given::node_type& one : released)
      if (!one.empty()) munmap(one.key(), one.mapped());
  }

  static constexpr std::size_t places = 64;
  std::mutex guard_;
  Given given_;                      ///< those that are kept, too
  std::array<Kept, places> kept_{};  ///< a size of 0: a free place
  std::size_t kept_bytes_ = 0;
};

/// Blocks side by side in one file, each slab of which holds blocks of one size. There are four sizes to a
/// doubling. A block that was taken back is the next to be given; slabs are kept.
class SmallBlocks {
 public:
  // Where addresses are limited, too (ulimit -v), fewer are taken.
  explicit SmallBlocks(const std::string& folder) : file_(folder) {
    for (room_ = most_slabs; room_ > 0; room_ /= 2) {
      void* const place =
          mmap(nullptr, room_ * slab, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
      if (place == MAP_FAILED) continue;
      begin_ = static_cast<char*>(place);
      return;
    }
  }

  void* give(std::size_t bytes, std::atomic<bool>& is_full) {
    const std::size_t size_class = class_of(bytes);
    const std::lock_guard lock(guard_);
    Stock& stock = stocks_[size_class];
    if (Free* const block = stock.free) {
      stock.free = block->next;
      return block;
    }
    if (stock.left == 0 && !add_slab(size_class, is_full)) return nullptr;
    --stock.left;
    return std::exchange(stock.next, stock.next + size_of(size_class));
  }

  /// Returns false for a block that is none of these.
  bool take_back(void* block) {
    const auto at = reinterpret_cast<std::uintptr_t>(block) - reinterpret_cast<std::uintptr_t>(begin_);
    if (begin_ == nullptr || at >= room_ * slab) return false;
    const std::lock_guard lock(guard_);
    Stock& stock = stocks_[class_of_slab_[at / slab]];
    stock.free = new (block) Free{stock.free};
    return true;
  }

 private:
  struct Free {
    Free* next;
  };
  struct Stock {
    Free* free = nullptr;
    char* next = nullptr;  ///< of the latest slab the first block that was never given
    std::size_t left = 0;  ///< how many there are
  };
  static constexpr std::size_t slab = 1 << 20, most_slabs = 1 << 18;  // a quarter of a terabyte
  static constexpr std::size_t smallest = 16, classes = 44;

  // 16, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320 ... 65,536.
  static std::size_t size_of(std::size_t size_class) {
    const std::size_t doubling = size_class / 4, part = size_class % 4;
    return doubling == 0 ? smallest * (part + 1) : (smallest << (doubling - 1)) * (4 + part + 1);
  }
  static std::size_t class_of(std::size_t bytes) {
    if (bytes <= 4 * smallest) return (bytes - 1) / smallest;
    const auto doubling = static_cast<std::size_t>(std::bit_width(bytes - 1)) - 6;
    return 4 * doubling + ((bytes - 1) >> (doubling + 3)) - 4;
  }

  bool add_slab(std::size_t size_class, std::atomic<bool>& is_full) {
    if (slabs_ == room_) return false;
    char* const place = begin_ + slabs_ * slab;
    if (file_.map(slabs_ * slab, slab, is_full, place) == nullptr) return false;
    class_of_slab_[slabs_++] = static_cast<std::uint8_t>(size_class);
    stocks_[size_class].next = place;
    stocks_[size_class].left = slab / size_of(size_class);
    return true;
  }

  const NamelessFile file_;
  char* begin_ = nullptr;  ///< where slab 0 lies, or would
  std::size_t room_ = 0;   ///< slabs that there may be
  std::mutex guard_;
  std::size_t slabs_ = 0;
  std::array<Stock, classes> stocks_;
  std::array<std::uint8_t, most_slabs> class_of_slab_;
};

/// Blocks that were given, and where. Lives from the first call to the end of the process: what is deleted
/// last is deleted after every other object has ended.
class Blocks {
 public:
  bool begin(std::uint64_t in_memory, const std::string& folder) {
    folder_ = folder;
    small_.emplace(folder);
    most_ = static_cast<std::int64_t>(in_memory);
    void* const tried = small_->give(1, is_full_);
    is_on_ = tried != nullptr && small_->take_back(tried);
    return is_on_;
  }

  bool is_full() const { return is_full_; }

  void* give(std::size_t bytes) {
    if (!is_on_ || bytes > PTRDIFF_MAX) return bytes < huge ? std::malloc(bytes) : give_huge(bytes);
    if (void* const block = give_in_memory(bytes, [&] { return std::malloc(bytes); })) return block;
    return bytes < large ? small_->give(bytes, is_full_) : large_.give(bytes, folder_, is_full_);
  }

  /// `alignment`: at most a page, of which every large block is the beginning.
  void* give(std::size_t bytes, std::size_t alignment) {
    const std::size_t size = (bytes + alignment - 1) / alignment * alignment;
    const auto aligned = [&] { return std::aligned_alloc(alignment, size); };
    if (!is_on_ || bytes > PTRDIFF_MAX) return aligned();
    if (void* const block = give_in_memory(size, aligned)) return block;
    return large_.give(std::max(size, large), folder_, is_full_);
  }

  // Not inline: a compiler that sees `new` and `free` together warns.
  [[gnu::noinline]] void take_back(void* block) {
    if (is_on_ && block != nullptr) {
      if (small_->take_back(block) || large_.take_back(block)) return;
      in_memory_ -= size_of(block);
    }
    std::free(block);
  }

 private:
  static constexpr std::size_t huge = 4 << 20, huge_page = 2 << 20;

  // In pages of 2 MiB where the system has them: a run that states no size touches what it asks for, and to
  // get its memory in small pages costs as much as a quarter of the work.
  static void* give_huge(std::size_t bytes) {
    if (bytes > PTRDIFF_MAX) return nullptr;
    const std::size_t size = (bytes + huge_page - 1) / huge_page * huge_page;
    void* const block = std::aligned_alloc(huge_page, size);
    if (block != nullptr) madvise(block, size, MADV_HUGEPAGE);
    return block;
  }

  template <typename Give>
  void* give_in_memory(std::size_t bytes, const Give& give) {
    if (in_memory_ + static_cast<std::int64_t>(bytes) > most_) return nullptr;
    void* const block = give();
    if (block != nullptr) in_memory_ += size_of(block);
    return block;
  }

  static std::int64_t size_of(void* block) { return static_cast<std::int64_t>(malloc_usable_size(block)); }

  bool is_on_ = false;
  std::int64_t most_ = 0;
  std::string folder_;
  std::atomic<std::int64_t> in_memory_ = 0;  ///< without what was given before `begin`
  std::atomic<bool> is_full_ = false;
  std::optional<SmallBlocks> small_;
  LargeBlocks large_;
};

alignas(Blocks) char place_of_blocks[sizeof(Blocks)];

Blocks& blocks() {
  static Blocks* const all = new (place_of_blocks) Blocks;
  return *all;
}

}  // namespace

bool place_on_disk(std::uint64_t in_memory, const std::string& folder) {
  return blocks().begin(in_memory, folder);
}

bool is_disk_full() { return blocks().is_full(); }

#else

bool place_on_disk(std::uint64_t, const std::string&) { return true; }
bool is_disk_full() { return false; }

#endif

}  // namespace merit::cli

// A sanitizer has operators of its own, and must see every block.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MERIT_IS_WATCHED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define MERIT_IS_WATCHED
#endif
#endif

#if defined(__linux__) && !defined(MERIT_IS_WATCHED)

void* operator new(std::size_t bytes) {
  if (void* block = merit::cli::blocks().give(bytes == 0 ? 1 : bytes)) return block;
  throw std::bad_alloc();
}

void* operator new(std::size_t bytes, std::align_val_t alignment) {
  if (void* block = merit::cli::blocks().give(bytes == 0 ? 1 : bytes, static_cast<std::size_t>(alignment)))
    return block;
  throw std::bad_alloc();
}

void operator delete(void* block) noexcept { merit::cli::blocks().take_back(block); }
void operator delete(void* block, std::size_t) noexcept { merit::cli::blocks().take_back(block); }
void operator delete(void* block, std::align_val_t) noexcept { merit::cli::blocks().take_back(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
  merit::cli::blocks().take_back(block);
}

#endif
