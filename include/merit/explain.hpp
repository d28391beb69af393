// Explanations: why a number is that number.
#pragma once

#include <memory>
#include <string>

#include "merit/score.hpp"

namespace merit {
inline namespace v0 {

struct ExplainOptions {
  std::string who;         ///< the key; of a table without keys the line of its file
  std::string period;      ///< empty: the last one
  std::string node;        ///< a name or path; empty: everything that leaves
  std::string table = {};  ///< of which table `who` is a row; empty: the people
};

/// The explanation of one row: every value on the way, before and after each rounding, the slice, cap or gate
/// that acted, and the rule's place in the plan.
class MERIT_EXPORT Explanation {
 public:
  std::string to_text(Language language = Language::en) const;
  /// Every operator with its arguments and value, so that each line can be recomputed from its children.
  std::string to_json() const;

  /// Whether the row has no results, because something in it failed.
  bool failed() const;

  struct State;
  explicit Explanation(std::shared_ptr<const State> state);

 private:
  std::shared_ptr<const State> state_;
};

/// Errors: nobody of that name, no such period, no such node.
MERIT_EXPORT Result<Explanation> explain(const Data& data, const ExplainOptions& options);

}  // namespace v0
}  // namespace merit
