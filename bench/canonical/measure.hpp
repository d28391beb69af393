// Rounds, what they took, and what was wrong.
//
// Ways take turns, so that a busy machine troubles all alike, and none finds its data where it left it. Time
// is that of the clock on the wall: threads are among what is measured.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "way.hpp"

namespace merit::bench {

/// What every way's results are held against: exact integers for every row, the row engine for the first.
struct Reference {
  std::vector<Scored> by_integers, by_row_engine;
};

/// Rows with a wrong result.
struct Wrong {
  std::size_t score = 0, coefficient = 0, pay = 0;
  bool any() const { return score + coefficient + pay > 0; }
};
void add(Wrong& to, const Wrong& more);

/// A line of the tables.
struct Line {
  std::string name;
  std::size_t rows = 0;
  unsigned threads = 1;
  Results results = Results::none;
  double best = 0, median = 0;  ///< nanoseconds for a row
  Wrong wrong, differs_from_row_engine;
  std::uint64_t checksum = 0;
};

struct Rounds {
  std::size_t rounds = 1;
  std::size_t repeats = 1;  ///< runs in a round, for what is over too soon for a clock
};

/// Runs each way once to warm up, then in rounds, and counts what is wrong after the last.
std::vector<Line> measure(std::span<const std::unique_ptr<Way>> ways, Rounds rounds,
                          const Reference& reference);

/// Fills in what came of a way whose times are known.
void judge(Line& line, const Way& way, const Reference& reference);

/// Sets `best` and `median` from the seconds of rounds.
void set_times(Line& line, std::vector<double> seconds, std::size_t rows_of_a_round);

}  // namespace merit::bench
