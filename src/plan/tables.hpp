// The field tables of everything in a plan that is not a word. Floor 2.
#pragma once

#include <vector>

#include "plan/fields.hpp"

namespace merit::plan {

extern const FieldTable plan_table;      ///< the top level
extern const FieldTable data_table;      ///< `data:`
extern const FieldTable used_table;      ///< the top level of a file that plans use
extern const FieldTable rounding_table;  ///< `rounding:`
extern const FieldTable input_table;
extern const FieldTable table_table;     ///< one of `tables:`
extern const FieldTable calendar_table;  ///< one of `calendars:`
extern const FieldTable param_table;
extern const FieldTable node_table;   ///< fields of every node
extern const FieldTable item_table;   ///< node_table and `weight`, `extra`, `skip`, `items`
extern const FieldTable score_table;  ///< `score:`
extern const FieldTable pay_table;    ///< `pay:`
extern const FieldTable check_table;
extern const FieldTable gate_table;  ///< one gate of a `gate:` list

/// All of the above, for the reference and the JSON Schema.
const std::vector<const FieldTable*>& plan_tables();

}  // namespace merit::plan
