#include "graph/word.hpp"

#include <algorithm>
#include <set>

#include "base/number_text.hpp"
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

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// What other programs and spreadsheets call a field of a node, by its name here.
std::string_view called_otherwise(std::string_view key) {
  if (key == "cap" || key == "max" || key == "ceiling" || key == "limit") return "at_most";
  if (key == "floor" || key == "min") return "at_least";
  if (key == "if" || key == "when") return "applies";
  return key;
}

// The keys of a node that are words; the others are reported.
std::vector<const plan::Entry*> known_words(Context& context, const plan::NodeText& node) {
  std::vector<const plan::Entry*> found;
  for (const plan::Entry* entry : node.words) {
    const std::string& key = entry->key.text;
    if (find_word(key)) {
      found.push_back(entry);
    } else {
      const std::vector<std::string> keys = node_keys(node);
      Diagnostic& d =
          context.report(codes::unknown_word, entry->key.span, {Text::same(key), Text::same(joined(keys))});
      d.suggestion = context.diagnostics.did_you_mean(called_otherwise(key), keys);
    }
  }
  return found;
}

// The one thing that a node says it is, or nullptr; none and several are reported.
const plan::Entry* only_word(Context& context, const plan::NodeText& node) {
  const std::vector<const plan::Entry*> found = known_words(context, node);
  std::vector<Span> said;  // in the order of reading
  if (node.is_section) said.push_back(node.fields.key("items").span);
  if (node.formula && node.fields.has("formula")) said.push_back(node.fields.key("formula").span);
  for (const plan::Entry* entry : found) said.push_back(entry->key.span);
  if (said.size() > 1) {
    Diagnostic& d = context.report(codes::two_words, said.back(), {Text::same(node.name)});
    d.related.push_back({said.front(), {"this already says what it is", "此处已说明其内容"}});
    return nullptr;
  }
  // A node that is no map, and an unknown word, were reported as what they are.
  const bool is_item = node.fields.has("weight") || node.fields.has("extra");
  if (said.empty() && node.words.empty() && node.written->is_map())
    context.report(codes::no_word, node.name_span,
                   {Text::same(node.name), is_item ? Text{"a word, such as `ratio: done / due`, or `items:`",
                                                          "一个词，如 `ratio: done / due`，或 `items:`"}
                                                   : Text{"`formula: ...`, or a word such as `step: ...`",
                                                          "`formula: ...`，或一个词，如 `step: ...`"}});
  return found.empty() ? nullptr : found.front();
}

// Whether an unknown field, which was reported, is this one with a slip of the pen.
bool is_misspelt(const WordUse& use, std::string_view field) {
  if (!use.entry->value.is_map()) return false;
  const auto& unknown = use.fields.unknown();
  return std::any_of(unknown.begin(), unknown.end(), [&](const plan::Entry* entry) {
    return nearest(entry->key.text, use.word->fields.names()) == field;
  });
}

// Whether all that always has to be said is said, in the word or under `defaults`.
bool says_all_musts(Context& context, const WordUse& use) {
  const plan::DocNode& written = use.entry->value;
  bool complete = true;
  for (const plan::Field& field : use.word->fields.fields) {
    const bool is_scalar_form = written.is_scalar() && use.word->scalar_field == field.name;
    const bool said =
        is_scalar_form || use.fields.has(field.name) || (use.defaults && use.defaults->has(field.name));
    if (!field.must || said) continue;
    complete = false;
    if (is_misspelt(use, field.name)) continue;
    context.report(field.choices.empty() ? codes::must_say : codes::must_say_choice, use.entry->key.span,
                   {Text::same(use.word->fields.name),
                    Text::same(field.name),
                    {field.doc_en, field.doc_zh},
                    Text::same(field.example),
                    Text::same(joined(field.choices))});
  }
  return complete;
}

}  // namespace

std::optional<WordUse> find_word(Context& context, const plan::NodeText& node) {
  WordUse use;
  use.entry = only_word(context, node);
  if (!use.entry) return std::nullopt;
  use.word = find_word(use.entry->key.text);
  const plan::DocNode& written = use.entry->value;
  const bool is_short = written.is_scalar() && !use.word->scalar_field.empty();
  if (!is_short) use.fields = plan::read_fields(written, use.word->relaxed, context.diagnostics);
  if (!is_short && !written.is_map() && !written.is_null()) return std::nullopt;
  use.defaults = context.defaults_of(*use.word);
  if (!says_all_musts(context, use)) return std::nullopt;
  return use;
}

std::vector<const plan::DocNode*> formulas_of(Context& context, const plan::NodeText& node) {
  std::vector<const plan::DocNode*> result;
  if (node.written && node.written->is_scalar()) result.push_back(node.written);
  collect_formulas(context.formulas, node.fields, result);
  for (const plan::Entry* entry : node.words) {
    const Word* word = find_word(entry->key.text);
    if (!word) continue;
    if (entry->value.is_scalar()) {
      if (!word->scalar_field.empty()) result.push_back(&entry->value);
      continue;
    }
    for (const plan::Entry& field : entry->value.map)
      if (const plan::Field* known = word->fields.find(field.key.text))
        if (!is_choice(field.value, *known))
          collect_formulas(context.formulas, field.value, known->form, result);
    if (const plan::Fields* defaults = context.defaults_of(*word))
      collect_formulas(context.formulas, *defaults, result);
  }
  return result;
}

Text WordContext::name() const { return Text::same(use_.word->fields.name); }

Text WordContext::written(std::string_view name) const {
  const plan::DocNode* formula = field(name);
  return Text::same(formula ? in_short(formula->text) : std::string(name));
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

const plan::FieldTable& WordContext::fields() const { return use_.word->fields; }

void WordContext::must_say(std::string_view name, const CodeInfo& why, std::string_view of) {
  const plan::Field* known = use_.word->fields.find(name);
  if (is_misspelt(use_, name)) return;
  context().report(why, span(),
                   {Text::same(use_.word->fields.name), Text::same(std::string(name)),
                    Text::same(known ? joined(known->choices) : ""), Text::same(std::string(of))});
}

void WordContext::warn_unreachable(const Value& of, NodeId breakpoint, const plan::DocNode& written) {
  const Cell* at = b.constant_of(breakpoint);
  const Range& range = b.range(of.node);
  if (!at || range.contains(at->number)) return;
  const bool percent = of.type.unit.tag == Unit::Tag::percent;
  const auto end = [&](const Rational& x) { return percent ? format_percent(x, -1) : format_exact(x); };
  const Text reach = !range.high  ? Text{end(*range.low) + " or more", "不小于 " + end(*range.low)}
                     : !range.low ? Text{"at most " + end(*range.high), "不大于 " + end(*range.high)}
                                  : Text{end(*range.low) + " to " + end(*range.high),
                                         end(*range.low) + " 至 " + end(*range.high)};
  context().report(codes::breakpoint_unreachable, written.span, {Text::same(written.text), reach});
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
