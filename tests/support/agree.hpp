// Random rows for any plan, computed by the batch engine and by the row engine: do they say the same?
//
// Rows are made to be awkward: zeros, ends of ranges, values on the knots of the plan's curves and beside
// them, whole percentages of the column before, absent cells, cells that are not what the plan asks for, and
// now and then numbers far beyond what plans promise. The same seed gives the same rows on every machine.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "eval/batch/engine.hpp"
#include "eval/batch/reader.hpp"
#include "eval/row/engine.hpp"

namespace merit::agree {

using eval::Int128;

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u + 0x1234567u) {}
  std::uint64_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_;
  }
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(next() % (static_cast<std::uint64_t>(high - low) + 1));
  }
  bool one_in(std::uint64_t n) { return next() % n == 0; }

 private:
  std::uint64_t state_;
};

/// Cells of rows, made as asked for: input by input, each column from the top.
class RandomRows {
 public:
  RandomRows(const graph::Graph& graph, std::uint64_t seed) : graph_(graph), random_(seed) {
    for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) find_interesting(graph::NodeId{i});
    for (const graph::Input& input : graph.inputs) scaled_.push_back(scaled(input));
  }

  eval::OwnedBatch make(std::size_t rows, TextPool& texts) {
    before_.assign(rows, 0);
    is_wild_ = random_.one_in(8);
    const auto read = [this](std::size_t row, std::size_t input, graph::Cell& out) {
      const bool is_key = input == 0 && graph_.inputs[0].type.kind == ValueKind::text;
      out = is_key ? graph::Cell::of_text("M-00" + std::to_string(random_.between(0, 9)))
                   : cell(graph_.inputs[input], row);
    };
    eval::OwnedBatch made = eval::make_batch(graph_, rows, read, texts);
    if (!graph_.period.empty()) {
      const Period period = *graph_.calendar->parse(graph_.calendar->example());
      made.batch.periods.assign(rows, period);
    }
    return made;
  }

 private:
  void find_interesting(graph::NodeId id) {
    const graph::Op op = graph_[id].op;
    if (op == graph::Op::curve)
      for (const graph::Knot& k : graph_.payload<graph::Curve>(id).knots) interesting_.push_back(k.x);
    if (op != graph::Op::constant) return;
    const graph::Cell& c = graph_.payload<graph::Cell>(id);
    if (graph_[id].type.kind == ValueKind::text) texts_.push_back(c.text);
    else interesting_.push_back(c.number);
  }

  graph::Cell cell(const graph::Input& input, std::size_t row) {
    using graph::Cell;
    if (random_.one_in(400)) return Cell::failed(random_.one_in(2) ? input.form_site : input.missing_site);
    if (input.missing == graph::Missing::skip && random_.one_in(6)) return Cell::absent();
    switch (input.type.kind) {
      case ValueKind::boolean: return Cell::of(random_.one_in(2));
      case ValueKind::text:
        return Cell::of_text(texts_.empty() || random_.one_in(4) ? "t" + std::to_string(random_.between(0, 9))
                                                                 : texts_[random_.next() % texts_.size()]);
      case ValueKind::member: {
        const auto members = static_cast<std::int64_t>(graph_.lists[input.type.list].members.size());
        return Cell::of(Rational(random_.between(0, members - 1)));
      }
      case ValueKind::date: {
        if (!interesting_.empty() && random_.one_in(3)) {
          const Rational& x = interesting_[random_.next() % interesting_.size()];
          if (decimals_of(x) == 0 && abs(x) < 100000) return Cell::of(x);
        }
        return Cell::of(Rational(random_.between(15000, 22000)));
      }
      case ValueKind::number: break;
    }
    // In units of the input's last digit.
    const Scaled& of = scaled_[static_cast<std::size_t>(&input - graph_.inputs.data())];
    Int128 n = number(of, row);
    if (of.low && n < *of.low) n = *of.low;
    if (of.high && n > *of.high) n = *of.high;
    if (of.low && n < *of.low) return Cell::failed(input.range_site);
    before_[row] = n;
    before_digits_ = input.type.digits;
    return Cell::of(Rational(Integer(n), power_of_ten(input.type.digits)));
  }

  // A number input, with what numbers of it are made of.
  struct Scaled {
    std::optional<Int128> low, high;
    std::vector<Int128> interesting;
    int digits = 0;
    Int128 one = 1;
  };

  Scaled scaled(const graph::Input& input) const {
    Scaled result;
    if (!input.type.is_number()) return result;
    const Integer scale = power_of_ten(input.type.digits);
    result.digits = input.type.digits;
    result.one = static_cast<Int128>(scale);
    if (input.range.low) result.low = static_cast<Int128>(eval::ceiling_of(*input.range.low * scale));
    if (input.range.high) result.high = static_cast<Int128>(eval::floor_of(*input.range.high * scale));
    for (const Rational& x : interesting_)
      if (abs(x) < power_of_ten(15))
        result.interesting.push_back(static_cast<Int128>(eval::floor_of(x * scale)));
    return result;
  }

  Int128 number(const Scaled& of, std::size_t row) {
    const Int128 low = of.low.value_or(-1000000 * of.one), high = of.high.value_or(1000000 * of.one);
    const std::size_t known = of.interesting.size();
    const Int128 interesting = known == 0 ? of.one : of.interesting[random_.next() % known];
    Int128 before = before_[row];
    for (int digits = before_digits_; digits < of.digits; ++digits) before *= 10;
    for (int digits = before_digits_; digits > of.digits; --digits) before /= 10;
    switch (random_.between(0, 11)) {
      case 0: return 0;
      case 1: return low;
      case 2: return high;
      case 3:
      case 4:
        if (known > 0) return interesting + random_.between(-1, 1);
        break;
      case 5: return before;
      case 6:
      case 7: return before * random_.between(0, 150) / 100 + random_.between(-1, 1) * random_.between(0, 1);
      case 8: return random_.between(-100, 1000);
      case 9: return small(before) * small(interesting) / of.one + random_.between(-1, 1);
      case 10:
        if (is_wild_)
          return Int128(random_.between(-9000000000000000, 9000000000000000)) *
                 (random_.one_in(9) ? 100000000000 : 1);
        break;
      default: break;
    }
    const Int128 most = std::clamp<Int128>(high - low, 0, 1000000000000);
    return low + random_.between(0, static_cast<std::int64_t>(most));
  }

  // The product of two of these has room.
  static Int128 small(Int128 n) {
    constexpr Int128 end = Int128(1) << 62;
    return n > end || n < -end ? Int128(1) : n;
  }

  const graph::Graph& graph_;
  Random random_;
  std::vector<Rational> interesting_;
  std::vector<std::string> texts_;
  std::vector<Scaled> scaled_;
  std::vector<Int128> before_;
  int before_digits_ = 0;
  bool is_wild_ = false;
};

/// What was seen of rows that both engines computed.
struct Seen {
  std::size_t rows = 0, wrong = 0, failed = 0, absent = 0;
  std::string first_wrong;
  std::size_t first_row = 0;
};

inline std::string text_of(const graph::Cell& cell, ValueKind kind) {
  if (!cell.is_value()) return "absent";
  return kind == ValueKind::boolean ? (cell.flag ? "yes" : "no")
         : kind == ValueKind::text  ? cell.text
                                    : cell.number.str();
}

/// A cell of one kind may still hold what it held before in the fields of another.
inline bool same_value(const graph::Cell& a, const graph::Cell& b, ValueKind kind) {
  if (kind == ValueKind::boolean) return a.flag == b.flag;
  return kind == ValueKind::text ? a.text == b.text : a.number == b.number;
}

/// Computes every row of the batch by the row engine and compares.
inline void compare(const graph::Graph& graph, const eval::OwnedBatch& rows,
                    const eval::BatchResults& results, const TextPool& texts, eval::RowEngine& engine,
                    Seen& seen) {
  const eval::Batch& batch = rows.batch;
  std::size_t bad = 0;
  for (std::size_t row = 0; row < batch.rows; ++row) {
    for (std::size_t i = 0; i < graph.inputs.size(); ++i) engine.input(i) = batch.cell(graph, row, i);
    for (; bad < batch.bad_cells.size() && batch.bad_cells[bad].row == row; ++bad)
      engine.input(batch.bad_cells[bad].input) = graph::Cell::failed(batch.bad_cells[bad].site);
    const auto failed = engine.run({batch.periods.empty() ? nullptr : &batch.periods[row]});
    ++seen.rows;
    seen.failed += failed.has_value();
    std::string why;
    const auto site = results.site(row);
    if (failed != site)
      why = "failed at " + (failed ? std::to_string(failed->value) : "none") + ", in the batch at " +
            (site ? std::to_string(site->value) : "none");
    for (std::size_t i = 0; why.empty() && !failed && i < results.outputs.size(); ++i) {
      const graph::Cell& expected = engine[graph::leaving(graph, i)];
      const graph::Cell found = results.cell(row, i, &texts);
      seen.absent += expected.is_absent();
      const bool same = expected.is_absent()
                            ? found.is_absent()
                            : found.is_value() && same_value(found, expected, results.outputs[i].kind);
      const ValueKind kind = results.outputs[i].kind;
      if (!same) why = graph.outputs.size() > i ? graph.outputs[i].name : "a check";
      if (!same) why += ": " + text_of(expected, kind) + ", in the batch " + text_of(found, kind);
    }
    if (why.empty()) continue;
    if (seen.wrong++ > 0) continue;
    seen.first_row = row;
    seen.first_wrong = "row " + std::to_string(row) + " of " + std::to_string(batch.rows) + ": " + why + "\n";
    for (std::size_t i = 1; i < graph.inputs.size(); ++i)
      seen.first_wrong +=
          "  " + graph.inputs[i].name + " = " +
          (batch.cell(graph, row, i).is_absent() ? "absent" : batch.cell(graph, row, i).number.str()) + "\n";
  }
}

}  // namespace merit::agree
