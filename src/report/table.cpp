#include "report/table.hpp"

#include <algorithm>

#include "base/diagnostic.hpp"
#include "base/utf8.hpp"

namespace merit::report {

namespace {

constexpr std::size_t gap = 2;

class Layout {
 public:
  explicit Layout(const TextTable& table) : alignment_(table.alignment) {
    lines_.push_back(printed(table.header));
    for (const auto& row : table.rows) lines_.push_back(printed(row));
    for (const auto& line : lines_) {
      widths_.resize(std::max(widths_.size(), line.size()), 1);
      for (std::size_t i = 0; i < line.size(); ++i) widths_[i] = std::max(widths_[i], utf8::width(line[i]));
    }
  }

  std::string text() const {
    if (widths_.empty()) return "";
    std::string out = line_of(lines_.front()) + rule();
    for (std::size_t i = 1; i < lines_.size(); ++i) out += line_of(lines_[i]);
    return out;
  }

 private:
  static std::vector<std::string> printed(const std::vector<std::string>& cells) {
    std::vector<std::string> out;
    out.reserve(cells.size());
    for (const std::string& cell : cells) out.push_back(printable(cell));
    return out;
  }

  std::string line_of(const std::vector<std::string>& cells) const {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string padding(widths_[i] - utf8::width(cells[i]), ' ');
      const bool is_right = i < alignment_.size() && alignment_[i] == Align::right;
      if (i > 0) line.append(gap, ' ');
      line += is_right ? padding + cells[i] : cells[i] + padding;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line + '\n';
  }

  // Of `-`, not of U+2500: Chinese terminals may give that one two cells.
  std::string rule() const {
    std::string line;
    for (std::size_t width : widths_) {
      if (!line.empty()) line.append(gap, ' ');
      line.append(width, '-');
    }
    return line + '\n';
  }

  const std::vector<Align>& alignment_;
  std::vector<std::vector<std::string>> lines_;
  std::vector<std::size_t> widths_;
};

}  // namespace

std::string to_text(const TextTable& table) { return Layout(table).text(); }

}  // namespace merit::report
