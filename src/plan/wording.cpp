#include "plan/wording.hpp"

#include <algorithm>

namespace merit::plan {

Text shown(std::string_view text) {
  constexpr std::size_t longest = 60;
  if (text.size() <= longest) return Text::same(std::string(text));
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return Text::same(std::string(text.substr(0, end)) + "...");
}

Text suggest_writing(const std::string& text) { return {"write `" + text + "`", "请写成 `" + text + "`"}; }

Text suggest_colon(std::string_view key) {
  constexpr std::string_view blanks = " \t";
  for (const std::string_view sign : {":", "：", "="}) {
    const std::size_t at = key.find(sign);
    if (at == 0 || at == std::string_view::npos || at + sign.size() == key.size()) continue;
    if (sign == "=" && std::string_view("<>=!").find(key[at - 1]) != std::string_view::npos) continue;
    std::string_view name = key.substr(0, at), value = key.substr(at + sign.size());
    name = name.substr(0, name.find_last_not_of(blanks) + 1);
    value = value.substr(std::min(value.find_first_not_of(blanks), value.size()));
    if (!name.empty() && !value.empty())
      return suggest_writing(std::string(name) + ": " + std::string(value));
  }
  return {};
}

}  // namespace merit::plan
