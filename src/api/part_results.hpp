// The results of a file that is scored part by part, put into the file that they belong to. Floor 6.
#pragma once

#include <atomic>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/digest.hpp"
#include "base/file.hpp"
#include "merit/merit.hpp"
#include "report/receipt.hpp"

namespace merit::api {

/// The results of a period's rows of a part.
struct PeriodScored {
  std::optional<Period> period;
  std::string csv;  ///< without a header
  report::Totals totals;
  std::vector<BrokenCheck> broken;
};

/// A row by what results of several periods are put in order.
using InOrder = std::pair<DayNumber, std::string>;

/// The first and the last row of a part, and whether its rows are in order.
struct Ends {
  InOrder first, last;
  bool are_ascending = true;
};

struct PartScored {
  std::size_t rows = 0;
  std::vector<Period> periods;       ///< of these rows
  std::vector<PeriodScored> scored;  ///< ascending
  std::optional<Ends> ends;          ///< of rows with periods, where all of them are asked for
  bool is_wrong = false;             ///< the part has mistakes: it is to be read again, to tell them
};

/// Takes parts in their order; one thread at a time.
class PartResults {
 public:
  /// Keeps references to all, which outlive it. `wanted`: the period that is asked for by its name.
  PartResults(const graph::Graph& graph, const ScoreOptions& options, Language language,
              const std::optional<Period>& wanted)
      : graph_(graph),
        options_(options),
        language_(language),
        wanted_(wanted),
        totals_(graph, graph::people) {}

  /// Begins the file. Returns false where it is none on a disk, or cannot be written (`diagnostics`).
  bool create(const std::string& path, bool with_digest);

  /// Whether the results of a period may be asked for. Any thread may ask.
  bool is_asked_for(const std::optional<Period>& period) const {
    return !period || (wanted_ ? *period == *wanted_ : options_.all_periods || latest_ <= period->start);
  }

  /// Returns false where the results cannot be written part by part: those of several periods are not in
  /// order. `is_forgotten`: only periods and rows are counted, because nothing will be written.
  bool add(const PartScored& part, bool is_forgotten);

  /// The file takes its place.
  void finish() { output_->finish(diagnostics_); }

  const FileScored& scored() const { return scored_; }
  FileScored take_scored();
  const std::set<Period>& periods() const { return periods_; }  ///< of the rows
  std::size_t rows() const { return rows_; }                    ///< of the data
  const report::Totals& totals() const { return totals_; }
  std::string digest() { return digest_->text(); }
  const Diagnostics& diagnostics() const { return diagnostics_; }

 private:
  /// Without a period that is named, the last one counts: what was made of an earlier one is forgotten.
  bool is_last_period() const { return !graph_.period.empty() && !options_.all_periods; }
  void add(const PeriodScored& made);
  void begin();
  void write(std::string_view bytes);

  const graph::Graph& graph_;
  const ScoreOptions& options_;
  const Language language_;
  const std::optional<Period>& wanted_;
  std::optional<OutputFile> output_;
  std::optional<Sha256> digest_;  ///< of what is written, for a receipt
  Diagnostics diagnostics_;
  bool is_begun_ = false;
  FileScored scored_;
  std::set<Period> periods_;
  std::size_t rows_ = 0;
  report::Totals totals_;
  std::optional<InOrder> last_;  ///< row that was added
  bool are_ascending_ = true;    ///< all rows
  std::atomic<DayNumber> latest_ =
      std::numeric_limits<DayNumber>::min();  ///< where the period begins that counts, as far as is known
};

/// Joins what is told of a check.
void add_broken(std::vector<BrokenCheck>& all, const BrokenCheck& more);

}  // namespace merit::api
