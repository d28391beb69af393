// Where a row stands in its group, in words. Floor 5.
#pragma once

#include <string>

#include "report/explain.hpp"

namespace merit::report {

/// "among 17 in East; tied with M-0042, told apart by `joined`": who else is there, and what decided between
/// equals. `node`: an `among` of the entity.
std::string standing_text(const Explained& row, const graph::Entity& entity, graph::NodeId node,
                          Language language);

}  // namespace merit::report
