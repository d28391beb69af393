// The kernels of 128 and 256 bits: the same loops, over integers.
#include "eval/batch/kernels/wide.hpp"

#include <algorithm>
#include <cstring>

#define MERIT_KERNELS at_wide
#include "eval/batch/kernels/loops.hpp"

namespace merit::eval {

namespace at_wide {

namespace {

void divide(const Int128& n, const Int128& d, Int128& q, Int128& r) {
  const auto short_n = static_cast<std::int64_t>(n), short_d = static_cast<std::int64_t>(d);
  if (short_n == n && short_d == d) {
    q = short_n / short_d;
    r = short_n % short_d;
  } else {
    q = n / d;
    r = n % d;
  }
}
void divide(const Int256& n, const Int256& d, Int256& q, Int256& r) {
  boost::multiprecision::divide_qr(n, d, q, r);
}

bool is_odd(const Int128& q) { return q % 2 != 0; }
bool is_odd(const Int256& q) { return bit_test(abs(q), 0); }

}  // namespace

template <typename T, bool is_even>
struct WholePart {
  static T of(const T& n, const T& d) {
    T q, r;
    divide(n, d, q, r);
    if (is_even && r == 0 && is_odd(q)) q -= 1;
    return q;
  }
};

template <typename T, Mode mode>
struct Quotient {
  static T of(const T& n, const T& d) {
    T q, r;
    divide(n, d, q, r);
    if (r == 0) return q;
    const bool is_negative = n < 0;
    const T twice = T(is_negative ? T(-r) : r) * 2;
    bool away = false;
    switch (mode) {
      case Mode::half_up: away = twice >= d; break;
      case Mode::half_down: away = twice > d; break;
      case Mode::half_even: away = twice > d || (twice == d && is_odd(q)); break;
      case Mode::up: away = true; break;
      case Mode::down: break;
      case Mode::ceiling: away = !is_negative; break;
      case Mode::floor: away = is_negative; break;
    }
    if (away) q += is_negative ? -1 : 1;
    return q;
  }
};

namespace {

template <typename To, typename From>
To carried(const From& x) {
  if constexpr (std::is_same_v<From, double>) return To(static_cast<std::int64_t>(x));
  else if constexpr (std::is_same_v<To, double>) return static_cast<double>(static_cast<std::int64_t>(x));
  else return static_cast<To>(x);
}

template <typename From, typename To>
void convert(const Step& s, Frame& f) {
  To* out = written<To>(s, f);
  const From* in = read<From>(s, f, 1);
  for (std::size_t i = 0; i < strip_rows; ++i) out[i] = carried<To>(in[i]);
}

// Constants: the promised range.
template <typename T, typename Stored>
void load_wide(const Step& s, Frame& f) {
  const auto* rows = static_cast<const Stored*>(f.in[s.column].data) + f.row;
  T* out = written<T>(s, f);
  using Signed = std::conditional_t<sizeof(Stored) <= 8, std::int64_t, Int128>;
  constexpr Signed half = Signed(1) << (8 * sizeof(Signed) - 2), most = half - 1 + half;
  const T all_low = constants<T>(s)[0], all_high = constants<T>(s)[1];
  // Of the range, what the column can hold.
  if (all_low > T(most) || all_high < T(-most - 1)) {
    f.is_broken = true;
    return;
  }
  const Signed low = all_low < T(-most - 1) ? Signed(-most - 1) : static_cast<Signed>(all_low);
  const Signed high = all_high > T(most) ? most : static_cast<Signed>(all_high);
  bool is_broken = false;
  for (std::size_t i = 0; i < f.rows; ++i) is_broken |= rows[i] < low || high < rows[i];
  for (std::size_t i = 0; i < f.rows; ++i) out[i] = T(static_cast<Signed>(rows[i]));
  for (std::size_t i = f.rows; i < strip_rows; ++i) out[i] = out[f.rows - 1];
  if (is_broken) f.is_broken = true;
}

template <typename T, typename Stored>
void store_wide(const Step& s, Frame& f) {
  auto* rows = static_cast<Stored*>(f.out[s.column].data) + f.row;
  const T* in = read<T>(s, f, 0);
  for (std::size_t i = 0; i < f.rows; ++i) rows[i] = static_cast<Stored>(in[i]);
}

template <typename T>
KernelSet wide_set() {
  KernelSet set{};
  fill_common<T>(set);
  fill_breaks<T>(set, std::make_index_sequence<breaks_in_place + 1>());
  set.load[0] = load_wide<T, std::int8_t>;
  set.load[1] = load_wide<T, std::int16_t>;
  set.load[2] = load_wide<T, std::int32_t>;
  set.load[3] = load_wide<T, std::int64_t>;
  set.load[4] = load_wide<T, Int128>;
  set.store[0] = store_wide<T, std::int8_t>;
  set.store[1] = store_wide<T, std::int16_t>;
  set.store[2] = store_wide<T, std::int32_t>;
  set.store[3] = store_wide<T, std::int64_t>;
  set.store[4] = store_wide<T, Int128>;
  return set;
}

}  // namespace

}  // namespace at_wide

const KernelSet& kernels_128() {
  static const KernelSet set = at_wide::wide_set<Int128>();
  return set;
}

const KernelSet& kernels_256() {
  static const KernelSet set = at_wide::wide_set<Int256>();
  return set;
}

Kernel conversion(Lane from, Lane to) {
  using at_wide::convert;
  constexpr Kernel all[3][3] = {
      {nullptr, convert<double, Int128>, convert<double, Int256>},
      {convert<Int128, double>, nullptr, convert<Int128, Int256>},
      {convert<Int256, double>, convert<Int256, Int128>, nullptr},
  };
  return all[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
}

void put(const Integer& value, Lane lane, std::byte* place) {
  const auto write = [place](const auto& carried) {
    std::memcpy(place, static_cast<const void*>(&carried), sizeof carried);
  };
  switch (lane) {
    case Lane::fast: write(static_cast<double>(static_cast<std::int64_t>(value))); break;
    case Lane::bits128: write(static_cast<Int128>(value)); break;
    case Lane::bits256: write(Int256(value)); break;
  }
}

}  // namespace merit::eval
