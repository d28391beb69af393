#include "measure.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>

#include "../support.hpp"
#include "columns.hpp"

namespace merit::bench {

namespace {

double wall_seconds_of(Way& way, std::size_t repeats) {
  double seconds = 0;
  for (std::size_t i = 0; i < repeats; ++i) {
    way.prepare();
    const auto start = std::chrono::steady_clock::now();
    way.run();
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  return seconds;
}

std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

/// Sums of these do not depend on the order of rows.
std::uint64_t mark_of(std::size_t row, const Scored& s) {
  std::uint64_t mark = mixed(row + 1);
  for (std::int64_t value : {s.score, s.coefficient, s.pay})
    mark = mixed(mark + static_cast<std::uint64_t>(value));
  return mark;
}

void add_difference(Wrong& wrong, const Scored& a, const Scored& b) {
  wrong.score += a.score != b.score;
  wrong.coefficient += a.coefficient != b.coefficient;
  wrong.pay += a.pay != b.pay;
}

}  // namespace

void add(Wrong& to, const Wrong& more) {
  to.score += more.score;
  to.coefficient += more.coefficient;
  to.pay += more.pay;
}

void set_times(Line& line, std::vector<double> seconds, std::size_t rows_of_a_round) {
  const double to_row = 1e9 / static_cast<double>(rows_of_a_round);
  line.best = *std::min_element(seconds.begin(), seconds.end()) * to_row;
  line.median = median(std::move(seconds)) * to_row;
}

void judge(Line& line, const Way& way, const Reference& reference) {
  line.name = way.name();
  line.rows = way.rows();
  line.threads = way.threads();
  line.results = way.results();
  if (way.results() == Results::none) return;
  std::mutex one_at_a_time;
  in_parallel(way.rows(), std::thread::hardware_concurrency(), rows_at_a_time,
              [&](std::size_t begin, std::size_t end) {
                Wrong wrong, differs;
                std::uint64_t checksum = 0;
                for (std::size_t row = begin; row < end; ++row) {
                  const Scored found = way.result(row);
                  checksum += mark_of(row, found);
                  add_difference(wrong, found, reference.by_integers[row]);
                  if (row < reference.by_row_engine.size())
                    add_difference(differs, found, reference.by_row_engine[row]);
                }
                const std::lock_guard lock(one_at_a_time);
                add(line.wrong, wrong);
                add(line.differs_from_row_engine, differs);
                line.checksum += checksum;
              });
}

std::vector<Line> measure(std::span<const std::unique_ptr<Way>> ways, Rounds rounds,
                          const Reference& reference) {
  std::vector<std::vector<double>> seconds(ways.size());
  for (const auto& way : ways) wall_seconds_of(*way, 1);
  for (std::size_t round = 0; round < rounds.rounds; ++round)
    for (std::size_t i = 0; i < ways.size(); ++i)
      seconds[i].push_back(wall_seconds_of(*ways[i], rounds.repeats));
  std::vector<Line> lines(ways.size());
  for (std::size_t i = 0; i < ways.size(); ++i) {
    judge(lines[i], *ways[i], reference);
    set_times(lines[i], std::move(seconds[i]), rounds.repeats * ways[i]->rows());
  }
  return lines;
}

}  // namespace merit::bench
