// What is said about a formula that cannot be read: the place, the whole message, the whole help.
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "formula/codes.hpp"
#include "formula/syntax.hpp"

#include "support/catch.hpp"

using namespace merit;
using namespace merit::formula;

namespace {

struct MistakeRow {
  std::string source;
  const char* code_and_place;
  const char* message;
  const char* help;
};

Diagnostic diagnostic_of(const std::string& source) {
  const ParseResult result = parse(source);
  REQUIRE_FALSE(result.tree);
  REQUIRE(result.error);
  Diagnostic d;
  d.info = result.error->info;
  d.span.begin = result.error->begin;
  d.span.end = result.error->end;
  d.args = result.error->args;
  return d;
}

void check_rows(const std::vector<MistakeRow>& rows) {
  for (const auto& row : rows) {
    CAPTURE(row.source);
    const Diagnostic d = diagnostic_of(row.source);
    const std::string place = std::to_string(d.span.begin) + ".." + std::to_string(d.span.end);
    CHECK(d.info->code + (" " + place) == row.code_and_place);
    CHECK(message_of(d, Language::en) == row.message);
    CHECK(help_of(d, Language::en) == row.help);
    CHECK(d.span.end <= row.source.size());
  }
}

}  // namespace

TEST_CASE("formula: each mistake has its place, message and help") {
  check_rows({
      {"", "E0201 0..0", "the formula is empty", "write a value, for example `actual / target`"},
      {"   ", "E0201 0..0", "the formula is empty", "write a value, for example `actual / target`"},

      {"a\u200B + b", "E0206 1..4", "an invisible character (U+200B) stands here", "delete it"},
      {"a\u00AD + b", "E0206 1..3", "an invisible character (U+00AD) stands here", "delete it"},
      {"hired > 2026.03.31", "E0222 8..18", "`2026.03.31` is not a number: it has more than one point",
       "write `date(2026, 3, 31)`"},
      {"31.3.2026", "E0222 0..9", "`31.3.2026` is not a number: it has more than one point",
       "write `date(2026, 3, 31)`"},
      {"x in (1) in (2)", "E0217 9..11", "comparisons do not chain", "write `x in (a, b) and x in (c, d)`"},
      {"score..branch", "E0226 5..6", "a `.` stands here that joins no names",
       "write one `.` between two names"},
      {"match(x, else -> match(y, else -> 1), A -> 2)", "E0231 9..13",
       "`else` must be the last case of `match`", "move the `else` case to the end"},
      {"a　+ b", "E0207 1..4", "a blank of an unusual kind (U+3000) stands here", "write an ordinary space"},

      {"f(a,)", "E0208 4..5", "found `)`; expected a value",
       "write a value behind the comma, or delete the comma"},
      {"if a > b", "E0239 0..2", "`if` is written with brackets and commas", "write `if(a > b, ..., ...)`"},
      {"if a > b then 2*c", "E0239 0..2", "`if` is written with brackets and commas",
       "write `if(a > b, 2*c, ...)`"},
      {"1 + if a > max(b, 1) then 'x y' else -c", "E0239 4..6", "`if` is written with brackets and commas",
       "write `if(a > max(b, 1), 'x y', -c)`"},
      {"if then else", "E0239 0..2", "`if` is written with brackets and commas", "write `if(..., ..., ...)`"},

      {"joined >= 2024-01-31", "E0238 10..20",
       "`2024-01-31` looks like a date and would be read as a subtraction",
       "write `date(2024, 1, 31)`; for a subtraction put blanks around each `-`"},

      {"a + 10 000 * 2", "E0240 4..10", "`10 000` has blanks between its digits",
       "write `10000`; if these are two values, something is missing between them"},
      {"1 000 000.50%", "E0240 0..13", "`1 000 000.50%` has blanks between its digits",
       "write `1000000.50%`; if these are two values, something is missing between them"},

      {" ~ ", "E0201 1..2", "the formula is empty", "write a value, for example `actual / target`"},
      {"x in a", "E0208 5..6", "found `a`; expected `(` after `in`",
       "write the values in brackets: `in (a, b)`"},
      {"x in ()", "E0208 6..7", "found `)`; expected a value", "write a value between the brackets"},
      {"and", "E0208 0..3", "found `and`; expected a value", "write a value before `and`, or delete `and`"},
      {"else", "E0208 0..4", "found `else`; expected a value",
       "`else` stands in `match` only; a choice is written `if(condition, value, value otherwise)`"},
      {"match(x, )", "E0208 9..10", "found `)`; expected a value",
       "write a value behind the comma, or delete the comma"},
      {"match a", "E0208 6..7", "found `a`; expected `(` after `match`",
       "write `match(x, A -> 1.2, B -> 1, else -> 0)`"},
      {"a, b", "E0208 1..2", "found `,`; expected an operator or the end of the formula",
       "a comma stands between the arguments of a function: `max(a, b)`; delete it"},
      {"f(a where b, c)", "E0208 11..12", "found `,`; expected an operator, `by`, `over` or `)`",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a by k j)", "E0208 9..10", "found `j`; expected `,`, `over` or `)`",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a over ytd, b)", "E0208 12..13", "found `,`; expected `)`",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a over ytd + 1)", "E0208 13..14", "found `+`; expected `)`",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(where)", "E0208 7..8", "found `)`; expected a value",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"if()", "E0208 3..4", "found `)`; expected a value", "write a value between the brackets"},
      {"(a, b)", "E0208 2..3", "found `,`; expected an operator or `)`",
       "a comma stands between the arguments of a function: `max(a, b)`; delete it"},
      {"()", "E0208 1..2", "found `)`; expected a value", "write a value between the brackets"},
      {"x in (a,)", "E0208 8..9", "found `)`; expected a value",
       "write a value behind the comma, or delete the comma"},
      {"a not b", "E0208 2..5", "found `not`; expected an operator or the end of the formula",
       "delete `not`, or write what is missing before it"},
      {"a or or b", "E0208 5..7", "found `or`; expected a value",
       "write a value before `or`, or delete `or`"},
      {"a and and", "E0208 6..9", "found `and`; expected a value",
       "write a value before `and`, or delete `and`"},
      {"else -> 1", "E0208 0..4", "found `else`; expected a value",
       "`else` stands in `match` only; a choice is written `if(condition, value, value otherwise)`"},
      {"f(a over ytd 3)", "E0208 13..14", "found `3`; expected `)`",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},

      {"a +", "E0209 3..3", "the formula ends too early; expected a value", "complete the formula"},
      {"f(", "E0209 2..2", "the formula ends too early; expected a value or `)`", "complete the formula"},
      {"f(a,", "E0209 4..4", "the formula ends too early; expected a value", "complete the formula"},
      {"match(x, A", "E0209 10..10", "the formula ends too early; expected `->`", "complete the formula"},
      {"if(", "E0209 3..3", "the formula ends too early; expected a value", "complete the formula"},
      {"if", "E0209 2..2", "the formula ends too early; expected `(` after `if`", "complete the formula"},
      {"x in", "E0209 4..4", "the formula ends too early; expected `(` after `in`", "complete the formula"},
      {"a <", "E0209 3..3", "the formula ends too early; expected a value", "complete the formula"},
      {"not", "E0209 3..3", "the formula ends too early; expected a value", "complete the formula"},
      {"not not", "E0209 7..7", "the formula ends too early; expected a value", "complete the formula"},
      {"-", "E0209 1..1", "the formula ends too early; expected a value", "complete the formula"},
      {"a < b <", "E0209 7..7", "the formula ends too early; expected a value", "complete the formula"},

      {"(a", "E0210 0..1", "this `(` is never closed", "add a `)`"},
      {"f(a", "E0210 1..2", "this `(` is never closed", "add a `)`"},
      {"match(a", "E0210 5..6", "this `(` is never closed", "add a `)`"},
      {"if(a", "E0210 2..3", "this `(` is never closed", "add a `)`"},
      {"if(a, b, c", "E0210 2..3", "this `(` is never closed", "add a `)`"},
      {"x in (a", "E0210 5..6", "this `(` is never closed", "add a `)`"},
      {"g(b", "E0210 1..2", "this `(` is never closed", "add a `)`"},
      {"match(x, else -> 1", "E0210 5..6", "this `(` is never closed", "add a `)`"},

      {")", "E0211 0..1", "this `)` closes nothing", "delete it, or add a `(` before"},
      {"a)", "E0211 1..2", "this `)` closes nothing", "delete it, or add a `(` before"},
      {"f(a))", "E0211 4..5", "this `)` closes nothing", "delete it, or add a `(` before"},

      {"'abc", "E0212 0..1", "the text that begins here has no closing '",
       "close it on the same line; write '' for a ' inside the text"},
      {"a + \"abc", "E0212 4..5", "the text that begins here has no closing \"",
       "close it on the same line; write \"\" for a \" inside the text"},
      {"\"", "E0212 0..1", "the text that begins here has no closing \"",
       "close it on the same line; write \"\" for a \" inside the text"},
      {"'a", "E0212 0..1", "the text that begins here has no closing '",
       "close it on the same line; write '' for a ' inside the text"},
      {"b'", "E0212 1..2", "the text that begins here has no closing '",
       "close it on the same line; write '' for a ' inside the text"},

      {"visits is 3", "E0213 7..9", "no operator between `visits` and `is`", "write `==`"},
      {"visits is not 3", "E0213 7..9", "no operator between `visits` and `is`", "write `!=`"},
      {"'King's Road'", "E0213 6..7", "no operator between `'King'` and `s`",
       "a quote inside a text is written twice: `'King''s...'`"},
      {"a b", "E0213 2..3", "no operator between `a` and `b`",
       "write `+`, `-`, `*`, `/`, a comparison, `and` or `or` between them"},
      {"1 2", "E0213 2..3", "no operator between `1` and `2`",
       "write `+`, `-`, `*`, `/`, a comparison, `and` or `or` between them"},
      {"2(3)", "E0213 1..2", "no operator between `2` and `(`",
       "write `+`, `-`, `*`, `/`, a comparison, `and` or `or` between them"},
      {"(a)(b)", "E0213 3..4", "no operator between `)` and `(`",
       "write `+`, `-`, `*`, `/`, a comparison, `and` or `or` between them"},
      {"f(a b)", "E0213 4..5", "no operator between `a` and `b`",
       "write `+`, `-`, `*`, `/`, a comparison, `and` or `or` between them"},
      {"f(a where b c)", "E0213 12..13", "no operator between `b` and `c`",
       "write `+`, `-`, `*`, `/`, a comparison, `and` or `or` between them"},
      {"a is b", "E0213 2..4", "no operator between `a` and `is`", "write `==`"},
      {"'it's'", "E0213 4..5", "no operator between `'it'` and `s`",
       "a quote inside a text is written twice: `'it''s...'`"},
      {"a  b", "E0213 3..4", "no operator between `a` and `b`",
       "write `+`, `-`, `*`, `/`, a comparison, `and` or `or` between them"},
      {"日 本", "E0213 4..7", "no operator between `日` and `本`",
       "write `+`, `-`, `*`, `/`, a comparison, `and` or `or` between them"},
      {"some_very_long_name_that_nobody_would_ever_want_to_write b", "E0213 57..58",
       "no operator between `some_very_long_name_that_nobody_would_ev...` and `b`",
       "write `+`, `-`, `*`, `/`, a comparison, `and` or `or` between them"},
      {"收入 收入", "E0213 7..13", "no operator between `收入` and `收入`",
       "write `+`, `-`, `*`, `/`, a comparison, `and` or `or` between them"},
      {"f(收入 目标）", "E0213 9..15", "no operator between `收入` and `目标`",
       "write `+`, `-`, `*`, `/`, a comparison, `and` or `or` between them"},
      {"true false", "E0213 5..10", "no operator between `true` and `false`",
       "write `+`, `-`, `*`, `/`, a comparison, `and` or `or` between them"},
      {"'a' 'b'", "E0213 4..7", "no operator between `'a'` and `'b'`",
       "write `+`, `-`, `*`, `/`, a comparison, `and` or `or` between them"},
      {"f(a)(b)", "E0213 4..5", "no operator between `)` and `(`",
       "write `+`, `-`, `*`, `/`, a comparison, `and` or `or` between them"},
      {"match(x, A -> 1 B -> 2)", "E0213 16..17", "no operator between `1` and `B`",
       "write `+`, `-`, `*`, `/`, a comparison, `and` or `or` between them"},

      {"a && b", "E0214 2..4", "`&&` is not a sign of formulas", "write `and`"},
      {"a || b", "E0214 2..4", "`||` is not a sign of formulas", "write `or`"},
      {"!a", "E0214 0..1", "`!` is not a sign of formulas", "write `not`"},
      {"a <> b", "E0214 2..4", "`<>` is not a sign of formulas", "write `!=`"},
      {"a ≥ b", "E0214 2..5", "`≥` is not a sign of formulas", "write `>=`"},
      {"a × b", "E0214 2..4", "`×` is not a sign of formulas", "write `*`"},
      {"a ^ 2", "E0214 2..3", "`^` is not a sign of formulas", "write the product out: `x * x`"},
      {"a ** 2", "E0214 2..4", "`**` is not a sign of formulas", "write the product out: `x * x`"},
      {"a[1]", "E0214 1..2", "`[` is not a sign of formulas", "write round brackets `( )`"},
      {"a: b", "E0214 1..2", "`:` is not a sign of formulas",
       "write `if(condition, value, value)` or `match(x, A -> 1, else -> 0)`"},
      {"a # b", "E0214 2..3", "`#` is not a sign of formulas", "leave remarks out; `note:` takes them"},
      {"f（a）", "E0214 1..4", "`（` is not a sign of formulas", "write the narrow form `(`"},
      {"f(a，b)", "E0214 3..6", "`，` is not a sign of formulas", "write the narrow form `,`"},
      {"a。", "E0214 1..4", "`。` is not a sign of formulas", "write `.` between names, nothing at the end"},
      {"“a”", "E0214 0..3", "`“` is not a sign of formulas", "write a text between `'` or `\"`"},
      {"a % b", "E0214 2..3", "`%` is not a sign of formulas",
       "write it directly after a number; there is no remainder operator"},
      {"a ? b : c", "E0214 2..3", "`?` is not a sign of formulas", "write `if(condition, value, value)`"},
      {"￥5", "E0214 0..3", "`￥` is not a sign of formulas",
       "leave the currency out; it is declared once in the plan"},
      {"$5", "E0214 0..1", "`$` is not a sign of formulas",
       "leave the currency out; it is declared once in the plan"},
      {"f(a;b)", "E0214 3..4", "`;` is not a sign of formulas", "write `,` between values"},
      {"(a]", "E0214 2..3", "`]` is not a sign of formulas", "write round brackets `( )`"},
      {"a => b", "E0214 2..4", "`=>` is not a sign of formulas",
       "write `>=` to compare, `->` in a case of `match`"},
      {"a := b", "E0214 2..4", "`:=` is not a sign of formulas",
       "write `==` to compare; a formula assigns nothing"},
      {"a | b", "E0214 2..3", "`|` is not a sign of formulas", "write `or`"},
      {"a & b", "E0214 2..3", "`&` is not a sign of formulas", "write `and`"},
      {"a ÷ b", "E0214 2..4", "`÷` is not a sign of formulas", "write `/`"},
      {"a − b", "E0214 2..5", "`−` is not a sign of formulas", "write `-`"},
      {"a ≠ b", "E0214 2..5", "`≠` is not a sign of formulas", "write `!=`"},
      {"a ≤ b", "E0214 2..5", "`≤` is not a sign of formulas", "write `<=`"},
      {"a → b", "E0214 2..5", "`→` is not a sign of formulas", "write `->`"},
      {"a · b", "E0214 2..4", "`·` is not a sign of formulas", "write `*`"},
      {"{a}", "E0214 0..1", "`{` is not a sign of formulas", "write round brackets `( )`"},
      {"【a】", "E0214 0..3", "`【` is not a sign of formulas", "write round brackets `( )`"},
      {"a、b", "E0214 1..4", "`、` is not a sign of formulas", "write `,` between values"},
      {"a；b", "E0214 1..4", "`；` is not a sign of formulas", "write `,` between values"},
      {"‘a’", "E0214 0..3", "`‘` is not a sign of formulas", "write a text between `'` or `\"`"},
      {"「a」", "E0214 0..3", "`「` is not a sign of formulas", "write a text between `'` or `\"`"},
      {"1＋2", "E0214 1..4", "`＋` is not a sign of formulas", "write the narrow form `+`"},
      {"１", "E0214 0..3", "`１` is not a sign of formulas", "write the narrow form `1`"},
      {"10％", "E0214 2..5", "`％` is not a sign of formulas", "write the narrow form `%`"},
      {"a！", "E0214 1..4", "`！` is not a sign of formulas", "write `not`"},
      {"a：b", "E0214 1..4", "`：` is not a sign of formulas",
       "write `if(condition, value, value)` or `match(x, A -> 1, else -> 0)`"},
      {"5%%", "E0214 2..3", "`%` is not a sign of formulas",
       "write it directly after a number; there is no remainder operator"},
      {"10% %", "E0214 4..5", "`%` is not a sign of formulas",
       "write it directly after a number; there is no remainder operator"},
      {"a~b", "E0214 1..2", "`~` is not a sign of formulas", "write `not`"},
      {"a`b", "E0214 1..2", "``` is not a sign of formulas", "write a text between `'` or `\"`"},
      {"5 + €3", "E0214 4..7", "`€` is not a sign of formulas",
       "leave the currency out; it is declared once in the plan"},

      {"a @ b", "E0215 2..3", "`@` is not a sign of formulas",
       "delete it, or put it into a text between quotes"},
      {"a\\b", "E0215 1..2", "`\\` is not a sign of formulas",
       "delete it, or put it into a text between quotes"},

      {"a = b", "E0216 2..3", "a single `=`; did you mean `==`?",
       "write `==` to ask whether two values are equal"},
      {"a === b", "E0216 4..5", "a single `=`; did you mean `==`?",
       "write `==` to ask whether two values are equal"},
      {"a >== b", "E0216 4..5", "a single `=`; did you mean `==`?",
       "write `==` to ask whether two values are equal"},

      {"a < b < c", "E0217 6..7", "comparisons do not chain", "write `a < b and b < c`"},
      {"0 <= x < 10", "E0217 7..8", "comparisons do not chain", "write `0 <= x and x < 10`"},
      {"x in (1) in (2)", "E0217 9..11", "comparisons do not chain", "write `x in (a, b) and x in (c, d)`"},
      {"x == 1 in (2)", "E0217 7..9", "comparisons do not chain", "write `x == y and y in (a, b)`"},
      {"a < b == c + d", "E0217 6..8", "comparisons do not chain", "write `a < b and b == c + d`"},
      {"a < b in (c)", "E0217 6..8", "comparisons do not chain", "write `x == y and y in (a, b)`"},
      {"a <= b < some_long_name_number_one + some_long_name_number_two + some_long_name_number_three",
       "E0217 7..8", "comparisons do not chain", "write `a < b and b < c`"},

      {"a not in (b)", "E0218 2..8", "`not in` is not an operator",
       "put the `not` in front: `not x in (a, b)`"},

      {"a == not b", "E0219 5..8", "`not` cannot stand behind this operator",
       "put it in brackets: `(not x)`"},
      {"a + not b", "E0219 4..7", "`not` cannot stand behind this operator", "put it in brackets: `(not x)`"},
      {"- not a", "E0219 2..5", "`not` cannot stand behind this operator", "put it in brackets: `(not x)`"},

      {"1e5", "E0220 0..3", "`1e5` is written with an exponent", "write all digits, or use 万 or 亿"},
      {"1e+5", "E0220 0..4", "`1e+5` is written with an exponent", "write all digits, or use 万 or 亿"},

      {".5", "E0221 0..2", "`.5` is not a number: the point needs a digit on either side", "write `0.5`"},
      {"5.", "E0221 0..2", "`5.` is not a number: the point needs a digit on either side", "write `5`"},

      {"1.2.3", "E0222 0..5", "`1.2.3` is not a number: it has more than one point",
       "write one decimal point; a version is a text between quotes"},
      {"1.5.", "E0222 0..4", "`1.5.` is not a number: it has more than one point",
       "write one decimal point; a version is a text between quotes"},

      {"1,000", "E0223 0..5", "`1,000` may be one number or several",
       "write `1000` for one number, or a blank after the comma for several"},
      {"f(1,000, 2)", "E0223 2..7", "`1,000` may be one number or several",
       "write `1000` for one number, or a blank after the comma for several"},
      {"1,000,000", "E0223 0..9", "`1,000,000` may be one number or several",
       "write `1000000` for one number, or a blank after the comma for several"},
      {"1,000.50", "E0223 0..8", "`1,000.50` may be one number or several",
       "write `1000.50` for one number, or a blank after the comma for several"},

      {"10 万", "E0224 0..6", "`10 万` is not a number",
       "only one of %, ‰, 万, 亿 may follow the digits, without a blank"},
      {"10 %", "E0224 0..4", "`10 %` is not a number",
       "only one of %, ‰, 万, 亿 may follow the digits, without a blank"},
      {"10万元", "E0224 0..8", "`10万元` is not a number",
       "only one of %, ‰, 万, 亿 may follow the digits, without a blank"},
      {"5kg", "E0224 0..3", "`5kg` is not a number",
       "only one of %, ‰, 万, 亿 may follow the digits, without a blank"},
      {"5and 3", "E0224 0..4", "`5and` is not a number",
       "only one of %, ‰, 万, 亿 may follow the digits, without a blank"},
      {"10万亿", "E0224 0..8", "`10万亿` is not a number",
       "only one of %, ‰, 万, 亿 may follow the digits, without a blank"},
      {"0x1F", "E0224 0..4", "`0x1F` is not a number",
       "only one of %, ‰, 万, 亿 may follow the digits, without a blank"},
      {"1_000", "E0224 0..5", "`1_000` is not a number",
       "only one of %, ‰, 万, 亿 may follow the digits, without a blank"},
      {"1.a", "E0224 0..3", "`1.a` is not a number",
       "only one of %, ‰, 万, 亿 may follow the digits, without a blank"},
      {"1e", "E0224 0..2", "`1e` is not a number",
       "only one of %, ‰, 万, 亿 may follow the digits, without a blank"},
      {"10千", "E0224 0..5", "`10千` is not a number",
       "only one of %, ‰, 万, 亿 may follow the digits, without a blank"},
      {"3 ‰", "E0224 0..5", "`3 ‰` is not a number",
       "only one of %, ‰, 万, 亿 may follow the digits, without a blank"},

      {"123456789012345678901234567890123456789", "E0225 0..39", "the number has more than 38 digits",
       "write fewer digits"},
      {"99999999999999999999999999999999999999亿", "E0225 0..41", "the number has more than 38 digits",
       "write fewer digits"},

      {"a..b", "E0226 1..2", "a `.` stands here that joins no names", "write one `.` between two names"},
      {"a.", "E0226 1..2", "a `.` stands here that joins no names",
       "delete it, or write a name directly behind it: `branch.score`"},
      {".a", "E0226 0..1", "a `.` stands here that joins no names",
       "write paths without blanks: `branch.score`"},
      {"a. b", "E0226 1..2", "a `.` stands here that joins no names",
       "write paths without blanks: `branch.score`"},
      {"a.5", "E0226 1..3", "a `.` stands here that joins no names",
       "delete it, or write a name directly behind it: `branch.score`"},

      {"a.in", "E0227 2..4", "`in` is a word of the formula language and cannot be part of a name",
       "rename it where it is declared"},
      {"a.true", "E0227 2..6", "`true` is a word of the formula language and cannot be part of a name",
       "rename it where it is declared"},
      {"in.a", "E0227 0..2", "`in` is a word of the formula language and cannot be part of a name",
       "rename it where it is declared"},
      {"score.over.x", "E0227 6..10", "`over` is a word of the formula language and cannot be part of a name",
       "rename it where it is declared"},
      {"f.if(a)", "E0227 2..4", "`if` is a word of the formula language and cannot be part of a name",
       "rename it where it is declared"},

      {"a AND b", "E0228 2..5", "found `AND`; the word is written `and`", "write it in small letters"},
      {"a IN (b)", "E0228 2..4", "found `IN`; the word is written `in`", "write it in small letters"},

      {"if(a, b)", "E0229 7..8", "`if` takes three parts, not two",
       "write `if(condition, value, value otherwise)`"},
      {"if(a)", "E0229 4..5", "`if` takes three parts, not one",
       "write `if(condition, value, value otherwise)`"},
      {"if(a, b, c, d)", "E0229 10..11", "`if` takes three parts, not more",
       "write `if(condition, value, value otherwise)`"},
      {"f(if(a, b), c)", "E0229 9..10", "`if` takes three parts, not two",
       "write `if(condition, value, value otherwise)`"},

      {"match(x, A, B)", "E0230 10..11", "found `,`; expected `->` and the value of this case",
       "write `match(x, A -> 1.2, B -> 1, else -> 0)`"},
      {"match(x, A -> 1, 0)", "E0230 18..19", "found `)`; expected `->` and the value of this case",
       "write `match(x, A -> 1.2, B -> 1, else -> 0)`"},
      {"match(x, A -> 1, B)", "E0230 18..19", "found `)`; expected `->` and the value of this case",
       "write `match(x, A -> 1.2, B -> 1, else -> 0)`"},
      {"match(x, else 1)", "E0230 14..15", "found `1`; expected `->` and the value of this case",
       "write `match(x, A -> 1.2, B -> 1, else -> 0)`"},

      {"match(x, else -> 1, A -> 2)", "E0231 9..13", "`else` must be the last case of `match`",
       "move the `else` case to the end"},

      {"f(a over ytd by k)", "E0232 13..15", "`by` cannot stand here",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"a where b", "E0232 2..7", "`where` cannot stand here",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"by", "E0232 0..2", "`by` cannot stand here",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a by k where b)", "E0232 9..14", "`where` cannot stand here",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a where b where c)", "E0232 12..17", "`where` cannot stand here",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a by by)", "E0232 7..9", "`by` cannot stand here",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"a + (b where c)", "E0232 7..12", "`where` cannot stand here",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"sum(a + (b by k))", "E0232 11..13", "`by` cannot stand here",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},

      {"f(a by k + 1)", "E0233 9..10", "found `+`; a key after `by` is a name",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a by g(k))", "E0233 8..9", "found `(`; a key after `by` is a name",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a by)", "E0233 6..7", "found `)`; a key after `by` is a name",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a by 1)", "E0233 7..8", "found `1`; a key after `by` is a name",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a by k,)", "E0233 9..10", "found `)`; a key after `by` is a name",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a by k and j)", "E0233 9..12", "found `and`; a key after `by` is a name",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},

      {"f(a by all, k)", "E0234 10..11", "`by all` takes no other keys",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a by k, all)", "E0234 10..13", "`by all` takes no other keys",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},

      {"f(a over)", "E0235 8..9", "found `)`; expected a window after `over`",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a over month)", "E0235 9..14", "found `month`; expected a window after `over`",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a over last)", "E0235 13..14", "found `)`; expected a window after `over`",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a over last 3 months)", "E0235 16..22", "found `months`; expected a window after `over`",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a over last 3 quarters x)", "E0235 25..26", "found `x`; expected a window after `over`",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a over last -1)", "E0235 14..15", "found `-`; expected a window after `over`",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a over 3)", "E0235 9..10", "found `3`; expected a window after `over`",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a over last two)", "E0235 14..17", "found `two`; expected a window after `over`",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a over Ytd)", "E0235 9..12", "found `Ytd`; expected a window after `over`",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},

      {"f(a over last 0)", "E0236 14..15",
       "`last 0` is not a window; the number of periods is whole, from 1 to 10000",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a over last 2.5)", "E0236 14..17",
       "`last 2.5` is not a window; the number of periods is whole, from 1 to 10000",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a over last 99999)", "E0236 14..19",
       "`last 99999` is not a window; the number of periods is whole, from 1 to 10000",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},
      {"f(a over last 2%)", "E0236 14..16",
       "`last 2%` is not a window; the number of periods is whole, from 1 to 10000",
       "an aggregate is `sum(rows.x where condition)`, with one `where`; `by` and `over` are not in this "
       "version of Merit"},

      {"match(x)", "E0237 7..8", "`match` has no cases", "write `match(x, A -> 1.2, B -> 1, else -> 0)`"},
  });
}

TEST_CASE("formula: a mistake on a later line has its place in the whole text") {
  check_rows({
      {"a +\n  b c\n", "E0213 8..9", "no operator between `b` and `c`",
       "write `+`, `-`, `*`, `/`, a comparison, `and` or `or` between them"},
      {"a +\n\n", "E0209 3..3", "the formula ends too early; expected a value", "complete the formula"},
      {"\n(a\n", "E0210 1..2", "this `(` is never closed", "add a `)`"},
      {"'a\nb'", "E0212 0..1", "the text that begins here has no closing '",
       "close it on the same line; write '' for a ' inside the text"},
      {"a <\nb < c", "E0217 6..7", "comparisons do not chain", "write `a < b and b < c`"},
  });
}

TEST_CASE("formula: invisible characters and wrong encodings are refused wherever they stand") {
  check_rows({
      {"a\xff + b", "E0202 1..2", "the formula is not valid UTF-8 here",
       "save the file, or set the terminal, as UTF-8"},
      {"'\xe6\x94'", "E0202 1..2", "the formula is not valid UTF-8 here",
       "save the file, or set the terminal, as UTF-8"},
      {"a \xc0\xaf", "E0202 2..3", "the formula is not valid UTF-8 here",
       "save the file, or set the terminal, as UTF-8"},
      {std::string("a + \0 b", 7), "E0206 4..5", "an invisible character (U+0000) stands here", "delete it"},
      {"'a\u202eb'", "E0206 2..5", "an invisible character (U+202E) stands here", "delete it"},
      {"a\ufeff", "E0206 1..4", "an invisible character (U+FEFF) stands here", "delete it"},
      {"a\u00a0+ b", "E0207 1..3", "a blank of an unusual kind (U+00A0) stands here",
       "write an ordinary space"},
  });
}

TEST_CASE("formula: mistakes are told in Chinese") {
  struct Row {
    const char* source;
    const char* message;
    const char* help;
  };
  const Row rows[] = {
      {"", "公式是空的", "请写一个值，例如 `actual / target`"},
      {"收入 +", "公式过早结束，应为一个值", "请把公式写完整"},
      {"收入 目标", "`收入` 与 `目标` 之间缺少运算符",
       "请在两者之间写 `+`、`-`、`*`、`/`、比较符、`and` 或 `or`"},
      {"f（a）", "公式中不能使用 `（`", "请用半角 `(`"},
      {"sum(a where b, c)", "此处是 `,`，应为运算符、`by`、`over` 或 `)`",
       "汇总函数写作 `sum(各行.x where 条件)`，只有一个 `where`；本版 Merit 尚不支持 `by` 和 `over`"},
      {"if(a, b)", "`if` 需要三个部分，这里只有两个", "请写 `if(条件, 值, 否则的值)`"},
      {"x in a", "此处是 `a`，应为 `in` 后面的 `(`", "请把各值写在括号内：`in (a, b)`"},
      {"10 万", "`10 万` 不是数字", "数字后面只能紧跟 %、‰、万、亿 中的一个，中间不留空格"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.source);
    const Diagnostic d = diagnostic_of(row.source);
    CHECK(message_of(d, Language::zh) == row.message);
    CHECK(help_of(d, Language::zh) == row.help);
  }
}

TEST_CASE("formula: every code speaks both languages with the same arguments") {
  const CodeInfo* all[] = {
#define MERIT_CODE(name, ...) &codes::name,
#include "formula/codes.def"
#undef MERIT_CODE
  };
  const auto arguments = [](const std::string& text) {
    std::string found;
    for (char n = '0'; n <= '9'; ++n) {
      if (text.find(std::string("{") + n + "}") != std::string::npos) found += n;
    }
    return found;
  };
  std::string last;
  for (const CodeInfo* info : all) {
    CAPTURE(info->code);
    CHECK(last < info->code);
    last = info->code;
    CHECK(std::string(info->message_zh) != "");
    CHECK(std::string(info->why_en) != "");
    CHECK(std::string(info->why_zh) != "");
    CHECK(std::string(info->help_en).empty() == std::string(info->help_zh).empty());
    CHECK(arguments(info->message_en) == arguments(info->message_zh));
    CHECK(arguments(info->help_en) == arguments(info->help_zh));
  }
}
