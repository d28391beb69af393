// The plan as YAML says it, as JSON, for `merit check --dump`. Floor 5.
//
// What a second implementation reads instead of YAML: every scalar as text, with its bytes in the file, maps
// in the order written. Nothing is looked up and nothing is understood; that is the reader's work.
#pragma once

#include <span>
#include <string>

#include "plan/document.hpp"

namespace merit::report {

/// `documents`: the plan, then the files it uses. Returns {"file": name, "root": NODE} in one line, with
/// "used": [{"file", "root"}...] behind them where there are any. A NODE is null, {"text", "begin", "end",
/// "quoted"},
/// {"list": [NODE...], "begin", "end"} or {"map": [[KEY, NODE]...], "begin", "end"}; a KEY is a scalar; begin
/// and end count bytes of the file from 0; `quoted` is true of block scalars too.
std::string dump_json(const Sources& sources, std::span<const plan::Document> documents);

}  // namespace merit::report
