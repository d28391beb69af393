// Noting forks while words and formulas are made. Floor 3.
#pragma once

#include "graph/word.hpp"

namespace merit::graph {

/// The fork of this kind at `span`, with `ways` when it is come to for the first time: a definition is read
/// again at each call.
Fork& fork_at(Context& context, ForkKind kind, Span span, Span subject, std::vector<Way> ways);

/// A fork that a condition decides: `node.node` is looked at when it is, `node.of` is the condition. `yes`
/// and `no` are what the plan writes for each side, or `nowhere`.
Fork& note_condition(Context& context, ForkKind kind, Span span, Span subject, const ForkNode& node,
                     Span yes = nowhere, Span no = nowhere);

/// Bands whose breakpoints and cells may be of the row: `node` is the curve or the `choose` made of them.
void note_bands(WordContext& word, ForkKind kind, const Bands& bands, ForkNode node);

/// A value between constant breakpoints: which ways are open to it.
void close_ways(std::vector<Way>& ways, const Range& range, const std::vector<Rational>& breaks, bool low_in);

/// Reading the cells of a parameter, all of them or those from a day on: `span` tells which. Cells that are
/// read with constant keys only are no matter of rows.
void note_cells(Context& context, const Param& param, Span span, const TableData& table,
                const CellEntries& entries, const std::vector<NodeId>& keys, NodeId read);
/// Choosing between the days of a parameter.
void note_versions(Context& context, const Param& param, NodeId chosen);

}  // namespace merit::graph
