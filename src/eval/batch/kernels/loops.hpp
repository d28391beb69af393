// The loops of the kernels, for any carrier. Floor 4; a part of kernels.hpp.
//
// Included once for each instruction set, inside a namespace of its own that the including file names in
// MERIT_KERNELS; the compiler turns the loops over doubles into packed arithmetic. A double here is an
// integer below 2^51: sums and products of such are exact while they stay there, which the planner proves, so
// contracted or not they are the same. Of roundings: n / d is rounded once by the machine; the true quotient
// is at least 1 / (2 d) away from the next half and the error below that, so the integer that follows is the
// right one. No function of another header may be called that is not built into the compiler: the linker
// keeps one copy of an inline function, and it could be the one for a machine that is not there.
#pragma once

#include "eval/batch/kernels/carriers.hpp"

namespace merit::eval::MERIT_KERNELS {

// ---- arithmetic

template <typename T, bool is_first, std::size_t terms>
void add_terms(T* __restrict out, const T* const* in, const T* c, T c0) {
  const T* x[terms + 1];
  T k[terms + 1];
  for (std::size_t t = 0; t < terms; ++t) {
    x[t] = in[t];
    k[t] = c[t];
  }
  for (MERIT_LANES) {
    T sum = is_first ? c0 : out[i];
    for (std::size_t t = 0; t < terms; ++t) sum += k[t] * x[t][i];
    out[i] = sum;
  }
}

// As many terms in one pass as there are registers for.
template <typename T>
inline constexpr std::size_t terms_in_place = std::is_same_v<T, double> ? 6 : 4;

template <typename T, bool is_first, std::size_t terms = 0>
void add_some(std::size_t count, T* out, const T* const* in, const T* c, T c0) {
  if constexpr (terms < terms_in_place<T>) {
    if (count > terms) return add_some<T, is_first, terms + 1>(count, out, in, c, c0);
  }
  add_terms<T, is_first, terms>(out, in, c, c0);
}

// Constants: c0, then a coefficient for each operand.
template <typename T>
void sum(const Step& s, Frame& f) {
  constexpr std::size_t most = terms_in_place<T>;
  T* out = written<T>(s, f);
  const T* c = constants<T>(s);
  for (std::size_t done = 0; done == 0 || done < s.count; done += most) {
    const std::size_t terms = s.count - done < most ? s.count - done : most;
    const T* in[most] = {};
    for (std::size_t t = 0; t < terms; ++t) in[t] = read<T>(s, f, 1 + done + t);
    if (done == 0) add_some<T, true>(terms, out, in, c + 1, c[0]);
    else add_some<T, false>(terms, out, in, c + 1 + done, c[0]);
  }
}

// Constants: a factor.
template <typename T>
void product(const Step& s, Frame& f) {
  T* __restrict out = written<T>(s, f);
  const T *a = read<T>(s, f, 1), *b = read<T>(s, f, 2);
  const T k = constants<T>(s)[0];
  for (MERIT_LANES) out[i] = a[i] * b[i] * k;
}

template <typename T, bool is_min>
void extreme(const Step& s, Frame& f) {
  T* __restrict out = written<T>(s, f);
  const T *a = read<T>(s, f, 1), *b = read<T>(s, f, 2);
  for (MERIT_LANES) out[i] = is_min ? smaller(a[i], b[i]) : larger(a[i], b[i]);
}

// ---- rounding

// Constants: factor, divisor.
template <typename T, Mode mode>
void round(const Step& s, Frame& f) {
  T* __restrict out = written<T>(s, f);
  const T* n = read<T>(s, f, 1);
  const T k = constants<T>(s)[0];
  const ByConstant<T, mode> quotient(constants<T>(s)[1]);
  for (MERIT_LANES) out[i] = quotient(n[i] * k);
}

// The same where the product needs more than 50 bits.
template <Mode mode>
void corrected_product(const Step& s, Frame& f) {
  auto* __restrict out = written<double>(s, f);
  const double *a = read<double>(s, f, 1), *b = read<double>(s, f, 2);
  const double k = constants<double>(s)[0], d = constants<double>(s)[1];
  for (MERIT_LANES) out[i] = corrected<mode>(a[i] * k, b[i], d);
}

// One line between two bounds: a clamp, a deduction to a floor. Constants: slope, offset, low, high.
template <typename T>
void line(const Step& s, Frame& f) {
  T* __restrict out = written<T>(s, f);
  const T* n = read<T>(s, f, 1);
  const T *c = constants<T>(s), slope = c[0], offset = c[1], low = c[2], high = c[3];
  for (MERIT_LANES) out[i] = smaller<T>(larger<T>(slope * n[i] + offset, low), high);
}

// The same, rounded before it is held between its bounds. Constants: slope, offset, low, high, divisor.
template <typename T, Mode mode>
void rounded_line(const Step& s, Frame& f) {
  T* __restrict out = written<T>(s, f);
  const T* n = read<T>(s, f, 1);
  const T *c = constants<T>(s), slope = c[0], offset = c[1], low = c[2], high = c[3];
  const ByConstant<T, mode> quotient(c[4]);
  for (MERIT_LANES) out[i] = smaller<T>(larger<T>(quotient(slope * n[i] + offset), low), high);
}

// n k / (d l), rounded. Constants: k, l.
template <typename T, Mode mode>
void round_pair(const Step& s, Frame& f) {
  T* __restrict out = written<T>(s, f);
  const T *n = read<T>(s, f, 1), *d = read<T>(s, f, 2);
  const T k = constants<T>(s)[0], l = constants<T>(s)[1];
  for (MERIT_LANES) out[i] = Quotient<T, mode>::of(n[i] * k, d[i] * l);
}

// A product, rounded. Constants: factor, divisor.
template <typename T, Mode mode>
void rounded_product(const Step& s, Frame& f) {
  T* __restrict out = written<T>(s, f);
  const T *a = read<T>(s, f, 1), *b = read<T>(s, f, 2);
  const T k = constants<T>(s)[0];
  const ByConstant<T, mode> quotient(constants<T>(s)[1]);
  for (MERIT_LANES) out[i] = quotient(a[i] * b[i] * k);
}

// A guarded quotient on one straight piece between two bounds, rounded: `completion` in one step. It is
// (a p + b q) / (k q), rounded, then held between the bounds; below the least divisor it is a constant.
// Constants: a, b, k, low, high, least divisor, value below it.
template <typename T, Mode mode>
void clamped_quotient(const Step& s, Frame& f) {
  T* __restrict out = written<T>(s, f);
  const T *p = read<T>(s, f, 1), *q = read<T>(s, f, 2);
  const T *c = constants<T>(s), a = c[0], b = c[1], k = c[2], low = c[3], high = c[4], least = c[5],
          below = c[6];
  for (MERIT_LANES) {
    const T d = larger(q[i], least);
    const T m = Quotient<T, mode>::of(a * p[i] + b * d, k * d);
    const T held = smaller(larger(m, low), high);
    out[i] = q[i] < least ? below : held;
  }
}

// The same where both bounds are 0 or more: no sign to carry, and the mode is in the constants. The quotient
// is (a p + b q + c) / (k q), rounded down; half_even then takes one from an odd result of a tie. Constants:
// a, b, c, k, low, high, least divisor, value below it.
template <typename T, bool is_even>
struct PositiveQuotient {
  T a, b, c, k, low, high, least, below;
  explicit PositiveQuotient(const T* from)
      : a(from[0]),
        b(from[1]),
        c(from[2]),
        k(from[3]),
        low(from[4]),
        high(from[5]),
        least(from[6]),
        below(from[7]) {}
  [[gnu::always_inline]] T operator()(const T& p, const T& q) const {
    const T d = larger(q, least);
    const T m = WholePart<T, is_even>::of(a * p + (b * d + c), k * d);
    const T held = smaller(larger(m, low), high);
    return q < least ? below : held;
  }
};
template <typename T, bool is_even>
void positive_quotient(const Step& s, Frame& f) {
  T* __restrict out = written<T>(s, f);
  const T *p = read<T>(s, f, 1), *q = read<T>(s, f, 2);
  const PositiveQuotient<T, is_even> quotient(constants<T>(s));
  for (MERIT_LANES) out[i] = quotient(p[i], q[i]);
}

// The same with b = 0 where a p needs more than 50 bits, and bounds below 2^48.
template <Mode mode>
void corrected_quotient(const Step& s, Frame& f) {
  auto* __restrict out = written<double>(s, f);
  const double *p = read<double>(s, f, 1), *q = read<double>(s, f, 2);
  const double *c = constants<double>(s), a = c[0], k = c[2], low = c[3], high = c[4], least = c[5],
               below = c[6];
  for (MERIT_LANES) {
    const double m = corrected<mode>(a, p[i], k * larger(q[i], least));
    const double held = smaller(larger(m, low), high);
    out[i] = q[i] < least ? below : held;
  }
}

// ---- curves

// Breaks: from a threshold on, another line. Of x = n / d at n * by >= d * at + strict.
// Constants: slope and offset before the first break, by; the breaks. Where their number is known they stay
// in registers.
template <typename T, std::size_t breaks>
struct Breaks {
  T slope, offset, by;
  std::size_t given;
  T at[breaks == 0 ? most_breaks : breaks], strict[breaks == 0 ? most_breaks : breaks],
      slopes[breaks == 0 ? most_breaks : breaks], offsets[breaks == 0 ? most_breaks : breaks];

  [[gnu::always_inline]] Breaks(const T* c, std::size_t count)
      : slope(c[0]), offset(c[1]), by(c[2]), given(count) {
    for (std::size_t b = 0; b < this->count(); ++b) {
      at[b] = c[3 + 4 * b];
      strict[b] = c[4 + 4 * b];
      slopes[b] = c[5 + 4 * b];
      offsets[b] = c[6 + 4 * b];
    }
  }
  std::size_t count() const { return breaks == 0 ? given : breaks; }

  // Brings a line from before break b to where it ends up. Not a loop where the number of breaks is known:
  // GCC would keep some of them, and pack nothing.
  template <bool is_sloped, std::size_t b = 0, typename IsPast>
  [[gnu::always_inline]] void follow(const IsPast& is_past, T& of_slope, T& of_offset) const {
    if constexpr (breaks == 0) {
      for (std::size_t k = 0; k < given; ++k) take<is_sloped>(k, is_past(k), of_slope, of_offset);
    } else if constexpr (b < breaks) {
      take<is_sloped>(b, is_past(b), of_slope, of_offset);
      follow<is_sloped, b + 1>(is_past, of_slope, of_offset);
    }
  }
  template <bool is_sloped>
  [[gnu::always_inline]] void take(std::size_t b, bool is_past, T& of_slope, T& of_offset) const {
    if constexpr (is_sloped) of_slope = is_past ? slopes[b] : of_slope;
    of_offset = is_past ? offsets[b] : of_offset;
  }
};

template <typename T, std::size_t breaks, bool is_sloped>
void curve(const Step& s, Frame& f) {
  T* __restrict out = written<T>(s, f);
  const T* n = read<T>(s, f, 1);
  const Breaks<T, breaks> of(constants<T>(s), s.count);
  for (MERIT_LANES) {
    const T x = n[i];
    T slope = of.slope, offset = of.offset;
    of.template follow<is_sloped>([&](std::size_t b) { return x >= of.at[b]; }, slope, offset);
    out[i] = is_sloped ? T(slope * x + offset) : offset;
  }
}

// The same of a pair n / d; what is written is a numerator over d, or a number where no piece slopes.
template <typename T, std::size_t breaks, bool is_sloped>
void pair_curve(const Step& s, Frame& f) {
  T* __restrict out = written<T>(s, f);
  const T *n = read<T>(s, f, 1), *d = read<T>(s, f, 2);
  const Breaks<T, breaks> of(constants<T>(s), s.count);
  for (MERIT_LANES) {
    const T x = n[i], y = d[i], at = x * of.by;
    T slope = of.slope, offset = of.offset;
    of.template follow<is_sloped>([&](std::size_t b) { return at >= y * of.at[b] + of.strict[b]; }, slope,
                                  offset);
    out[i] = is_sloped ? T(slope * x + offset * y) : offset;
  }
}

// Slope and offset of the piece that n / d lies in. Constants: as pair_curve.
template <std::size_t breaks>
void pair_pieces(const Step& s, Frame& f) {
  auto* __restrict slopes = written<double>(s, f, 0), * __restrict offsets = written<double>(s, f, 1);
  const double *n = read<double>(s, f, 2), *d = read<double>(s, f, 3);
  const Breaks<double, breaks> of(constants<double>(s), s.count);
  for (MERIT_LANES) {
    const double y = d[i], at = n[i] * of.by;
    double slope = of.slope, offset = of.offset;
    of.template follow<true>([&](std::size_t b) { return at >= y * of.at[b] + of.strict[b]; }, slope, offset);
    slopes[i] = slope;
    offsets[i] = offset;
  }
}

// (slope n + offset d) / (k d), rounded, where the product needs more than 50 bits. Constants: k.
template <Mode mode>
void corrected_pair(const Step& s, Frame& f) {
  auto* __restrict out = written<double>(s, f);
  const double *slope = read<double>(s, f, 1), *offset = read<double>(s, f, 2), *n = read<double>(s, f, 3),
               *d = read<double>(s, f, 4);
  const double k = constants<double>(s)[0];
  for (MERIT_LANES) out[i] = corrected_line_of<mode>(slope[i], n[i], offset[i], k, d[i]);
}

// A guarded quotient through a step curve: bands of a completion. Constants: as pair_curve, before them the
// least divisor and the value below it.
template <typename T, std::size_t breaks>
void step_quotient(const Step& s, Frame& f) {
  T* __restrict out = written<T>(s, f);
  const T *p = read<T>(s, f, 1), *q = read<T>(s, f, 2);
  const T least = constants<T>(s)[0], below = constants<T>(s)[1];
  const Breaks<T, breaks> of(constants<T>(s) + 2, s.count);
  for (MERIT_LANES) {
    const T y = q[i], at = p[i] * of.by;
    T slope = of.slope, offset = of.offset;
    of.template follow<false>([&](std::size_t b) { return at >= y * of.at[b] + of.strict[b]; }, slope,
                              offset);
    out[i] = y < least ? below : offset;
  }
}

// ---- pairs

// p / q as a numerator over a divisor above 0; what it is where q is 0 is never looked at.
template <typename T>
void ratio(const Step& s, Frame& f) {
  T* __restrict n = written<T>(s, f, 0), * __restrict d = written<T>(s, f, 1);
  const T *p = read<T>(s, f, 2), *q = read<T>(s, f, 3);
  for (MERIT_LANES) {
    const T minus_p = -p[i], minus_q = -q[i];
    n[i] = q[i] < T(0) ? minus_p : p[i];
    d[i] = q[i] < T(0) ? minus_q : larger(q[i], T(1));
  }
}

// ---- choice: conditions are 0 and 1

// Constants: factors that bring both to one divisor.
template <typename T>
void less(const Step& s, Frame& f) {
  auto* __restrict out = written<double>(s, f);
  const T *a = read<T>(s, f, 1), *b = read<T>(s, f, 2);
  const T k = constants<T>(s)[0], l = constants<T>(s)[1];
  for (MERIT_LANES) out[i] = a[i] * k < b[i] * l ? 1.0 : 0.0;
}
template <typename T>
void same(const Step& s, Frame& f) {
  auto* __restrict out = written<double>(s, f);
  const T *a = read<T>(s, f, 1), *b = read<T>(s, f, 2);
  const T k = constants<T>(s)[0], l = constants<T>(s)[1];
  for (MERIT_LANES) out[i] = a[i] * k == b[i] * l ? 1.0 : 0.0;
}

// Constants: factors that bring both branches to one divisor.
template <typename T>
void select(const Step& s, Frame& f) {
  T* __restrict out = written<T>(s, f);
  const auto* c = read<double>(s, f, 1);
  const T *a = read<T>(s, f, 2), *b = read<T>(s, f, 3);
  const T k = constants<T>(s)[0], l = constants<T>(s)[1];
  for (MERIT_LANES) {
    const T yes = a[i] * k, no = b[i] * l;
    out[i] = c[i] != 0.0 ? yes : no;
  }
}

// ---- states

// The state of a strict operator: the smallest.
inline void strict_state(const Step& s, Frame& f) {
  auto* __restrict out = written<double>(s, f);
  const auto *a = read<double>(s, f, 1), *b = read<double>(s, f, 2);
  for (MERIT_LANES) out[i] = smaller(a[i], b[i]);
}

// The state of a choice: that of a condition that has no value, else of the branch.
inline void chosen_state(const Step& s, Frame& f) {
  auto* __restrict out = written<double>(s, f);
  const auto *given = read<double>(s, f, 1), *c = read<double>(s, f, 2), *yes = read<double>(s, f, 3),
             *no = read<double>(s, f, 4);
  for (MERIT_LANES) {
    const double branch = c[i] != 0.0 ? yes[i] : no[i];
    out[i] = given[i] != plane_value ? given[i] : branch;
  }
}

inline void is_present(const Step& s, Frame& f) {
  auto* __restrict out = written<double>(s, f, 0), * __restrict state = written<double>(s, f, 1);
  const auto* in = read<double>(s, f, 2);
  for (MERIT_LANES) {
    out[i] = in[i] == plane_value ? 1.0 : 0.0;
    state[i] = in[i] == plane_absent ? plane_value : in[i];
  }
}

// 1 where absent.
inline void is_absent(const Step& s, Frame& f) {
  auto* __restrict out = written<double>(s, f);
  const auto* in = read<double>(s, f, 1);
  for (MERIT_LANES) out[i] = in[i] == plane_absent ? 1.0 : 0.0;
}

// The state of p / q: absent where q is 0.
template <typename T>
void divided_state(const Step& s, Frame& f) {
  auto* __restrict out = written<double>(s, f);
  const T* q = read<T>(s, f, 1);
  for (MERIT_LANES) out[i] = q[i] == T(0) ? plane_absent : plane_value;
}

// ---- tables of parameters

// Reads: the place among the cells. Constants: the cells.
template <typename T>
void lookup(const Step& s, Frame& f) {
  T* __restrict out = written<T>(s, f);
  const auto* place = read<double>(s, f, 1);
  const T* cells = constants<T>(s);
  for (MERIT_LANES) out[i] = cells[static_cast<std::size_t>(static_cast<std::int64_t>(place[i]))];
}

// ---- the set

template <typename T, std::size_t... n>
void fill_breaks(KernelSet& set, std::index_sequence<n...>) {
  ((set.curve[0][n] = curve<T, n, false>, set.curve[1][n] = curve<T, n, true>,
    set.pair_curve[0][n] = pair_curve<T, n, false>, set.pair_curve[1][n] = pair_curve<T, n, true>,
    set.step_quotient[n] = step_quotient<T, n>),
   ...);
}

template <typename T, std::size_t... mode>
void fill_modes(KernelSet& set, std::index_sequence<mode...>) {
  ((set.round[mode] = round<T, static_cast<Mode>(mode)>,
    set.rounded_line[mode] = rounded_line<T, static_cast<Mode>(mode)>,
    set.rounded_product[mode] = rounded_product<T, static_cast<Mode>(mode)>,
    set.round_pair[mode] = round_pair<T, static_cast<Mode>(mode)>,
    set.clamped_quotient[mode] = clamped_quotient<T, static_cast<Mode>(mode)>),
   ...);
}

template <std::size_t... mode>
void fill_corrected(KernelSet& set, std::index_sequence<mode...>) {
  ((set.corrected_product[mode] = corrected_product<static_cast<Mode>(mode)>,
    set.corrected_quotient[mode] = corrected_quotient<static_cast<Mode>(mode)>,
    set.corrected_pair[mode] = corrected_pair<static_cast<Mode>(mode)>),
   ...);
}

template <std::size_t... n>
void fill_pieces(KernelSet& set, std::index_sequence<n...>) {
  ((set.pair_pieces[n] = pair_pieces<n>), ...);
}

template <typename T>
void fill_common(KernelSet& set) {
  set.sum = sum<T>;
  set.product = product<T>;
  set.smallest = extreme<T, true>;
  set.largest = extreme<T, false>;
  set.line = line<T>;
  set.ratio = ratio<T>;
  set.less = less<T>;
  set.same = same<T>;
  set.select = select<T>;
  set.divided_state = divided_state<T>;
  set.lookup = lookup<T>;
  set.positive_quotient[0] = positive_quotient<T, false>;
  set.positive_quotient[1] = positive_quotient<T, true>;
  fill_modes<T>(set, std::make_index_sequence<rounding_modes>());
}

}  // namespace merit::eval::MERIT_KERNELS
