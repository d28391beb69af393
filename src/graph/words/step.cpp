#include "base/number_text.hpp"
#include "graph/codes.hpp"
#include "graph/word.hpp"

// The cell of the band reached.

namespace merit::graph {

namespace {

// Points of a cell beside the item's weight: 40 of 30 is nearly always a slip. Shares above 100% are written
// on purpose.
void warn_above_weight(WordContext& word, const Bands& bands) {
  const std::optional<Weight>& weight = word.weight();
  if (!weight || !weight->points || weight->is_zero() || bands.is_percent) return;
  for (const Band& band : bands.bands) {
    const Cell* points = word.b.constant_of(band.cell.node);
    if (!points || points->number <= *weight->points) continue;
    word.context().report(
        codes::cell_above_weight, band.cell_span,
        {Text::same(format_exact(points->number)), Text::same(format_exact(*weight->points))});
  }
}

std::optional<WordValue> rewrite(WordContext& word) {
  const auto of = word.number("of");
  const auto bands = word.bands();
  if (!of || !bands) return std::nullopt;
  // In an item a cell is a share of the weight or points: the two cannot be read side by side.
  if (word.weight() && bands->is_mixed) {
    word.context().report(codes::cells_mixed, bands->span);
    return std::nullopt;
  }
  warn_above_weight(word, *bands);
  word.b.role(of->node, "of");
  const Value result = band_of(word, *of, *bands);
  word.b.role(result.node, "cell");
  return WordValue{result, word.weight().has_value() && bands->is_percent};
}

std::vector<Text> sentence(const Story& s) {
  const Text borders = borders_of(s);
  Text line = fill(s, "{field:of} = {of} reaches the band {cell}", "{field:of} = {of}，所在档 {cell}");
  return {{line.en + borders.en, line.zh + borders.zh}};
}

}  // namespace

const Word& step_word() {
  static const Word word = {{"step", "the cell of the band reached", "分档取值",
                             band_fields("what each band gives: `else`, then breakpoints ascending",
                                         "各档取值：先 else，再由低到高写分界点")},
                            "分档",
                            "",
                            rewrite,
                            sentence};
  return word;
}

}  // namespace merit::graph
