// A word of the plan language: its fields, its rewrite, its sentence. Floor 3.
//
// A new word is one file in src/graph/words/ that defines `const Word& <file name>_word()`; the build finds
// it there. A word is rewritten into operators of the graph; nothing behind this folder knows words.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "graph/context.hpp"
#include "graph/lower.hpp"
#include "graph/story.hpp"

namespace merit::graph {

/// What a word gives: a value, and whether an item multiplies it by its weight.
struct WordValue {
  Value value;
  bool is_share = false;
};

/// One band: the breakpoint where it begins (none for `else`) and its cell.
struct Band {
  std::optional<Value> from;
  Value cell;
  Span span;  ///< of the breakpoint
  Span cell_span;
};

struct Bands {
  Side side = Side::at_or_above;
  std::vector<Band> bands;       ///< `else` first, then as written
  Type type;                     ///< of the cells
  bool constant_breaks = false;  ///< then strictly ascending
  bool constant_cells = false;
  Span varying_break;       ///< the first breakpoint that is not constant
  bool is_percent = false;  ///< some cells are written with %
  bool is_mixed = false;    ///< and some without, other than 0
  Span span;                ///< of the cells
};

class WordContext {
 public:
  WordContext(Lowering& lowering, const WordUse& use, std::optional<Weight> weight,
              std::optional<Rounding> round)
      : b(lowering.context().builder),
        lowering_(lowering),
        use_(use),
        weight_(std::move(weight)),
        round_(std::move(round)) {}

  Builder& b;

  // Fields. A missing must-field and a wrong form are reported; the answer is then empty.
  const plan::DocNode* field(std::string_view name) const;
  bool says(std::string_view name) const { return field(name) != nullptr; }
  /// The field's text when it is one of its choices, else "".
  std::string_view choice(std::string_view name) const;
  Text written(std::string_view name) const;  ///< the field's formula, for messages
  std::optional<Value> number(std::string_view name);
  std::optional<Value> condition(std::string_view name);
  std::optional<Value> formula(std::string_view name);
  /// Reports that `name` must be said, because of the case that `why` names; `of`: the field that makes it
  /// possible, where the case names one.
  void must_say(std::string_view name, const CodeInfo& why, std::string_view of = "");
  /// Bands of whichever side is written.
  std::optional<Bands> bands();

  /// Warns when a constant breakpoint lies where `of` never comes.
  void warn_unreachable(const Value& of, NodeId breakpoint, const plan::DocNode& written);

  /// Units: reports unless `v` may be a share (no dimension), or points.
  bool is_plain(const Value& v, std::string_view field);

  /// Of a weighted item.
  const std::optional<Weight>& weight() const { return weight_; }
  const std::optional<Rounding>& round() const { return round_; }
  Text name() const;  ///< of the word, for messages
  const plan::FieldTable& fields() const;
  Span span() const { return use_.entry->key.span; }
  SiteId site(const CodeInfo& info, std::vector<Text> args = {}) {
    return b.site(info, span(), std::move(args));
  }
  NodeId fail(const CodeInfo& info, const Type& type, std::vector<Text> args = {}) {
    return b.fail(site(info, std::move(args)), type);
  }
  Context& context() { return lowering_.context(); }
  Lowering& lowering() { return lowering_; }

 private:
  std::optional<Bands> read_bands(const plan::DocNode& cells, Side side);

  Lowering& lowering_;
  const WordUse& use_;
  std::optional<Weight> weight_;
  std::optional<Rounding> round_;
};

struct Word {
  plan::FieldTable fields;    ///< name, documentation, fields; `must` marks what always has to be said
  std::string_view title_zh;  ///< before its sentences: "完成率"; in English its name stands there
  std::string_view scalar_field = "";  ///< the field a bare formula stands for: `ratio: a / b`
  std::optional<WordValue> (*rewrite)(WordContext&) = nullptr;
  std::vector<Text> (*sentence)(const Story&) = nullptr;
  /// The same table with nothing marked `must`, because the plan's `defaults` may say it.
  plan::FieldTable relaxed = without_musts(fields);

  static plan::FieldTable without_musts(plan::FieldTable table) {
    for (plan::Field& field : table.fields) field.must = false;
    return table;
  }
};

/// All words, by name. Generated from the files in src/graph/words/.
const std::vector<const Word*>& words();
const Word* find_word(std::string_view name);

/// A chain of choices for bands whose breakpoints or cells are not constant; their order is checked for each
/// row. For the sentence of banded words: roles "of", "band".
NodeId choose_band(WordContext& word, const Value& of, const Bands& bands, const std::vector<NodeId>& cells,
                   const Type& type);
/// The same for constant numbers or members: a step curve.
Curve step_curve(const Builder& builder, const Bands& bands);
/// Fails where breakpoints are not ascending, else `value`. Constant ones were checked before.
NodeId check_ascending(WordContext& word, const std::vector<NodeId>& breakpoints, NodeId value,
                       const Unit& unit);
/// The band of `of`, by the cheapest of the two.
Value band_of(WordContext& word, const Value& of, const Bands& bands);
/// Breakpoint i of the side that the plan writes, counted from the lowest, as it is written; "" when there
/// is none.
std::string breakpoint_written(const Story& story, int i);
/// The borders of the band reached, in brackets: " (80 <= score < 90)"; empty when there are none to tell.
Text borders_of(const Story& story);
/// Reports that the cells cannot be multiplied by `of`.
void report_rates(WordContext& word, const Value& of, const Bands& bands);
/// The fields `of`, the four sides: shared by step, whole and slices.
std::vector<plan::Field> band_fields(const char* cells_en, const char* cells_zh);

/// Fills {role} and {role%} (as a percentage) and {field:name} (as written) in a sentence.
Text fill(const Story& story, std::string_view en, std::string_view zh);

}  // namespace merit::graph
