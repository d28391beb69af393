#include "cli/memory.hpp"

#include <algorithm>
#include <charconv>
#include <sys/resource.h>

#ifdef __GLIBC__
#include <malloc.h>
#include <pthread.h>
#endif

namespace merit::cli {

std::optional<std::uint64_t> memory_of(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  const char unit = text.back();
  const int shift = unit == 'M' ? 20 : unit == 'G' ? 30 : 0;
  std::uint32_t number = 0;
  const char* end = text.data() + text.size() - 1;
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (shift == 0 || error != std::errc() || rest != end || number == 0) return std::nullopt;
  return std::uint64_t{number} << shift;
}

namespace {

// What the heap holds back for later and the stacks of threads count as well.
void keep_little(std::uint64_t bytes) {
#ifdef __GLIBC__
  constexpr std::uint64_t thousand = 1 << 10, million = 1 << 20;
  ::mallopt(M_ARENA_MAX, 1);
  ::mallopt(M_MMAP_THRESHOLD, static_cast<int>(std::clamp(bytes / 256, 64 * thousand, 8 * million)));
  ::mallopt(M_TRIM_THRESHOLD, static_cast<int>(std::clamp(bytes / 32, million, 64 * million)));
  pthread_attr_t stack;
  if (pthread_attr_init(&stack) != 0) return;
  if (pthread_attr_setstacksize(&stack, million) == 0) pthread_setattr_default_np(&stack);
  pthread_attr_destroy(&stack);
#else
  static_cast<void>(bytes);
#endif
}

}  // namespace

bool limit_memory(std::uint64_t bytes) {
#ifdef __linux__
  keep_little(bytes);
  // Private memory that can be written: since Linux 4.7 also what is mapped, as large blocks are.
  rlimit limit{};
  if (getrlimit(RLIMIT_DATA, &limit) != 0) return false;
  limit.rlim_cur = limit.rlim_max == RLIM_INFINITY || bytes < limit.rlim_max ? bytes : limit.rlim_max;
  return setrlimit(RLIMIT_DATA, &limit) == 0;
#else
  static_cast<void>(bytes);
  return false;
#endif
}

}  // namespace merit::cli
