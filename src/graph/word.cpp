#include "graph/word.hpp"

#include <algorithm>

#include "graph/codes.hpp"

namespace merit::graph {

const Word* find_word(std::string_view name) {
  for (const Word* word : words())
    if (name == word->fields.name) return word;
  return nullptr;
}

namespace {

std::vector<std::string> node_keys(const plan::NodeText& node) {
  std::vector<std::string> keys;
  for (const Word* word : words()) keys.emplace_back(word->fields.name);
  for (const std::string& field : node.fields.table().names()) keys.push_back(field);
  return keys;
}

}  // namespace

std::optional<WordUse> find_word(Context& context, const plan::NodeText& node) {
  std::vector<const plan::Entry*> found;
  bool has_unknown = false;
  for (const plan::Entry* entry : node.words) {
    if (find_word(entry->key.text)) {
      found.push_back(entry);
      continue;
    }
    has_unknown = true;
    const bool is_later = entry->key.text == "rank" || entry->key.text == "quota" ||
                          entry->key.text == "split" || entry->key.text == "sample" ||
                          entry->key.text == "running_share" || entry->key.text == "zscore" ||
                          entry->key.text == "every";
    Diagnostic& d = context.report(is_later ? codes::not_yet : codes::unknown_word, entry->key.span,
                                   {Text::same(entry->key.text)});
    if (!is_later) d.suggestion = did_you_mean(entry->key.text, node_keys(node));
  }
  const std::size_t all = found.size() + (node.formula ? 1 : 0);
  if (all > 1) {
    const plan::Entry* second = found.back();
    Diagnostic& d = context.report(codes::two_words, second->key.span, {Text::same(node.name)});
    const Span first = node.formula ? node.formula->span : found.front()->key.span;
    d.related.push_back({first, {"this already says what it is", "此处已说明其内容"}});
    return std::nullopt;
  }
  if (all == 0 && !has_unknown && node.written)
    context.report(codes::no_word, node.name_span, {Text::same(node.name)});
  if (found.empty()) return std::nullopt;
  WordUse use;
  use.entry = found.front();
  use.word = find_word(use.entry->key.text);
  const plan::DocNode& written = use.entry->value;
  if (!(written.is_scalar() && !use.word->scalar_field.empty()))
    use.fields = plan::read_fields(written, use.word->relaxed, context.diagnostics);
  use.defaults = context.defaults_of(*use.word);
  bool complete = true;
  for (const plan::Field& field : use.word->fields.fields) {
    const bool is_scalar_form = written.is_scalar() && use.word->scalar_field == field.name;
    const bool said =
        is_scalar_form || use.fields.has(field.name) || (use.defaults && use.defaults->has(field.name));
    if (!field.must || said) continue;
    std::string choices;
    for (const std::string& choice : field.choices) choices += (choices.empty() ? "" : ", ") + choice;
    context.report(choices.empty() ? codes::must_say : codes::must_say_choice, use.entry->key.span,
                   {Text::same(use.word->fields.name),
                    Text::same(field.name),
                    {field.doc_en, field.doc_zh},
                    Text::same(choices.empty() ? field.example : choices)});
    complete = false;
  }
  if (!complete) return std::nullopt;
  return use;
}

std::vector<const plan::DocNode*> formulas_of(Context& context, const plan::NodeText& node) {
  std::vector<const plan::DocNode*> result;
  if (node.written && node.written->is_scalar()) result.push_back(node.written);
  collect_formulas(node.fields, result);
  for (const plan::Entry* entry : node.words) {
    const Word* word = find_word(entry->key.text);
    if (!word) continue;
    if (entry->value.is_scalar()) {
      result.push_back(&entry->value);
      continue;
    }
    for (const plan::Entry& field : entry->value.map)
      if (const plan::Field* known = word->fields.find(field.key.text))
        if (known->form != plan::FieldForm::formula_or_choice || !is_choice(field.value, *known))
          collect_formulas(field.value, known->form, result);
    if (const plan::Fields* defaults = context.defaults_of(*word)) collect_formulas(*defaults, result);
  }
  return result;
}

const plan::DocNode* WordContext::field(std::string_view name) const {
  const plan::DocNode& written = use_.entry->value;
  if (written.is_scalar()) return name == use_.word->scalar_field ? &written : nullptr;
  if (const plan::DocNode* said = use_.fields[name]) return said;
  return use_.defaults ? (*use_.defaults)[name] : nullptr;
}

std::string_view WordContext::choice(std::string_view name) const {
  const plan::DocNode* written = field(name);
  const plan::Field* known = use_.word->fields.find(name);
  if (!written || !known || !written->is_scalar()) return "";
  for (const std::string& choice : known->choices)
    if (choice == written->text) return choice;
  return "";
}

std::optional<Value> WordContext::number(std::string_view name) {
  const plan::DocNode* written = field(name);
  return written && written->is_scalar() ? lowering_.number(*written) : std::nullopt;
}

std::optional<Value> WordContext::condition(std::string_view name) {
  const plan::DocNode* written = field(name);
  return written && written->is_scalar() ? lowering_.condition(*written) : std::nullopt;
}

std::optional<Value> WordContext::formula(std::string_view name) {
  const plan::DocNode* written = field(name);
  return written && written->is_scalar() ? lowering_.formula(*written) : std::nullopt;
}

void WordContext::must_say(std::string_view name, const CodeInfo& why) {
  const plan::Field* known = use_.word->fields.find(name);
  std::string choices;
  if (known)
    for (const std::string& choice : known->choices) choices += (choices.empty() ? "" : ", ") + choice;
  context().report(why, span(),
                   {Text::same(use_.word->fields.name), Text::same(std::string(name)), Text::same(choices)});
}

bool WordContext::is_plain(const Value& v, std::string_view name) {
  if (!v.type.unit.has_dimension() && v.type.unit.tag != Unit::Tag::points &&
      v.type.unit.tag != Unit::Tag::count && v.type.unit.tag != Unit::Tag::free)
    return true;
  context().report(codes::needs_share, field(name)->span, {Text::same(type_text(context().graph, v.type))});
  return false;
}

Text fill(const Story& story, std::string_view en, std::string_view zh) {
  const auto one = [&](std::string_view pattern, Language language) {
    std::string out;
    while (!pattern.empty()) {
      const std::size_t open = pattern.find('{');
      out += pattern.substr(0, open);
      if (open == std::string_view::npos) break;
      const std::size_t close = pattern.find('}', open);
      std::string_view name = pattern.substr(open + 1, close - open - 1);
      if (name.starts_with("field:")) {
        out += story.written(name.substr(6));
      } else if (name.ends_with("%")) {
        out += story.percent(name.substr(0, name.size() - 1)).in(language);
      } else {
        out += story.value(name).in(language);
      }
      pattern.remove_prefix(close + 1);
    }
    return out;
  };
  return {one(en, Language::en), one(zh, Language::zh)};
}

}  // namespace merit::graph
