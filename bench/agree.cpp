// The batch engine against the row engine over random rows, for as long as asked: `agree --rows 100000000`.
//
// Usage: agree [--rows N] [--seed S] [--tiny] [PLAN...]. Without plans: the workloads of this folder and the
// shipped systems. Rows are awkward on purpose (tests/support/agree.hpp); each batch of 10,000 is computed in
// a way of its own: another lane, fused or not, another instruction set, one to four threads. Prints what was
// seen of each lane; at the first difference the plan, the seed, the row and the least of both that still
// differs, and ends with status 1.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "support.hpp"

#include "support/shrink.hpp"

namespace merit::bench {

namespace {

namespace fs = std::filesystem;

struct Call {
  std::size_t rows = 1000000;
  std::uint64_t seed = 1;
  std::vector<std::string> plans;
};

Call read_call(int argc, char** argv) {
  Call call;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--tiny") call.rows = 4000;
    else if (word == "--rows" && i + 1 < argc) call.rows = std::stoull(argv[++i]);
    else if (word == "--seed" && i + 1 < argc) call.seed = std::stoull(argv[++i]);
    else call.plans.push_back(word);
  }
  if (!call.plans.empty()) return call;
  for (const char* folder : {"/bench/plans", "/rules"})
    for (const auto& entry : fs::recursive_directory_iterator(std::string(MERIT_ROOT) + folder))
      if (entry.path().extension() == ".yaml") call.plans.push_back(entry.path().string());
  std::sort(call.plans.begin(), call.plans.end());
  return call;
}

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) give_up("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

eval::BatchOptions way_of(std::uint64_t seed) {
  using eval::InstructionSet;
  using eval::Lane;
  eval::BatchOptions options;
  const InstructionSet sets[] = {InstructionSet::v4, InstructionSet::v3, InstructionSet::v2,
                                 InstructionSet::portable};
  const InstructionSet asked = sets[seed % 4];
  if (eval::has(asked)) options.plan.set = asked;
  options.plan.fuse = seed % 3 != 0;
  options.plan.least = seed % 7 == 5 ? Lane::bits128 : seed % 7 == 6 ? Lane::bits256 : Lane::fast;
  options.threads = 1 + static_cast<unsigned>(seed % 4);
  return options;
}

struct Totals {
  agree::Seen seen;
  eval::BatchCounters lanes;
};

void run_plan(const std::string& path, std::size_t rows, std::uint64_t seed, Totals& totals) {
  constexpr std::size_t at_a_time = 10000;
  const auto graph = compiled(path, text_of(path));
  eval::RowEngine by_row(*graph);
  for (std::size_t done = 0; done < rows; done += at_a_time, ++seed) {
    eval::BatchEngine engine(*graph, way_of(seed));
    const eval::OwnedBatch batch =
        agree::RandomRows(*graph, seed).make(std::min(at_a_time, rows - done), engine.texts());
    eval::BatchResults results;
    engine.run(batch.batch, results);
    agree::compare(*graph, batch, results, engine.texts(), by_row, totals.seen);
    if (totals.seen.wrong > 0) {
      const agree::Cells cells = agree::cells_of(*graph, batch.batch, totals.seen.first_row);
      const Period* period = batch.batch.periods.empty() ? nullptr : &batch.batch.periods[0];
      give_up(path + ", seed " + std::to_string(seed) + ": " + totals.seen.first_wrong +
              "the least that differs: " + agree::shrunk(*graph, *graph, way_of(seed), cells, period));
    }
    const eval::BatchCounters& lanes = engine.counters();
    totals.lanes.fast += lanes.fast;
    totals.lanes.bits128 += lanes.bits128;
    totals.lanes.bits256 += lanes.bits256;
    totals.lanes.row_engine += lanes.row_engine;
  }
}

}  // namespace

}  // namespace merit::bench

int main(int argc, char** argv) {
  using namespace merit::bench;
  const Call call = read_call(argc, argv);
  Totals totals;
  std::uint64_t seed = call.seed;
  for (const std::string& plan : call.plans) {
    run_plan(plan, call.rows / call.plans.size(), seed, totals);
    seed += 1000003;
  }
  std::cout << call.plans.size() << " plans, seed " << call.seed << ": " << totals.seen.rows << " rows, "
            << totals.seen.wrong << " different\nrows by lane: " << totals.lanes.fast << " fast, "
            << totals.lanes.bits128 << " 128 bits, " << totals.lanes.bits256 << " 256 bits, "
            << totals.lanes.row_engine << " row engine\nof them " << totals.seen.failed << " failed; "
            << totals.seen.absent << " absent results\n";
}
