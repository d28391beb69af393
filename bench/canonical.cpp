// The batch engine against its peers: a plan from its file over columns in memory, at what speed, and how
// many rows are wrong?
//
// Usage: canonical [--rows N] [--threads N] [--plan canonical|second|both] [--rounds K] [--no-duckdb]
// [--tiny] [--csv FILE]
//
// All ways get the same rows in the same run. Every row of every way is held against exact integers, the
// first 20,000 against the row engine too. A wrong row of a way that promises none ends the program with
// status 1. `--tiny` looks at no clock: each way once, over 3,000 rows, without DuckDB. `--csv` writes the
// rows as a data file of both plans and measures nothing.
#include <cstdlib>
#include <iostream>

#include "canonical/csv.hpp"
#include "canonical/duckdb.hpp"
#include "canonical/engines.hpp"
#include "canonical/measure.hpp"
#include "canonical/peers.hpp"
#include "canonical/report.hpp"
#include "support.hpp"

namespace merit::bench {

namespace {

using by_double::Prefetch;
using eval::InstructionSet;
using eval::Lane;
using Ways = std::vector<std::unique_ptr<Way>>;

struct Options {
  std::size_t rows = 1'000'000, rounds = 9;
  unsigned threads = std::max(1u, std::thread::hardware_concurrency());
  std::vector<PlanName> plans = {PlanName::canonical, PlanName::second};
  bool asks_duckdb = true, is_tiny = false;
  std::string csv;
};

[[noreturn]] void give_up_on(const std::string& argument) {
  give_up("cannot read " + argument +
          "\nusage: canonical [--rows N] [--threads N] [--plan canonical|second|both] [--rounds K] "
          "[--no-duckdb] [--tiny] [--csv FILE]");
}

std::size_t count_of(const std::string& option, const std::string& text) {
  char* end = nullptr;
  const unsigned long long count = std::strtoull(text.c_str(), &end, 10);
  if (text.empty() || *end != '\0' || count == 0) give_up_on(option + " " + text);
  return count;
}

std::vector<PlanName> plans_of(const std::string& text) {
  if (text == "canonical") return {PlanName::canonical};
  if (text == "second") return {PlanName::second};
  if (text == "both") return {PlanName::canonical, PlanName::second};
  give_up_on("--plan " + text);
}

Options options_of(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& name = arguments[i];
    const auto value = [&]() -> const std::string& {
      if (i + 1 == arguments.size()) give_up_on(name);
      return arguments[++i];
    };
    if (name == "--rows") options.rows = count_of(name, value());
    else if (name == "--threads") options.threads = static_cast<unsigned>(count_of(name, value()));
    else if (name == "--rounds") options.rounds = count_of(name, value());
    else if (name == "--plan") options.plans = plans_of(value());
    else if (name == "--no-duckdb") options.asks_duckdb = false;
    else if (name == "--tiny") options.is_tiny = true;
    else if (name == "--csv") options.csv = value();
    else give_up_on(name);
  }
  if (options.is_tiny) options.rows = 3000, options.rounds = 1, options.asks_duckdb = false;
  return options;
}

// ---- the data

constexpr std::uint64_t seed = 20260331;
constexpr std::size_t rows_of_slow_ways = 20'000, rows_of_wide_lanes = 200'000, rows_in_cache = 4096;
constexpr const char *fused = "Merit", *merit_narrow = "Merit, narrow columns", *copy = "memcpy of 209 bytes",
                     *half_copy = "memcpy of 104.5 bytes", *plain_double = "double by hand",
                     *ahead_double = "double by hand, prefetch", *plan_ready = "Merit, plan ready",
                     *not_fused = "Merit, not fused", *in_128_bits = "Merit, all in 128 bits";

/// What the ways of one plan read, and what is right.
struct Subject {
  PlanName plan;
  const Table& table;
  const DoubleColumns& doubles;
  Batches batches;
  Reference reference;

  std::size_t at_most(std::size_t rows) const { return std::min(rows, table.rows); }
};

std::vector<Scored> results_of(Way& way) {
  way.run();
  std::vector<Scored> results(way.rows());
  for (std::size_t row = 0; row < way.rows(); ++row) results[row] = way.result(row);
  return results;
}

Subject subject_of(PlanName plan, const Table& table, const DoubleColumns& doubles) {
  const unsigned threads = std::thread::hardware_concurrency();
  Subject s{plan, table, doubles, Batches(plan, table, threads), {}};
  s.reference.by_integers = results_of(*by_integers("", plan, table, table.rows, threads));
  s.reference.by_row_engine =
      results_of(*by_row_engine("", plan, s.batches.wide(s.at_most(rows_of_slow_ways))));
  return s;
}

// ---- the ways

eval::BatchOptions options_of(unsigned threads, bool fuse = true, Lane least = Lane::fast,
                              InstructionSet set = eval::best_instruction_set()) {
  return {{set, fuse, least}, threads};
}

void add_batch(Ways& ways, const std::string& name, const Subject& s, eval::Batch batch,
               const eval::BatchOptions& options, Setup setup = Setup::timed) {
  ways.push_back(std::make_unique<BatchWay>(name, s.plan, std::move(batch), options, setup));
}

void add_instruction_sets(Ways& ways, const Subject& s) {
  for (const auto& [name, set] : {std::pair{"Merit, portable", InstructionSet::portable},
                                  {"Merit, x86-64-v2", InstructionSet::v2},
                                  {"Merit, x86-64-v3", InstructionSet::v3},
                                  {"Merit, x86-64-v4", InstructionSet::v4}})
    if (eval::has(set))
      add_batch(ways, name, s, s.batches.wide(s.table.rows), options_of(1, true, Lane::fast, set));
}

Ways ways_in_memory(const Subject& s, unsigned threads) {
  const std::size_t rows = s.table.rows;
  Ways ways;
  // Twice what scoring moves, and as much.
  ways.push_back(by_copy(copy, rows, threads, bytes_of_row));
  ways.push_back(by_copy(half_copy, rows, threads, bytes_of_row / 2.0));
  ways.push_back(by_double_columns(plain_double, s.plan, s.doubles, rows, threads, Prefetch::none));
  ways.push_back(by_double_columns(ahead_double, s.plan, s.doubles, rows, threads, Prefetch::ahead));
  add_batch(ways, fused, s, s.batches.wide(rows), options_of(threads));
  add_batch(ways, merit_narrow, s, s.batches.narrow(rows), options_of(threads));
  add_batch(ways, plan_ready, s, s.batches.wide(rows), options_of(threads), Setup::once);
  add_batch(ways, not_fused, s, s.batches.wide(rows), options_of(threads, false));
  add_batch(ways, in_128_bits, s, s.batches.wide(s.at_most(rows_of_wide_lanes)),
            options_of(threads, true, Lane::bits128));
  ways.push_back(
      by_integers("128-bit integers by hand", s.plan, s.table, s.at_most(rows_of_wide_lanes), threads));
  if (threads > 1) return ways;
  add_instruction_sets(ways, s);
  const std::size_t few = s.at_most(rows_of_slow_ways);
  ways.push_back(by_row_engine("Merit, row engine", s.plan, s.batches.wide(few)));
  if (s.plan == PlanName::canonical) ways.push_back(by_rationals("Boost rationals by hand", s.table, few));
  return ways;
}

Ways ways_in_cache(const Subject& s) {
  const eval::Batch batch = s.batches.wide(s.at_most(rows_in_cache));
  Ways ways;
  ways.push_back(by_double_columns(plain_double, s.plan, s.doubles, batch.rows, 1, Prefetch::none));
  add_batch(ways, fused, s, batch, options_of(1), Setup::once);
  add_batch(ways, not_fused, s, batch, options_of(1, false), Setup::once);
  add_batch(ways, in_128_bits, s, batch, options_of(1, true, Lane::bits128), Setup::once);
  return ways;
}

/// So many rows that starting a thread is little beside them, so few that they stay in a cache.
Ways ways_of_threads(const Subject& s, std::size_t rows, unsigned threads) {
  const eval::Batch batch = s.batches.narrow(s.at_most(rows));
  Ways ways;
  add_batch(ways, merit_narrow, s, batch, options_of(1), Setup::once);
  add_batch(ways, merit_narrow + std::string(", threads"), s, batch, options_of(threads), Setup::once);
  return ways;
}

// ---- the goals

double ratio(std::span<const Line> lines, const std::string& above, const std::string& below) {
  return line_of(lines, above)->best / line_of(lines, below)->best;
}

/// Those of issue and README. The second plan may miss the first one's by 15%.
std::vector<Goal> goals_in_memory(PlanName plan, std::span<const Line> lines, unsigned threads) {
  const double more = plan == PlanName::canonical ? 1 : 1.15;
  const std::string with = " (" + std::to_string(threads) + (threads > 1 ? " threads)" : " thread)");
  const std::string by_hand = ratio(lines, plain_double, ahead_double) < 1 ? plain_double : ahead_double;
  std::vector<Goal> goals = {
      {"Merit / " + by_hand + with, ratio(lines, fused, by_hand), 1.10 * more, 0},
      {"Merit, narrow columns / " + by_hand + with, ratio(lines, merit_narrow, by_hand), 0.80 * more, 0},
      {"Merit / memcpy" + with, ratio(lines, fused, copy), (threads > 1 ? 1.15 : 1.4) * more, 0}};
  for (const auto& [peer, least] : {std::pair{"DuckDB, integers", 20}, {"DuckDB, DECIMAL", 50}})
    if (line_of(lines, peer) != nullptr)
      goals.push_back({peer + (" / Merit" + with), ratio(lines, peer, fused), 0, least / more});
  return goals;
}

// ---- a plan

bool is_right(const Line& line) {
  if (line.results == Results::none) return true;
  if (line.results == Results::exact) return !line.wrong.any() && !line.differs_from_row_engine.any();
  // Of another plan, nearly all rows would be wrong. (Ties are common here, and doubles lose them.)
  return line.wrong.score <= line.rows / 5 && line.wrong.pay <= line.rows / 5;
}

class Session {
 public:
  Session(const Options& options, const Subject& subject) : options_(options), s_(subject) {}

  void in_memory(unsigned threads, const ColumnFiles* files, const std::string& python) {
    const Ways ways = ways_in_memory(s_, threads);
    std::vector<Line> lines = measure(ways, {options_.rounds, 1}, s_.reference);
    if (files != nullptr)
      for (Line& line : measure_duckdb(python, s_.plan, *files, threads, 3, s_.reference))
        lines.push_back(std::move(line));
    show("in memory, " + std::to_string(threads) + (threads > 1 ? " threads" : " thread") +
             "; Merit's times begin with the plan's file",
         lines);
    if (threads == 1) {
      std::cout << "memcpy reads and writes its bytes; scoring by hand reads " << bytes_read << " and writes "
                << bytes_written << " of " << bytes_of_row << '\n';
      show_programs(ways);
    }
    for (Goal& goal : goals_in_memory(s_.plan, lines, threads)) goals_.push_back(std::move(goal));
  }

  void in_cache() {
    const std::vector<Line> lines = measure(ways_in_cache(s_), {options_.rounds, repeats(400)}, s_.reference);
    show("in cache: the same 4,096 rows again and again, one thread, the plan ready", lines);
    goals_.push_back({"not fused / fused, in cache", ratio(lines, not_fused, fused), 3, 0});
    goals_.push_back({"all in 128 bits / fast, in cache", ratio(lines, in_128_bits, fused), 8, 0});
  }

  void threads_in_cache() {
    if (options_.threads < 2) return;
    std::vector<Line> all;
    for (std::size_t rows : {std::size_t{1} << 16, std::size_t{1} << 18}) {
      const Ways ways = ways_of_threads(s_, rows, options_.threads);
      const std::vector<Line> lines = measure(ways, {options_.rounds, repeats(20)}, s_.reference);
      all.insert(all.end(), lines.begin(), lines.end());
      goals_.push_back({"one thread / " + std::to_string(options_.threads) + " threads, in cache, " +
                            std::to_string(lines[0].rows) + " rows",
                        lines[0].best / lines[1].best, 0, 1.85});
    }
    show("threads in cache: the same rows in narrow columns again and again, the plan ready", all);
  }

  bool finish() const {
    if (!options_.is_tiny) bench::print(goals_);
    return is_right_;
  }

 private:
  std::size_t repeats(std::size_t n) const { return options_.is_tiny ? 1 : n; }

  static void show_programs(const Ways& ways) {
    for (const char* name : {fused, not_fused, in_128_bits, merit_narrow})
      for (const auto& way : ways)
        if (way->name() == name) bench::print(dynamic_cast<const BatchWay&>(*way));
  }

  void show(const std::string& title, std::span<const Line> lines) {
    bench::print(text_of(s_.plan) + ", " + title, lines,
                 lines[0].name == merit_narrow ? merit_narrow : fused);
    for (const Line& line : lines) {
      if (is_right(line)) continue;
      is_right_ = false;
      std::cout << "WRONG: " << line.name << '\n';
    }
    Wrong differs;
    for (const Line& line : lines)
      if (line.results == Results::exact) add(differs, line.differs_from_row_engine);
    std::cout << "exact ways against the row engine, its first " << s_.reference.by_row_engine.size()
              << " rows: " << differs.score << " / " << differs.coefficient << " / " << differs.pay
              << " differ\n";
  }

  const Options& options_;
  const Subject& s_;
  std::vector<Goal> goals_;
  bool is_right_ = true;
};

bool run(const Options& options) {
  const unsigned all = std::thread::hardware_concurrency();
  if (!options.csv.empty()) return write_csv(options.csv, options.rows, seed);
  const Table table = canonical_data(options.rows, seed, all);
  const DoubleColumns doubles(table, all);
  const std::string python = options.asks_duckdb ? duckdb_python() : std::string();
  if (options.asks_duckdb && python.empty())
    std::cout << "without DuckDB: bench/canonical/install-peers has not been run\n";
  const std::optional<ColumnFiles> files =
      python.empty() ? std::nullopt : std::optional<ColumnFiles>(std::in_place, table);
  bool is_right = true;
  for (PlanName plan : options.plans) {
    const Subject subject = subject_of(plan, table, doubles);
    Session session(options, subject);
    session.in_memory(1, files ? &*files : nullptr, python);
    if (options.threads > 1) session.in_memory(options.threads, files ? &*files : nullptr, python);
    session.in_cache();
    session.threads_in_cache();
    is_right &= session.finish();
  }
  return is_right;
}

}  // namespace

}  // namespace merit::bench

int main(int argc, char** argv) {
  using namespace merit::bench;
  return run(options_of({argv + 1, argv + argc})) ? EXIT_SUCCESS : EXIT_FAILURE;
}
