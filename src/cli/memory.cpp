#include "cli/memory.hpp"

#include <charconv>
#include <sys/resource.h>

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

bool limit_memory(std::uint64_t bytes) {
#ifdef __linux__
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
