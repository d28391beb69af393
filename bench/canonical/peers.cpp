#include "peers.hpp"

#include <cmath>
#include <cstring>
#include <vector>

#include "by_rational.hpp"

namespace merit::bench {

namespace {

class Copy : public Way {
 public:
  Copy(std::string name, std::size_t rows, unsigned threads, double bytes)
      : Way(std::move(name), rows, threads, Results::none),
        from_(static_cast<std::size_t>(static_cast<double>(rows) * bytes), 1),
        to_(from_.size()) {}

  // A thread copies its share in one go: the library then writes past the caches where that is faster.
  void run() override {
    const std::size_t share = (from_.size() + threads() - 1) / threads();
    in_parallel(from_.size(), threads(), share, [&](std::size_t begin, std::size_t end) {
      std::memcpy(to_.data() + begin, from_.data() + begin, end - begin);
    });
  }

 private:
  std::vector<std::uint8_t> from_, to_;
};

class Double : public Way {
 public:
  Double(std::string name, PlanName plan, const DoubleColumns& columns, std::size_t rows, unsigned threads,
         by_double::Prefetch prefetch)
      : Way(std::move(name), rows, threads, Results::near),
        score_(plan == PlanName::canonical ? by_double::canonical : by_double::second),
        columns_(columns),
        prefetch_(prefetch),
        results_(rows) {}

  void run() override {
    in_parallel(rows(), threads(), rows_at_a_time, [&](std::size_t begin, std::size_t end) {
      score_(columns_, begin, end, results_, prefetch_);
    });
  }

  // The nearest cent: a difference in the last place of a double is not held against it.
  Scored result(std::size_t row) const override {
    return {std::llround(results_.score[row] * 100), results_.coefficient[row],
            std::llround(results_.pay[row] * 100)};
  }

 private:
  decltype(&by_double::canonical) score_;
  const DoubleColumns& columns_;
  by_double::Prefetch prefetch_;
  DoubleResults results_;
};

class Integers : public Way {
 public:
  Integers(std::string name, PlanName plan, const Table& table, std::size_t rows, unsigned threads)
      : Way(std::move(name), rows, threads, Results::exact),
        score_(plan == PlanName::canonical ? by_integer::canonical : by_integer::second),
        table_(table),
        results_(rows) {}

  void run() override {
    in_parallel(rows(), threads(), rows_at_a_time, [&](std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row) results_[row] = score_(by_integer::Row(table_, row));
    });
  }

  Scored result(std::size_t row) const override { return results_[row]; }

 private:
  decltype(&by_integer::canonical) score_;
  const Table& table_;
  std::vector<Scored> results_;
};

class Rationals : public Way {
 public:
  Rationals(std::string name, const Table& table, std::size_t rows)
      : Way(std::move(name), rows, 1, Results::exact), results_(rows) {
    for (std::size_t row = 0; row < rows; ++row) rows_of_numbers_.push_back(by_rational::row_of(table, row));
  }

  void run() override {
    for (std::size_t row = 0; row < rows(); ++row)
      results_[row] = by_rational::canonical(rows_of_numbers_[row]);
  }

  Scored result(std::size_t row) const override { return results_[row]; }

 private:
  std::vector<by_rational::Row> rows_of_numbers_;
  std::vector<Scored> results_;
};

}  // namespace

std::unique_ptr<Way> by_copy(std::string name, std::size_t rows, unsigned threads, double bytes) {
  return std::make_unique<Copy>(std::move(name), rows, threads, bytes);
}

std::unique_ptr<Way> by_double_columns(std::string name, PlanName plan, const DoubleColumns& columns,
                                       std::size_t rows, unsigned threads, by_double::Prefetch prefetch) {
  return std::make_unique<Double>(std::move(name), plan, columns, rows, threads, prefetch);
}

std::unique_ptr<Way> by_integers(std::string name, PlanName plan, const Table& table, std::size_t rows,
                                 unsigned threads) {
  return std::make_unique<Integers>(std::move(name), plan, table, rows, threads);
}

std::unique_ptr<Way> by_rationals(std::string name, const Table& table, std::size_t rows) {
  return std::make_unique<Rationals>(std::move(name), table, rows);
}

}  // namespace merit::bench
