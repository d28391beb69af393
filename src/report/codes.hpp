// Every code Merit can report, for `merit help CODE`. Floor 5.
//
// Each folder owns its codes in `codes.def`; this is the one place that joins them. Not for reporting
// trouble: that uses the folder's own codes.hpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"

namespace merit::report {

/// Returns all codes in order.
const std::vector<const CodeInfo*>& all_codes();

/// Returns the code as people write it ("E0304", "e304", "304"), or nullptr.
const CodeInfo* find_code(std::string_view written);

/// What a code says whatever it is about: `…` stands for what it names. `help` is "" when there is none.
struct GeneralTexts {
  std::string message;
  std::string help;
};
GeneralTexts general_texts(const CodeInfo& info, Language language);

/// What follows from trouble of this severity, a sentence.
std::string_view consequence(Severity severity, Language language);

/// Returns the page of one code: what it says (with … for what it names), why, and what to do.
std::string help_page(const CodeInfo& info, Language language);

}  // namespace merit::report
