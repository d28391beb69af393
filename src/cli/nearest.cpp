#include "cli/nearest.hpp"

#include <algorithm>
#include <cstddef>

namespace merit::cli {
namespace {

constexpr std::size_t longest_word = 32;  // of commands and options; what is longer is no slip

std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      const std::size_t wrong = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + wrong});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

std::string nearest(const std::string& word, const std::vector<std::string>& known) {
  if (word.size() > longest_word) return "";
  std::string best;
  std::size_t least = 0;
  for (const std::string& candidate : known) {
    const std::size_t wrong = distance(word, candidate);
    if (wrong > std::max(word.size(), candidate.size()) / 3) continue;
    if (best.empty() || wrong < least) {
      best = candidate;
      least = wrong;
    }
  }
  return best;
}

}  // namespace merit::cli
