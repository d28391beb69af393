#include "plan/tables.hpp"

namespace merit::plan {

namespace {

using Form = FieldForm;

const std::vector<std::string> types = {"money",  "points", "percent", "count", "days",
                                        "number", "text",   "date",    "bool"};

std::vector<std::string> types_of_inputs() {
  std::vector<std::string> all = types;
  all.push_back("ref");
  return all;
}

std::vector<Field> text_fields() {
  return {{"label",
           Form::texts,
           false,
           {},
           "what people read instead of the name",
           "给人看的名称",
           "{zh: 新增收入}"},
          {"source", Form::texts, false, {}, "where it comes from", "出处", "article 8"},
          {"note", Form::texts, false, {}, "anything else worth saying", "备注", ""}};
}

// The order is the order in which they act; `formula` stands where the formula or the word acts.
std::vector<Field> node_fields() {
  std::vector<Field> fields = {{"every",
                                Form::choice,
                                false,
                                {"month", "quarter", "half", "year"},
                                "it is due in the last period of each, and absent in others",
                                "只在每段的最后一期计算，其余各期无此项",
                                "quarter"},
                               {"applies",
                                Form::formula,
                                false,
                                {},
                                "a condition; when false the node is absent",
                                "适用条件;不成立则无此项",
                                "has(exam)"},
                               {"formula",
                                Form::formula,
                                false,
                                {},
                                "what it is, unless a word says it",
                                "公式(或改用一个词)",
                                "base * 20%"},
                               {"at_least", Form::formula, false, {}, "floor", "下限", "0"},
                               {"at_most", Form::formula, false, {}, "cap", "上限", "3 * base"},
                               {"gate",
                                Form::gates,
                                false,
                                {},
                                "conditions that replace, scale or cap the result",
                                "门槛:替换、打折或封顶",
                                "[{if: complaints >= 3, times: 0.5}]"},
                               {"round",
                                Form::rounding,
                                false,
                                {"none"},
                                "how it rounds, instead of its class",
                                "舍入方式(代替所属类别)",
                                "2 half_up"},
                               {"type", Form::text, false, {}, "what the result is", "结果的类型", "money"}};
  for (auto& f : text_fields()) fields.push_back(f);
  return fields;
}

std::vector<Field> item_fields() {
  std::vector<Field> fields = {
      {"weight",
       Form::formula_or_choice,
       false,
       {"none"},
       "points, or with % a share of the parent's",
       "权重:分值,或占上级的百分比",
       "30"},
      {"extra",
       Form::pair,
       false,
       {},
       "bounds of an item outside the total",
       "加减分项的上下限",
       "[-20, 20]"},
      {"skip",
       Form::choice,
       false,
       {"reweight", "full", "zero", "peers"},
       "what happens when it does not apply",
       "不适用时如何处理",
       "reweight"},
      {"peers",
       Form::formulas,
       false,
       {"all"},
       "with `skip: peers`, whose mean it gets: the rows that have the same of these",
       "与 `skip: peers` 并用：取这些取值相同的各行的平均",
       "branch"},
      {"items", Form::map, false, {}, "the items of a section", "下级指标", ""}};
  for (auto& f : node_fields()) fields.push_back(f);
  return fields;
}

std::vector<Field> whole_fields(std::vector<Field> first) {
  for (auto& f : node_fields()) {
    const std::string_view name = f.name;
    if (name != "formula" && name != "applies" && name != "type") first.push_back(f);
  }
  return first;
}

std::vector<Field> input_fields() {
  std::vector<Field> fields = {
      {"type", Form::text, true, types_of_inputs(), "what the column holds; or a list's name",
       "类型,或清单名", "money"},
      {"in",
       Form::choice,
       false,
       {"%", "‰", "万", "亿"},
       "what a bare number of the file is counted in",
       "文件中数字的单位",
       "万"},
      {"unit", Form::text, false, {}, "a free unit, for `number`", "自定单位", "箱"},
      {"digits", Form::number, false, {}, "decimals a cell may have", "小数位数", "2"},
      {"min", Form::number, false, {}, "the smallest value there can be", "最小值", "0"},
      {"max", Form::number, false, {}, "the largest value there can be", "最大值", "10亿"},
      {"better",
       Form::choice,
       false,
       {"higher", "lower"},
       "which way is good",
       "越高越好还是越低越好",
       "higher"},
      {"missing",
       Form::text,
       false,
       {},
       "what an empty cell means: `error`, `skip` or a value",
       "缺失时:报错、跳过或取值",
       "0"},
      {"every",
       Form::choice,
       false,
       {"month", "quarter", "half", "year"},
       "it is read in the last period of each only",
       "只在每段的最后一期读取",
       "year"},
      {"for",
       Form::choice,
       false,
       {"month", "quarter", "half", "year"},
       "given once, it holds to the end of it",
       "给出一次，到该段结束一直有效",
       "year"},
      {"to",
       Form::name,
       false,
       {},
       "for `ref`: the table whose key the column holds",
       "`ref` 所指的表",
       "team"},
      {"back",
       Form::name,
       false,
       {},
       "for `ref`: what that table calls the rows that name it; without it the name of this table",
       "`ref` 所指的表对本表各行的称呼;不写则为本表表名",
       "led"}};
  for (auto& f : text_fields()) fields.push_back(f);
  return fields;
}

Field failed_field(const char* doc_en, const char* doc_zh) {
  return {"failed", Form::choice, false, {"fail", "leave_out"}, doc_en, doc_zh, "leave_out"};
}

std::vector<Field> table_fields() {
  std::vector<Field> fields = {
      {"key", Form::name, false, {}, "the key column, a text", "主键列(文本)", "sale"},
      {"single",
       Form::choice,
       false,
       {"true"},
       "there is one row, read as `T.x`",
       "只有一行,以 `T.x` 读取",
       "true"},
      {"dated_by",
       Form::name,
       false,
       {},
       "the input of type date that decides the period of a row",
       "决定各行周期的日期列",
       "on"},
      {"per", Form::choice, false, {"period"}, "the data has a row for each period", "每周期一行", "period"},
      failed_field("what a failed row does to the aggregates over it", "失败的行如何影响汇总"),
      {"inputs", Form::map, false, {}, "the columns of its data", "输入列", ""},
      {"values", Form::map, false, {}, "named results of a row", "中间结果", ""},
      {"score", Form::map, false, {}, "a row's tree of weighted items", "计分", ""},
      {"pay", Form::map, false, {}, "the components that add up to what a row is paid", "薪酬", ""},
      {"checks", Form::map, false, {}, "claims about a row", "核对", ""},
      {"outputs",
       Form::list,
       false,
       {},
       "what leaves with `--table`, in order",
       "以 `--table` 输出的列",
       "[score, rank]"}};
  for (auto& f : text_fields()) fields.push_back(f);
  return fields;
}

std::vector<Field> param_fields() {
  std::vector<Field> fields = {{"value", Form::formula, false, {}, "the constant", "常数", "20"},
                               {"by",
                                Form::list,
                                false,
                                {},
                                "the lists that key its cells; a side for bands of a number",
                                "按哪些清单取值；按数值分档时写方向",
                                "[grade]"},
                               {"values",
                                Form::map,
                                false,
                                {},
                                "the cells: a map, nested once for each list",
                                "取值表",
                                "{A: 1.2, B: 1}"},
                               {"from",
                                Form::map,
                                false,
                                {},
                                "a constant or cells for each day from which they hold, ascending",
                                "自某日起生效的取值,按日期升序",
                                "{2026-01-01: 20, 2026-07-01: 25}"},
                               {"dated",
                                Form::choice,
                                false,
                                {"period_start", "period_end"},
                                "the day that counts where a formula gives none",
                                "公式未给日期时以哪一天为准",
                                "period_start"},
                               {"type", Form::text, false, types,
                                "the unit; without it the number takes the unit it meets", "类型", "money"},
                               {"illustrative",
                                Form::choice,
                                false,
                                {"true", "false"},
                                "marks a number that no source prints",
                                "示例数字,出处未载",
                                "true"}};
  for (auto& f : text_fields()) fields.push_back(f);
  return fields;
}

std::vector<Field> plan_fields() {
  return {
      {"merit", Form::choice, true, {"1"}, "the version of this language", "语言版本", "1"},
      {"plan", Form::text, true, {}, "the plan's name", "方案名", "account-manager"},
      {"title", Form::texts, false, {}, "its title", "标题", "{en: Appraisal, zh: 考核}"},
      {"source", Form::texts, false, {}, "where it comes from", "出处", ""},
      {"note", Form::texts, false, {}, "anything else worth saying", "备注", ""},
      {"use",
       Form::list,
       false,
       {},
       "files to take lists, parameters, definitions and defaults from",
       "引用的公共文件:清单、参数、自定义函数、默认字段",
       "[../common/bank.yaml]"},
      {"period",
       Form::text,
       false,
       {},
       "the step of time (day week month quarter half year), or a calendar",
       "考核周期(day week month quarter half year),或日历名",
       "month"},
      {"calendars",
       Form::map,
       false,
       {},
       "periods that the civil calendar does not have",
       "自定日历:自然日历之外的周期",
       ""},
      {"each", Form::name, true, {}, "the key column of the people", "考核对象的主键列", "manager"},
      failed_field("what somebody who failed does to the groups he is in", "失败的人如何影响其所在的分组"),
      {"currency", Form::text, false, {}, "what money is in", "币种", "CNY"},
      {"rounding",
       Form::map,
       false,
       {},
       "how each class of results is rounded",
       "舍入规则",
       "{item: 2 half_up, score: 2 half_up, pay: 2 half_up}"},
      {"data",
       Form::map,
       false,
       {},
       "what is allowed in data files",
       "数据文件允许的写法",
       "{encoding: gb18030, allow: [thousands_marks]}"},
      {"lists",
       Form::map,
       false,
       {},
       "closed, ordered sets of text, worst to best",
       "有序清单,由差到好",
       "{grade: [D, C, B, A]}"},
      {"params", Form::map, false, {}, "constants with names", "参数", ""},
      {"inputs", Form::map, false, {}, "the columns of the data", "输入列", ""},
      {"tables",
       Form::map,
       false,
       {},
       "other rows than the people: sales, visits, teams",
       "人员以外的表",
       ""},
      {"define", Form::map, false, {}, "formulas with arguments", "自定义函数", ""},
      {"defaults", Form::map, false, {}, "fields of a word said once", "词的默认字段", ""},
      {"values", Form::map, false, {}, "named results", "中间结果", ""},
      {"score", Form::map, false, {}, "the tree of weighted items", "计分", ""},
      {"pay", Form::map, false, {}, "the components that add up to what is paid", "薪酬", ""},
      {"checks", Form::map, false, {}, "claims about data and results", "核对", ""},
      {"outputs", Form::list, false, {}, "what leaves, in order", "输出列", "[score, grade, pay]"}};
}

// A file that plans use says nothing about people.
std::vector<Field> used_fields() {
  std::vector<Field> fields;
  for (Field& field : plan_fields())
    for (const std::string_view shared :
         {"merit", "title", "source", "note", "calendars", "lists", "params", "define", "defaults"})
      if (field.name == shared) fields.push_back(field);
  return fields;
}

}  // namespace

const FieldTable plan_table = {"plan", "the top level of a plan file", "方案文件的顶层", plan_fields()};
const FieldTable used_table = {"used file", "the top level of a file that plans use", "公共文件的顶层",
                               used_fields()};
const FieldTable rounding_table = {
    "rounding",
    "how each class of results is rounded",
    "各类结果的舍入",
    {{"item", Form::rounding, false, {"none"}, "each item", "每个指标", "2 half_up"},
     {"score", Form::rounding, false, {"none"}, "each section and the total", "小计与总分", "2 half_up"},
     {"pay", Form::rounding, false, {}, "each component of pay", "每项薪酬", "2 half_up"}}};
const FieldTable data_table = {
    "data",
    "what is allowed in data files",
    "数据文件允许的写法",
    {{"encoding",
      Form::choice,
      false,
      {"utf-8", "gb18030"},
      "how files are encoded that do not begin with the mark of UTF-8; utf-8 if not said",
      "不以 UTF-8 标记开头的文件的编码;不写则为 utf-8",
      "gb18030"},
     {"allow",
      Form::list,
      false,
      {"thousands_marks", "full_width_digits", "formulas", "scientific_keys"},
      "what cells may hold that spreadsheets make of them",
      "允许单元格中出现的电子表格写法",
      "[thousands_marks, full_width_digits]"}}};
const FieldTable input_table = {"input", "a column of the data", "一列数据", input_fields()};
const FieldTable table_table = {"table", "other rows than the people", "人员以外的表", table_fields()};
const FieldTable calendar_table = {
    "calendar",
    "periods that a plan lists, one behind the other",
    "方案列出的、首尾相接的各期",
    {{"begins", Form::text, true, {}, "the first day of the first period", "第一期的第一天", "2025-12-26"},
     {"years",
      Form::map,
      true,
      {},
      "for each year its periods and the last day of each",
      "每年的各期及其最后一天",
      "{2026: {2026-01: 2026-01-25}}"},
     {"label", Form::texts, false, {}, "what people read instead of the name", "给人看的名称", ""},
     {"source", Form::texts, false, {}, "where it comes from", "出处", ""},
     {"note", Form::texts, false, {}, "anything else worth saying", "备注", ""}}};
const FieldTable param_table = {"parameter", "a named constant", "参数", param_fields()};
const FieldTable node_table = {"node", "anything that is computed", "任何计算项", node_fields()};
const FieldTable item_table = {"item", "an item or a section of the score", "指标或小节", item_fields()};
const FieldTable score_table = {
    "score", "the tree of weighted items", "计分",
    whole_fields({{"out_of", Form::formula, false, {}, "the total weight", "满分", "100"},
                  {"items", Form::map, true, {}, "items and sections", "指标与小节", ""}})};
const FieldTable pay_table = {
    "pay", "what is paid", "薪酬",
    whole_fields({{"items", Form::map, true, {}, "the components", "各项薪酬", ""}})};
const FieldTable check_table = {
    "check",
    "a claim about data and results",
    "核对",
    {{"must", Form::formula, true, {}, "what must hold", "必须成立的条件", "homes <= 5000"},
     {"breach",
      Form::choice,
      true,
      {"warning", "error"},
      "what happens when it does not",
      "不成立时",
      "warning"},
     {"label", Form::texts, false, {}, "what people read instead of the name", "给人看的名称", ""},
     {"source", Form::texts, false, {}, "where it comes from", "出处", ""},
     {"note", Form::texts, false, {}, "anything else worth saying", "备注", ""}}};
const FieldTable gate_table = {
    "gate",
    "a condition that replaces, scales or caps a result",
    "门槛",
    {{"if", Form::formula, true, {}, "the condition", "条件", "complaints >= 3"},
     {"to", Form::formula, false, {}, "the result becomes this", "结果改为", "0"},
     {"times", Form::formula, false, {}, "the result is multiplied by this", "结果乘以", "0.5"},
     {"at_most", Form::formula, false, {}, "the result is held to this", "结果不超过", "60"},
     {"because", Form::texts, false, {}, "the reason, for the explanation", "理由", "three complaints"}}};

const std::vector<const FieldTable*>& plan_tables() {
  static const std::vector<const FieldTable*> tables = {
      &plan_table, &data_table, &rounding_table, &input_table, &table_table, &calendar_table, &param_table,
      &node_table, &item_table, &score_table,    &pay_table,   &gate_table,  &check_table};
  return tables;
}

}  // namespace merit::plan
