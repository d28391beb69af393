#include "eval/batch/plain_number.hpp"

#include <limits>

#include "base/machine_words.hpp"
#include "eval/batch/interval.hpp"
#include "eval/row/cells.hpp"

namespace merit::eval {

namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

// Beyond 64 bits every number that is read here lies within.
std::int64_t bound(const Integer& x) {
  if (x > most) return most;
  return x < -most ? -most : static_cast<std::int64_t>(x);
}

}  // namespace

PlainNumbers::PlainNumbers(const graph::Input& input) {
  if (!input.type.is_number() || !input.type.is_fixed()) return;
  are_read_ = true;
  is_percent_ = input.type.unit.tag == Unit::Tag::percent;
  needs_sign_ = input.needs_sign;
  digits_ = input.type.digits;
  shift_ = decimals_moved(input.scale);
  const Integer scale = power_of_ten(digits_);
  low_ = input.range.low ? bound(ceiling_of(*input.range.low * scale)) : -most;
  high_ = input.range.high ? bound(floor_of(*input.range.high * scale)) : most;
}

std::optional<std::int64_t> PlainNumbers::read(std::string_view text) const {
  constexpr int percent_decimals = 2;
  if (!are_read_ || text.empty()) return std::nullopt;
  const char* at = text.data();
  const char* end = at + text.size();
  int shift = shift_;
  if (is_percent_ && end[-1] == '%') {
    --end;
    shift = percent_decimals;
  } else if (needs_sign_) {
    return std::nullopt;
  }
  const bool is_negative = at != end && *at == '-';
  at += is_negative;
  if (end - at > most_digits) return std::nullopt;
  std::uint64_t number = 0;
  const auto read_digits = [&] {
    const char* begin = at;
    for (unsigned digit; at != end && (digit = static_cast<unsigned char>(*at) - unsigned{'0'}) < 10; ++at)
      number = number * 10 + digit;
    return at - begin;
  };
  const auto whole = read_digits();
  std::ptrdiff_t decimals = 0;
  if (whole > 0 && at != end && *at == '.') {
    ++at;
    decimals = read_digits();
    if (decimals == 0) return std::nullopt;
  }
  if (whole == 0 || at != end) return std::nullopt;
  const std::ptrdiff_t zeros = digits_ - decimals - shift;  // behind what is written
  if (zeros < 0 || whole + decimals + zeros > most_digits) return std::nullopt;
  const std::int64_t size =
      static_cast<std::int64_t>(number) * small_powers_of_ten[static_cast<std::size_t>(zeros)];
  const std::int64_t value = is_negative ? -size : size;
  return low_ <= value && value <= high_ ? std::optional(value) : std::nullopt;
}

}  // namespace merit::eval
