#include "eval/batch/plain_number.hpp"

#include <cstring>
#include <limits>

#include "base/digits_text.hpp"
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

std::uint64_t power_of(std::ptrdiff_t place) {
  return static_cast<std::uint64_t>(small_powers_of_ten[static_cast<std::size_t>(place)]);
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
  find_ways();
}

bool PlainNumbers::read(std::string_view text, const char* begin, std::int64_t& number) const {
  if (!are_read_ || text.empty()) return false;
  const char* at = text.data();
  const char* end = at + text.size();
  int shift = shift_;
  if (is_percent_ && end[-1] == '%') {
    --end;
    shift = percent_decimals;
  } else if (needs_sign_) {
    return false;
  }
  const bool is_negative = at != end && *at == '-';
  at += is_negative;
  const auto size = static_cast<std::size_t>(end - at);
  if (end - at > most_read || digits_ < shift || at - begin < digits_reach) return false;
  // Mostly the point stands where the digits of the type put it, or there is none.
  const auto usual = static_cast<std::size_t>(digits_ - shift) + 1;
  std::ptrdiff_t decimals = 0;
  std::uint64_t whole = 0, fraction = 0;
  const auto split = [&](const char* point) {
    decimals = end - point - 1;
    return read_digits(point, static_cast<std::size_t>(point - at), whole) &&
           read_digits(end, static_cast<std::size_t>(decimals), fraction);
  };
  if (size > usual && *(end - usual) == '.') {
    if (!split(end - usual)) return false;
  } else if (!read_digits(end, size, whole)) {
    const void* point = std::memchr(at, '.', size);
    if (point == nullptr || !split(static_cast<const char*>(point))) return false;
  }
  const std::ptrdiff_t zeros = digits_ - decimals - shift;  // behind what is written
  if (zeros < 0 || static_cast<std::ptrdiff_t>(size) + zeros > most_digits) return false;
  const auto magnitude = static_cast<std::int64_t>((whole * power_of(decimals) + fraction) * power_of(zeros));
  number = is_negative ? -magnitude : magnitude;
  return low_ <= number && number <= high_;
}

}  // namespace merit::eval
