#include "cli/files.hpp"

#include <filesystem>
#include <system_error>

namespace merit::cli {

std::vector<DataFile> data_files(const Words& words) {
  std::vector<DataFile> files;
  for (const std::string& word : words) {
    std::error_code error;
    const std::size_t sign = std::filesystem::exists(word, error) ? std::string::npos : word.find('=');
    if (sign == std::string::npos) files.push_back({"", word});
    else files.push_back({word.substr(0, sign), word.substr(sign + 1)});
  }
  return files;
}

}  // namespace merit::cli
