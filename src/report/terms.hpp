// What a plan is written with beside fields, words and functions: types, and the signs and words of formulas.
// Floor 5.
#pragma once

#include <string_view>
#include <vector>

namespace merit::report {

struct Term {
  std::string_view names;  ///< what it is looked up by, with blanks between: "== != < <= > >="
  std::string_view form;   ///< how it is written
  std::string_view doc_en;
  std::string_view doc_zh;
};

/// The types of inputs, in the order of the field table.
const std::vector<Term>& types();

/// The signs and the reserved words of formulas.
const std::vector<Term>& formula_terms();

/// Whether `name` is one of the term's names.
bool is_called(const Term& term, std::string_view name);

}  // namespace merit::report
