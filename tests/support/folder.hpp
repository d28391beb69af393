// A folder for the files of one test.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>
#include <vector>

#include "base/diagnostic.hpp"

namespace merit::test {

/// A folder of its own for one test, gone afterwards.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "merit-file-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }

  std::string at(const std::string& name) const { return (path_ / name).string(); }
  void put(const std::string& name, const std::string& bytes) const {
    std::ofstream(at(name), std::ios::binary) << bytes;
  }
  /// "name=content name=content ...", hidden files included, in order of names.
  std::string listing() const {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      std::ifstream in(entry.path(), std::ios::binary);
      const bool folder = entry.is_directory();
      const std::string content = folder ? "(folder)" : std::string(std::istreambuf_iterator<char>(in), {});
      files.push_back(entry.path().filename().string() + "=" + content);
    }
    std::sort(files.begin(), files.end());
    std::string text;
    for (const std::string& file : files) text += (text.empty() ? "" : " ") + file;
    return text;
  }
  /// What was reported, one line each, with the folder's own path left out.
  std::string said(const Diagnostics& diagnostics, Language language = Language::en,
                   DiagnosticForm form = DiagnosticForm::line) const {
    std::string text = render(diagnostics.items(), Sources(), form, language);
    const std::string own = path_.string() + "/";
    for (std::size_t found = text.find(own); found != std::string::npos; found = text.find(own))
      text.erase(found, own.size());
    return text;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace merit::test
