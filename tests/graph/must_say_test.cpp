// What must be said, and that nothing else may be: made from the field tables, so that a new field or word
// fails here until it is in the plan below.
#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "graph/compile.hpp"
#include "graph/word.hpp"
#include "plan/tables.hpp"

#include "support/catch.hpp"

namespace {

using namespace merit;

/// A plan with every kind of map. `<name>` marks where another key of that map could stand.
constexpr std::string_view everything = R"(<plan>merit: 1
plan: everything
each: id
period: month
calendars: {seasons: {<calendar>begins: 2026-01-01, years: {2026: {A: 2026-06-30, B: 2026-12-31}}}}
data: {<data>encoding: gb18030, allow: [formulas]}
rounding: {<rounding>item: 2 half_up, score: 2 half_up, pay: 2 half_up}
params: {yuan: {<parameter>value: 1, type: money}}
inputs: {x: {<input>type: number, digits: 2}, t: {type: number, digits: 2}}
tables: {visits: {<table>inputs: {who: {type: ref, to: id}}}}
define: {twice(a): {<define>formula: a * 2}}
defaults: {completion: {<defaults>cap: 120%}}
lists: {label: [C, B, A]}
values:
  v: {<node>formula: x, gate: [{<gate>if: x > 0, to: 1}]}
  place: {rank: {<rank>of: x, by: all, best: highest, ties: same_best}}
  label: {quota: {<quota>of: x, by: all, best: lowest, shares: {A: 40%, C: 60%}, fractions: floor, ties: [x desc, id]}}
  drawn: {sample: {<sample>take: 1, by: all, seed: spring}}
  upto: {running_share: {<running_share>of: x, by: t, best: highest, ties: [id], counting: before_me}}
  apart: {zscore: {<zscore>of: x + t, by: all, spread: sample, if_none: 50}, round: 1 half_up}
  part: {split: {<split>amount: 90, by: all, in_proportion_to: x, if_none: zero, rest: [t, id]}}
score:
  <score>out_of: 100
  items:
    completion: {weight: 10, completion: {<completion>actual: x, target: t, zero_target: full, negative: zero}}
    inverse: {weight: 10, inverse: {<inverse>target: t, actual: x, cap: none, zero_actual: zero, negative: keep}}
    line: {weight: 10, line: {<line>of: x, knots: {0: 0, 10: {<knot>below: 5, at: 6}}, after: 1}}
    met: {weight: 10, met: {<met>formula: x > 0}}
    per_unit: {weight: 10, per_unit: {<per_unit>of: x, from: t, per: 5, above: 1, base: full, units: started}}
    points: {weight: 10, points: {<points>formula: x}}
    ratio: {weight: 10, ratio: {<ratio>formula: x}}
    section:
      <item>weight: 30
      items:
        slices: {weight: 10, slices: {<slices>of: x, below: {else: 1, 5: 2}, start: t, negative: zero}}
        step: {weight: 10, step: {<step>of: x, at_or_above: {else: 0, 5: 10}}}
        whole: {weight: 10, whole: {<whole>of: x, above: {else: 0, 5: 1}}}
pay: {<pay>items: {base: {formula: x * yuan}}}
checks: {positive: {<check>must: x > 0, breach: warning}}
)";

struct Drop {
  const char* map;  ///< as its table is called
  const char* field;
  const char* written;  ///< the part of the plan that says it,
  const char* without;  ///< and that part without it
  const char* message;
};

/// Everything that must be said in that plan.
constexpr Drop drops[] = {
    {"plan", "merit", "merit: 1\n", "", "`plan` needs `merit`: one of 1"},
    {"plan", "plan", "plan: everything\n", "", "`plan` needs `plan`"},
    {"plan", "each", "each: id\n", "", "`plan` needs `each`"},
    {"plan", "rounding", "rounding: {item: 2 half_up, score: 2 half_up, pay: 2 half_up}\n", "",
     "`rounding` must say `item`, `score`, `pay`"},
    {"rounding", "item", "item: 2 half_up, ", "", "`rounding` must say `item`"},
    {"rounding", "score", "score: 2 half_up, ", "", "`rounding` must say `score`"},
    {"rounding", "pay", ", pay: 2 half_up", "", "`rounding` must say `pay`"},
    {"input", "type", "x: {type: number, digits: 2}", "x: {digits: 2}", "`input` needs `type`"},
    {"input", "to", "{type: ref, to: id}", "{type: ref}", "`who` refers to no table"},
    {"input", "digits", "x: {type: number, digits: 2}", "x: {type: number}",
     "`x` is of type number and must say its `digits`"},
    {"calendar", "begins", "begins: 2026-01-01, ", "", "`calendar` needs `begins`"},
    {"calendar", "years", ", years: {2026: {A: 2026-06-30, B: 2026-12-31}}", "", "`calendar` needs `years`"},
    {"gate", "if", "{if: x > 0, to: 1}", "{to: 1}", "`gate` needs `if`"},
    {"check", "must", "must: x > 0, ", "", "`check` needs `must`"},
    {"check", "breach", ", breach: warning", "", "`check` needs `breach`: one of warning, error"},
    {"score", "out_of", "out_of: 100\n  ", "", "`score` must say `out_of`"},
    {"score", "items", "  items:\n    completion: ... pay: {items", "pay: {items", "`score` needs `items`"},
    {"pay", "items", "items: {base: {formula: x * yuan}}", "", "`pay` needs `items`"},
    {"item", "weight", "weight: 30\n      ", "", "the item `section` needs `weight` or `extra`"},
    {"completion", "actual", "{actual: x, target: t, zero_target", "{target: t, zero_target",
     "`completion` must say `actual`: what was reached"},
    {"completion", "target", "target: t, zero_target", "zero_target",
     "`completion` must say `target`: what was to be reached"},
    {"completion", "cap", "{completion: {cap: 120%}}", "{completion: {}}",
     "`completion` must say `cap`: the largest share"},
    {"completion", "zero_target", "zero_target: full, ", "",
     "`completion` must say `zero_target`, because `target` can be zero or less"},
    {"completion", "negative", "full, negative: zero", "full",
     "`completion` must say `negative`, because `actual` can be negative"},
    {"inverse", "target", "target: t, actual", "actual",
     "`inverse` must say `target`: what was to be kept to"},
    {"inverse", "actual", "actual: x, cap", "cap", "`inverse` must say `actual`: what was reached"},
    {"inverse", "cap", "cap: none, ", "", "`inverse` must say `cap`: the largest share"},
    {"inverse", "zero_actual", "zero_actual: zero, ", "",
     "`inverse` must say `zero_actual`, because `actual` can be zero or less"},
    {"inverse", "negative", ", negative: keep", "",
     "`inverse` must say `negative`, because `target` can be negative"},
    {"line", "of", "of: x, knots", "knots", "`line` must say `of`: what is looked at"},
    {"line", "knots", "knots: {0: 0, 10: {below: 5, at: 6}}, ", "",
     "`line` must say `knots`: points of the line, ascending; a jump is `80%: {below: 0, at: 40}`"},
    {"met", "formula", "met: {formula: x > 0}", "met: {}", "`met` must say `formula`: the condition"},
    {"per_unit", "of", "of: x, from", "from", "`per_unit` must say `of`: what is counted"},
    {"per_unit", "above", "above: 1, ", "", "`per_unit` must say `above` or `below`"},
    {"per_unit", "units", ", units: started", "",
     "`per_unit` must say `units`, because a part of a unit is possible"},
    {"points", "formula", "points: {formula: x}", "points: {}", "`points` must say `formula`: the points"},
    {"ratio", "formula", "ratio: {formula: x}", "ratio: {}", "`ratio` must say `formula`: the share"},
    {"quota", "of", "of: x, by: all, best: lowest", "by: all, best: lowest",
     "`quota` must say `of`: what is ranked"},
    {"quota", "by", "by: all, best: lowest", "best: lowest",
     "`quota` must say `by`: who is of one group: the rows that have the same of these"},
    {"quota", "best", "best: lowest, ", "", "`quota` must say `best`: which end comes first"},
    {"quota", "shares", "shares: {A: 40%, C: 60%}, ", "",
     "`quota` must say `shares`: a share for each label; they add up to 100%"},
    {"quota", "fractions", "fractions: floor, ", "",
     "`quota` must say `fractions`: whose are the parts of a seat: of the largest parts, or whole seats from "
     "the best label down"},
    {"quota", "ties", ", ties: [x desc, id]", "",
     "`quota` must say `ties`: what decides between equals: names, the smaller first unless `desc` stands "
     "behind, the last the key"},
    {"rank", "of", "{of: x, by: all, best: highest", "{by: all, best: highest",
     "`rank` must say `of`: what is ranked"},
    {"rank", "by", "by: all, best: highest", "best: highest",
     "`rank` must say `by`: who is of one group: the rows that have the same of these"},
    {"rank", "best", "all, best: highest", "all", "`rank` must say `best`: which end comes first"},
    {"rank", "ties", ", ties: same_best", "",
     "`rank` must say `ties`: what decides between equals: names, the smaller first unless `desc` stands "
     "behind, the last the key"},
    {"running_share", "of", "of: x, by: t", "by: t", "`running_share` must say `of`: what is added up"},
    {"running_share", "by", "by: t, ", "",
     "`running_share` must say `by`: who is of one group: the rows that have the same of these"},
    {"running_share", "best", "t, best: highest", "t",
     "`running_share` must say `best`: which end comes first"},
    {"running_share", "ties", "ties: [id], ", "",
     "`running_share` must say `ties`: what decides between equals: names, the smaller first unless `desc` "
     "stands behind, the last the key"},
    {"running_share", "counting", ", counting: before_me", "",
     "`running_share` must say `counting`: with this row, or only those before it"},
    {"sample", "take", "take: 1, ", "", "`sample` must say `take`: how many of a group are drawn"},
    {"sample", "by", "by: all, seed", "seed",
     "`sample` must say `by`: who is of one group: the rows that have the same of these"},
    {"sample", "seed", ", seed: spring", "", "`sample` must say `seed`: a text from which the draw follows"},
    {"split", "amount", "amount: 90, ", "",
     "`split` must say `amount`: what is split: one amount for the group"},
    {"split", "by", "by: all, in_proportion_to", "in_proportion_to",
     "`split` must say `by`: who is of one group: the rows that have the same of these"},
    {"split", "in_proportion_to", "in_proportion_to: x, ", "",
     "`split` must say `in_proportion_to`: what parts are in proportion to; 0 or more"},
    {"split", "if_none", "if_none: zero, ", "",
     "`split` must say `if_none`, because it can come about that nobody has a share"},
    {"split", "rest", ", rest: [t, id]", "",
     "`split` must say `rest`: what decides between equals: names, the smaller first unless `desc` stands "
     "behind, the last the key"},
    {"zscore", "of", "of: x + t, by: all, spread", "by: all, spread",
     "`zscore` must say `of`: what is measured"},
    {"zscore", "by", "by: all, spread", "spread",
     "`zscore` must say `by`: who is of one group: the rows that have the same of these"},
    {"zscore", "spread", ", spread: sample", "",
     "`zscore` must say `spread`: of the group as a whole (divided by n), or as a sample (by n - 1)"},
    {"zscore", "if_none", ", if_none: 50", "", "`zscore` must say `if_none`: the score where all are alike"},
    {"slices", "of", "of: x, below", "below", "`slices` must say `of`: what is looked at"},
    {"slices", "below", "below: {else: 1, 5: 2}, ", "",
     "`slices` needs one of at_or_above, above, at_or_below, below"},
    {"slices", "negative", "start: t, negative: zero", "start: t",
     "`slices` must say `negative`, because `start` can be negative"},
    {"step", "of", "of: x, at_or_above", "at_or_above", "`step` must say `of`: what is looked at"},
    {"step", "at_or_above", ", at_or_above: {else: 0, 5: 10}", "",
     "`step` needs one of at_or_above, above, at_or_below, below"},
    {"whole", "of", "of: x, above: {else", "above: {else", "`whole` must say `of`: what is looked at"},
    {"whole", "above", ", above: {else: 0, 5: 1}", "",
     "`whole` needs one of at_or_above, above, at_or_below, below"},
};

/// `text` with `to` for `from`, which stands in it once; ` ... ` in `from` is whatever lies between.
std::string replaced(std::string text, const std::string& from, const std::string& to) {
  INFO(from);
  const std::string between = " ... ";
  const std::size_t gap = from.find(between);
  const std::string first = from.substr(0, gap);
  const std::string last = gap == std::string::npos ? "" : from.substr(gap + between.size());
  const std::size_t begin = text.find(first);
  REQUIRE(begin != std::string::npos);
  REQUIRE(text.find(first, begin + 1) == std::string::npos);
  const std::size_t end = text.find(last, begin + first.size());
  REQUIRE(end != std::string::npos);
  return text.replace(begin, end + last.size() - begin, to);
}

/// The plan with `key` where `<map>` stands, and without the other marks.
std::string plan_with(const std::string& map, const std::string& key) {
  std::string text(everything);
  if (!map.empty()) text = replaced(text, "<" + map + ">", key);
  for (std::size_t open = text.find('<'); open != std::string::npos; open = text.find('<', open))
    text.erase(open, text.find('>', open) + 1 - open);
  return text;
}

std::vector<Diagnostic> mistakes_of(const std::string& plan, Sources& sources) {
  Diagnostics diagnostics;
  graph::compile(sources, sources.add("plan.yaml", plan), diagnostics);
  return diagnostics.sorted();
}

/// The tables of all maps whose keys are the language's.
std::vector<const plan::FieldTable*> tables() {
  std::vector<const plan::FieldTable*> all = plan::plan_tables();
  for (const graph::Word* word : graph::words()) all.push_back(&word->fields);
  return all;
}

}  // namespace

TEST_CASE("must say: the plan that says everything is good") {
  Sources sources;
  const auto mistakes = mistakes_of(plan_with("", ""), sources);
  CHECK(render(mistakes, sources, DiagnosticForm::text, Language::en) == "");
}

TEST_CASE("must say: what is left out is asked for, once, by its name") {
  for (const Drop& drop : drops) {
    Sources sources;
    const auto mistakes = mistakes_of(replaced(plan_with("", ""), drop.written, drop.without), sources);
    INFO(drop.map << " without " << drop.field << "\n"
                  << render(mistakes, sources, DiagnosticForm::text, Language::en));
    REQUIRE(mistakes.size() == 1);
    CHECK(message_of(mistakes[0], Language::en) == drop.message);
  }
}

TEST_CASE("must say: every field that a table marks is left out once") {
  for (const plan::FieldTable* table : tables())
    for (const plan::Field& field : table->fields) {
      INFO(table->name << " " << field.name);
      const auto is_it = [&](const Drop& d) {
        return std::string_view(d.map) == table->name && std::string_view(d.field) == field.name;
      };
      CHECK((!field.must || std::any_of(std::begin(drops), std::end(drops), is_it)));
    }
}

TEST_CASE("must say: an unknown key of any map is refused at its place, once") {
  std::vector<std::string> maps = {"define", "defaults", "knot"};
  for (const plan::FieldTable* table : tables()) maps.emplace_back(table->name);
  for (const std::string& map : maps) {
    const bool is_in_block = map == "plan" || map == "score" || map == "item";
    const std::string indent = map == "score" ? "  " : map == "item" ? "      " : "";
    Sources sources;
    const auto mistakes =
        mistakes_of(plan_with(map, is_in_block ? "surprise: 1\n" + indent : "surprise: 1, "), sources);
    INFO(map << "\n" << render(mistakes, sources, DiagnosticForm::text, Language::en));
    REQUIRE(mistakes.size() == 1);
    CHECK(sources.text(mistakes[0].span) == "surprise");
  }
}
