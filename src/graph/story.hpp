// What a word may ask when it puts its result into a sentence. Floor 3; implemented by the explanation (floor
// 5).
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.hpp"
#include "graph/cell.hpp"

namespace merit::graph {

class Story {
 public:
  virtual ~Story() = default;
  /// The cell of the step with this role, or nullptr when there is none or it was not looked at.
  virtual const Cell* cell(std::string_view role, int index = 0) const = 0;
  /// The value of that step for people, in its unit: "952,000.00", "95.2%"; "–" when absent, "" when there is
  /// none.
  virtual Text value(std::string_view role, int index = 0) const = 0;
  /// The same as a percentage or as a plain number, whatever its unit.
  virtual Text percent(std::string_view role, int index = 0) const = 0;
  /// The field as written in the plan, or "" when it is not written.
  virtual std::string written(std::string_view field) const = 0;
  bool has(std::string_view role, int index = 0) const {
    const Cell* c = cell(role, index);
    return c && c->is_value();
  }
};

}  // namespace merit::graph
