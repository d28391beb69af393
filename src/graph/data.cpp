#include "graph/data.hpp"

#include "plan/tables.hpp"

namespace merit::graph {

void declare_data(Context& c) {
  const plan::DocNode* written = c.plan.top["data"];
  if (!written || !written->is_map()) return;
  const plan::Fields fields = plan::read_fields(*written, plan::data_table, c.diagnostics);
  const plan::DocNode* encoding = fields["encoding"];
  if (encoding && encoding->text == "gb18030") c.graph.encoding = table::Encoding::gb18030;
  const plan::DocNode* allow = fields["allow"];
  if (!allow) return;
  for (const plan::DocNode& form : allow->list) {
    table::CellForms& forms = c.graph.forms;
    if (form.text == "thousands_marks") forms.thousands_marks = true;
    if (form.text == "full_width_digits") forms.full_width_digits = true;
    if (form.text == "formulas") forms.formulas = true;
    if (form.text == "scientific_keys") forms.scientific_keys = true;
  }
}

}  // namespace merit::graph
