// What formulas mean before names are known: the shape of the tree, values of numbers, places of nodes.
#include <string>

#include "formula/dump.hpp"
#include "formula/syntax.hpp"

#include "support/catch.hpp"

using namespace merit;
using namespace merit::formula;
using merit::formula::testing::dump;

namespace {

struct ShapeRow {
  const char* source;
  const char* tree;
};

const ShapeRow shapes[] = {
    // leaves
    {"a", "a"},
    {"score.service.visits", "score.service.visits"},
    {"收入.目标", "收入.目标"},
    {"_x1", "_x1"},
    {"año", "año"},
    {"true", "true"},
    {"false", "false"},
    {"'abc'", "[abc]"},
    {"\"abc\"", "[abc]"},
    {"'it''s'", "[it's]"},
    {"\"a \"\"b\"\"\"", "[a \"b\"]"},
    {"''", "[]"},
    {"''''", "[']"},
    {"'（，。'", "[（，。]"},
    {"010", "010"},
    {"93.5%", "93.5%"},
    {"10亿", "10亿"},
    // words that only begin like reserved ones
    {"android", "android"},
    {"notes + information", "(+ notes information)"},
    {"iff(a)", "(iff() a)"},
    {"orders or other", "(or orders other)"},
    {"all + last + ytd + year + quarters", "(+ (+ (+ (+ all last) ytd) year) quarters)"},
    // precedence and direction
    {"a + b * c", "(+ a (* b c))"},
    {"a * b + c", "(+ (* a b) c)"},
    {"(a + b) * c", "(* (+ a b) c)"},
    {"a - b - c", "(- (- a b) c)"},
    {"a - (b - c)", "(- a (- b c))"},
    {"a / b / c", "(/ (/ a b) c)"},
    {"a / b * c", "(* (/ a b) c)"},
    {"a - b + c", "(+ (- a b) c)"},
    {"-a * b", "(* (neg a) b)"},
    {"a * -b", "(* a (neg b))"},
    {"-(a * b)", "(neg (* a b))"},
    {"a - -b", "(- a (neg b))"},
    {"a--b", "(- a (neg b))"},
    {"- + -a", "(neg (pos (neg a)))"},
    {"+a", "(pos a)"},
    {"-f(a)", "(neg (f() a))"},
    {"-5%", "(neg 5%)"},
    {"a + b < c * d", "(< (+ a b) (* c d))"},
    {"a<-b", "(< a (neg b))"},
    {"a == b", "(== a b)"},
    {"a != b", "(!= a b)"},
    {"a <= b", "(<= a b)"},
    {"a > b", "(> a b)"},
    {"a >= b", "(>= a b)"},
    {"a == (b == c)", "(== a (== b c))"},
    {"not a == b", "(not (== a b))"},
    {"(not a) == b", "(== (not a) b)"},
    {"not not a", "(not (not a))"},
    {"not(a)", "(not a)"},
    {"not a and b", "(and (not a) b)"},
    {"a and not b", "(and a (not b))"},
    {"a or b and c", "(or a (and b c))"},
    {"a and b or c", "(or (and a b) c)"},
    {"(a or b) and c", "(and (or a b) c)"},
    {"a or b or c", "(or (or a b) c)"},
    {"a < b and b < c or d", "(or (and (< a b) (< b c)) d)"},
    // in
    {"x in (a)", "(in x a)"},
    {"x in (1, 'b', c + 1)", "(in x 1 [b] (+ c 1))"},
    {"x + 1 in (a)", "(in (+ x 1) a)"},
    {"not x in (a, b)", "(not (in x a b))"},
    {"x in (a or b)", "(in x (or a b))"},
    {"x in(a)and y", "(and (in x a) y)"},
    // if, match
    {"if(a, b, c)", "(if a b c)"},
    {"if (a > 1, b, if(c, d, e))", "(if (> a 1) b (if c d e))"},
    {"if(a, b, c) * 2", "(* (if a b c) 2)"},
    {"match(x, A -> 1.2)", "(match x A 1.2)"},
    {"match(x, A -> 1.2, B -> 1, else -> 0)", "(match x A 1.2 B 1 else 0)"},
    {"match(x, else -> 0)", "(match x else 0)"},
    {"match(a + b, 'x' -> c or d, 2->-3)", "(match (+ a b) [x] (or c d) 2 (neg 3))"},
    // calls and groups
    {"f()", "(f())"},
    {"f (a, b)", "(f() a b)"},
    {"f(a, (b), -c)", "(f() a b (neg c))"},
    {"branch.line(up(held))", "(branch.line() (up() held))"},
    {"系数(等级)", "(系数() 等级)"},
    {"max(1, 000)", "(max() 1 000)"},
    {"max(1,0000)", "(max() 1 0000)"},
    {"max(1234,000)", "(max() 1234 000)"},
    {"max(1%,000)", "(max() 1% 000)"},
    {"sum(x where c)", "(sum() x where c)"},
    {"sum(x where a and b or c by k)", "(sum() x where (or (and a b) c) by k)"},
    {"sum(x by k)", "(sum() x by k)"},
    {"sum(x by k, t.j)", "(sum() x by k by t.j)"},
    {"sum(x by all)", "(sum() x by_all)"},
    {"sum(x by all.k)", "(sum() x by all.k)"},
    {"sum(x by last, ytd)", "(sum() x by last by ytd)"},
    {"count(by all)", "(count() by_all)"},
    {"count(where c)", "(count() where c)"},
    {"count(over ytd)", "(count() over ytd)"},
    {"sum(x over ytd)", "(sum() x over ytd)"},
    {"sum(x over qtd)", "(sum() x over qtd)"},
    {"sum(x over htd)", "(sum() x over htd)"},
    {"sum(x over all)", "(sum() x over all)"},
    {"sum(x over last year)", "(sum() x over last_year)"},
    {"sum(x over last 3)", "(sum() x over last:3)"},
    {"sum(x over last 012 quarters)", "(sum() x over last_quarters:12)"},
    {"sum(x over last 10000)", "(sum() x over last:10000)"},
    {"f(a, b where c by d, e over last 2 quarters)", "(f() a b where c by d by e over last_quarters:2)"},
    {"sum(sum(x by k) / count(by all) where any(y over all))",
     "(sum() (/ (sum() x by k) (count() by_all)) where (any() y over all))"},
    {"count(visits over qtd) >= 1 or not period.ends_quarter",
     "(or (>= (count() visits over qtd) 1) (not period.ends_quarter))"},
    // blanks
    {"  a\n+\r\n\tb ", "(+ a b)"},
    {"if(\n  a,\n  b,\n  c\n)\n", "(if a b c)"},
    {"sum(x\nwhere\ny\nby\nall\nover\nlast\n2\nquarters)", "(sum() x where y by_all over last_quarters:2)"},
};

}  // namespace

TEST_CASE("formula: the shape of the tree") {
  for (const auto& row : shapes) {
    CAPTURE(row.source);
    CHECK(dump(row.source) == row.tree);
  }
}

TEST_CASE("formula: a number has the value of its digits times its suffix") {
  struct Row {
    const char* source;
    Rational value;
  };
  const Row rows[] = {
      {"0", 0},
      {"010", 10},
      {"2.50", Rational(5, 2)},
      {"93%", Rational(93, 100)},
      {"0.5%", Rational(1, 200)},
      {"3‰", Rational(3, 1000)},
      {"1.5万", 15000},
      {"10亿", 1'000'000'000},
      {"99999999999999999999999999999999999999", Rational(power_of_ten(38) - 1)},
      {"999999999999999999999999999999万", Rational((power_of_ten(30) - 1) * 10000)},
  };
  for (const auto& row : rows) {
    CAPTURE(row.source);
    const ParseResult result = parse(row.source);
    REQUIRE(result.tree);
    CHECK(result.tree->root().kind == Kind::number);
    CHECK(result.tree->root().text == row.source);
    CHECK(result.tree->root().value == row.value);
  }
}

TEST_CASE("formula: names and texts are kept in normal form C") {
  CHECK(dump("cafe\u0301.x + f(cafe\u0301)") == "(+ caf\u00e9.x (f() caf\u00e9))");
  CHECK(dump("'cafe\u0301'") == "[caf\u00e9]");
}

TEST_CASE("formula: every node spans what was written for it, brackets included") {
  struct Row {
    const char* source;
    const char* spans;  // in the order of the array: children first
  };
  const Row rows[] = {
      {" a ", "a|"},
      {"a + b", "a|b|a + b|"},
      {"( a+b ) * -c", "a|b|( a+b )|c|-c|( a+b ) * -c|"},
      {"((a))", "((a))|"},
      {"not a == 'b'", "a|'b'|a == 'b'|not a == 'b'|"},
      {"1% < 2万", "1%|2万|1% < 2万|"},
      {"x in (1, true) or y", "x|1|true|x in (1, true)|y|x in (1, true) or y|"},
      {"(x) in ((1))", "(x)|(1)|(x) in ((1))|"},
      {"if( a , b,c )+1", "a|b|c|if( a , b,c )|1|if( a , b,c )+1|"},
      {"match(x, A -> 1, else -> 0) ", "x|A|1|0|match(x, A -> 1, else -> 0)|"},
      {"收入 + f (收入)", "收入|收入|f (收入)|收入 + f (收入)|"},
      {"sum(x where y by k, j over last 2 quarters)", "x|y|k|j|sum(x where y by k, j over last 2 quarters)|"},
      {"count(\n  by all\n)", "count(\n  by all\n)|"},
  };
  for (const auto& row : rows) {
    const ParseResult result = parse(row.source);
    REQUIRE(result.tree);
    CHECK(result.tree->text == row.source);
    std::string spans;
    for (const Node& node : result.tree->nodes) {
      spans += result.tree->text.substr(node.begin, node.end - node.begin) + "|";
    }
    CHECK(spans == row.spans);
  }
}

TEST_CASE("formula: a call is a group when it has a clause") {
  const auto is_group = [](const char* source) { return parse(source).tree->root().is_group(); };
  CHECK_FALSE(is_group("sum(x)"));
  CHECK(is_group("sum(x where y)"));
  CHECK(is_group("sum(x by k)"));
  CHECK(is_group("count(by all)"));
  CHECK(is_group("sum(x over ytd)"));
}

TEST_CASE("formula: sameness looks at everything but places") {
  const char* formulas[] = {"a",
                            "b",
                            "'a'",
                            "1",
                            "1.0",
                            "true",
                            "false",
                            "-a",
                            "+a",
                            "f(a)",
                            "g(a)",
                            "f(a, a)",
                            "f(a by a)",
                            "f(where a)",
                            "f(a by all)",
                            "f(by a)",
                            "f(by a, a)",
                            "f(a over ytd)",
                            "f(a over qtd)",
                            "f(a over last 2)",
                            "f(a over last 3)",
                            "f(a over last 2 quarters)",
                            "match(a, b -> c)",
                            "match(a, b -> c, else -> d)",
                            "if(a, b, c)",
                            "a in (b, c)",
                            "a + b + c",
                            "a + (b + c)"};
  for (const char* left : formulas) {
    for (const char* right : formulas) {
      CAPTURE(left, right);
      const std::string moved = " ( " + std::string(right) + " ) ";
      CHECK(same(*parse(left).tree, *parse(moved).tree) == (std::string(left) == right));
    }
  }
}

TEST_CASE("formula: reserved words are no names") {
  for (const char* word :
       {"and", "or", "not", "in", "if", "match", "else", "where", "by", "over", "true", "false"}) {
    CAPTURE(word);
    CHECK(is_reserved_word(word));
  }
  for (const char* name : {"all", "last", "ytd", "And", "order", "", "with"}) {
    CAPTURE(name);
    CHECK_FALSE(is_reserved_word(name));
  }
}
