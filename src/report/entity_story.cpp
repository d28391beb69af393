#include "report/entity_story.hpp"

#include "report/cell_text.hpp"

namespace merit::report {

const graph::Step* EntityStory::step(std::string_view role, int index) const {
  for (const graph::Step& s : entity_.steps)
    if (s.role.name == role && s.role.index == index) return &s;
  return nullptr;
}

const graph::Cell* EntityStory::cell(std::string_view role, int index) const {
  const graph::Step* s = step(role, index);
  if (!s) return nullptr;
  const graph::Cell& c = (*row_.engine)[s->node];
  return c.is_set() ? &c : nullptr;
}

Text EntityStory::value(std::string_view role, int index) const {
  const graph::Cell* c = cell(role, index);
  return c ? Text::same(people_text(*row_.graph, *c, (*row_.graph)[step(role, index)->node].type)) : Text{};
}

Text EntityStory::percent(std::string_view role, int index) const {
  const graph::Cell* c = cell(role, index);
  return c ? Text::same(people_percent(*c)) : Text{};
}

std::string EntityStory::written(std::string_view field) const {
  for (const auto& [name, text] : entity_.written)
    if (name == field) return text;
  return "";
}

bool EntityStory::differs(std::string_view a, std::string_view b, int index) const {
  const graph::Cell* x = cell(a);
  const graph::Cell* y = cell(b, index);
  return x && y && x->is_value() && y->is_value() && !(*x == *y);
}

}  // namespace merit::report
