// A bar on stderr while a long run goes on. Drawn only on a terminal and only after a second; the clock
// reaches nothing else.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>

#include "cli/console.hpp"

namespace merit::cli {

class Progress {
 public:
  explicit Progress(const Console& console);
  /// Takes the bar away.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Draws, now and then.
  void show(std::size_t done, std::size_t all);
  /// Lets something be said where the bar is.
  void above(const std::function<void()>& say);

 private:
  using Clock = std::chrono::steady_clock;
  const Console& console_;
  bool terminal_;
  bool drawn_ = false;
  Clock::time_point next_;
};

}  // namespace merit::cli
