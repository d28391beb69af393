// The grammar of formulas, and the only file that knows Boost Spirit.
//
// X3 runs over tokens, not characters. Each rule decides by its first token and never goes back: once a form
// has begun, what must follow is wrapped in need(), which stops the whole parse, so the work is linear and no
// outer rule can carry on with half a match.
#include <boost/fusion/include/at_c.hpp>
#include <boost/spirit/home/x3.hpp>
#include <functional>
#include <utility>

#include "formula/builder.hpp"
#include "formula/codes.hpp"
#include "formula/guard.hpp"
#include "formula/mistakes.hpp"
#include "formula/syntax.hpp"
#include "formula/tokens.hpp"

namespace merit::formula {
namespace {

namespace x3 = boost::spirit::x3;

/// Takes the next token if `accepts` holds for it.
template <class Accepts>
struct OneToken : x3::parser<OneToken<Accepts>> {
  using attribute_type = Token;
  static constexpr bool has_attribute = true;

  explicit OneToken(Accepts accepts) : accepts(accepts) {}

  template <class Iterator, class Context, class RuleContext, class Attribute>
  bool parse(Iterator& first, const Iterator& last, const Context&, RuleContext&,
             Attribute& attribute) const {
    if (first == last || !accepts(*first)) return false;
    x3::traits::move_to(*first, attribute);
    ++first;
    return true;
  }

  Accepts accepts;
};

/// Stops the whole parse when `subject` does not match.
template <class Subject>
struct Need : x3::unary_parser<Subject, Need<Subject>> {
  using Base = x3::unary_parser<Subject, Need<Subject>>;
  static constexpr bool is_pass_through_unary = true;

  Need(const Subject& subject, Expected expected) : Base(subject), expected(expected) {}

  template <class Iterator, class Context, class RuleContext, class Attribute>
  bool parse(Iterator& first, const Iterator& last, const Context& context, RuleContext& rule_context,
             Attribute& attribute) const {
    if (this->subject.parse(first, last, context, rule_context, attribute)) return true;
    throw Stop{&*first, expected};
  }

  Expected expected;
};

template <class Parser>
auto need(const Parser& parser, Expected expected) {
  return Need<typename x3::extension::as_parser<Parser>::value_type>(x3::as_parser(parser), expected);
}

template <class... Spellings>
auto sign(Spellings... spellings) {
  return OneToken([=](const Token& t) { return (t.is_sign(spellings) || ...); });
}
template <class... Spellings>
auto word(Spellings... spellings) {
  return OneToken([=](const Token& t) { return (t.is_word(spellings) || ...); });
}
template <class... Spellings>
auto named(Spellings... spellings) {
  return OneToken([=](const Token& t) { return (t.is_name(spellings) || ...); });
}
auto token(TokenKind kind) {
  return OneToken([kind](const Token& t) { return t.kind == kind; });
}

// Actions. _val is what the rule gives, _attr what the parser before the action has read.

struct BuilderTag;

template <class Context>
Builder& builder(Context& context) {
  return x3::get<BuilderTag>(context).get();
}
template <int I, class Context>
auto& part(Context& context) {
  return boost::fusion::at_c<I>(x3::_attr(context));
}

const auto keep = [](auto& c) { x3::_val(c) = x3::_attr(c); };

const auto make_number = [](auto& c) { x3::_val(c) = builder(c).number(x3::_attr(c)); };
const auto make_text = [](auto& c) { x3::_val(c) = builder(c).text(x3::_attr(c)); };
const auto make_boolean = [](auto& c) { x3::_val(c) = builder(c).boolean(x3::_attr(c)); };
const auto make_name = [](auto& c) { x3::_val(c) = builder(c).name(x3::_attr(c)); };
const auto make_prefix = [](auto& c) { x3::_val(c) = builder(c).prefix(part<0>(c), part<1>(c)); };
const auto make_binary = [](auto& c) {
  x3::_val(c) = builder(c).binary(part<0>(c), {x3::_val(c), part<1>(c)});
};
const auto take_brackets = [](auto& c) {
  builder(c).widen(part<1>(c), part<0>(c), part<2>(c));
  x3::_val(c) = part<1>(c);
};

const auto make_in = [](auto& c) {
  Node form = std::move(part<1>(c));
  form.children.insert(form.children.begin(), x3::_val(c));
  x3::_val(c) = builder(c).form(std::move(form), Kind::in, part<0>(c), part<2>(c));
};
const auto refuse_chain = [](auto& c) { builder(c).refuse_chain(x3::_val(c), part<0>(c), part<1>(c)); };
const auto refuse_in = [](auto& c) { builder(c).refuse_chain(x3::_val(c), x3::_attr(c)); };

const auto make_if = [](auto& c) {
  x3::_val(c) = builder(c).form(std::move(part<1>(c)), Kind::if_, part<0>(c), part<2>(c));
};
const auto make_match = [](auto& c) {
  x3::_val(c) = builder(c).form(std::move(part<1>(c)), Kind::match, part<0>(c), part<2>(c));
};
const auto make_call = [](auto& c) {
  x3::_val(c) = builder(c).call(std::move(part<1>(c)), part<0>(c), part<2>(c));
};

const auto add_child = [](auto& c) { x3::_val(c).children.push_back(x3::_attr(c)); };
const auto mark_else = [](auto& c) { x3::_val(c).has_else = true; };
const auto set_where = [](auto& c) { x3::_val(c).where = x3::_attr(c); };
const auto add_key = [](auto& c) { x3::_val(c).by.push_back(builder(c).name(x3::_attr(c))); };
const auto set_by_all = [](auto& c) { x3::_val(c).by_all = true; };
const auto set_over = [](auto& c) { set_window(x3::_val(c), x3::_attr(c)); };
const auto set_over_last = [](auto& c) { set_last(x3::_val(c), x3::_attr(c)); };
const auto set_over_quarters = [](auto& c) { x3::_val(c).over = Window::last_quarters; };
const auto set_over_year = [](auto& c) { x3::_val(c).over = Window::last_year; };

// Rules. An expression gives its node; the inside of a form gives a node still without kind and extent.

const x3::rule<class Whole, NodeIndex> whole = "formula";
const x3::rule<class Expression, NodeIndex> expression = "expression";
const x3::rule<class Conjunction, NodeIndex> conjunction = "conjunction";
const x3::rule<class Negation, NodeIndex> negation = "negation";
const x3::rule<class Comparison, NodeIndex> comparison = "comparison";
const x3::rule<class Sum, NodeIndex> sum = "sum";
const x3::rule<class Product, NodeIndex> product = "product";
const x3::rule<class Signed, NodeIndex> signed_value = "signed value";
const x3::rule<class Primary, NodeIndex> primary = "primary";
const x3::rule<class NameOrCall, NodeIndex> name_or_call = "name or call";
const x3::rule<class Items, Node> items = "items";
const x3::rule<class IfParts, Node> if_parts = "parts of if";
const x3::rule<class Arms, Node> arms = "cases of match";
const x3::rule<class Arguments, Node> arguments = "arguments";

const auto comma = x3::omit[sign(",")];
const auto arrow = x3::omit[sign("->")];
const auto open = x3::omit[sign("(")];
const auto value = need(expression, Expected::value);
const auto comparing = OneToken([](const Token& t) { return t.is_comparison(); });
const auto opens_call =
    OneToken([](const Token& t) { return t.kind == TokenKind::name && (&t + 1)->is_sign("("); });

const auto whole_def = value[keep] >> need(x3::omit[token(TokenKind::end)], Expected::end);

const auto expression_def = conjunction[keep] >>
                            *(word("or") >> need(conjunction, Expected::value))[make_binary];
const auto conjunction_def = negation[keep] >> *(word("and") >> need(negation, Expected::value))[make_binary];
const auto negation_def = (word("not") >> need(negation, Expected::value))[make_prefix] | comparison[keep];

const auto comparison_def = sum[keep] >> -((comparing >> need(sum, Expected::value))[make_binary] |
                                           (word("in") >> x3::omit[need(open, Expected::open_in)] >> items >>
                                            need(sign(")"), Expected::list_close))[make_in]) >>
                            -((comparing >> need(sum, Expected::value))[refuse_chain] |
                              word("in")[refuse_in]);

const auto sum_def = product[keep] >> *(sign("+", "-") >> need(product, Expected::value))[make_binary];
const auto product_def = signed_value[keep] >>
                         *(sign("*", "/") >> need(signed_value, Expected::value))[make_binary];
const auto signed_value_def =
    (sign("-", "+") >> need(signed_value, Expected::value))[make_prefix] | primary[keep];

const auto primary_def = token(TokenKind::number)[make_number] | token(TokenKind::text)[make_text] |
                         word("true", "false")[make_boolean] | name_or_call[keep] |
                         (sign("(") >> value >> need(sign(")"), Expected::close))[take_brackets] |
                         (word("if") >> x3::omit[need(open, Expected::open_if)] >> if_parts >>
                          need(sign(")"), Expected::if_close))[make_if] |
                         (word("match") >> x3::omit[need(open, Expected::open_match)] >> arms >>
                          need(sign(")"), Expected::match_close))[make_match];

const auto name_or_call_def =
    (opens_call >> open >> arguments >> need(sign(")"), Expected::call_close))[make_call] |
    token(TokenKind::name)[make_name];

const auto items_def = value[add_child] >> *(comma >> value[add_child]);

const auto if_parts_def = value[add_child] >> need(comma, Expected::if_second) >> value[add_child] >>
                          need(comma, Expected::if_third) >> value[add_child];

const auto else_arm = word("else")[mark_else] >> need(arrow, Expected::arrow) >> value[add_child] >>
                      need(&sign(")"), Expected::else_close);
const auto case_arm = value[add_child] >> need(arrow, Expected::arrow) >> value[add_child];
const auto arm = else_arm | case_arm;
const auto arms_def = value[add_child] >> need(comma, Expected::match_comma) >> arm >> *(comma >> arm);

const auto key = OneToken([](const Token& t) { return t.kind == TokenKind::name && !t.is_name("all"); });
const auto keys = named("all")[set_by_all] |
                  (need(key, Expected::key)[add_key] >> *(comma >> need(key, Expected::key)[add_key]));
const auto to_date = named("ytd", "qtd", "htd", "all");
const auto last_n = token(TokenKind::number)[set_over_last] >> -named("quarters")[set_over_quarters];
const auto last = x3::omit[named("last")] >> need(named("year")[set_over_year] | last_n, Expected::window);
const auto window = need(to_date[set_over] | last, Expected::window);

const auto arguments_def = -(expression[add_child] >> *(comma >> value[add_child])) >>
                           -(x3::omit[word("where")] >> value[set_where]) >>
                           -(x3::omit[word("by")] >> keys) >> -(x3::omit[word("over")] >> window);

BOOST_SPIRIT_DEFINE(whole, expression, conjunction, negation, comparison, sum, product, signed_value, primary,
                    name_or_call, items, if_parts, arms, arguments)

Tree parse_tokens(std::string_view text, const std::vector<Token>& tokens) {
  Builder builder(text);
  auto first = tokens.begin();
  NodeIndex root = 0;
  const auto grammar = x3::with<BuilderTag>(std::ref(builder))[whole];
  x3::parse(first, tokens.end(), grammar, root);
  return builder.finish();
}

}  // namespace

ParseResult parse(std::string_view text) {
  if (auto error = check_text(text)) return {std::nullopt, std::move(error)};
  const std::vector<Token> tokens = tokens_of(text);
  if (tokens.size() == 1) return {std::nullopt, mistake(codes::empty, {0, 0})};
  const bool is_nothing = tokens.size() == 2 && tokens[0].text == "~";  // YAML's word for it
  if (is_nothing) return {std::nullopt, mistake(codes::empty, {tokens[0].begin, tokens[0].end})};
  if (auto error = check_tokens(tokens)) return {std::nullopt, std::move(error)};
  if (auto error = misread(tokens)) return {std::nullopt, std::move(error)};
  try {
    return {parse_tokens(text, tokens), std::nullopt};
  } catch (const Stop& stop) {
    return {std::nullopt, explain(tokens, stop)};
  } catch (const Refusal& refusal) {
    return {std::nullopt, refusal.error};
  }
}

}  // namespace merit::formula
