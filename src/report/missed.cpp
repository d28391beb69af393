#include "report/missed.hpp"

#include <algorithm>

#include "graph/lower.hpp"

namespace merit::report {

namespace {

using graph::Fork;
using graph::ForkKind;
using graph::Way;

bool is_written(Span span) { return span != nowhere; }

Text operator+(Text a, const Text& b) {
  a.en += b.en;
  a.zh += b.zh;
  return a;
}

class Teller {
 public:
  Teller(const graph::Graph& graph, const Sources& sources) : graph_(graph), sources_(sources) {}

  Text nobody_came(const Fork& fork) const {
    return where(fork) + Text{": no case comes here", "：没有用例走到这里"};
  }

  // `ways`: those of the fork that were missed.
  Text missed(const Fork& fork, const std::vector<std::size_t>& ways) const {
    constexpr std::size_t shown = 6;
    Text text = where(fork) + Text{": no case ", "：没有用例"} + lead(fork);
    for (std::size_t i = 0; i < std::min(ways.size(), shown); ++i)
      text = text + (i > 0 ? between(fork) : Text{}) + way(fork, ways[i]);
    if (ways.size() <= shown) return text;
    const std::string more = std::to_string(ways.size() - shown);
    return text + Text{", nor " + more + " more", "，另有 " + more + " 处"};
  }

 private:
  Text where(const Fork& fork) const {
    const bool has_entity = fork.name.empty() && fork.entity < graph_.entities.size();
    const std::string name = has_entity ? graph_.entities[fork.entity].path : fork.name;
    Text text = name.empty() ? Text{} : Text::same("`" + name + "`");
    switch (fork.kind) {
      case ForkKind::gate: return text + Text::same(" gate " + std::to_string(fork.number));
      case ForkKind::applies: return text + Text::same(" applies");
      case ForkKind::cells:
        return is_version(fork) ? text + Text{" from ", " 自 "} + written(fork.span) : text;
      default: return text;
    }
  }

  // The cells of a parameter with days stand at the day, those of another at its name.
  bool is_version(const Fork& fork) const { return sources_.text(fork.span) != fork.name; }

  Text lead(const Fork& fork) const {
    switch (fork.kind) {
      case ForkKind::bands: return {"in the band ", "落入档 "};
      case ForkKind::slices: return {"in the slice ", "进入段 "};
      case ForkKind::cells: return {"reads ", "读取 "};
      case ForkKind::versions: return {"on a day from ", "的日期适用自 "};
      case ForkKind::check: return {"breaks it", "使其不成立"};
      default: return {"where ", "使得 "};
    }
  }

  static Text between(const Fork& fork) {
    return fork.kind == ForkKind::cells ? Text{", ", "、"} : Text{", or ", "，或 "};
  }

  Text way(const Fork& fork, std::size_t index) const {
    const Way& way = fork.ways[index];
    const Text of = written(fork.subject);
    switch (fork.kind) {
      case ForkKind::applies:
        if (of.en == "skip")
          return index == 0 ? Text{"its data is there", "有数据"} : Text{"its data is missing", "缺数据"};
        [[fallthrough]];
      case ForkKind::condition:
      case ForkKind::gate:
        return index == 0 ? of + Text{" holds", " 成立"} : of + Text{" does not hold", " 不成立"};
      case ForkKind::match:
        return is_written(way.low) ? of + Text{" is ", " 为 "} + written(way.low)
                                   : of + Text{" is something else", " 为其他取值"};
      case ForkKind::bands:
      case ForkKind::slices:
        return written(way.span) + Text{" (", "（"} + borders(fork, way) + Text{")", "）"};
      case ForkKind::line: return borders(fork, way);
      case ForkKind::divisor:
        return of + (index == 0 ? Text{" is zero or less", " 为零或负"} : Text{" is above zero", " 为正"});
      case ForkKind::dividend:
        return of + (index == 0 ? Text{" is below zero", " 为负"} : Text{" is zero or more", " 不为负"});
      case ForkKind::check: return {};
      case ForkKind::cells: return Text::same(way.name);
      case ForkKind::versions: return written(way.span) + Text{" on", " 起的值"};
    }
    return {};
  }

  Text borders(const Fork& fork, const Way& way) const {
    Text text;
    if (is_written(way.low)) text = written(way.low) + Text::same(fork.low_in ? " <= " : " < ");
    text = text + written(fork.subject);
    if (is_written(way.high)) text = text + Text::same(fork.low_in ? " < " : " <= ") + written(way.high);
    return text;
  }

  // Without the quotes that YAML needed.
  Text written(Span span) const {
    std::string_view text = sources_.text(span);
    const bool is_quoted =
        text.size() >= 2 && text.front() == text.back() && (text.front() == '"' || text.front() == '\'');
    if (is_quoted) text = text.substr(1, text.size() - 2);
    return Text::same(graph::in_short(text));
  }

  const graph::Graph& graph_;
  const Sources& sources_;
};

bool is_inside(Span inner, Span outer) {
  return inner.source == outer.source && outer.begin <= inner.begin && inner.end <= outer.end;
}

// Nodes without a branch that anybody took, and branches that nobody took: forks in there say nothing new.
bool is_silent(const graph::Graph& graph, const Fork& fork, const std::vector<std::vector<bool>>& taken) {
  for (std::size_t i = 0; i < graph.forks.size(); ++i) {
    const Fork& outer = graph.forks[i];
    if (&outer == &fork) continue;
    for (std::size_t way = 0; way < outer.ways.size(); ++way)
      if (!taken[i][way] && is_inside(fork.span, outer.ways[way].span)) return true;
    if (outer.kind == ForkKind::applies && outer.entity == fork.entity && !taken[i][0]) return true;
  }
  return false;
}

}  // namespace

std::vector<MissedFork> missed_forks(const graph::Graph& graph, const Sources& sources,
                                     const std::vector<std::vector<bool>>& taken) {
  const Teller teller(graph, sources);
  std::vector<MissedFork> result;
  for (std::size_t i = 0; i < graph.forks.size(); ++i) {
    const Fork& fork = graph.forks[i];
    std::vector<std::size_t> missed;
    std::size_t open = 0;
    for (std::size_t way = 0; way < fork.ways.size(); ++way) {
      if (!fork.ways[way].can_be_taken) continue;
      ++open;
      if (!taken[i][way]) missed.push_back(way);
    }
    if (missed.empty()) continue;
    const bool nobody = missed.size() == open && open > 1;
    if (nobody && is_silent(graph, fork, taken)) continue;
    result.push_back({fork.span, nobody ? teller.nobody_came(fork) : teller.missed(fork, missed)});
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const MissedFork& a, const MissedFork& b) { return a.span < b.span; });
  return result;
}

}  // namespace merit::report
