// One formula on its own: `2/3 * 3` is 2.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "merit/result.hpp"

namespace merit {
inline namespace v0 {

struct EvaluateOptions {
  /// Names the formula may read: a number with its suffix, true, false, a date, or any text.
  std::vector<std::pair<std::string, std::string>> values = {};
  /// What `round(x, 2)` without a mode does, and when `round_result` how the result is rounded: "2 half_up".
  std::string rounding = "0 half_up";
  bool round_result = false;
};

struct Evaluated {
  std::string text;         ///< exact: "0.52", "2/3", "true", a date, a text; "" when absent or failed
  bool absent = false;      ///< there is no value
  std::string failed_code;  ///< "E0611" when a row would fail here
  std::string failed_en, failed_zh;
};

/// Errors: what is wrong with the formula itself.
MERIT_EXPORT Result<Evaluated> evaluate(const std::string& formula, const EvaluateOptions& options = {});

}  // namespace v0
}  // namespace merit
