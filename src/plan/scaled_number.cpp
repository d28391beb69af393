#include "plan/scaled_number.hpp"

namespace merit::plan {

std::optional<Rational> parse_scaled_number(std::string_view text) {
  if (text.empty() || (text.front() != '-' && (text.front() < '0' || text.front() > '9')))
    return std::nullopt;
  const std::size_t digits = text.find_last_of("0123456789") + 1;
  const std::string_view suffix = text.substr(digits);
  const DecimalResult read = parse_decimal(text.substr(0, digits));
  if (!read.number) return std::nullopt;
  if (suffix.empty()) return read.number->value;
  const std::optional<Rational> scale = scale_of_suffix(suffix);
  if (!scale) return std::nullopt;
  return read.number->value * *scale;
}

}  // namespace merit::plan
