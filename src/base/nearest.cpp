// The edit distance behind "did you mean".
#include <algorithm>
#include <array>

#include "base/diagnostic.hpp"
#include "base/utf8.hpp"

namespace merit {
namespace {

constexpr std::size_t longest_word = 64;

/// Characters with ASCII letters in lower case; empty for what is no word: too long or not UTF-8.
std::u32string letters_of(std::string_view word) {
  std::u32string letters;
  if (word.size() > 4 * longest_word || utf8::first_invalid(word)) return letters;
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = utf8::next(word, at);
    letters += c >= U'A' && c <= U'Z' ? c + 32 : c;
  }
  if (letters.size() > longest_word) letters.clear();
  return letters;
}

/// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`, no letter touched
/// twice.
std::size_t distance(const std::u32string& a, const std::u32string& b) {
  using Row = std::array<std::size_t, longest_word + 1>;
  Row before{}, previous{}, current{};
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({replaced, previous[j] + 1, current[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) current[j] = std::min(current[j], before[j - 2] + 1);
    }
    before = previous;
    previous = current;
  }
  return previous[b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  const std::u32string wanted = letters_of(word);
  if (wanted.empty()) return "";
  const std::size_t allowed = std::max<std::size_t>(wanted.size() / 3, 1);
  const std::string* best = nullptr;
  std::size_t best_distance = allowed + 1;
  for (const std::string& candidate : known) {
    const std::u32string letters = letters_of(candidate);
    const auto [shorter, longer] = std::minmax({wanted.size(), letters.size()});
    if (letters.empty() || longer - shorter >= best_distance) continue;
    const std::size_t found = distance(wanted, letters);
    if (found >= best_distance || found == longer) continue;
    best = &candidate;
    best_distance = found;
  }
  return best ? *best : "";
}

Text did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const std::string name = nearest(word, known);
  if (name.empty()) return {};
  return {"did you mean `" + name + "`?", "是不是想写 `" + name + "`？"};
}

}  // namespace merit
