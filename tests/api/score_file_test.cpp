// A file that is scored part by part has the results, and the mistakes, of one that is read as a whole.
#include "api/score_file.hpp"

#include <atomic>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <sstream>

#include "base/digest.hpp"

#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/packed.hpp"

namespace {

using namespace merit;
using test::Folder;
using test::packed;

const char* const monthly = R"yaml(
merit: 1
plan: parts
period: month
each: manager
currency: CNY
rounding: {item: 2 half_up, score: none, pay: 2 half_up}
inputs:
  sold: {type: money, min: -1亿}
  target: money
  visits: {type: count, missing: 0}
  joined: {type: date, missing: skip}
  name: {type: text, missing: ""}
values:
  grade: {step: {of: score, at_or_above: {else: "'C'", 60: "'B'", 90: "'A'"}}}
checks:
  busy: {must: visits > 2, breach: warning, label: {en: visits, zh: 拜访}}
  known: {must: sold < 500000, breach: error}
score:
  out_of: 100
  items:
    sales: {weight: 80, completion: {actual: sold, target: target, cap: 120%, negative: zero, zero_target: zero}}
    calls: {weight: 20, ratio: "min(1, visits / 5)"
}
pay:
  items:
    bonus: "target * score / 100 + if(name == '张三', target, 0)"
outputs: [score, grade, name, joined, pay]
)yaml";

Plan plan_of(const std::string& text) { return Plan::parse(text).value(); }

struct Ran {
  std::string bytes;     ///< of the results; "" when there are none
  std::string problems;  ///< rendered
  std::optional<FileScored> scored;
};

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Ran in_parts(const Plan& plan, const Folder& folder, const ScoreOptions& options, std::size_t part) {
  const std::string out = folder.at("out.csv");
  std::filesystem::remove(out);
  const auto made =
      api::score_file(plan, {"", folder.at("data.csv")}, out, {options, Language::en, true}, part);
  if (!made) return {read(out), made.error().render(ProblemForm::text, Language::en), std::nullopt};
  return {read(out), "", *made};
}

Ran as_a_whole(const Plan& plan, const Folder& folder, const ScoreOptions& options) {
  const auto data = Data::read(plan, folder.at("data.csv"));
  if (!data) return {"", data.error().render(ProblemForm::text, Language::en), std::nullopt};
  const auto results = score(*data, options);
  if (!results) return {"", results.error().render(ProblemForm::text, Language::en), std::nullopt};
  FileScored scored;
  scored.rows = results->rows();
  scored.failed = results->failed();
  scored.period = results->period(0);
  scored.periods = data->periods();
  scored.rows_of_others = data->rows() - results->rows();
  scored.ignored_columns = data->ignored_columns();
  scored.absent_columns = data->absent_columns();
  for (const CheckWarning& w : results->warnings()) {
    if (scored.broken.empty()) scored.broken.push_back({w.check, w.label_en, w.label_zh, 0, {}});
    if (++scored.broken[0].rows <= 5)
      scored.broken[0].first.push_back(std::string(results->key(w.row)) + " " + results->period(w.row));
  }
  scored.receipt = receipt(*results, results->to_csv());
  return {results->to_csv(), "", scored};
}

std::string told(const FileScored& s) {
  std::string text =
      std::to_string(s.rows) + " rows, " + std::to_string(s.failed) + " failed, " + s.period + " of";
  for (const std::string& period : s.periods) text += " " + period;
  text += ", others " + std::to_string(s.rows_of_others) + ", ignored";
  for (const std::string& name : s.ignored_columns) text += " " + name;
  text += ", absent";
  for (const std::string& name : s.absent_columns) text += " " + name;
  for (const BrokenCheck& b : s.broken) {
    text += ", " + b.check + " " + b.label_en + " " + b.label_zh + " " + std::to_string(b.rows) + ":";
    for (const std::string& who : b.first) text += " " + who;
  }
  return text + "\n" + s.receipt;
}

/// Rows of up to three months, some of which fail.
std::string drawn_file(std::mt19937& random, bool has_mistakes) {
  const auto below = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  const auto one_of = [&](const std::vector<std::string>& texts) { return texts[below(texts.size())]; };
  const bool has_joined = below(2) == 0, is_of_one_month = below(3) == 0;
  std::string text = "manager,period,sold,target,note,visits,name";
  text += has_joined ? ",joined\n" : "\n";
  const std::size_t rows = 1 + below(60);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t who = has_mistakes && below(20) == 0 ? below(rows) : i;
    text += "M" + std::to_string(who) + "," +
            (is_of_one_month ? "2026-02" : one_of({"2026-01", "2026-02", "2026-03"}));
    text += "," + one_of({"100.00", "-5", "3.25", "99999.99", "600000", "abc", "", "1.234", "12345678"});
    text +=
        "," + one_of({"100", "0", "250.50", "1000"}) + "," + one_of({"", "\"a, b\"", "\"two\nlines\"", "x"});
    text += "," + one_of({"1", "3", "", "5", "9"}) + "," + one_of({"张三", "Ann", "\"O'\"\"Neil\"", ""});
    if (has_joined) text += "," + one_of({"2026-01-05", "", "2026-02-30"});
    if (has_mistakes && below(40) == 0) text += ",more";
    text += "\n";
    if (has_mistakes && below(60) == 0) text += "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("results of parts are those of the whole") {
  const Plan plan = plan_of(monthly);
  const Folder folder;
  std::mt19937 random(5);
  std::size_t several = 0;
  for (int i = 0; i < 150; ++i) {
    folder.put("data.csv", drawn_file(random, false));
    ScoreOptions options;
    options.period = i % 5 == 0 ? "2026-02" : "";
    const Ran whole = as_a_whole(plan, folder, options);
    for (const std::size_t part : {1, 90, 1000, 1 << 20})
      for (const Engine engine : {Engine::row, Engine::batch}) {
        options.engine = engine;
        options.threads = 1 + static_cast<unsigned>(i % 3);
        const Ran parts = in_parts(plan, folder, options, part);
        INFO(read(folder.at("data.csv")) << "\nparts of " << part << "\n" << parts.problems);
        REQUIRE(parts.problems == whole.problems);
        REQUIRE(parts.bytes == whole.bytes);
        if (whole.scored) REQUIRE(told(*parts.scored) == told(*whole.scored));
        several += whole.scored && whole.scored->periods.size() > 1;
      }
  }
  CHECK(several > 100);
}

TEST_CASE("mistakes of parts are those of the whole") {
  const Plan plan = plan_of(monthly);
  const Folder folder;
  std::mt19937 random(6);
  std::size_t wrong = 0;
  for (int i = 0; i < 150; ++i) {
    folder.put("data.csv", drawn_file(random, true));
    const Ran whole = as_a_whole(plan, folder, {}), one = in_parts(plan, folder, {}, 1 << 20);
    INFO(read(folder.at("data.csv")));
    REQUIRE(one.problems == whole.problems);
    wrong += !whole.problems.empty();
    for (const std::size_t part : {1, 90, 1000}) {
      const Ran parts = in_parts(plan, folder, {}, part);
      REQUIRE(parts.problems.empty() == whole.problems.empty());
      REQUIRE(parts.bytes == whole.bytes);
    }
    CHECK(folder.listing().find(".tmp") == std::string::npos);
  }
  CHECK(wrong > 50);
}

TEST_CASE("wrong rows of all parts are told") {
  const Plan plan = plan_of(monthly);
  const Folder folder;
  std::string text = "manager,period,sold,target\n";
  for (int i = 0; i < 60; ++i)
    text += "M" + std::to_string(i) + (i == 0 || i == 20 || i == 50 ? ",March" : ",2026-03") + ",1,1\n";
  folder.put("data.csv", text);
  const Ran whole = as_a_whole(plan, folder, {});
  CHECK(whole.problems.find("data.csv:52:") != std::string::npos);
  for (const std::size_t part : {1, 100, 1 << 20})
    CHECK(in_parts(plan, folder, {}, part).problems == whole.problems);
}

TEST_CASE("a missing column is told once") {
  const Plan plan = plan_of(monthly);
  const Folder folder;
  std::string text = "manager,period,sold\n";
  for (int i = 0; i < 60; ++i) text += "M" + std::to_string(i) + ",2026-03,1\n";
  folder.put("data.csv", text);
  const Ran whole = as_a_whole(plan, folder, {});
  CHECK(whole.problems.find("target") != std::string::npos);
  for (const std::size_t part : {1, 100, 1 << 20})
    CHECK(in_parts(plan, folder, {}, part).problems == whole.problems);
}

TEST_CASE("cells that differ from their bytes are read") {
  const Plan plan = plan_of(monthly);
  const Folder folder;
  folder.put("data.csv",
             "manager,period,sold,target,name\nM1,2026-03,\"1\"\"2\",\"5\",e\xCC\x81\nM2,2026-03,\"7\",1,"
             "\"x\"\"y\"\n");
  ScoreOptions options;
  options.engine = Engine::batch;
  CHECK(in_parts(plan, folder, options, 1 << 20).bytes == as_a_whole(plan, folder, {}).bytes);
}

TEST_CASE("a person twice is told across parts, with both places") {
  const Plan plan = plan_of(monthly);
  const Folder folder;
  folder.put("data.csv",
             "manager,period,sold,target\nM1,2026-03,1,1\n张三,2026-03,1,1\nM1,2026-02,1,1\nM2,2026-03,1,"
             "1\n张三,2026-03,2,2\n");
  const Ran whole = as_a_whole(plan, folder, {});
  for (const std::size_t part : {1, 40, 1 << 20})
    CHECK(in_parts(plan, folder, {}, part).problems == whole.problems);
  CHECK(whole.problems.find("data.csv:6:1") != std::string::npos);
}

TEST_CASE("what has to be read as a whole is left") {
  const Folder folder;
  folder.put("data.csv", "manager,period,sold,target\nM1,2026-03,1,1\nM1,2026-02,1,1\n");
  const Plan plan = plan_of(monthly);
  ScoreOptions all;
  all.all_periods = true;
  for (const std::size_t part : {1, 1 << 20}) {
    const Ran ran = in_parts(plan, folder, all, part);
    CHECK(ran.problems.empty());
    CHECK(!ran.scored);
  }
  CHECK(folder.listing().find("out.csv") == std::string::npos);
  folder.put("data.csv", "manager,period,metric,value\nM1,2026-03,sold,1\n");
  CHECK(!in_parts(plan, folder, {}, 100).scored);
  const Plan ranked = plan_of(
      "merit: 1\nplan: p\neach: manager\ninputs: {x: count}\nvalues:\n"
      "  place: {rank: {of: x, best: highest, by: all, ties: same_worst}}\noutputs: [place]\n");
  folder.put("data.csv", "manager,x\nM1,1\n");
  CHECK(!in_parts(ranked, folder, {}, 100).scored);
}

TEST_CASE("several months that stand in order are scored part by part") {
  const Plan plan = plan_of(monthly);
  const Folder folder;
  std::string text = "manager,period,sold,target\n";
  for (const char* month : {"2026-01", "2026-02", "2026-03"})
    for (int i = 100; i < 160; ++i)
      text += "M" + std::to_string(i) + "," + month + "," + std::to_string(i * 7) + "," +
              (i % 9 == 0 ? "x" : "500") + "\n";
  ScoreOptions all;
  all.all_periods = true;
  const auto same = [&](const std::string& data, bool is_scored) {
    folder.put("data.csv", data);
    const Ran whole = as_a_whole(plan, folder, all);
    for (const std::size_t part : {1, 50, 700, 2000, 1 << 20})
      for (const unsigned threads : {1u, 3u}) {
        all.threads = threads;
        const Ran ran = in_parts(plan, folder, all, part);
        INFO(part << " " << threads);
        CHECK(ran.scored.has_value() == is_scored);
        if (!is_scored || !ran.scored) continue;
        CHECK(ran.bytes == whole.bytes);
        CHECK(ran.scored->rows == 180);
        CHECK(ran.scored->failed > 0);
        CHECK(ran.scored->period == "2026-03");
        CHECK(ran.scored->rows_of_others == 0);
        CHECK(ran.scored->periods == std::vector<std::string>{"2026-01", "2026-02", "2026-03"});
      }
  };
  same(text, true);
  // Two neighbours the other way round, somewhere in the first, the second, the last month.
  for (const std::size_t at : {3u, 70u, 178u}) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line + "\n");
    std::swap(lines[at], lines[at + 1]);
    std::string other;
    for (const std::string& line : lines) other += line;
    same(other, false);
  }
}

TEST_CASE("one month is as good as all of one") {
  const Plan plan = plan_of(monthly);
  const Folder folder;
  folder.put("data.csv", "manager,period,sold,target\nM1,2026-03,1,1\nM0,2026-03,2,1\n");
  ScoreOptions all;
  all.all_periods = true;
  CHECK(in_parts(plan, folder, all, 30).bytes == as_a_whole(plan, folder, all).bytes);
  ScoreOptions none;
  none.period = "2026-07";
  CHECK(in_parts(plan, folder, none, 30).problems == as_a_whole(plan, folder, none).problems);
  none.period = "soon";
  CHECK(in_parts(plan, folder, none, 30).problems == as_a_whole(plan, folder, none).problems);
}

TEST_CASE("a run that is stopped writes nothing") {
  const Plan plan = plan_of(monthly);
  const Folder folder;
  std::string text = "manager,period,sold,target\n";
  for (int i = 0; i < 500; ++i) text += "M" + std::to_string(i) + ",2026-03,1,1\n";
  folder.put("data.csv", text);
  folder.put("out.csv", "old");
  for (const unsigned threads : {1u, 3u}) {
    ScoreOptions options;
    options.threads = threads;
    std::size_t most = 0;
    options.progress = [&](std::size_t done, std::size_t all) {
      CHECK(done <= all);
      CHECK(all == text.size());
      most = std::max(most, done);
      return done < text.size() / 2;
    };
    const auto made =
        api::score_file(plan, {"", folder.at("data.csv")}, folder.at("out.csv"), {options}, 200);
    REQUIRE(made);
    REQUIRE(*made);
    CHECK((*made)->is_stopped);
    CHECK(read(folder.at("out.csv")) == "old");
  }
}

TEST_CASE("a file that becomes shorter while it is read has no results") {
  const Plan plan = plan_of(monthly);
  const Folder folder;
  std::string text = "manager,period,sold,target\n";
  for (int i = 0; i < 500; ++i) text += "M" + std::to_string(i) + ",2026-03,1,1\n";
  folder.put("data.csv", text);
  ScoreOptions options;
  options.progress = [&](std::size_t, std::size_t) {
    std::filesystem::resize_file(folder.at("data.csv"), text.find("M100,"));
    return true;
  };
  const Ran ran = in_parts(plan, folder, options, 200);
  CHECK(ran.problems.find("it became shorter while it was read") != std::string::npos);
  CHECK(ran.bytes.empty());
}

TEST_CASE("a packed file has the results and the mistakes of the plain one") {
  const Plan plan = plan_of(monthly);
  const Folder folder;
  std::mt19937 random(7);
  std::size_t wrong = 0, right = 0;
  for (int i = 0; i < 40; ++i) {
    const std::string text = drawn_file(random, i % 2 == 0);
    folder.put("data.csv", text);
    const Ran plain = as_a_whole(plan, folder, {});
    const Packing packing = i % 4 < 2 ? Packing::gzip : Packing::zstd;
    const std::size_t middle = text.size() / 2;
    const std::string bytes = packed(packing, text.substr(0, middle)) + packed(packing, text.substr(middle));
    folder.put("data.csv", bytes);
    const Ran whole = as_a_whole(plan, folder, {}), one = in_parts(plan, folder, {}, 1 << 20);
    INFO(text);
    REQUIRE(whole.problems == plain.problems);
    REQUIRE(whole.bytes == plain.bytes);
    REQUIRE(one.problems == plain.problems);
    wrong += !plain.problems.empty();
    for (const std::size_t part : {1, 90, 1000}) {
      ScoreOptions options;
      options.threads = 1 + static_cast<unsigned>(i % 3);
      const Ran parts = in_parts(plan, folder, options, part);
      REQUIRE(parts.problems.empty() == plain.problems.empty());
      REQUIRE(parts.bytes == plain.bytes);
      if (!parts.scored) continue;
      REQUIRE(told(*parts.scored) == told(*whole.scored));
      REQUIRE(parts.scored->receipt.find(sha256(bytes)) != std::string::npos);
      ++right;
    }
  }
  CHECK(wrong > 5);
  CHECK(right > 30);
}

TEST_CASE("results are packed where their name says so, as those of the whole are") {
  const Plan plan = plan_of(monthly);
  const Folder folder;
  std::mt19937 random(8);
  for (int i = 0; i < 10; ++i) {
    folder.put("data.csv", drawn_file(random, false));
    const Ran whole = as_a_whole(plan, folder, {});
    for (const char* name : {"pay.csv.gz", "pay.csv.zst"}) {
      for (const std::size_t part : {90, 1 << 20}) {
        const auto made = api::score_file(plan, {"", folder.at("data.csv")}, folder.at(name),
                                          {{}, Language::en, true}, part);
        REQUIRE(made);
        REQUIRE(*made);
        CHECK(read(folder.at(name)) == packed(packing_named(name), whole.bytes));
        CHECK((*made)->receipt == whole.scored->receipt);
      }
    }
  }
}

TEST_CASE("a damaged packed file has no results, nor has one that becomes shorter") {
  const Plan plan = plan_of(monthly);
  const Folder folder;
  std::string text = "manager,period,sold,target\n";
  for (unsigned i = 0; i < 60'000; ++i)
    text += "M" + std::to_string(i * 2654435761u) + ",2026-03," + std::to_string(i) + ",1\n";
  for (const Packing packing : {Packing::gzip, Packing::zstd}) {
    const std::string whole = packed(packing, text);
    std::string damaged = whole;
    damaged[whole.size() - 3] ^= 1;
    for (const std::string& bytes : {damaged, whole.substr(0, whole.size() - 1)}) {
      folder.put("data.csv", bytes);
      const Ran parts = in_parts(plan, folder, {}, 10'000);
      CHECK(parts.problems == as_a_whole(plan, folder, {}).problems);
      CHECK(parts.problems.find("is packed and") != std::string::npos);
      CHECK(parts.bytes.empty());
    }
    folder.put("data.csv", whole);
    ScoreOptions options;
    std::size_t most = 0;
    options.progress = [&](std::size_t done, std::size_t all) {
      CHECK(all == whole.size());
      most = std::max(most, done);
      return true;
    };
    CHECK(in_parts(plan, folder, options, 10'000).problems.empty());
    CHECK(most == whole.size());
    options.progress = [&](std::size_t, std::size_t) {
      std::filesystem::resize_file(folder.at("data.csv"), whole.size() - 1);
      return true;
    };
    const Ran shorter = in_parts(plan, folder, options, 10'000);
    CHECK(shorter.problems.find("it became shorter while it was read") != std::string::npos);
    CHECK(shorter.bytes.empty());
  }
}
