// The columns of the data, as the plan declares them. Floor 3.
#pragma once

#include "graph/context.hpp"

namespace merit::graph {

/// Declares the key column of a table (none without `key`) and every input: types, digits, ranges, refs, what
/// a missing cell means, and the sites at which a cell fails. All tables have their names by then.
void declare_inputs(Context& context, std::uint32_t table, const plan::DocNode* key,
                    const std::vector<plan::NamedFields>& inputs);

std::optional<std::uint32_t> table_named(const Graph& graph, std::string_view name);
/// Adds that there is no table `name`, with those there are and the nearest one; `info` takes the name and
/// them.
void report_no_table(const Graph& graph, Diagnostics& diagnostics, const CodeInfo& info, Span at,
                     const std::string& name);
/// All tables by their names, for messages.
Text table_names(const Graph& graph);

/// The type a name stands for in `type:` (`money`, `text`, a list ...), or nothing.
std::optional<Type> type_named(const Context& context, const std::string& name);
/// Reports that `written` is no type, with the nearest one.
void report_unknown_type(Context& context, const plan::DocNode& written);

}  // namespace merit::graph
