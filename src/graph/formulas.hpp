// The formulas of a plan, each parsed once. Floor 3.
//
// Knows where in the YAML file every part of a formula stands, and which scalars of a node are formulas.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "formula/syntax.hpp"
#include "plan/plan_text.hpp"

namespace merit::graph {

class Formulas {
 public:
  Formulas(const Sources& sources, Diagnostics& diagnostics) : sources_(sources), diagnostics_(diagnostics) {}

  /// The tree of a scalar, or nullptr when it does not parse (reported once, and not where its form was).
  const formula::Tree* parse(const plan::DocNode& scalar);
  /// An entry of a list that settles an order: without `asc` or `desc` behind it.
  const plan::DocNode& ordered(const plan::DocNode& entry);
  /// The place in the file of a part of a parsed scalar.
  Span span(const plan::DocNode& scalar, const formula::Node& part) const;

 private:
  const Sources& sources_;
  Diagnostics& diagnostics_;
  std::map<const plan::DocNode*, std::unique_ptr<formula::Tree>> trees_;
  std::map<const plan::DocNode*, plan::DocNode> ordered_;
};

/// Whether a number of the formula is written with `%`: then a weight is a share of its parent's.
bool mentions_percent(const formula::Tree& tree);
/// How the cell of an item is written: as a share of the weight (`40%`, nothing but a number), as points, or
/// as zero, which goes with both.
enum class CellForm : std::uint8_t { zero, percent, bare };
CellForm form_of_cell(const formula::Tree& tree);
/// Whether an entry of a list that settles an order ends in `desc`: the larger comes first.
bool is_descending(const plan::DocNode& entry);
/// Adds the scalars under `value` that are formulas when it is a field of this form.
void collect_formulas(Formulas& formulas, const plan::DocNode& value, plan::FieldForm form,
                      std::vector<const plan::DocNode*>& out);
/// Adds the formulas of all written fields of `fields`.
void collect_formulas(Formulas& formulas, const plan::Fields& fields, std::vector<const plan::DocNode*>& out);
/// Whether the scalar is a formula or a word of its choices.
bool is_choice(const plan::DocNode& scalar, const plan::Field& field);

}  // namespace merit::graph
