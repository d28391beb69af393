// How long the rows of a system take, from texts to results, and where the time goes.
#pragma once

#include <string>

#include "repeat.hpp"

namespace merit::bench {

/// Seconds of the processor, each the least of the rounds: one thread that waits for nothing.
struct Seconds {
  double read = 1e30;      ///< Data::parse: texts to bound rows
  double by_row = 1e30;    ///< score, by the row engine; as it is here when that is not measured
  double by_batch = 1e30;  ///< score, by the batch engine; of this
  double begin = 1e30;     ///<   what other tables, groups and history bring
  double columns = 1e30;   ///<   the columns of the last stage
  double engine = 1e30;    ///<   the bare batch engine over these
  /// Results into their table, and all else.
  double rest() const { return by_batch - begin - columns - engine; }
};

struct Measured {
  Size size;
  std::size_t failed = 0;
  Seconds best;
};

struct Rounds {
  std::size_t rounds = 3;
  bool by_row = true;  ///< measures the row engine too
};

/// Compares all that both engines say of so many copies, then measures in turns. Ends the program at a
/// difference.
Measured measured(const std::string& name, const Sample& sample, std::size_t copies, Rounds rounds);

/// The stages that the batch engine leaves to the row engine, each with the reason.
std::vector<std::string> refusals(const Plan& plan);

}  // namespace merit::bench
