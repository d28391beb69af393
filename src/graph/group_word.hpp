// What words about a group share: `by`, `where`, what is looked at, and what settles ties. Floor 3.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "graph/word.hpp"

namespace merit::graph {

/// What decides an order: arguments of the table's rows, and which of them put the larger first.
struct Ordering {
  std::vector<NodeId> nodes;
  std::vector<bool> descending;
};

class GroupWord {
 public:
  explicit GroupWord(WordContext& word);

  /// The keys that `by` names; none for `all`. Reports what cannot be a key.
  std::optional<std::vector<NodeId>> keys();
  /// What a field is for each peer: absent where it is, and where `where` does not hold.
  std::optional<Value> counted(std::string_view field);
  /// The same of a field that has an order: a number of fixed decimals, a date, a member.
  std::optional<Value> ranked(std::string_view field);
  /// A number of fixed decimals for each peer that takes part.
  std::optional<Value> number(std::string_view field);
  /// The same for every row, whether it takes part or not.
  std::optional<Value> own(std::string_view field);
  /// Yes for each peer that takes part.
  std::optional<Value> taking_part();
  /// A number that a group has once; read for the row itself.
  std::optional<Value> common(std::string_view field);
  /// The entries of a list that ends in the key of the table. Reports one that does not.
  std::optional<Ordering> settled(std::string_view field);
  /// The key of the table, or nothing (reported) where it has none.
  std::optional<NodeId> key();

  /// Makes the node of a function over the group: `first`, then the order, then the keys.
  NodeId among(AmongData data, std::vector<NodeId> first, const Ordering& order,
               const std::vector<NodeId>& keys, const Type& type, const Range& range);
  /// The sum of a number over those who take part.
  NodeId sum(const Value& x, const std::vector<NodeId>& keys);

 private:
  std::optional<Value> held(Value v);
  bool is_fixed(const Value& v, const plan::DocNode& at);
  bool is_key_name(const plan::DocNode& entry);
  bool is_no_choice(std::string_view field, const plan::DocNode& written);

  WordContext& word_;
  Context& context_;
  Lowering peer_;  ///< reads formulas for each peer
  std::uint32_t table_;
  std::optional<Value> where_;
  bool is_good_ = true;  ///< `where` could be read
};

/// `before`, the fields `by` and `where`, then `after`.
std::vector<plan::Field> group_fields(std::vector<plan::Field> before, std::vector<plan::Field> after);
/// `best: highest` or `lowest`, and the list `ties` or `rest`.
plan::Field best_field();
plan::Field order_field(const char* name, std::vector<std::string> choices = {});

/// Shares of the members of one list, the best first; they add up to 1.
struct Shares {
  std::uint32_t list = 0;
  std::vector<std::pair<std::uint32_t, Rational>> of;
};
/// Reports what is wrong with them.
std::optional<Shares> shares_of(WordContext& word, std::string_view field);

}  // namespace merit::graph
