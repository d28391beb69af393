// Printing, and that it is the inverse of parsing: by table, by all small formulas, by random trees.
#include <random>
#include <string>
#include <vector>

#include "formula/dump.hpp"
#include "formula/syntax.hpp"

#include "support/catch.hpp"

using namespace merit;
using namespace merit::formula;
using merit::formula::testing::dump;

namespace {

/// Parses what was printed and compares; returns what was printed.
std::string printed_again(const Tree& tree) {
  const std::string text = print(tree);
  const ParseResult again = parse(text);
  REQUIRE(again.tree);
  REQUIRE(same(tree, *again.tree));
  return text;
}

/// Checks that the formula without any one pair of its printed brackets is none or another one.
void check_brackets(const Tree& tree) {
  const std::string text = printed_again(tree);
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') open.push_back(i);
    if (text[i] != ')') continue;
    std::string without = text;
    without[open.back()] = without[i] = ' ';
    open.pop_back();
    CAPTURE(text, without);
    const ParseResult other = parse(without);
    REQUIRE((!other.tree || !same(tree, *other.tree)));
  }
}

/// A formula with brackets around everything, and the dump it must have.
struct Sample {
  std::string source;
  std::string tree;
};

Sample unary(const std::string& op, const std::string& word, const Sample& x) {
  return {"(" + op + " " + x.source + ")", "(" + word + " " + x.tree + ")"};
}
Sample binary(const std::string& op, const Sample& x, const Sample& y) {
  return {"(" + x.source + " " + op + " " + y.source + ")", "(" + op + " " + x.tree + " " + y.tree + ")"};
}
Sample in_list(const Sample& x, const Sample& y) {
  return {"(" + x.source + " in (" + y.source + ", b))", "(in " + x.tree + " " + y.tree + " b)"};
}
Sample chosen(const Sample& x, const Sample& y, const Sample& z) {
  return {"if(" + x.source + ", " + y.source + ", " + z.source + ")",
          "(if " + x.tree + " " + y.tree + " " + z.tree + ")"};
}
Sample matched(const Sample& x, const Sample& y, const Sample& z) {
  return {"match(" + x.source + ", " + y.source + " -> " + z.source + ", else -> a)",
          "(match " + x.tree + " " + y.tree + " " + z.tree + " else a)"};
}
Sample grouped(const Sample& x, const Sample& y) {
  return {"sum(" + x.source + " where " + y.source + " by k, all.j over last 2 quarters)",
          "(sum() " + x.tree + " where " + y.tree + " by k by all.j over last_quarters:2)"};
}

void check_sample(const Sample& sample) {
  CAPTURE(sample.source);
  const ParseResult result = parse(sample.source);
  REQUIRE(result.tree);
  const std::string text = printed_again(*result.tree);
  REQUIRE(dump(text) == sample.tree);
}

constexpr const char* binary_operators[] = {
    "+", "-", "*", "/", "==", "!=", "<", "<=", ">", ">=", "and", "or"};

/// Every way to put one operator over the given formulas.
std::vector<Sample> one_more(const std::vector<Sample>& parts) {
  std::vector<Sample> out;
  for (const auto& x : parts) {
    for (const auto& [op, word] : {std::pair{"-", "neg"}, {"+", "pos"}, {"not", "not"}})
      out.push_back(unary(op, word, x));
    for (const auto& y : parts) {
      for (const char* op : {"+", "-", "*", "<", "==", "and", "or"}) out.push_back(binary(op, x, y));
      out.push_back(in_list(x, y));
      out.push_back(grouped(x, y));
    }
  }
  return out;
}

class RandomFormula {
 public:
  explicit RandomFormula(unsigned seed) : random_(seed) {}

  Sample make(int height) {
    const int form = height == 0 ? 0 : pick(9);
    switch (form) {
      case 0: return leaf();
      case 1: return unary("-", "neg", make(height - 1));
      case 2: return unary("not", "not", make(height - 1));
      case 3: return in_list(make(height - 1), make(height - 1));
      case 4: return chosen(make(height - 1), make(height - 1), make(height - 1));
      case 5: return matched(make(height - 1), make(height - 1), make(height - 1));
      case 6: return grouped(make(height - 1), make(height - 1));
      default:
        return binary(binary_operators[pick(std::size(binary_operators))], make(height - 1),
                      make(height - 1));
    }
  }

 private:
  std::size_t pick(std::size_t n) { return random_() % n; }
  Sample leaf() {
    const Sample leaves[] = {{"a", "a"},
                             {"all", "all"},
                             {"last.x", "last.x"},
                             {"收入", "收入"},
                             {"5%", "5%"},
                             {"010", "010"},
                             {"1亿", "1亿"},
                             {"true", "true"},
                             {"'it''s'", "[it's]"},
                             {"\"\"", "[]"},
                             {"f()", "(f())"},
                             {"'\"'''", "[\"']"},
                             {"count(by all)", "(count() by_all)"}};
    return leaves[pick(std::size(leaves))];
  }
  std::mt19937 random_;
};

}  // namespace

TEST_CASE("print: the fewest brackets and one blank around binary operators") {
  struct Row {
    const char* source;
    const char* printed;
  };
  const Row rows[] = {
      {"((a))", "a"},
      {"a+b*c", "a + b * c"},
      {"(a*b)+c", "a * b + c"},
      {"(a+b)*c", "(a + b) * c"},
      {"(a-b)-c", "a - b - c"},
      {"a-(b-c)", "a - (b - c)"},
      {"a+(b+c)", "a + (b + c)"},
      {"(-a)*b", "-a * b"},
      {"-(a*b)", "-(a * b)"},
      {"-(-a)", "--a"},
      {"a-(-b)", "a - -b"},
      {"(not a) and b", "not a and b"},
      {"not (a == b)", "not a == b"},
      {"(not a) == b", "(not a) == b"},
      {"not (not a)", "not not a"},
      {"(a<b)==(c<d)", "(a < b) == (c < d)"},
      {"(x in (a)) == true", "(x in (a)) == true"},
      {"x in ((a),(b or c))", "x in (a, b or c)"},
      {"(a and b) or (c and d)", "a and b or c and d"},
      {"(a or b) and c", "(a or b) and c"},
      {"if((a),(b+c),-d)", "if(a, b + c, -d)"},
      {"match((x),A->1.20,else->(0))", "match(x, A -> 1.20, else -> 0)"},
      {"f ( )", "f()"},
      {"f((a),b)", "f(a, b)"},
      {"count( by  all )", "count(by all)"},
      {"sum(x where(c)by k,j over last 03 quarters)", "sum(x where c by k, j over last 3 quarters)"},
      {"sum(x over last 2)", "sum(x over last 2)"},
      {"sum(x over last year)", "sum(x over last year)"},
      {"sum(x over ytd)+sum(x over qtd)+sum(x over htd)+sum(x over all)",
       "sum(x over ytd) + sum(x over qtd) + sum(x over htd) + sum(x over all)"},
      {"\"a\"", "'a'"},
      {"'it''s'", "\"it's\""},
      {"'a\"b'", "'a\"b'"},
      {"\"it's \"\"x\"\"\"", "'it''s \"x\"'"},
      {"010+1.50%", "010 + 1.50%"},
      {"TRUE or true", "TRUE or true"},
      {"a\n+\nb", "a + b"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.source);
    const ParseResult result = parse(row.source);
    REQUIRE(result.tree);
    CHECK(printed_again(*result.tree) == row.printed);
  }
}

TEST_CASE("print: a node alone prints as it stands in the whole") {
  const Tree tree = *parse("(a + b) * f(c)").tree;
  std::string parts;
  for (NodeIndex i = 0; i < tree.nodes.size(); ++i) parts += print(tree, i) + "|";
  CHECK(parts == "a|b|a + b|c|f(c)|(a + b) * f(c)|");
}

TEST_CASE("print: parsing undoes it for every formula of up to two operators") {
  const std::vector<Sample> leaves = {{"a", "a"}, {"2%", "2%"}};
  std::vector<Sample> parts = leaves;
  for (const auto& sample : one_more(leaves)) parts.push_back(sample);
  for (const auto& sample : one_more(parts)) {
    check_sample(sample);
    check_brackets(*parse(sample.source).tree);
  }
}

TEST_CASE("print: every text of up to seven tokens either fails or prints, without a bracket too many") {
  const std::vector<std::string> alphabet = {"a ", "- ", "* ", "not ", "(", ")"};
  const std::size_t longest = 7;
  std::vector<std::size_t> digits;
  std::size_t formulas = 0;
  while (digits.size() <= longest) {
    std::string source;
    for (const std::size_t d : digits) source += alphabet[d];
    if (const ParseResult result = parse(source); result.tree) {
      CAPTURE(source);
      ++formulas;
      check_brackets(*result.tree);
    }
    std::size_t i = 0;
    while (i < digits.size() && ++digits[i] == alphabet.size()) digits[i++] = 0;
    if (i == digits.size()) digits.push_back(0);
  }
  CHECK(formulas == 615);
}

TEST_CASE("print: parsing undoes it for random formulas") {
  for (unsigned seed = 0; seed < 1500; ++seed) {
    CAPTURE(seed);
    check_sample(RandomFormula(seed).make(1 + static_cast<int>(seed % 5)));
  }
}
