// The reference's tables: every field, word, type and function, as Markdown. Floor 5.
//
// Made from the tables that also read plans, so it cannot promise what Merit does not accept. What the fields
// mean together is docs/language.md's; this is for looking up.
#pragma once

#include <string>
#include <string_view>

#include "merit/language.hpp"

namespace merit::report {

/// Returns the whole page, docs/reference.md or docs/reference.zh.md.
std::string reference_tables(Language language);

/// Returns the part about a word, a map of fields (`input`, `item` ...), a type, a function, or a sign or
/// word of formulas (`where`, `<=`); "" when there is none of that name.
std::string reference_part(std::string_view name, Language language);

}  // namespace merit::report
