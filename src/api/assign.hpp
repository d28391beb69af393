// Which table of a plan a file holds, by its columns, and whether it holds any. Floor 6.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/graph.hpp"
#include "table/csv.hpp"

namespace merit::api {

struct Assignment {
  std::optional<std::uint32_t> table;     ///< nothing when it is not clear
  std::uint32_t guess = graph::people;    ///< to name in a message
  std::vector<std::string> lacking = {};  ///< columns for want of which it is not all of that table
};

/// A file is all of a table when it has its key, its `period` and its other columns that may not be missing;
/// it is a part of a table with a key when it has the key, the `period` and one column more, or is its long
/// form. It goes to the table that it is all of; of several to the one that uses most of its columns. Else to
/// the table that it is a part of. It is not clear where several fit alike, nor where a file is all of one
/// table and a part of another that uses the same columns and more.
Assignment table_of(const graph::Graph& graph, const table::CsvTable& csv);

/// table::parse_csv; but of a file whose first line names no column of the plan (a plan, a text, a page of
/// the web) that alone is reported, and not each of its lines.
std::optional<table::CsvTable> csv_of(const graph::Graph& graph, const std::string& name,
                                      std::string_view text, SourceId source, Diagnostics& diagnostics,
                                      unsigned threads = 1);

}  // namespace merit::api
