// Tables of a plan: what each is, and what its rows call those of the others. Floor 3.
#pragma once

#include "graph/context.hpp"

namespace merit::graph {

/// Declares every table by its name, with its key and whether it has a single row. Its inputs come later.
void declare_tables(Context& context);
/// Reads when the rows of `table` count; its inputs are declared.
void declare_timing(Context& context, std::uint32_t table);
/// Declares what the rows of each table call the rows that name them; all inputs are declared.
void declare_backs(Context& context);

}  // namespace merit::graph
