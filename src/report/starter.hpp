// A first plan to start from, for `merit init`. Floor 5.
#pragma once

#include <string>

#include "merit/language.hpp"

namespace merit::report {

/// Returns a short plan that compiles, with names and comments in the language.
std::string starter_plan(Language language);

}  // namespace merit::report
