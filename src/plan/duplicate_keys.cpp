#include "plan/duplicate_keys.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/utf8.hpp"
#include "plan/codes.hpp"
#include "plan/scaled_number.hpp"
#include "plan/wording.hpp"

namespace merit::plan {

namespace {

/// Returns a text that is the same for keys that count as one. A number's begins with `=`, which no number
/// does.
std::string identity_of(const std::string& key) {
  if (const std::optional<Rational> number = parse_scaled_number(key))
    return format_exact(*number).insert(0, 1, '=');
  const bool ascii =
      std::all_of(key.begin(), key.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  std::string identity = ascii ? key : utf8::nfc(key);
  return identity.insert(0, 1, 't');
}

void report(const Entry& first, const Entry& again, Diagnostics& diagnostics) {
  const bool same = first.key.text == again.key.text;
  Diagnostic& d = same ? diagnostics.add(codes::duplicate_key, again.key.span, {shown(again.key.text)})
                       : diagnostics.add(codes::equal_key, again.key.span,
                                         {shown(again.key.text), shown(first.key.text)});
  d.related.push_back({first.key.span, {"first written here", "第一次写在这里"}});
}

}  // namespace

void report_duplicate_keys(const DocNode& map, std::size_t allowed, Diagnostics& diagnostics) {
  if (map.map.size() < 2) return;
  std::unordered_map<std::string, const Entry*> seen;
  seen.reserve(map.map.size());
  for (const Entry& entry : map.map) {
    if (diagnostics.size() >= allowed) return;
    const auto [place, is_new] = seen.try_emplace(identity_of(entry.key.text), &entry);
    if (!is_new) report(*place->second, entry, diagnostics);
  }
}

}  // namespace merit::plan
