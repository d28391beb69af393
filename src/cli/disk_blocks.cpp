#include "cli/disk_blocks.hpp"

#include <cstdlib>
#include <new>

#ifdef __linux__
#include <atomic>
#include <fcntl.h>
#include <malloc.h>
#include <map>
#include <mutex>
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace merit::cli {

std::string disk_folder() {
  const char* named = std::getenv("TMPDIR");
  return named != nullptr && *named != '\0' ? named : "/var/tmp";
}

#ifdef __linux__

namespace {

constexpr std::size_t large = 64 << 10;

/// Blocks that were given, and where. Lives from the first call to the end of the process: what is deleted
/// last is deleted after every other object has ended.
class Blocks {
 public:
  bool begin(std::uint64_t in_memory, const std::string& folder) {
    most_ = in_memory;
    folder_ = folder;
    is_on_ = true;
    void* const tried = map(large);
    return tried != nullptr && unmap(tried);
  }

  bool is_on() const { return is_on_; }
  bool is_full() const { return is_full_; }

  void* give(std::size_t bytes) {
    if (!is_on_ || bytes < large) return std::malloc(bytes);
    if (in_memory_ + bytes <= most_)
      if (void* block = std::malloc(bytes)) {
        in_memory_ += malloc_usable_size(block);
        return block;
      }
    return map(bytes);
  }

  void take_back(void* block) {
    if (is_on_ && is_page(block) && unmap(block)) return;
    if (is_on_ && block != nullptr)
      if (const std::size_t bytes = malloc_usable_size(block); bytes >= large) in_memory_ -= bytes;
    std::free(block);
  }

 private:
  static bool is_page(const void* block) {
    constexpr std::uintptr_t page = 4096;
    return block != nullptr && reinterpret_cast<std::uintptr_t>(block) % page == 0;
  }

  // The disk's room is taken at once: a page that finds none later would end the program.
  void* map(std::size_t bytes) {
    const int file = open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    void* block = MAP_FAILED;
    if (file >= 0 && posix_fallocate(file, 0, static_cast<off_t>(bytes)) == 0)
      block = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (file >= 0) close(file);
    if (block == MAP_FAILED) {
      is_full_ = true;
      return nullptr;
    }
    const std::lock_guard lock(guard_);
    on_disk_.emplace(block, bytes);
    return block;
  }

  bool unmap(void* block) {
    std::map<void*, std::size_t>::node_type found;  // is itself a block, deleted when the lock is open again
    {
      const std::lock_guard lock(guard_);
      found = on_disk_.extract(block);
    }
    if (!found.empty()) munmap(block, found.mapped());
    return !found.empty();
  }

  bool is_on_ = false;
  std::uint64_t most_ = 0;
  std::string folder_;
  std::atomic<std::uint64_t> in_memory_ = 0;
  std::atomic<bool> is_full_ = false;
  std::mutex guard_;
  std::map<void*, std::size_t> on_disk_;
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
#if defined(__SANITIZE_ADDRESS__)
#define MERIT_IS_WATCHED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MERIT_IS_WATCHED
#endif
#endif

#if defined(__linux__) && !defined(MERIT_IS_WATCHED)

void* operator new(std::size_t bytes) {
  if (void* block = merit::cli::blocks().give(bytes == 0 ? 1 : bytes)) return block;
  throw std::bad_alloc();
}

void operator delete(void* block) noexcept { merit::cli::blocks().take_back(block); }
void operator delete(void* block, std::size_t) noexcept { merit::cli::blocks().take_back(block); }

#endif
