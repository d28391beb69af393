#include "report/drawn.hpp"

#include <algorithm>

#include "base/number_text.hpp"

namespace merit::report {

using graph::Entity;

std::string drawn_label(const Entity& e, Language language) {
  const auto say = [&](const Text& text) { return text.in(language); };
  if (!e.label.in(language).empty()) return e.label.in(language);
  if (e.is_of_score && e.is_whole()) return say({"Score", "得分"});
  if (e.is_of_pay && e.is_whole()) return say({"Pay", "薪酬"});
  return e.name;
}

std::string drawn_label(const graph::Input& input, Language language) {
  const std::string& label = input.label.in(language);
  return label.empty() ? input.name : label;
}

std::string drawn_weight(const Entity& e, Language language) {
  const auto say = [&](const Text& text) { return text.in(language); };
  if (e.is_extra) return say({"extra", "加减分"});
  if (e.weight && !e.weight->points) return say({"points that vary", "分值不定"});
  if (e.weight) return format_exact(*e.weight->points) + say({" points", " 分"});
  return e.is_of_score && !e.is_whole() ? say({"not counted", "不计分"}) : "";
}

bool is_drawn(const std::vector<graph::Reads>& reads, std::uint32_t input) {
  return input != 0 || std::any_of(reads.begin(), reads.end(), [](const graph::Reads& r) {
           return !r.inputs.empty() && r.inputs.front() == 0;
         });
}

}  // namespace merit::report
