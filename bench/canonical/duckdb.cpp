#include "duckdb.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "../support.hpp"

namespace merit::bench {

namespace fs = std::filesystem;

namespace {

std::string output_of(const std::string& command) {
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) give_up("cannot run " + command);
  std::string output;
  char buffer[4096];
  for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) output.append(buffer, n);
  if (pclose(pipe) != 0) give_up("this failed: " + command);
  return output;
}

std::vector<std::int64_t> numbers_of(const std::string& path, std::size_t rows) {
  std::vector<std::int64_t> numbers(rows);
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(numbers.data()), static_cast<std::streamsize>(rows * sizeof numbers[0]));
  if (!file) give_up("cannot read " + path);
  return numbers;
}

/// The results that the script left in files.
class Found : public Way {
 public:
  Found(std::string name, const std::string& prefix, std::size_t rows, unsigned threads, Results results)
      : Way(std::move(name), rows, threads, results),
        score_(numbers_of(prefix + ".score.i64", rows)),
        coefficient_(numbers_of(prefix + ".coefficient.i64", rows)),
        pay_(numbers_of(prefix + ".pay.i64", rows)) {}

  void run() override {}
  Scored result(std::size_t row) const override { return {score_[row], coefficient_[row], pay_[row]}; }

 private:
  std::vector<std::int64_t> score_, coefficient_, pay_;
};

}  // namespace

ColumnFiles::ColumnFiles(const Table& table)
    : folder_(fs::temp_directory_path() / ("merit-canonical-" + std::to_string(getpid()))),
      rows_(table.rows) {
  fs::create_directory(folder_);
  for (std::size_t which = 0; which < column::count; ++which) {
    std::ofstream file(folder_ + "/" + table.names[which] + ".i64", std::ios::binary);
    file.write(reinterpret_cast<const char*>(table.columns[which]),
               static_cast<std::streamsize>(rows_ * sizeof(std::int64_t)));
    if (!file.flush()) give_up("cannot write to " + folder_);
  }
}

ColumnFiles::~ColumnFiles() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string duckdb_python() {
  const std::string path = MERIT_ROOT "/build/peers/bin/python";
  return fs::exists(path) ? path : std::string();
}

std::vector<Line> measure_duckdb(const std::string& python, PlanName plan, const ColumnFiles& files,
                                 unsigned threads, std::size_t rounds, const Reference& reference) {
  const std::string command = "'" + python + "' '" MERIT_ROOT "/bench/canonical/duckdb_peer.py' " +
                              text_of(plan) + " '" + files.folder() + "' --threads " +
                              std::to_string(threads) + " --rounds " + std::to_string(rounds);
  const nlohmann::json answer = nlohmann::json::parse(output_of(command));
  std::vector<Line> lines;
  for (const auto& [way, name, results] : {std::tuple{"exact", "DuckDB, integers", Results::exact},
                                           {"natural", "DuckDB, DECIMAL", Results::near}}) {
    Line& line = lines.emplace_back();
    judge(line, Found(name, files.folder() + "/" + way, files.rows(), threads, results), reference);
    set_times(line, answer.at("seconds").at(way).get<std::vector<double>>(), files.rows());
  }
  return lines;
}

}  // namespace merit::bench
