#include "graph/forks.hpp"

#include <algorithm>

namespace merit::graph {

Fork& fork_at(Context& context, ForkKind kind, Span span, Span subject, std::vector<Way> ways) {
  auto& forks = context.graph.forks;
  const auto [place, is_new] = context.forks.emplace(std::pair(kind, span), forks.size());
  if (is_new) {
    Fork fork;
    fork.kind = kind;
    fork.entity = context.builder.origin().entity;
    fork.span = span;
    fork.subject = subject;
    fork.ways = std::move(ways);
    forks.push_back(std::move(fork));
  }
  return forks[place->second];
}

Fork& note_condition(Context& context, ForkKind kind, Span span, Span subject, const ForkNode& node, Span yes,
                     Span no) {
  Fork& fork =
      fork_at(context, kind, span, subject, {{{}, yes, nowhere, nowhere}, {{}, no, nowhere, nowhere}});
  fork.nodes.push_back(node);
  return fork;
}

void close_ways(std::vector<Way>& ways, const Range& range, const std::vector<Rational>& breaks,
                bool low_in) {
  for (std::size_t i = 0; i < ways.size(); ++i) {
    const bool is_too_high =
        i > 0 && range.high && (low_in ? *range.high < breaks[i - 1] : *range.high <= breaks[i - 1]);
    const bool is_too_low =
        i < breaks.size() && range.low && (low_in ? *range.low >= breaks[i] : *range.low > breaks[i]);
    ways[i].can_be_taken = !is_too_high && !is_too_low;
  }
}

void note_bands(WordContext& word, ForkKind kind, const Bands& bands, ForkNode node) {
  const auto& all = bands.bands;
  const bool upward = is_upward(bands.side);
  const bool low_in = bands.side == Side::at_or_above || bands.side == Side::below;
  std::vector<Way> ways;
  for (std::size_t i = 0; i < all.size(); ++i) {
    // From below, the band of a breakpoint lies to its left, and `else` is the highest.
    const Band& band = upward ? all[i] : all[(i + 1) % all.size()];
    ways.push_back(
        {{}, band.cell_span, i == 0 ? nowhere : all[i].span, i + 1 < all.size() ? all[i + 1].span : nowhere});
    if (i > 0 && bands.constant_breaks) node.breaks.push_back(word.b.constant_of(all[i].from->node)->number);
  }
  if (bands.constant_breaks) close_ways(ways, word.b.range(node.of), node.breaks, low_in);
  else node.of = no_node;
  node.is_reversed = upward;
  Fork& fork = fork_at(word.context(), kind, bands.span, word.field("of")->span, std::move(ways));
  fork.low_in = low_in;
  fork.nodes.push_back(std::move(node));
}

namespace {

// A way for each entry of the plan; the cells of bands that one entry covers have one way.
std::vector<Way> ways_of_cells(const Context& context, const TableData& table, const CellEntries& entries) {
  std::vector<Way> ways;
  for (const auto& [place, cell] : table.cells) {
    if (entries.contains(place)) continue;
    std::string name;
    for (std::size_t i = 0; i < place.size(); ++i)
      name += (i > 0 ? "/" : "") + context.graph.lists[table.lists[i]].members[place[i]];
    ways.push_back({std::move(name), nowhere, nowhere, nowhere, false});
  }
  return ways;
}

std::vector<std::size_t> way_of_each_cell(const TableData& table, const CellEntries& entries) {
  std::map<std::vector<std::uint32_t>, std::size_t> ways;
  std::vector<std::size_t> result;
  for (const auto& [place, cell] : table.cells) {
    const auto known = entries.find(place);
    const auto& entry = known == entries.end() ? place : known->second;
    result.push_back(ways.try_emplace(entry, ways.size()).first->second);
  }
  return result;
}

}  // namespace

void note_cells(Context& context, const Param& param, Span span, const TableData& table,
                const CellEntries& entries, const std::vector<NodeId>& keys, NodeId read) {
  if (keys.empty()) return;
  const bool is_new = !context.forks.contains({ForkKind::cells, span});
  Fork& fork = fork_at(context, ForkKind::cells, span, span,
                       is_new ? ways_of_cells(context, table, entries) : std::vector<Way>{});
  if (is_new) fork.way_of_cell = way_of_each_cell(table, entries);
  fork.name = param.name;
  ForkNode node{read};
  if (context.builder[read].op == Op::table) {
    for (Way& way : fork.ways) way.can_be_taken = true;
  } else {
    std::vector<std::uint32_t> place;
    for (NodeId key : keys)
      place.push_back(static_cast<std::uint32_t>(numerator_of(context.builder.constant_of(key)->number)));
    const auto cell = std::distance(table.cells.begin(), table.cells.find(place));
    node.way = fork.way_of_cell[static_cast<std::size_t>(cell)];
  }
  fork.nodes.push_back(std::move(node));
}

void note_versions(Context& context, const Param& param, NodeId chosen) {
  std::vector<Way> ways = {{{}, nowhere, nowhere, nowhere, false}};  // a day before the first has no cell
  for (const ParamVersion& version : param.versions) ways.push_back({{}, version.span, nowhere, nowhere});
  Fork& fork = fork_at(context, ForkKind::versions, param.span, param.span, std::move(ways));
  fork.name = param.name;
  fork.nodes.push_back({chosen});
}

}  // namespace merit::graph
