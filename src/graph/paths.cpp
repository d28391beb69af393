#include "graph/paths.hpp"

namespace merit::graph {

namespace {

bool is_value(const Symbol& symbol) {
  return symbol.kind != SymbolKind::back && symbol.kind != SymbolKind::table;
}

// What all tables share is read by its name alone.
bool is_common(const Symbol& symbol) {
  return symbol.kind == SymbolKind::param || symbol.kind == SymbolKind::define;
}

}  // namespace

std::optional<Path> path_of(Context& c, std::uint32_t table, std::string_view name) {
  Path path;
  path.top = path.rows_table = path.table = table;
  std::size_t at = 0;
  while (true) {
    const std::string_view rest = name.substr(at);
    const Symbol* whole = c.scope_of(path.table).find(std::string(rest));
    if (whole && is_value(*whole) && !(path.has_steps() && is_common(*whole))) {
      path.symbol = whole;
      return path;
    }
    const std::size_t dot = rest.find('.');
    const Symbol* step = whole ? whole : c.scope_of(path.table).find(std::string(rest.substr(0, dot)));
    if (!step || path.is_single) return std::nullopt;
    const bool is_last = dot == std::string_view::npos;
    if (step->kind == SymbolKind::input && c.graph.inputs[step->index].is_ref()) {
      const std::uint32_t ref = c.graph.inputs[step->index].ref;
      (path.down.empty() ? path.up : path.further).push_back(ref);
      path.table = c.graph.refs[ref].to;
      if (path.down.empty()) path.top = path.rows_table = path.table;
    } else if (step->kind == SymbolKind::back && path.further.empty()) {
      path.down.push_back(step->index);
      path.table = path.rows_table = c.graph.refs[step->index].from;
      path.rows = name.substr(0, is_last ? name.size() : at + dot);
      if (is_last) return path;
    } else if (step->kind == SymbolKind::table && !path.has_steps()) {
      path.is_single = true;
      path.table = step->index;
    } else {
      return std::nullopt;
    }
    if (is_last) return std::nullopt;
    at += dot + 1;
  }
}

LostStep lost_step(Context& c, std::uint32_t table, std::string_view name) {
  while (true) {
    const std::size_t dot = name.find('.');
    const std::string_view first = name.substr(0, dot);
    const Symbol* step = c.scope_of(table).find(std::string(first));
    if (!step || dot == std::string_view::npos) return {table, first};
    if (step->kind == SymbolKind::back) table = c.graph.refs[step->index].from;
    else if (step->kind == SymbolKind::table) table = step->index;
    else if (step->kind == SymbolKind::input && c.graph.inputs[step->index].is_ref())
      table = c.graph.refs[c.graph.inputs[step->index].ref].to;
    else return {table, first};
    name.remove_prefix(dot + 1);
  }
}

}  // namespace merit::graph
