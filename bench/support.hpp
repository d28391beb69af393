// What the benchmarks share: a plan compiled or the reason why not, time of this processor, medians.
//
// Not for tests: nothing here asserts a time. Numbers come from the processor time of one thread, because the
// machines on which benchmarks run are rarely idle.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "graph/compile.hpp"

namespace merit::bench {

/// Seconds of processor time that this program has used.
inline double processor_seconds() {
  return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
}

template <typename Work>
double seconds_of(Work&& work) {
  const double start = processor_seconds();
  work();
  return processor_seconds() - start;
}

inline double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

[[noreturn]] inline void give_up(const std::string& why) {
  std::cerr << why << '\n';
  std::exit(EXIT_FAILURE);
}

inline std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) give_up("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Compiles a plan, or ends the program with its diagnostics.
inline std::unique_ptr<graph::Graph> compiled(const std::string& name, std::string text) {
  Sources sources;
  Diagnostics diagnostics;
  const SourceId source = sources.add(name, std::move(text));
  graph::Compiled result = graph::compile(sources, source, diagnostics);
  if (!result.graph) give_up(render(diagnostics.sorted(), sources, DiagnosticForm::text, Language::en));
  return std::move(result.graph);
}

/// Numbers that look random and are the same on every machine.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}
  /// A number from `low` to `high`, both included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return low + static_cast<std::int64_t>((state_ >> 33) % static_cast<std::uint64_t>(high - low + 1));
  }
  /// Whether one of `n` chances came true.
  bool one_in(std::int64_t n) { return between(1, n) == 1; }

 private:
  std::uint64_t state_;
};

}  // namespace merit::bench
