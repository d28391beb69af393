#include "base/source.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"

namespace merit {
namespace {

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

/// The bytes of a character by its first one; in a text that is not UTF-8 any byte may be first.
std::size_t length_of_character(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
}

}  // namespace

const std::vector<std::uint32_t>& Sources::File::line_starts() const {
  std::call_once(are_found_, [this] {
    const bool marked = first_line == 1 && std::string_view(text).starts_with(utf8::byte_order_mark);
    line_starts_.push_back(marked ? utf8::byte_order_mark.size() : 0);
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1))
      line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
  });
  return line_starts_;
}

SourceId Sources::add(std::string name, std::string text, std::uint32_t first_line) {
  files_.emplace_back(std::move(name), std::move(text), first_line);
  return SourceId{static_cast<std::uint32_t>(files_.size() - 1)};
}

const Sources::File* Sources::find(SourceId id) const { return contains(id) ? &files_[id.value] : nullptr; }

std::string_view Sources::name(SourceId id) const {
  const File* file = find(id);
  return file ? std::string_view(file->name) : std::string_view();
}

std::string_view Sources::text(SourceId id) const {
  const File* file = find(id);
  return file ? std::string_view(file->text) : std::string_view();
}

std::string_view Sources::text(Span span) const {
  const std::string_view all = text(span.source);
  const std::size_t begin = std::min<std::size_t>(span.begin, all.size());
  const std::size_t end = std::clamp<std::size_t>(span.end, begin, all.size());
  return all.substr(begin, end - begin);
}

Place Sources::place(SourceId id, std::uint32_t byte) const {
  const File* file = find(id);
  if (!file) return {};
  const auto after = std::upper_bound(file->line_starts().begin(), file->line_starts().end(), byte);
  const auto index = std::max<std::ptrdiff_t>(after - file->line_starts().begin(), 1);
  const std::uint32_t number = file->first_line + static_cast<std::uint32_t>(index - 1);

  const std::string_view content = line(id, number);
  const std::uint32_t begin = line_begin(id, number);
  std::size_t offset = byte < begin ? 0 : std::min<std::size_t>(byte - begin, content.size());
  std::size_t first = offset;
  while (first > 0 && first < content.size() && continues_character(content[first])) --first;
  if (first < offset && offset - first < length_of_character(content[first])) offset = first;
  const auto before = content.substr(0, offset);
  const auto characters =
      std::count_if(before.begin(), before.end(), [](char c) { return !continues_character(c); });
  return {number, static_cast<std::uint32_t>(characters + 1)};
}

std::uint32_t Sources::line_begin(SourceId id, std::uint32_t line) const {
  const File* file = find(id);
  if (!file || line < file->first_line) return 0;
  const std::size_t index = line - file->first_line;
  return index < file->line_starts().size() ? file->line_starts()[index]
                                            : static_cast<std::uint32_t>(file->text.size());
}

std::string_view Sources::line(SourceId id, std::uint32_t line) const {
  const File* file = find(id);
  if (!file || line < file->first_line || line - file->first_line >= file->line_starts().size()) return {};
  const std::uint32_t begin = file->line_starts()[line - file->first_line];
  std::string_view content = std::string_view(file->text).substr(begin);
  content = content.substr(0, content.find('\n'));
  if (begin + content.size() < file->text.size() && content.ends_with('\r')) content.remove_suffix(1);
  return content;
}

}  // namespace merit
