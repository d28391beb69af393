#include "report/earlier.hpp"

#include "report/cell_text.hpp"

namespace merit::report {

namespace {

Text what_of(const graph::PastData& data, const std::string& name) {
  using enum graph::PastFunction;
  switch (data.function) {
    case last: return data.window.is_exact ? Text::same(name) : Text{"last " + name, "最近一次的 " + name};
    case sum: return {"sum of " + name, name + " 合计"};
    case count: return {"number of " + name, name + " 个数"};
    case min: return {"smallest " + name, name + " 最小"};
    case max: return {"largest " + name, name + " 最大"};
    case any: return {"whether ever " + name, "是否曾有 " + name};
    case streak: break;
  }
  return {name + " in a row", name + " 连续期数"};
}

// The periods that were read, with what was there; of yes and no those that held.
std::string periods_of(const Explained& row, const graph::PastData& data, graph::NodeId node,
                       Language language) {
  constexpr std::size_t most = 12;
  const Type& type = row.graph->kept[data.kept].type;
  const bool is_told_whole = data.function == graph::PastFunction::last;
  std::vector<std::string> told;
  for (const auto& [period, cell] : row.earlier(node)) {
    if (!cell.is_value()) continue;
    if (type.kind == ValueKind::boolean && !is_told_whole && !cell.flag) continue;
    const bool has_value = type.kind != ValueKind::boolean && !is_told_whole;
    const char* const is = language == Language::zh ? "：" : ": ";
    told.push_back(period + (has_value ? is + people_text(*row.graph, cell, type) : ""));
  }
  if (told.empty()) return "";
  const bool is_zh = language == Language::zh;
  const std::size_t first = told.size() > most ? told.size() - most : 0;
  std::string all = first == 0 ? "" : "... " + std::to_string(first) + (is_zh ? " 期；" : " earlier; ");
  for (std::size_t i = first; i < told.size(); ++i) all += (i > first ? (is_zh ? "；" : "; ") : "") + told[i];
  return is_zh ? "（" + all + "）" : " (" + all + ")";
}

}  // namespace

std::string earlier_text(const Explained& row, graph::NodeId node, Language language) {
  const auto& data = row.graph->payload<graph::PastData>(node);
  const Text what = what_of(data, "`" + row.graph->kept[data.kept].name + "`");
  const graph::Cell& cell = row.engine->demand(node);
  const std::string value = people_text(*row.graph, cell, (*row.graph)[node].type);
  return (language == Language::zh ? "本期之前：" : "before this period: ") + what.in(language) + " = " +
         value + periods_of(row, data, node, language);
}

}  // namespace merit::report
