#include "formula/foreign.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/utf8.hpp"

namespace merit::formula {
namespace {

struct Advice {
  std::string_view sign;
  const char* en;
  const char* zh;
};

constexpr std::array advices = {
    Advice{"**", "write the product out: `x * x`", "请写成乘积：`x * x`"},
    Advice{"^", "write the product out: `x * x`", "请写成乘积：`x * x`"},
    Advice{"&&", "write `and`", "请写 `and`"},
    Advice{"&", "write `and`", "请写 `and`"},
    Advice{"||", "write `or`", "请写 `or`"},
    Advice{"|", "write `or`", "请写 `or`"},
    Advice{"!", "write `not`", "请写 `not`"},
    Advice{"~", "write `not`", "请写 `not`"},
    Advice{"¬", "write `not`", "请写 `not`"},
    Advice{"=", "write `==`", "请写 `==`"},
    Advice{":=", "write `==` to compare; a formula assigns nothing", "比较请写 `==`；公式中没有赋值"},
    Advice{"<>", "write `!=`", "请写 `!=`"},
    Advice{"≠", "write `!=`", "请写 `!=`"},
    Advice{"=<", "write `<=`", "请写 `<=`"},
    Advice{"≤", "write `<=`", "请写 `<=`"},
    Advice{"≦", "write `<=`", "请写 `<=`"},
    Advice{"=>", "write `>=` to compare, `->` in a case of `match`",
           "比较请写 `>=`，`match` 的情况请写 `->`"},
    Advice{"≥", "write `>=`", "请写 `>=`"},
    Advice{"≧", "write `>=`", "请写 `>=`"},
    Advice{"×", "write `*`", "请写 `*`"},
    Advice{"·", "write `*`", "请写 `*`"},
    Advice{"÷", "write `/`", "请写 `/`"},
    Advice{"−", "write `-`", "请写 `-`"},
    Advice{"–", "write `-`", "请写 `-`"},
    Advice{"—", "write `-`", "请写 `-`"},
    Advice{"→", "write `->`", "请写 `->`"},
    Advice{"[", "write round brackets `( )`", "请用圆括号 `( )`"},
    Advice{"]", "write round brackets `( )`", "请用圆括号 `( )`"},
    Advice{"{", "write round brackets `( )`", "请用圆括号 `( )`"},
    Advice{"}", "write round brackets `( )`", "请用圆括号 `( )`"},
    Advice{"【", "write round brackets `( )`", "请用圆括号 `( )`"},
    Advice{"】", "write round brackets `( )`", "请用圆括号 `( )`"},
    Advice{":", "write `if(condition, value, value)` or `match(x, A -> 1, else -> 0)`",
           "请写 `if(条件, 值, 值)` 或 `match(x, A -> 1, else -> 0)`"},
    Advice{"?", "write `if(condition, value, value)`", "请写 `if(条件, 值, 值)`"},
    Advice{";", "write `,` between values", "值之间请写 `,`"},
    Advice{"、", "write `,` between values", "值之间请写 `,`"},
    Advice{"。", "write `.` between names, nothing at the end", "名称之间请写 `.`，公式末尾不写句号"},
    Advice{"#", "leave remarks out; `note:` takes them", "公式中不写注释，注释请写在 `note:` 中"},
    Advice{"%", "write it directly after a number; there is no remainder operator",
           "请紧跟在数字后面；没有取余运算符"},
    Advice{"‰", "write it directly after a number", "请紧跟在数字后面"},
    Advice{"`", "write a text between `'` or `\"`", "文字请用 `'` 或 `\"` 括起来"},
    Advice{"“", "write a text between `'` or `\"`", "文字请用半角 `'` 或 `\"` 括起来"},
    Advice{"”", "write a text between `'` or `\"`", "文字请用半角 `'` 或 `\"` 括起来"},
    Advice{"‘", "write a text between `'` or `\"`", "文字请用半角 `'` 或 `\"` 括起来"},
    Advice{"’", "write a text between `'` or `\"`", "文字请用半角 `'` 或 `\"` 括起来"},
    Advice{"「", "write a text between `'` or `\"`", "文字请用半角 `'` 或 `\"` 括起来"},
    Advice{"」", "write a text between `'` or `\"`", "文字请用半角 `'` 或 `\"` 括起来"},
    Advice{"\"", "write a text between `'` or `\"`", "文字请用半角 `'` 或 `\"` 括起来"},
    Advice{"'", "write a text between `'` or `\"`", "文字请用半角 `'` 或 `\"` 括起来"},
    Advice{"$", "leave the currency out; it is declared once in the plan",
           "不写货币符号，货币在方案中声明一次"},
    Advice{"¥", "leave the currency out; it is declared once in the plan",
           "不写货币符号，货币在方案中声明一次"},
    Advice{"￥", "leave the currency out; it is declared once in the plan",
           "不写货币符号，货币在方案中声明一次"},
    Advice{"€", "leave the currency out; it is declared once in the plan",
           "不写货币符号，货币在方案中声明一次"},
};

/// The ASCII character whose wide form `c` is, or '\0'. Unicode keeps the two blocks at a constant distance.
char narrow_form(char32_t c) {
  constexpr char32_t first = 0xFF01, last = 0xFF5E, distance = 0xFEE0;
  return c >= first && c <= last ? static_cast<char>(c - distance) : '\0';
}

bool is_sign_or_digit(char c) {
  return std::string_view("+-*/<>(),.%0123456789").find(c) != std::string_view::npos;
}

}  // namespace

std::optional<Text> advice_for(std::string_view sign) {
  std::size_t end = 0;
  const char narrow = narrow_form(utf8::next(sign, end));
  if (narrow != '\0' && is_sign_or_digit(narrow)) {
    const std::string instead = std::string("`") + narrow + "`";
    return Text{"write the narrow form " + instead, "请用半角 " + instead};
  }
  const std::string_view wanted = narrow != '\0' ? std::string_view(&narrow, 1) : sign;
  const auto found =
      std::find_if(advices.begin(), advices.end(), [&](const Advice& a) { return a.sign == wanted; });
  if (found == advices.end()) return std::nullopt;
  return Text{found->en, found->zh};
}

}  // namespace merit::formula
