// The shipped systems: how fast is each of them scored in memory, on one thread, and where does the time go?
//
//   systems [--rows N] [--most N] [--rounds N] [--with-failing] [--no-row] [--tiny] [SYSTEM...]
//
// The sample of each folder of rules/ is repeated under other names until there are `--rows` people, or
// `--most` rows of all tables; without --rows for 1e5 and for 1e6 people. Both engines score one period of
// it, and everything that they say is compared before a clock starts: one difference ends the program with
// status 1. `--with-failing` keeps the rows of the sample that fail; `--no-row` does not measure the row
// engine, for a profile of the other. Times are of the processor, the best of the rounds.
#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "api/state.hpp"
#include "support.hpp"
#include "systems/measure.hpp"

namespace merit::bench {

namespace {

struct Call {
  std::vector<std::size_t> rows = {100'000, 1'000'000};
  std::size_t most = 10'000'000, rounds = 3;
  bool with_failing = false, by_row = true;
  std::vector<std::string> systems;
};

Call read_call(int argc, char** argv) {
  Call call;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto count = [&] { return i + 1 < argc ? std::stoul(argv[++i]) : 0; };
    if (word == "--tiny") call.rows = {200}, call.rounds = 1;
    else if (word == "--rows") call.rows = {count()};
    else if (word == "--most") call.most = count();
    else if (word == "--rounds") call.rounds = count();
    else if (word == "--with-failing") call.with_failing = true;
    else if (word == "--no-row") call.by_row = false;
    else if (word.starts_with("--")) give_up("no such option: " + word);
    else call.systems.push_back(word);
  }
  if (!call.systems.empty()) return call;
  for (const auto& entry : std::filesystem::directory_iterator(MERIT_ROOT "/rules"))
    if (exists(entry.path() / "plan.yaml")) call.systems.push_back(entry.path().filename().string());
  std::sort(call.systems.begin(), call.systems.end());
  return call;
}

std::size_t copies_of(const Sample& sample, std::size_t people, std::size_t most) {
  const Size size = size_of(sample);
  const std::size_t rows = size.people + size.records + size.state;
  return std::max<std::size_t>(1, std::min(people / size.people, most / rows));
}

void print_head() {
  std::printf("%-22s %3s %5s %8s %9s %8s %6s | %8s %8s %8s %8s %8s %8s %8s | %s\n", "ns a person", "tab",
              "nodes", "people", "records", "state", "failed", "read", "by row", "by batch", "begin",
              "columns", "engine", "rest", "millions a second: people, rows");
}

void print(const std::string& name, const Sample& sample, const Measured& m) {
  const graph::Graph& graph = sample.plan.state().graph();
  const auto people = static_cast<double>(m.size.people);
  const auto rows = people + static_cast<double>(m.size.records);
  std::printf("%-22s %3zu %5zu %8zu %9zu %8zu %6zu |", name.c_str(), graph.tables.size(), graph.nodes.size(),
              m.size.people, m.size.records, m.size.state, m.failed);
  const Seconds& s = m.best;
  for (const double seconds : {s.read, s.by_row, s.by_batch, s.begin, s.columns, s.engine, s.rest()})
    seconds < 1e30 ? std::printf(" %8.0f", seconds * 1e9 / people) : std::printf(" %8s", "-");
  std::printf(" | %7.3f %7.3f\n", people / s.by_batch / 1e6, rows / s.by_batch / 1e6);
}

void run(const Call& call) {
  print_head();
  for (const std::string& system : call.systems) {
    const Sample sample = sample_of(MERIT_ROOT "/rules/" + system, call.with_failing);
    std::size_t before = 0;
    for (const std::size_t people : call.rows) {
      const std::size_t copies = copies_of(sample, people, call.most);
      if (copies == before) continue;
      before = copies;
      print(system, sample, measured(system, sample, copies, {call.rounds, call.by_row}));
      std::fflush(stdout);
    }
    if (sample.left_out > 0) std::printf("  %zu people who fail are left out\n", sample.left_out);
    for (const std::string& refusal : refusals(sample.plan))
      std::printf("  by the row engine: %s\n", refusal.c_str());
  }
}

}  // namespace

}  // namespace merit::bench

int main(int argc, char** argv) {
  try {
    merit::bench::run(merit::bench::read_call(argc, argv));
  } catch (const std::exception& wrong) {
    merit::bench::give_up(wrong.what());
  }
}
