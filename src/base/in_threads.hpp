// Work that is shared out to threads. Floor 0.
#pragma once

#include <cstddef>
#include <functional>

namespace merit {

/// Calls `work(thread, share)` for each share from 0, on up to `threads` threads of which the caller's is the
/// first (0), and returns when all are done. Shares are taken in their order, by whoever is free. Where the
/// system has no more threads, those that there are do the work. Rethrows what one of them threw; the others
/// then go on.
void in_threads(std::size_t threads, std::size_t shares,
                const std::function<void(std::size_t thread, std::size_t share)>& work);

}  // namespace merit
