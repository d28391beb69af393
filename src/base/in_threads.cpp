#include "base/in_threads.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace merit {

void in_threads(std::size_t threads, std::size_t shares,
                const std::function<void(std::size_t thread, std::size_t share)>& work) {
  const std::size_t used = std::clamp<std::size_t>(shares, 1, std::max<std::size_t>(threads, 1));
  std::vector<std::exception_ptr> thrown(used);
  std::atomic<std::size_t> next = 0;
  const auto take = [&](std::size_t thread) {
    try {
      for (std::size_t share; (share = next.fetch_add(1, std::memory_order_relaxed)) < shares;)
        work(thread, share);
    } catch (...) {
      thrown[thread] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    try {
      for (std::size_t thread = 1; thread < used; ++thread)
        others.emplace_back([&take, thread] { take(thread); });
    } catch (const std::system_error&) {
      // The system has no more threads: those that there are do the work.
    }
    take(0);
  }
  for (const std::exception_ptr& error : thrown)
    if (error) std::rethrow_exception(error);
}

}  // namespace merit
