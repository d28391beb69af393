// Merit: scores people against written rules and works out what they are paid, exactly.
//
//   #include <merit/merit.hpp>
//
//   const auto plan = merit::Plan::load("plan.yaml");
//   if (!plan) { std::cerr << plan.error().render(merit::ProblemForm::text, merit::Language::en); return 3; }
//   const auto data = merit::Data::read(*plan, "march.csv");
//   if (!data) { ... }
//   const auto results = merit::score(*data).value();
//   for (std::size_t row = 0; row < results.rows(); ++row)
//     if (const auto error = results.error(row)) { /* this row's data is wrong; the others count */ }
//     else pay(results.key(row), *results.number(row, 0));
//
// A plan is compiled once and is safe to share between threads. Three kinds of trouble are never mixed: the
// plan or a file is wrong (Problems in a Result), a row's data is wrong (data in the Results), the engine is
// wrong (an assertion). Nothing is printed, and nothing is thrown but by `value()` on a Result that has none.
#pragma once

#include "merit/decimal.hpp"
#include "merit/explain.hpp"
#include "merit/export.hpp"
#include "merit/formula.hpp"
#include "merit/language.hpp"
#include "merit/plan.hpp"
#include "merit/problem.hpp"
#include "merit/result.hpp"
#include "merit/score.hpp"
#include "merit/tools.hpp"
