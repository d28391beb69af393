// Names: what each name of a plan stands for. Floor 3.
//
// One flat namespace for each table (key, inputs, values, backs), and for the people the paths of score and
// pay too. Parameters, definitions, single tables and lists are common to all. Members of lists are names of
// last resort.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/diagnostic.hpp"
#include "graph/graph.hpp"

namespace merit::graph {

enum class SymbolKind : std::uint8_t {
  input,
  param,
  define,
  entity,
  back,   ///< of graph.refs: the rows that name a row of this table
  table,  ///< a table with a single row
};

struct Symbol {
  SymbolKind kind = SymbolKind::input;
  std::uint32_t index = 0;  ///< of inputs, parameters, definitions, entities, refs or tables
  Span span;                ///< where it is declared
};

/// `name` with its ASCII letters in lower case.
std::string without_case(std::string_view name);

class Scope {
 public:
  Scope() = default;
  /// The names of another table; `common` holds what all tables share, and outlives this.
  explicit Scope(const Scope* common) : common_(common) {}

  /// Declares a name; a name twice is reported with both places, and the first stays. Warns of names that
  /// differ only in the case of letters.
  void declare(const std::string& name, Symbol symbol, Diagnostics& diagnostics);
  const Symbol* find(const std::string& name) const;
  /// Lists that hold `member`, by index.
  std::vector<std::uint32_t> lists_with(const std::string& member) const;
  /// Says that a name, or (without one) something unknown, was refused where it was declared: a second word
  /// about it where it is used would say nothing new.
  void declare_broken(const std::string& name) { broken_.insert(name); }
  void declare_broken() { is_incomplete_ = true; }
  bool may_be_broken(const std::string& name) const {
    return is_incomplete_ || broken_.contains(name) || (common_ && common_->may_be_broken(name));
  }
  void add_member(const std::string& member, std::uint32_t list) { members_[member].push_back(list); }
  /// All names, for "did you mean".
  const std::vector<std::string>& names() const { return names_; }

 private:
  const Symbol* find_common(const std::string& name) const;

  const Scope* common_ = nullptr;
  std::unordered_map<std::string, Symbol> symbols_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> members_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::string> folded_;  ///< name without case -> the first such name
  std::unordered_set<std::string> broken_;
  bool is_incomplete_ = false;
};

}  // namespace merit::graph
