// Definitions: where they stand, and what they give where they are called.
#include "graph/codes.hpp"
#include "graph/node.hpp"
#include "graph/word.hpp"

namespace merit::graph {

void check_define(Context& context, const Define& define) {
  const plan::NodeText& body = *define.body;
  for (const plan::Entry* entry : body.fields.known()) {
    const std::string& key = entry->key.text;
    const bool is_text = key == "label" || key == "source" || key == "note";
    if (key != "formula" && !is_text)
      context.report(codes::word_not_here, entry->key.span, {Text::same(key)});
  }
  if (!body.formula || !body.words.empty()) find_word(context, body);
  if (define.is_good)
    for (const plan::DocNode* formula : formulas_of(context, body))
      Lowering(context, {}).check_names(*formula, define.parameters);
}

std::optional<Value> lower_content(Lowering& lowering, const plan::NodeText& node) {
  if (node.formula && node.words.empty()) return lowering.formula(*node.formula);
  const auto use = find_word(lowering.context(), node);
  if (!use) return std::nullopt;
  WordContext word(lowering, *use, std::nullopt, std::nullopt);
  auto result = use->word->rewrite(word);
  if (!result) return std::nullopt;
  return result->value;
}

}  // namespace merit::graph
