// Several files of one table, through the public face.
#include <string>
#include <vector>

#include "merit/merit.hpp"

#include "support/catch.hpp"

using namespace merit;

namespace {

const char* const plan_text = R"(merit: 1
plan: joined
each: who
rounding: {pay: 2 half_up}
inputs:
  area: {type: ref, to: area, missing: skip}
  base: money
  extra: {type: money, missing: 0}
tables:
  firm: {single: true, inputs: {rate: percent, bonus: {type: money, missing: 0}}}
  area: {key: area, inputs: {city: {type: text, missing: skip}}}
  visits: {inputs: {who: {type: ref, to: who}, what: {type: text, missing: skip}}}
  notes: {inputs: {metric: text, value: text}}
values:
  visited: count(visits)
pay:
  items:
    pay: (base + extra) * firm.rate + firm.bonus
outputs: [pay, visited]
)";

Plan the_plan() { return Plan::parse(plan_text).value(); }

const DataText people = {"", "people.csv", "who,base\nA,100.00\nB,200.00\n"};
const DataText firm = {"", "firm.csv", "rate\n10%\n"};
const DataText visits = {"", "visits.csv", "who\nA\n"};
const DataText notes = {"", "notes.csv", "metric,value\n"};

std::string lines_of(const Problems& problems) { return problems.render(ProblemForm::line, Language::en); }

/// The result as CSV, or the problems line by line.
std::string outcome(std::vector<DataText> files) {
  files.push_back(notes);
  const auto data = Data::parse(the_plan(), files);
  if (!data) return lines_of(data.error());
  const auto results = score(*data);
  return results ? results->to_csv() : lines_of(results.error());
}

}  // namespace

TEST_CASE("joined files: each of a table's kinds") {
  struct Row {
    std::vector<DataText> files;
    const char* outcome;
  };
  const std::string both = "who,pay,visited,error\nA,10.00,1,\nB,20.00,0,\n";
  const std::string plus = "who,pay,visited,error\nA,15.00,1,\nB,25.00,0,\n";
  const Row rows[] = {
      {{people, firm, visits}, both.c_str()},
      // A single table joins its only row.
      {{people, firm, visits, {"firm", "bonus.csv", "bonus\n5.00\n"}}, plus.c_str()},
      {{people, visits, {"firm", "f.csv", "value,metric\n5.00,bonus\n10%,rate\n"}}, plus.c_str()},
      {{people, visits, firm, {"firm", "f.csv", "value,metric\n5.00,bonus\n5%,rate\n"}},
       "f.csv:3:1: error: `rate` of `firm` is given twice [E0717]\n"},
      {{people, visits, firm, {"firm", "f.csv", "bonus\n5.00\n6.00\n"}},
       "f.csv:1:1: error: the table `firm` has a single row, and the file has 2 [E0711]\n"},
      // Rows without a key stand one behind the other, also when they are the same.
      {{people,
        firm,
        visits,
        {"", "visits2.csv", "what,who\nx,B\ny,B\n"},
        {"visits", "visits3.csv", "who\nA\n\n"}},
       "who,pay,visited,error\nA,10.00,2,\nB,20.00,2,\n"},
      // A key that only one of the files has.
      {{people, firm, visits, {"who", "extra.csv", "who,extra\nB,1.00\nC,1.00\n"}},
       "who,pay,visited,error\nA,10.00,1,\nB,20.10,0,\n"
       "C,,,E0601 `base` is missing (plan.yaml:7:3; extra.csv:3)\n"},
      // A wrong cell is named where it stands; a broken row at all of its lines.
      {{people, firm, visits, {"who", "extra.csv", "who,extra\nC,1.00\nB,x\n"}},
       "who,pay,visited,error\nA,10.00,1,\n"
       "B,,,\"E0602 `extra` must be written like `1234.5`, without thousands marks or blanks: `x` "
       "(plan.yaml:8:3; extra.csv:3)\"\n"
       "C,,,E0601 `base` is missing (plan.yaml:7:3; extra.csv:2)\n"},
      // Nothing but a key: its rows count, and nothing is given twice.
      {{people, firm, visits, {"who", "names.csv", "who\nB\nA\n"}}, both.c_str()},
      {{people, firm, visits, {"who", "extra.csv", "extra\n1.00\n"}},
       "extra.csv:1:1: error: the data has no column `who` [E0701]\n"},
  };
  for (const Row& row : rows) {
    INFO(row.files.back().csv);
    CHECK(outcome(row.files) == row.outcome);
  }
}

TEST_CASE("joined files: which table a file goes to") {
  struct Row {
    const char* csv;
    const char* outcome;  ///< "" when it is read
  };
  const std::string unclear = "x.csv:1:1: error: it is not clear which table `x.csv` holds [E0715]\n";
  const Row rows[] = {
      {"who,extra\nA,1.00\n", unclear.c_str()},  // all of `visits`, and a part of the people with more of it
      {"who,what,extra\nA,x,1.00\n", ""},        // all of `visits`; the people would not have `what`
      {"who,metric,value\nA,extra,1.00\n", unclear.c_str()},
      {"metric,value\nx,y\n", ""},
      {"area,city\nN,x\n", ""},
      {"area,colour\nN,x\n", ""},
      {"colour\nx\n", unclear.c_str()},
  };
  for (const Row& row : rows) {
    INFO(row.csv);
    const auto data = Data::parse(the_plan(), {people, firm, visits, notes, {"", "x.csv", row.csv}});
    CHECK((data ? "" : lines_of(data.error())) == row.outcome);
  }
}
