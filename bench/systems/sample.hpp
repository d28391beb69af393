// The sample that a shipped system brings, cut down to what one period needs.
//
// The period is the last of those with the most people. Of earlier ones stays what the plan keeps, as a
// state. Some rows of every sample are wrong on purpose; few rows of a payroll are, so these are left out,
// and with them those that name them, until none fails.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "merit/merit.hpp"

namespace merit::bench {

using Texts = std::vector<std::string>;

/// A data file, and what its columns name.
struct SampleTable {
  static constexpr int nothing = -1;  ///< amounts, days, kinds ...
  static constexpr int a_group = -2;  ///< a text by which a plan makes groups

  std::string name;
  Texts header;
  std::vector<Texts> rows;
  std::vector<int> names;  ///< by column: the table whose keys it holds, or one of these
};

struct Sample {
  Plan plan;
  std::string period;
  std::vector<SampleTable> tables;   ///< those of the plan that have a file, the people's first
  std::optional<SampleTable> state;  ///< of earlier periods, where the plan keeps anything of them
  std::size_t left_out = 0;          ///< people who failed
};

/// Reads the plan and the sample in `folder`. `with_failing`: leaves no row out. Throws BadResult.
Sample sample_of(const std::string& folder, bool with_failing);

/// The tables as texts that Data::parse takes, and the state as one.
std::vector<DataText> texts_of(const std::vector<SampleTable>& tables);
DataText text_of(const SampleTable& table);

}  // namespace merit::bench
