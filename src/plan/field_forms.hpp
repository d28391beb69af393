// The forms of field values: what can be told of a value without knowing what it means. Floor 2, private.
#pragma once

#include "base/diagnostic.hpp"
#include "plan/document.hpp"
#include "plan/fields.hpp"

namespace merit::plan {

/// Reports what is wrong with the form of a field's value, at its own place.
void check_form(const Entry& entry, const Field& field, Diagnostics& diagnostics);

/// Returns "a list", "a map", "one value", "nothing".
Text kind_in_words(const DocNode& node);

}  // namespace merit::plan
