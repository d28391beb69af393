// Any plan over its files, in memory: the seconds of reading and of scoring by each engine, on one thread.
//
//   in_memory PLAN FILE... [--rounds N] [--tiny]
//
// A file is `table=path`, that of the people may be a path alone. Results of both engines are compared before
// a clock starts. Prints the best times of the processor as JSON, for the scripts of files/. `--tiny` takes
// files/groups.yaml and rows of its own.
#include <cstdio>

#include "merit/merit.hpp"
#include "support.hpp"

namespace merit::bench {

namespace {

struct Call {
  std::string plan;
  std::vector<DataFile> files;
  std::vector<DataText> texts;
  std::size_t rounds = 1;
};

Call read_call(int argc, char** argv) {
  Call call;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const std::size_t equals = word.find('=');
    if (word == "--rounds" && i + 1 < argc) call.rounds = std::stoul(argv[++i]);
    else if (word == "--tiny") call.plan = MERIT_ROOT "/bench/files/groups.yaml";
    else if (call.plan.empty()) call.plan = word;
    else if (equals == std::string::npos) call.files.push_back({"", word});
    else call.files.push_back({word.substr(0, equals), word.substr(equals + 1)});
  }
  if (call.plan.empty()) give_up("in_memory PLAN FILE... [--rounds N] [--tiny]");
  if (call.files.empty())
    call.texts = {{"", "tiny.csv",
                   "manager,period,branch,sold,pool\nM-1,2026-03,B-1,2.00,1.00\nM-2,2026-03,B-1,1.00,1.00\n"
                   "M-3,2026-03,B-1,2.00,1.00\nM-4,2026-03,B-2,0.00,5.00\n"}};
  return call;
}

template <typename Work>
auto timed(double& best, Work&& work) {
  const double start = processor_seconds();
  auto made = work();
  best = std::min(best, processor_seconds() - start);
  return made;
}

Results scored(const Data& data, Engine engine) {
  ScoreOptions options;
  options.engine = engine;
  return score(data, options).value();
}

void run(const Call& call) {
  const Plan plan = Plan::load(call.plan).value();
  const auto read = [&] {
    return (call.files.empty() ? Data::parse(plan, call.texts) : Data::read(plan, call.files)).value();
  };
  {
    const Data data = read();
    if (scored(data, Engine::row).to_csv() != scored(data, Engine::batch).to_csv())
      give_up("the engines differ");
  }
  double reading = 1e30, by_row = 1e30, by_batch = 1e30;
  for (std::size_t round = 0; round < call.rounds; ++round) {
    const Data data = timed(reading, read);
    timed(by_row, [&] { return scored(data, Engine::row); });
    timed(by_batch, [&] { return scored(data, Engine::batch); });
  }
  std::printf("{\"read\": %.6f, \"row engine\": %.6f, \"batch engine\": %.6f}\n", reading, by_row, by_batch);
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
