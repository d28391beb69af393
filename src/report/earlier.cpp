#include "report/earlier.hpp"

#include "report/cell_text.hpp"

namespace merit::report {

namespace {

Text what_of(const graph::PastData& data, const std::string& name) {
  using enum graph::PastFunction;
  switch (data.function) {
    case last:
      return data.window.is_exact ? Text{name + " then", "当时的 " + name}
                                  : Text{"last " + name, "最近一次的 " + name};
    case sum: return {"sum of " + name, name + " 合计"};
    case count: return {"number of " + name, name + " 个数"};
    case min: return {"smallest " + name, name + " 最小"};
    case max: return {"largest " + name, name + " 最大"};
    case any: return {"whether ever " + name, "是否曾有 " + name};
    case streak: break;
  }
  return {name + " in a row", name + " 连续期数"};
}

}  // namespace

std::string earlier_text(const Explained& row, graph::NodeId node, Language language) {
  const auto& data = row.graph->payload<graph::PastData>(node);
  const Text what = what_of(data, "`" + row.graph->kept[data.kept].name + "`");
  const graph::Cell& cell = row.engine->demand(node);
  const std::string value = people_text(*row.graph, cell, (*row.graph)[node].type);
  return (language == Language::zh ? "本期之前：" : "before this period: ") + what.in(language) + " = " +
         value;
}

}  // namespace merit::report
