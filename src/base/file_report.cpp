#include "base/file_report.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>
#include <vector>

#include "base/codes.hpp"

namespace merit {

namespace {

/// The system's reason in both languages; its own texts follow the locale, which must reach no output.
Text reason_of(int error) {
  switch (error) {
    case EACCES:
    case EPERM: return {"permission denied", "没有权限"};
    case ENOSPC:
    case EFBIG:
    case EDQUOT: return {"no space is left", "存储空间不足"};
    case EROFS: return {"the disk is read-only", "磁盘是只读的"};
    case ENAMETOOLONG: return {"the name is too long", "文件名太长"};
    case ELOOP: return {"its links lead in a circle", "链接互相指向，没有终点"};
    case EMFILE:
    case ENFILE: return {"too many files are open", "打开的文件太多"};
    case ENOMEM: return {"not enough memory", "内存不足"};
    case EOVERFLOW:
      return {"a number has more than 38 digits, which no DECIMAL holds",
              "有数字超过 38 位，DECIMAL 无法存放"};
    case EPIPE: return {"the reader has gone away", "读取的一方已经关闭"};
    default: break;
  }
  const std::string number = std::to_string(error);
  return {"the system reports error " + number, "系统报告错误 " + number};
}

/// What makes a file readable that is there.
Text way_to_read(int error) {
  switch (error) {
    case EACCES:
    case EPERM:
      return {"make the file readable for the user who runs the program, then run it again",
              "请让运行程序的用户能够读取该文件，然后重新运行"};
    case ELOOP:
      return {"name the file itself, or mend the links on the way to it",
              "请写明文件本身，或修正通向它的链接"};
    case ENOMEM:
      return {"allow more memory (with `--memory`, where it was said), or give fewer periods at a time",
              "请允许使用更多内存（如用了 `--memory` 请调大），或每次少给几期数据"};
    case ENAMETOOLONG: return {"give the file or its folders a shorter name", "请缩短文件或文件夹的名称"};
    default:
      return {"look whether its disk can be reached, then run it again",
              "请检查它所在的磁盘是否可用，然后重新运行"};
  }
}

Text size_text(std::size_t bytes) {
  const std::pair<std::size_t, const char*> units[] = {
      {1u << 30, " GiB"}, {1u << 20, " MiB"}, {1u << 10, " KiB"}};
  for (const auto& [unit, name] : units)
    if (bytes >= unit && bytes % unit == 0) return Text::same(std::to_string(bytes / unit) + name);
  return {std::to_string(bytes) + " bytes", std::to_string(bytes) + " 字节"};
}

/// The names beside `path`, in order of bytes. A folder with very many is not searched to its end.
std::vector<std::string> neighbours_of(const std::filesystem::path& path) {
  constexpr std::size_t enough = 1000;
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end;
       !error && entry != end && names.size() < enough; entry.increment(error))
    names.push_back(entry->path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

bool FileReport::not_found() const {
  Diagnostic& d = diagnostics.add(codes::file_not_found, at, {Text::same(path)});
  const std::filesystem::path wanted(path);
  d.suggestion = did_you_mean(wanted.filename().string(), neighbours_of(wanted));
  return false;
}

bool FileReport::is_directory() const {
  diagnostics.add(codes::is_a_directory, at, {Text::same(path)});
  return false;
}

bool FileReport::too_large(std::size_t max_bytes, bool is_packed) const {
  Text size = size_text(max_bytes);
  if (is_packed) size = {size.en + " when it is unpacked", size.zh + "（解压后）"};
  diagnostics.add(codes::file_too_large, at, {Text::same(path), size});
  return false;
}

bool FileReport::not_readable(int error) const {
  diagnostics.add(codes::file_not_readable, at, {Text::same(path), reason_of(error), way_to_read(error)});
  return false;
}

bool FileReport::is_shorter_now() const {
  diagnostics.add(codes::file_not_readable, at,
                  {Text::same(path),
                   {"it became shorter while it was read", "读取过程中文件变短了"},
                   {"run it again when nothing writes to it", "请在没有程序写入该文件时重新运行"}});
  return false;
}

bool FileReport::not_unpackable(Unreadable why) const {
  const Text named = Text::same(path);
  const auto otherwise = [&](Text reason) {
    diagnostics.add(codes::packed_otherwise, at, {named, std::move(reason)});
  };
  if (why == Unreadable::cut) diagnostics.add(codes::packed_cut, at, {named});
  else if (why == Unreadable::dictionary) otherwise({"it needs a dictionary", "需要配合字典"});
  else if (why == Unreadable::memory)
    otherwise({"it needs more than 128 MiB of memory", "需要超过 128 MiB 的内存"});
  else diagnostics.add(codes::packed_damaged, at, {named});
  return false;
}

bool FileReport::not_parquet(const ParquetTrouble& trouble) const {
  const Text named = Text::same(path);
  if (trouble.column.empty()) diagnostics.add(codes::parquet_unreadable, at, {named, trouble.reason});
  else diagnostics.add(codes::parquet_column, at, {named, Text::same(trouble.column), trouble.column_type});
  return false;
}

bool FileReport::no_parquet() const {
  diagnostics.add(codes::parquet_missing, at, {Text::same(path)});
  return false;
}

bool FileReport::not_writable(int error) const {
  if (error == ENOENT || error == ENOTDIR) diagnostics.add(codes::folder_not_found, at, {Text::same(path)});
  else diagnostics.add(codes::file_not_writable, at, {Text::same(path), reason_of(error)});
  return false;
}

}  // namespace merit
