// What the program offers beside scoring: cases, help, schema, a first plan.
#pragma once

#include <string>
#include <vector>

#include "merit/plan.hpp"

namespace merit {
inline namespace v0 {

MERIT_EXPORT std::string version();

/// A cell of a case that is not what it should be.
struct CaseFailure {
  std::string file;  ///< the cases file
  std::size_t line = 0;
  std::string name;    ///< the case, or its key
  std::string column;  ///< "score", "pay.bonus", "error"
  std::string expected;
  std::string found;
};

/// What became of one cases file.
struct CaseFile {
  std::string path;
  std::string plan;  ///< the plan's path
  std::size_t cases = 0;
  std::size_t failed = 0;  ///< cases with at least one failure
  std::size_t expectations = 0;
  std::vector<CaseFailure> failures;
};

/// Ways of a plan that no case went: a band, a side of a condition, cells of a parameter. One for each place
/// of the plan.
struct MissedWays {
  std::size_t line = 0, column = 0;  ///< of the plan, from 1; in characters
  std::string en, zh;                ///< "`grade`: no case in the band D (score < 60)"
};

/// How far the cases of a plan go.
struct CaseReach {
  std::string plan;                ///< its path
  std::size_t ways = 0;            ///< that a row can go
  std::size_t taken = 0;           ///< by at least one case
  std::vector<MissedWays> missed;  ///< in the order of the plan
};

struct CaseRun {
  std::vector<CaseFile> files;     ///< in order of their paths; those of a plan together
  std::vector<CaseReach> reaches;  ///< for each plan whose cases could all be run
  std::vector<Problems>
      problems;  ///< plans that do not compile, files that cannot be read, unknown `expect:`
};

/// Runs cases. `path` is a folder: every `*.cases.csv` beside a `plan.yaml` in it and below it; a plan: every
/// `*.cases.csv` beside it; a `*.cases.csv`: this one, on the `plan.yaml` beside it. One broken plan does not
/// stop the others. Errors: there is no plan.
MERIT_EXPORT Result<CaseRun> run_cases(const std::string& path);

/// The canonical print of a plan, its comments kept (`merit fmt`). `name` is what messages call it. Errors:
/// it is no YAML that Merit reads; other mistakes of the plan do not matter.
MERIT_EXPORT Result<std::string> format_plan(const std::string& text, const std::string& name = "plan.yaml");

/// The page of a code for `merit help E0204`; "" when there is no such code.
MERIT_EXPORT std::string help_page(const std::string& code, Language language);
/// Every code with its message, one line each.
MERIT_EXPORT std::string help_index(Language language);
/// Every code in groups with its page, as Markdown (`merit reference --errors`).
MERIT_EXPORT std::string error_index(Language language);
/// The JSON Schema of plan files, made from the field tables.
MERIT_EXPORT std::string schema();
/// A first plan to start from, with comments.
MERIT_EXPORT std::string starter_plan(Language language);
/// The reference's tables of fields and words, as Markdown.
MERIT_EXPORT std::string reference_tables(Language language);

/// The part of the reference about a word, a function, a type, a map of fields, or a sign or word of
/// formulas: for `merit help completion`; "" when there is none of that name.
MERIT_EXPORT std::string reference_part(const std::string& name, Language language);

/// Reads the text of a whole file, unpacked where it is packed by gzip or zstd, a Parquet file as CSV; `-` is
/// not special. Writes one that appears whole or not at all, packed where its name ends in .gz or .zst; where
/// it ends in .parquet, `bytes` are a table in CSV, and all columns hold texts (score.hpp, `write_results`).
MERIT_EXPORT Result<std::string> read_file(const std::string& path);
MERIT_EXPORT Problems write_file(const std::string& path, const std::string& bytes);

}  // namespace v0
}  // namespace merit
