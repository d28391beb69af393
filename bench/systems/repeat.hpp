// A sample many times over, each time with other names.
//
// Keys and all that names them are renamed alike, as are texts by which a plan makes groups, so that joins
// and groups stay as large as they are; only a group of everybody grows. What is drawn follows from keys:
// each copy deals its new keys out so that those are drawn again who were.
#pragma once

#include <map>

#include "sample.hpp"

namespace merit::bench {

/// The rows of all tables and of the state, of `copies` copies; a row that names nobody stands there once.
struct Repeated {
  std::vector<DataText> tables;
  std::optional<DataText> state;
};
Repeated repeated(const Sample& sample, std::size_t copies);

/// The rows of a copy that name somebody: people, records of all tables, lines of the state.
struct Size {
  std::size_t people = 0, records = 0, state = 0;
};
Size size_of(const Sample& sample);

}  // namespace merit::bench
