#include "base/csv_text.hpp"

#include <array>
#include <cassert>

#include "base/utf8.hpp"

namespace merit {

namespace {

constexpr std::array<bool, 256> asks_for_quotes = [] {
  std::array<bool, 256> table{};
  for (const unsigned char c : {',', '"', '\r', '\n'}) table[c] = true;
  return table;
}();

/// A cell is quoted when its bytes alone would be read as something else. A byte order mark counts: as the
/// first bytes of a file it would be taken off.
bool needs_quotes(std::string_view field) {
  bool is_rare = field.starts_with(utf8::byte_order_mark);
  for (const char c : field) is_rare |= asks_for_quotes[static_cast<unsigned char>(c)];
  return is_rare;
}

template <typename Fields>
void write_fields(std::string& out, const Fields& fields) {
  assert(!fields.empty());
  if (fields.size() == 1 && fields.front().empty()) out += "\"\"";  // else the line would be blank
  bool first = true;
  for (const auto& field : fields) {
    if (!first) out += ',';
    first = false;
    write_cell(out, field);
  }
  out += '\n';
}

/// Takes a cell in quotes; false where its end is not there.
bool take_quoted(std::string_view text, std::size_t& at, std::string& field) {
  for (++at;; ++at) {
    const std::size_t quote = text.find('"', at);
    if (quote == std::string_view::npos) return false;
    field.append(text, at, quote - at);
    at = quote + 1;
    if (at == text.size() || text[at] != '"') return true;
    field += '"';
  }
}

}  // namespace

void write_record(std::string& out, std::span<const std::string_view> fields) { write_fields(out, fields); }

void write_record(std::string& out, const std::vector<std::string>& fields) { write_fields(out, fields); }

void write_cell(std::string& out, std::string_view cell) {
  if (!needs_quotes(cell)) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

bool take_record(std::string_view& text, std::vector<std::string>& fields) {
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (used == fields.size()) fields.emplace_back();
    std::string& field = fields[used++];
    field.clear();
    if (text[at] == '"') {
      if (!take_quoted(text, at, field)) return false;
    } else {
      const std::size_t end = text.find_first_of(",\n", at);
      if (end == std::string_view::npos) return false;
      field.assign(text, at, end - at);
      at = end;
    }
    if (at == text.size()) return false;
    if (text[at] != '\n') continue;
    fields.resize(used);
    text.remove_prefix(at + 1);
    return true;
  }
  return false;
}

}  // namespace merit
