#include "plan/wording.hpp"

namespace merit::plan {

Text shown(std::string_view text) {
  constexpr std::size_t longest = 60;
  if (text.size() <= longest) return Text::same(std::string(text));
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return Text::same(std::string(text.substr(0, end)) + "...");
}

Text suggest_writing(const std::string& text) { return {"write `" + text + "`", "请写成 `" + text + "`"}; }

Text suggest_blank_after_colon(std::string_view key) {
  const std::size_t colon = key.find(':');
  if (colon == 0 || colon == std::string_view::npos || colon + 1 == key.size()) return {};
  return suggest_writing(std::string(key.substr(0, colon)) + ": " + std::string(key.substr(colon + 1)));
}

}  // namespace merit::plan
