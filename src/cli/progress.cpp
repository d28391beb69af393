#include "cli/progress.hpp"

#include <algorithm>
#include <iostream>
#include <string>
#include <utility>

namespace merit::cli {

Progress::Progress(const Console& console)
    : console_(console), terminal_(is_terminal(2)), next_(Clock::now() + std::chrono::seconds(1)) {}

Progress::~Progress() {
  above([] {});
}

void Progress::above(const std::function<void()>& say) {
  if (std::exchange(drawn_, false)) std::cerr << "\r\x1b[K" << std::flush;
  say();
}

void Progress::show(std::size_t done, std::size_t all) {
  if (!terminal_ || all == 0 || Clock::now() < next_) return;
  next_ = Clock::now() + std::chrono::milliseconds(100);
  constexpr std::size_t width = 30;
  const std::size_t filled = std::min(width, width * done / all);
  const std::string bar = std::string(filled, '#') + std::string(width - filled, '.');
  const std::string percent = std::to_string(100 * done / all);
  std::cerr << "\r[" << bar << "] "
            << console_.text(texts::progress, {percent, console_.count(texts::rows, all)}) << "\x1b[K"
            << std::flush;
  drawn_ = true;
}

}  // namespace merit::cli
