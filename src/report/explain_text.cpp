#include <algorithm>
#include <set>

#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "graph/stages.hpp"
#include "graph/word.hpp"
#include "report/cell_text.hpp"
#include "report/earlier.hpp"
#include "report/entity_story.hpp"
#include "report/explain.hpp"
#include "report/readings.hpp"
#include "report/standing.hpp"

namespace merit::report {

using graph::Cell;
using graph::Entity;
using graph::EntityKind;
using graph::Graph;

namespace {

struct Heading {
  std::string name;
  std::string value;
  std::string place;
};

/// Writes the tree of one row in one language.
class Teller {
 public:
  Teller(const Explained& row, Language language)
      : row_(row), graph_(*row.graph), language_(language), readings_(row, language) {}

  std::string tell(std::string_view node) {
    head();
    if (!node.empty()) {
      if (const Entity* e = graph_.find_entity(node)) tree(*e, 0);
      return out_ + readings_.data();
    }
    part([](const Entity& e) { return e.is_of_score; });
    values();
    part([](const Entity& e) { return e.is_of_pay; });
    checks();
    return out_ + readings_.data();
  }

 private:
  const std::string& say(const std::string& en, const std::string& zh) const {
    return language_ == Language::zh ? zh : en;
  }

  void line(std::size_t indent, std::string text) {
    // What is only about equal says so with one sign.
    for (std::size_t at; (at = text.find("= ≈")) != std::string::npos;) text.erase(at, 2);
    out_ += std::string(indent, ' ') + text + '\n';
  }

  void head() {
    const std::string& title = graph_.title.in(language_);
    out_ += row_.who + (row_.period.empty() ? "" : ", " + row_.period) + ": " +
            (title.empty() ? graph_.plan_name : title) + "\n";
    if (row_.error) out_ += say("failed: ", "失败：") + error_text(*row_.error, language_) + "\n";
    out_ += '\n';
  }

  std::string name_of(const Entity& e) const {
    const std::string& label = e.label.in(language_);
    return label.empty() || label == e.name ? e.name : label + " (" + e.name + ")";
  }

  // The points that a weighted item or section counts for in this row.
  std::optional<Rational> weight_of(const Entity& e) const {
    if (e.weight->points) return e.weight->points;
    const Cell& cell = row_.engine->demand(e.weight->varying);
    return cell.is_value() ? std::optional(cell.number) : std::nullopt;
  }
  std::string weight_text(const Entity& e) const {
    const auto points = weight_of(e);
    return points ? format_exact(*points) : say("a weight that failed", "（权重出错）");
  }

  std::string value_text(const Cell& cell, const Type& type) const {
    return told_text(graph_, cell, type, language_);
  }

  void where(const Entity& e, std::size_t indent) {
    if (const std::string list = readings_.of(e); !list.empty()) line(indent, say("where ", "其中 ") + list);
  }

  std::string place_of(const Span& span) const {
    if (!row_.sources->contains(span.source)) return "";
    return std::string(row_.sources->name(span.source)) + ":" +
           std::to_string(row_.sources->place(span.source, span.begin).line);
  }

  void heading(const Entity& e, std::size_t indent) {
    const Cell& cell = row_.engine->demand(e.result);
    std::string value = value_text(cell, e.type);
    if (e.weight) value += say(" of ", " / 满分 ") + weight_text(e);
    line(indent, name_of(e) + " = " + value + "   [" + place_of(e.span) + "]");
  }

  void tree(const Entity& e, std::size_t indent) {
    if (e.result.is_none()) return;
    heading(e, indent);
    if (e.kind == EntityKind::section) {
      for (std::uint32_t child : e.children) tree(graph_.entities[child], indent + 2);
      section_steps(e, indent + 2);
    } else {
      content(e, indent + 4);
    }
  }

  // `score` or `pay` of the row's table.
  template <typename IsOfPart>
  void part(const IsOfPart& is_of_part) {
    for (const Entity& e : graph_.entities) {
      if (e.table != row_.table || !e.is_whole() || !is_of_part(e)) continue;
      tree(e, 0);
      out_ += '\n';
    }
  }

  void values() {
    bool any = false;
    for (const Entity& e : graph_.entities) {
      if (e.kind != EntityKind::value || e.table != row_.table || e.result.is_none() ||
          !(*row_.engine)[e.result].is_set())
        continue;
      tree(e, 0);
      any = true;
    }
    if (any) out_ += '\n';
  }

  void checks() {
    bool any = false;
    for (std::uint32_t id : graph::checks_of(graph_, row_.table)) {
      const Entity& e = graph_.entities[id];
      const Cell& holds = (*row_.engine)[e.result];
      const bool is_broken = holds.is_failed() && graph_.sites[holds.site.value].span == e.span;
      if (!is_broken && (!holds.is_value() || holds.flag)) continue;
      line(0, say("check does not hold: ", "核对不成立：") + name_of(e) + "   [" + place_of(e.span) + "]");
      line(4, one_line(e.written.front().second));
      where(e, 4);
      any = true;
    }
    if (any) out_ += '\n';
  }

  // ---- what acted
  // ----------------------------------------------------------------------------------------------

  void content(const Entity& e, std::size_t indent) {
    const EntityStory story(row_, e);
    if (told_weight(e, story, indent)) return where(e, indent);
    const Cell* applies = story.cell("applies");
    if (applies && applies->is_value() && !applies->flag) {
      line(indent, say("does not apply", "不适用") + condition_of(story, "applies"));
      if (story.has("mean of peers"))
        line(indent, say("mean of peers = ", "同组平均 = ") + story.value("mean of peers").in(language_) +
                         say(" (of ", "（") + story.value("peers").in(language_) + say(")", " 个）"));
      return where(e, indent);
    }
    const Cell& result = row_.engine->demand(e.result);
    if (result.is_failed()) {
      failure(result.site, indent);
      return where(e, indent);
    }
    // A gate may have replaced the value before it was looked at: then only what replaced it is told.
    if (story.cell("raw")) told(e, story, indent);
    if (story.has("weighted") && e.weight)
      line(indent,
           "× " + weight_text(e) + say(" (weight) = ", "（权重）= ") + story.value("weighted").in(language_));
    steps(e, story, indent);
    where(e, indent);
  }

  // A weight that depends on the row. Returns whether the item is not in this card at all.
  bool told_weight(const Entity& e, const EntityStory& story, std::size_t indent) {
    if (!e.weight || e.weight->points) return false;
    const auto points = weight_of(e);
    const bool is_out = points && points->is_zero();
    line(indent, say("weight: ", "权重：") + one_line(story.written("weight")) + " = " + weight_text(e) +
                     (is_out ? say(": not in this card", "：不在此考核内") : ""));
    return is_out;
  }

  // The word's own sentences, or the formula.
  void told(const Entity& e, const EntityStory& story, std::size_t indent) {
    const graph::Word* word = e.word.empty() ? nullptr : graph::find_word(e.word);
    if (word && word->sentence) {
      const std::string title = say(e.word + ": ", std::string(word->title_zh) + "：");
      for (const Text& sentence : word->sentence(story)) line(indent, title + sentence.in(language_));
    } else if (!story.written("formula").empty()) {
      line(indent, one_line(story.written("formula")) + " = " + story.value("formula").in(language_));
    }
    behind(e, indent);
  }

  // The records behind the aggregates that the entity looked at: "2 rows of complaints: C-17 on 2026-05-03,
  // ...".
  void behind(const Entity& e, std::size_t indent) {
    std::set<std::string> lines;  // what is written twice is told once
    for (graph::NodeId node : aggregates_of(e)) {
      const std::string text = brought_text(e, node);
      if (!text.empty() && lines.insert(text).second) line(indent, text);
    }
  }

  std::string brought_text(const Entity& e, graph::NodeId node) {
    switch (graph_[node].op) {
      case graph::Op::among: return standing_text(row_, e, node, language_);
      case graph::Op::past: return earlier_text(row_, node, language_);
      default: return records(node);
    }
  }

  // The folds, and fetches of another row's folds, on the way to the result: those of branches that were
  // taken, in the order in which they were looked at.
  std::vector<graph::NodeId> aggregates_of(const Entity& e) const {
    const auto id = static_cast<std::uint32_t>(&e - graph_.entities.data());
    std::vector<graph::NodeId> found, open = {e.result};
    for (auto step = e.steps.rbegin(); step != e.steps.rend(); ++step) open.push_back(step->node);
    std::set<graph::NodeId> seen;
    while (!open.empty()) {
      const graph::NodeId node = open.back();
      open.pop_back();
      if (node.is_none() || graph_[node].origin.entity != id || !seen.insert(node).second) continue;
      if (is_brought(graph_[node])) {
        const bool is_aggregate = graph_[node].op != graph::Op::fetch || goes_on(graph_, node);
        if (is_aggregate && graph_[node].domain.table == e.table) found.push_back(node);
        continue;
      }
      const std::vector<graph::NodeId> args = looked_at(node);
      open.insert(open.end(), args.rbegin(), args.rend());
    }
    return found;
  }

  std::vector<graph::NodeId> looked_at(graph::NodeId node) const {
    const auto args = graph_.arguments(node);
    const auto cell = [&](std::size_t i) -> const Cell& { return (*row_.engine)[args[i]]; };
    if (graph_[node].op == graph::Op::otherwise && !cell(0).is_absent()) return {args[0]};
    if (graph_[node].op != graph::Op::choose) return {args.begin(), args.end()};
    std::vector<graph::NodeId> taken;
    for (std::size_t i = 0; i + 1 < args.size(); i += 2) {
      taken.push_back(args[i]);
      if (!cell(i).is_value()) return taken;
      if (!cell(i).flag) continue;
      taken.push_back(args[i + 1]);
      return taken;
    }
    taken.push_back(args.back());
    return taken;
  }

  std::string records(graph::NodeId node) {
    std::vector<RecordBehind> all, left_out;
    for (RecordBehind& r : row_.records(node, true)) {
      // Of `any` only those for which it holds.
      const bool does_not_hold = r.cell.is_value() && r.type.kind == ValueKind::boolean && !r.cell.flag;
      if (r.is_left_out) left_out.push_back(std::move(r));
      else if (!does_not_hold) all.push_back(std::move(r));
    }
    if (all.empty() && left_out.empty()) return "";
    graph::NodeId farthest = node;
    while (goes_on(graph_, farthest)) farthest = graph_.arguments(farthest)[0];
    const std::string table = graph_.tables[read_table(graph_, farthest)].name;
    const std::string count = std::to_string(all.size());
    std::string text = all.size() == 1 ? say("1 row of ", "1 行 ") : count + say(" rows of ", " 行 ");
    text += table + (all.empty() ? "" : say(": ", "：")) + listed(all);
    if (!left_out.empty())
      text += say("; left out because they failed: ", "；因失败未计入：") + listed(left_out);
    return text;
  }

  std::string listed(const std::vector<RecordBehind>& records) const {
    constexpr std::size_t most = 10;
    std::string text;
    for (std::size_t i = 0; i < std::min(records.size(), most); ++i) {
      const RecordBehind& r = records[i];
      // Of a file without keys the line; the folder would be told again and again.
      const std::string name = r.key.empty() ? r.place.substr(r.place.find_last_of("/\\") + 1) : r.key;
      const bool has_value = r.cell.is_failed() || r.type.kind != ValueKind::boolean;
      text += (i > 0 ? say(", ", "，") : "") + name + (r.day.empty() ? "" : say(" on ", " ") + r.day) +
              (has_value ? " = " + value_text(r.cell, r.type) : "");
    }
    if (records.size() > most)
      text += say(" and ", "，另有 ") + std::to_string(records.size() - most) + say(" more", " 行");
    return text;
  }

  // ": has(exam)", as the plan says it; "" when it does not say it.
  std::string condition_of(const EntityStory& story, const std::string& field) const {
    const std::string text = one_line(story.written(field));
    return text.empty() ? "" : say(": ", "：") + text;
  }

  // Why there is no value, in the words of the error.
  void failure(graph::SiteId id, std::size_t indent) {
    const graph::Site& site = graph_.sites[id.value];
    Diagnostic d;
    d.info = site.info;
    d.args = site.args;
    line(indent, message_of(d, language_) + "   [" + place_of(site.span) + "]");
  }

  void section_steps(const Entity& e, std::size_t indent) {
    const EntityStory story(row_, e);
    if (told_weight(e, story, indent)) return;
    const Cell* applies = story.cell("applies");
    if (applies && applies->is_value() && !applies->flag)
      return line(indent, say("does not apply", "不适用"));
    const Cell* left = story.cell("weight left");
    const Cell* shared = story.cell("reweighted");
    if (left && left->is_value() && left->number.is_zero() && shared && shared->is_failed())
      failure(shared->site, indent);
    else if (left && left->is_value() && shared && shared->is_value() && e.weight &&
             left->number != weight_of(e))
      line(indent, say("re-weighted: ", "重新分摊权重：") + story.value("counted").in(language_) + " × " +
                       weight_text(e) + " / " + story.value("weight left").in(language_) + " = " +
                       story.value("reweighted").in(language_));
    steps(e, story, indent);
  }

  void steps(const Entity& e, const EntityStory& story, std::size_t indent) {
    const auto bound = [&](const char* before, const char* after, const char* limit, const char* en,
                           const char* zh) {
      if (story.differs(before, after)) line(indent, say(en, zh) + story.value(limit).in(language_));
    };
    bound("raw", "after floor", "floor", "raised to the floor ", "提至下限 ");
    bound(story.cell("after floor") ? "after floor" : "raw", "after cap", "cap", "held at the cap ",
          "封顶于 ");
    const char* before_extra = story.cell("after cap")     ? "after cap"
                               : story.cell("after floor") ? "after floor"
                                                           : "raw";
    bound(before_extra, "after extra floor", "extra floor", "held at the lower bound ", "限于下限 ");
    bound(story.cell("after extra floor") ? "after extra floor" : before_extra, "after extra cap",
          "extra cap", "held at the upper bound ", "限于上限 ");
    for (int i = 1; i <= static_cast<int>(e.because.size()); ++i) gate(e, story, i, indent);
    if (!story.differs("before rounding", "rounded")) return;
    const auto* step = story.step("rounded");
    const Rounding& how = graph_.payload<graph::RoundData>(step->node).how;
    line(indent, story.value("before rounding").in(language_) + say(" rounded ", " 舍入 ") + to_text(how) +
                     " = " + story.value("rounded").in(language_));
  }

  void gate(const Entity& e, const EntityStory& story, int i, std::size_t indent) {
    const Cell* condition = story.cell("gate", i);
    if (!condition || !condition->is_value()) return;
    const std::string& because = e.because[static_cast<std::size_t>(i - 1)].in(language_);
    const std::string reason = because.empty() ? "" : say(" (", "（") + because + say(")", "）");
    const std::string rule = reason + condition_of(story, "gate " + std::to_string(i));
    if (!condition->flag) return line(indent, say("gate not reached", "门槛未触及") + rule);
    std::string action;
    if (story.cell("gate to", i)) action = say("becomes ", "改为 ") + story.value("gate to", i).in(language_);
    if (story.cell("gate times", i))
      action = "× " + story.value("gate times", i).in(language_) + " = " +
               story.value("after gate", i).in(language_);
    if (story.cell("gate at most", i))
      action = say("at most ", "不超过 ") + story.value("gate at most", i).in(language_);
    line(indent, say("gate", "门槛") + rule + say(": ", "：") + action);
  }

  const Explained& row_;
  const Graph& graph_;
  Language language_;
  std::string out_;
  Readings readings_;
};

}  // namespace

std::string explain_text(const Explained& row, std::string_view node, Language language) {
  return Teller(row, language).tell(node);
}

}  // namespace merit::report
