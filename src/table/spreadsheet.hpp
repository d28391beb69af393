// Cells as spreadsheets write them. Floor 1.
//
// Merit reads such cells only where the plan allows their form; here stands what a form is and what a cell of
// it means. All texts are UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace merit::table {

/// The forms that a plan allows under `data: {allow: [...]}`.
struct CellForms {
  bool thousands_marks = false;    ///< 1,234.56
  bool full_width_digits = false;  ///< １２３, also in dates and periods
  bool formulas = false;           ///< texts and keys that a spreadsheet would take for formulas
  bool scientific_keys = false;    ///< keys and refs such as 1.2E+11
  friend bool operator==(const CellForms&, const CellForms&) = default;
};

/// Forms that either of the two has.
CellForms both(const CellForms& a, const CellForms& b);

/// What a plan writes for these forms: "data: {allow: [thousands_marks, formulas]}".
std::string written_in_plan(const CellForms& forms);

/// The text with full-width digits, point, comma, minus and percent sign made ASCII.
std::string narrow(std::string_view text);

/// A number whose integer part stands in groups of three, without their commas: "-1,234.5" gives "-1234.5".
/// Nothing when the text has no comma or they stand elsewhere. What follows the groups is taken as it is.
std::optional<std::string> without_thousands_marks(std::string_view text);

/// The text as Merit writes numbers, as far as `allowed` goes; nothing when nothing changes.
std::optional<std::string> plain_number(std::string_view text, const CellForms& allowed);

/// The same for dates and periods.
std::optional<std::string> plain_date(std::string_view text, const CellForms& allowed);

/// Whether the text is what most keys are: ASCII letters, digits, `-` and `_` behind a letter, or digits
/// alone. Nothing below holds for such a one.
bool is_plain_key(std::string_view text);

/// Whether a spreadsheet that opens this text as a cell would take it for a formula: behind blanks it begins
/// with `=`, `+`, `@` or `-`, in either width. A number and a lone `-` are none.
bool is_formula(std::string_view text);

/// Tells whether a text begins or ends with a blank or holds a sign that nobody sees: two such keys look the
/// same and are two people.
bool has_unseen(std::string_view text);

/// Whether the text is a number as spreadsheets show long ids: 1.2E+11.
bool is_scientific(std::string_view text);

}  // namespace merit::table
