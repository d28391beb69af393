#include "graph/formulas.hpp"

#include <algorithm>

#include "graph/codes.hpp"

namespace merit::graph {

const formula::Tree* Formulas::parse(const plan::DocNode& scalar) {
  if (!scalar.is_scalar()) return nullptr;
  const auto [it, is_new] = trees_.try_emplace(&scalar);
  if (!is_new) return it->second.get();
  formula::ParseResult result = formula::parse(scalar.text);
  if (result.error) {
    const auto& known = diagnostics_.items();
    const auto is_here = [&](const Diagnostic& d) { return d.span == scalar.span; };
    if (std::any_of(known.begin(), known.end(), is_here)) return nullptr;
    // Of an empty text in quotes the quotes are marked.
    const bool is_empty = scalar.text.find_first_not_of(" \t\n") == std::string::npos;
    const Span span =
        is_empty ? scalar.span : plan::span_in(sources_, scalar, result.error->begin, result.error->end);
    diagnostics_.add(*result.error->info, span, result.error->args);
    return nullptr;
  }
  // One blank before `#` may be a comment or a formula cut short: YAML cannot tell, so the plan has to.
  const std::string_view text = sources_.text(scalar.span.source);
  if (!scalar.quoted && text.substr(scalar.span.end, 2) == " #")
    diagnostics_.add(codes::comment_after_formula,
                     {scalar.span.source, scalar.span.end + 1, scalar.span.end + 2});
  it->second = std::make_unique<formula::Tree>(std::move(*result.tree));
  return it->second.get();
}

Span Formulas::span(const plan::DocNode& scalar, const formula::Node& part) const {
  return plan::span_in(sources_, scalar, part.begin, part.end);
}

namespace {

constexpr std::string_view directions[] = {" asc", " desc"};

}  // namespace

bool is_descending(const plan::DocNode& entry) { return entry.text.ends_with(directions[1]); }

const plan::DocNode& Formulas::ordered(const plan::DocNode& entry) {
  const auto [it, is_new] = ordered_.try_emplace(&entry, entry);
  plan::DocNode& bare = it->second;
  if (!is_new || !entry.is_scalar()) return bare;
  for (const std::string_view direction : directions)
    if (entry.text.ends_with(direction)) {
      bare.text.resize(entry.text.size() - direction.size());
      break;
    }
  return bare;
}

namespace {

bool has_percent(const formula::Node& node) {
  return node.kind == formula::Kind::number && node.text.ends_with('%');
}

void add_scalar(const plan::DocNode& node, std::vector<const plan::DocNode*>& out) {
  if (node.is_scalar() && node.text != "none" && node.text != "else") out.push_back(&node);
}

}  // namespace

bool mentions_percent(const formula::Tree& tree) {
  return std::any_of(tree.nodes.begin(), tree.nodes.end(), has_percent);
}

CellForm form_of_cell(const formula::Tree& tree) {
  const formula::Node* node = &tree.root();
  if (node->kind == formula::Kind::negate) node = &tree[node->children[0]];
  if (node->kind != formula::Kind::number) return CellForm::bare;
  if (node->value.is_zero()) return CellForm::zero;
  return has_percent(*node) ? CellForm::percent : CellForm::bare;
}

bool is_choice(const plan::DocNode& scalar, const plan::Field& field) {
  return scalar.is_scalar() &&
         std::find(field.choices.begin(), field.choices.end(), scalar.text) != field.choices.end();
}

void collect_formulas(Formulas& formulas, const plan::DocNode& value, plan::FieldForm form,
                      std::vector<const plan::DocNode*>& out) {
  using Form = plan::FieldForm;
  switch (form) {
    case Form::formula:
    case Form::formula_or_choice: add_scalar(value, out); return;
    case Form::pair:
      for (const plan::DocNode& side : value.list) add_scalar(side, out);
      return;
    case Form::cells:
      for (const plan::Entry& e : value.map) {
        add_scalar(e.key, out);
        add_scalar(e.value, out);
      }
      return;
    case Form::knots:
      for (const plan::Entry& e : value.map) {
        add_scalar(e.key, out);
        add_scalar(e.value, out);
        for (const plan::Entry& side : e.value.map) add_scalar(side.value, out);
      }
      return;
    case Form::formulas:
      if (value.is_scalar()) add_scalar(formulas.ordered(value), out);
      for (const plan::DocNode& entry : value.list) add_scalar(formulas.ordered(entry), out);
      return;
    case Form::shares:
      for (const plan::Entry& share : value.map) add_scalar(share.value, out);
      return;
    case Form::gates:
      for (const plan::DocNode& gate : value.list)
        for (const plan::Entry& e : gate.map)
          if (e.key.text != "because") add_scalar(e.value, out);
      return;
    default: return;
  }
}

void collect_formulas(Formulas& formulas, const plan::Fields& fields,
                      std::vector<const plan::DocNode*>& out) {
  for (const plan::Entry* entry : fields.known()) {
    const plan::Field* field = fields.table().find(entry->key.text);
    if (!field) continue;
    if (is_choice(entry->value, *field)) continue;
    collect_formulas(formulas, entry->value, field->form, out);
  }
}

}  // namespace merit::graph
