// A plan, compiled: what everything else starts from.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "merit/result.hpp"

namespace merit {
inline namespace v0 {

/// What a plan reads or gives out.
struct Column {
  std::string name;  ///< a column of the data, or a path: "score.service", "pay.bonus"
  std::string type;  ///< "money", "points", "percent", "count", "days", "number", "text", "date", "bool", a
                     ///< list's name
  int digits = 0;    ///< decimals of a number
  std::string label_en, label_zh;
};

/// A file that a plan uses, from memory: `name` as the plan writes it under `use`.
struct PlanFile {
  std::string name;
  std::string text;
};

/// A compiled plan. Immutable and safe to share between threads; cheap to copy.
class MERIT_EXPORT Plan {
 public:
  /// Reads and compiles a plan file, with the files that it uses, from its folder on. Errors: all mistakes of
  /// the file in one run.
  static Result<Plan> load(const std::string& path);
  /// The same for a text; `name` is what messages call it. Files that it uses are looked for among `used`,
  /// never in the file system.
  static Result<Plan> parse(std::string text, const std::string& name = "plan.yaml",
                            const std::vector<PlanFile>& used = {});

  std::string name() const;
  std::string title(Language language) const;
  std::string key() const;             ///< the key column
  std::string period() const;          ///< "month" ..., or "" when the plan has none
  std::vector<Column> inputs() const;  ///< the key column is not among them
  std::vector<Column> outputs(
      const std::string& table = "") const;  ///< in the order of result files, without key, period and error
  /// Warnings that did not keep the plan from compiling.
  Problems warnings() const;
  /// How many parameters are marked `illustrative`.
  /// Whether periods read what earlier ones were: then a run has a state to go on from.
  bool has_history() const;
  int illustrative() const;
  /// How many items, values, components and checks it has.
  std::size_t nodes() const;

  struct State;
  explicit Plan(std::shared_ptr<const State> state);
  const State& state() const { return *state_; }

 private:
  std::shared_ptr<const State> state_;
};

/// The plan as written, as JSON, with the bytes of every scalar: for tools and for the oracle that checks
/// Merit.
MERIT_EXPORT Result<std::string> dump(const std::string& path);

/// What the plan costs the batch engine: ranges and bytes of its columns, and the steps that are not fast;
/// of a plan over tables, groups or earlier periods for each of its stages, with what it takes and gives.
MERIT_EXPORT std::string lanes(const Plan& plan, Language language);

enum class GraphForm : std::uint8_t { dot, mermaid, svg };
/// A picture of the plan: its inputs, values, items and components and what reads what.
MERIT_EXPORT std::string draw(const Plan& plan, GraphForm form, Language language);

}  // namespace v0
}  // namespace merit
