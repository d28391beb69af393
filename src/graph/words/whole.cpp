#include "graph/codes.hpp"
#include "graph/word.hpp"

// The rate of the band reached, on the whole amount. It may pay less for more; `slices` does not.

namespace merit::graph {

namespace {

std::optional<WordValue> rewrite(WordContext& word) {
  const auto of = word.number("of");
  const auto bands = word.bands();
  if (!of || !bands) return std::nullopt;
  const auto unit = bands->type.is_number() ? product(of->type.unit, bands->type.unit) : std::nullopt;
  if (!unit) {
    report_rates(word, *of, *bands);
    return std::nullopt;
  }
  word.b.role(of->node, "of");
  const Value rate = band_of(word, *of, *bands);
  word.b.role(rate.node, "rate");
  const NodeId node = word.b.role(word.b.mul({of->node, rate.node}, *unit), "amount");
  return WordValue{{node, word.b.type(node), rate.maybe_absent}, false};
}

std::vector<Text> sentence(const Story& s) {
  const Text borders = borders_of(s);
  Text line = fill(s, "{of} × {rate%} = {amount}", "{of} × {rate%} = {amount}");
  return {{line.en + borders.en, line.zh + borders.zh}};
}

}  // namespace

const Word& whole_word() {
  static const Word word = {
      {"whole", "the rate of the band reached, on the whole amount", "按所在档的费率计全额",
       band_fields("the rate of each band: `else`, then breakpoints ascending",
                   "各档费率：先 else，再由低到高写分界点")},
      "按档全额",
      "",
      rewrite,
      sentence};
  return word;
}

}  // namespace merit::graph
