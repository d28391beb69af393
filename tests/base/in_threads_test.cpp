// Work that is shared out: each share once, the first error told, whatever the number of threads.
#include "base/in_threads.hpp"

#include <atomic>
#include <stdexcept>
#include <vector>

#include "support/catch.hpp"

using namespace merit;

TEST_CASE("each share is worked on once, by a thread that there is") {
  for (const std::size_t threads : {0u, 1u, 2u, 7u})
    for (const std::size_t shares : {0u, 1u, 2u, 5u, 1000u}) {
      std::vector<std::atomic<int>> times(shares);
      std::atomic<bool> are_known = true;
      in_threads(threads, shares, [&](std::size_t thread, std::size_t share) {
        ++times[share];
        if (thread >= std::max<std::size_t>(threads, 1)) are_known = false;
      });
      CHECK(are_known);
      for (const auto& n : times) CHECK(n == 1);
    }
}

TEST_CASE("what a thread throws reaches the caller, when all have ended") {
  for (const std::size_t threads : {1u, 3u}) {
    std::atomic<int> running = 0;
    const auto work = [&](std::size_t, std::size_t share) {
      ++running;
      const bool is_wrong = share == 2;
      --running;
      if (is_wrong) throw std::runtime_error("two");
    };
    CHECK_THROWS_WITH(in_threads(threads, 10, work), "two");
    CHECK(running == 0);
  }
}
