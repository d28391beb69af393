// The functions of formulas that look at one row. Floor 3.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/lower.hpp"

namespace merit::graph {

/// For messages, the reference and completion: "clamp(x, low, high)" and what it gives.
struct FunctionInfo {
  std::string_view name;
  std::string_view form;
  std::size_t fewest;
  std::size_t most;
  std::string_view doc_en;
  std::string_view doc_zh;
};
const std::vector<FunctionInfo>& functions();
/// Those that look at other rows.
const std::vector<FunctionInfo>& aggregates();
/// Those that look at earlier periods.
const std::vector<FunctionInfo>& history_functions();
/// The same over the rows of a group.
const std::vector<FunctionInfo>& group_functions();
/// What may stand behind `period.`: what it gives of the row's period.
struct PeriodField {
  std::string_view name;
  CalendarFunction function;
  Type type;
  std::string_view doc_en;
  std::string_view doc_zh;
};
const std::vector<PeriodField>& period_fields();
/// Whether a call is one of those that look at other rows, and not `sum(a, b)` of one row.
bool is_aggregate(const formula::Node& call);

class Functions {
 public:
  explicit Functions(Lowering& lowering) : l_(lowering), b_(lowering.builder_) {}
  std::optional<Value> call(const formula::Node& node);
  std::optional<Value> period(const formula::Node& node);

 private:
  using Args = std::vector<Value>;
  std::optional<Value> apply(std::string_view name, const formula::Node& node, Args args);
  std::optional<Value> extreme(const formula::Node& node, const Args& args, bool largest);
  std::optional<Value> clamp(const formula::Node& node, const Args& args);
  std::optional<Value> round(const formula::Node& node);
  std::optional<Value> rounded(const formula::Node& node, const Value& x, const Rounding& how);
  std::optional<Value> total(const formula::Node& node, const Args& args, bool mean);
  std::optional<Value> count_true(const formula::Node& node, const Args& args);
  std::optional<Value> has(const formula::Node& node);
  std::optional<Value> along(const formula::Node& node, const Args& args, int direction);
  std::optional<Value> part(const formula::Node& node, const Args& args);
  std::optional<Value> date_function(std::string_view name, const formula::Node& node, const Args& args);
  std::nullopt_t unknown(const formula::Node& node);
  std::nullopt_t unknown_mode(const formula::Node& node);
  Text written(const formula::Node& node) const;  ///< as the plan says it, for messages
  bool is_whole(const formula::Node& node, const Args& args, std::size_t i);
  std::optional<Type> common(const formula::Node& node, const Args& args);
  bool all_of(const formula::Node& node, const Args& args, ValueKind kind, std::size_t from, std::size_t to);
  Value made(NodeId node, Type type, const Args& args);

  Lowering& l_;
  Builder& b_;
};

}  // namespace merit::graph
