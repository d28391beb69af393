// What the program prints: a line for each way, what Merit's engine did, goals and what was reached.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engines.hpp"
#include "measure.hpp"

namespace merit::bench {

/// Prints lines; ratios are to the line called `measure_of_all`.
void print(const std::string& title, std::span<const Line> lines, const std::string& measure_of_all);

/// Prints what the last run of a way did: programs, lanes, fusion, bytes, the time of the plan.
void print(const BatchWay& way);

/// A ratio of two times, and how large or small it is to be.
struct Goal {
  std::string what;
  double reached;
  double at_most, at_least;  ///< 0: no bound
};
void print(const std::vector<Goal>& goals);

/// The line of that name, or null.
const Line* line_of(std::span<const Line> lines, const std::string& name);

}  // namespace merit::bench
