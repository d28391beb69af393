#include "report/terms.hpp"

#include <string>

namespace merit::report {

const std::vector<Term>& types() {
  static const std::vector<Term> table = {
      {"money", "money", "an amount in the plan's currency", "方案币种的金额"},
      {"points", "points", "marks", "分值"},
      {"percent", "percent", "a share: `95%` is 0.95", "比例：`95%` 即 0.95"},
      {"count", "count", "a whole number, 0 or more unless `min` says otherwise",
       "整数；除非另写 `min`，不小于 0"},
      {"days", "days", "a number of days", "天数"},
      {"number", "number", "any other number, with `unit: 箱` if it has one",
       "其他数；有单位时写明，如 `unit: 箱`"},
      {"text", "text", "any text; compared with `==` and `!=`", "任意文本；用 `==` 和 `!=` 比较"},
      {"date", "date", "a calendar day: `2026-03-31`", "日期：`2026-03-31`"},
      {"bool", "bool", "yes or no", "是或否"},
      {"ref", "ref", "the key of a row of another table, which `to` names: a text",
       "另一张表（由 `to` 指定）某一行的主键，是文本"},
      {"list lists", "grade", "a list of the plan, by its name: one of its members, compared by their order",
       "方案中的清单，写清单名：其成员之一，按清单次序比较"}};
  return table;
}

const std::vector<Term>& formula_terms() {
  static const std::vector<Term> table = {
      {"+ - * /", "a + b * (c - d) / e", "as in mathematics; a row in which the divisor is 0 fails",
       "四则运算；除数为 0 的行出错"},
      {"== != < <= > >=", "a <= b", "comparisons of unrounded values; they do not chain",
       "比较未舍入的值；不能连写"},
      {"in", "x in (a, b, ...)", "whether it is one of these", "是否为其中之一"},
      {"and or not", "a and (b or not c)", "looked at from left to right, as far as needed",
       "从左到右，只看到需要之处"},
      {"true false", "true, false", "yes, no", "是、否"},
      {"if", "if(condition, a, b)", "a where the condition holds, else b; only the one taken is looked at",
       "条件成立取 a，否则取 b；只计算取到的一个"},
      {"match else", "match(x, A -> a, B -> b, else -> c)",
       "by the member or text that x is; without `else` every member of the list is named",
       "按 x 取值选择；不写 `else` 时须列出清单的所有成员"},
      {"where", "count(rows where condition)",
       "in a function over the rows of a table: only rows for which the condition holds",
       "用于对表中各行的函数：只计条件成立的行"},
      {"by", "sum(x by branch)",
       "over the rows that have the same of a key, or of several; `by all` over everyone",
       "对取值相同的各行计算，可写多个依据；`by all` 为全体"},
      {"over", "sum(x over ytd)", "over the periods of a window, this one among them",
       "对一段时期内各期计算，含本期"}};
  return table;
}

bool is_called(const Term& term, std::string_view name) {
  const std::string names = " " + std::string(term.names) + " ";
  return names.find(" " + std::string(name) + " ") != std::string::npos;
}

}  // namespace merit::report
