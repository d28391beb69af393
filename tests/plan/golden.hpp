// Whole texts beside the tests of this folder. UPDATE_GOLDEN=1 rewrites them.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "support/catch.hpp"

namespace golden {

inline std::filesystem::path folder() { return std::filesystem::path(MERIT_TEST_DIR) / "plan"; }

inline std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline void compare(const std::filesystem::path& path, const std::string& found) {
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << found;
  CHECK(read(path) == found);
}

}  // namespace golden
