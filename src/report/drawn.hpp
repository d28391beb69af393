// How pictures call the things of a plan. Floor 5.
#pragma once

#include <string>
#include <vector>

#include "graph/graph.hpp"
#include "graph/reads.hpp"

namespace merit::report {

std::string drawn_label(const graph::Entity& entity, Language language);
std::string drawn_label(const graph::Input& input, Language language);
/// "70 points", "extra", "not counted"; "" for what is no item of the score.
std::string drawn_weight(const graph::Entity& entity, Language language);
/// The key is drawn where a formula reads it; every plan has it.
bool is_drawn(const std::vector<graph::Reads>& reads, std::uint32_t input);

}  // namespace merit::report
