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
  const T* x[terms];
  T k[terms];
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

template <typename T, bool is_first>
void add_some(std::size_t terms, T* out, const T* const* in, const T* c, T c0) {
  switch (terms) {
    case 0:
      for (MERIT_LANES) out[i] = c0;
      break;
    case 1: add_terms<T, is_first, 1>(out, in, c, c0); break;
    case 2: add_terms<T, is_first, 2>(out, in, c, c0); break;
    case 3: add_terms<T, is_first, 3>(out, in, c, c0); break;
    default: add_terms<T, is_first, 4>(out, in, c, c0); break;
  }
}

// Constants: c0, then a coefficient for each operand.
template <typename T>
void sum(const Step& s, Frame& f) {
  T* out = written<T>(s, f);
  const T* c = constants<T>(s);
  for (std::size_t done = 0; done == 0 || done < s.count; done += 4) {
    const std::size_t terms = s.count - done < 4 ? s.count - done : 4;
    const T* in[4] = {};
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

// A break: from a threshold on, another line. Of x = n / d at n * by - d * at >= strict.
template <typename T>
struct Break {
  T by, at, strict, slope, offset;
};
// Constants: slope, offset before the first break; the breaks.
template <typename T, std::size_t breaks, bool is_sloped>
void curve(const Step& s, Frame& f) {
  T* __restrict out = written<T>(s, f);
  const T* n = read<T>(s, f, 1);
  const T* c = constants<T>(s);
  const std::size_t count = breaks == 0 ? s.count : breaks;
  const auto* all = reinterpret_cast<const Break<T>*>(c + 2);
  if constexpr (breaks == 0) {
    for (MERIT_LANES) {
      T slope = c[0], offset = c[1];
      for (std::size_t b = 0; b < count; ++b) {
        const bool is_past = n[i] >= all[b].at;
        slope += is_past ? all[b].slope : T(0);
        offset += is_past ? all[b].offset : T(0);
      }
      out[i] = slope * n[i] + offset;
    }
  } else {
    T at[breaks], slopes[breaks], offsets[breaks];
    for (std::size_t b = 0; b < breaks; ++b) {
      at[b] = all[b].at;
      slopes[b] = all[b].slope;
      offsets[b] = all[b].offset;
    }
    for (MERIT_LANES) {
      const T x = n[i];
      T slope = c[0], offset = c[1];
      for (std::size_t b = 0; b < breaks; ++b) {
        if constexpr (is_sloped) slope += x >= at[b] ? slopes[b] : T(0);
        offset += x >= at[b] ? offsets[b] : T(0);
      }
      if constexpr (is_sloped) offset += slope * x;
      out[i] = offset;
    }
  }
}

// The same of a pair n / d; what is written is a numerator over d, or a number where no piece slopes.
template <typename T, std::size_t breaks, bool is_sloped>
void pair_curve(const Step& s, Frame& f) {
  T* __restrict out = written<T>(s, f);
  const T *n = read<T>(s, f, 1), *d = read<T>(s, f, 2);
  const T* c = constants<T>(s);
  const std::size_t count = breaks == 0 ? s.count : breaks;
  const auto* all = reinterpret_cast<const Break<T>*>(c + 2);
  if constexpr (breaks == 0) {
    for (MERIT_LANES) {
      T slope = c[0], offset = c[1];
      for (std::size_t b = 0; b < count; ++b) {
        const bool is_past = n[i] * all[b].by - d[i] * all[b].at >= all[b].strict;
        slope += is_past ? all[b].slope : T(0);
        offset += is_past ? all[b].offset : T(0);
      }
      out[i] = is_sloped ? slope * n[i] + offset * d[i] : offset;
    }
  } else {
    Break<T> all_of[breaks];
    for (std::size_t b = 0; b < breaks; ++b) all_of[b] = all[b];
    for (MERIT_LANES) {
      const T x = n[i], y = d[i];
      T slope = c[0], offset = c[1];
      for (std::size_t b = 0; b < breaks; ++b) {
        const Break<T>& at = all_of[b];
        const bool is_past = x * at.by - y * at.at >= at.strict;
        if constexpr (is_sloped) slope += is_past ? at.slope : T(0);
        offset += is_past ? at.offset : T(0);
      }
      out[i] = is_sloped ? slope * x + offset * y : offset;
    }
  }
}

// Slope and offset of the piece that n / d lies in. Constants: as pair_curve.
template <std::size_t breaks>
void pair_pieces(const Step& s, Frame& f) {
  auto* __restrict slopes = written<double>(s, f, 0), * __restrict offsets = written<double>(s, f, 1);
  const double *n = read<double>(s, f, 2), *d = read<double>(s, f, 3), *c = constants<double>(s);
  const std::size_t count = breaks == 0 ? s.count : breaks;
  Break<double> all[breaks == 0 ? most_breaks : breaks];
  for (std::size_t b = 0; b < count; ++b) all[b] = reinterpret_cast<const Break<double>*>(c + 2)[b];
  const double first_slope = c[0], first_offset = c[1];
  for (MERIT_LANES) {
    double slope = first_slope, offset = first_offset;
    for (std::size_t b = 0; b < count; ++b) {
      const bool is_past = n[i] * all[b].by - d[i] * all[b].at >= all[b].strict;
      slope += is_past ? all[b].slope : 0.0;
      offset += is_past ? all[b].offset : 0.0;
    }
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
  const T* c = constants<T>(s);
  const T least = c[0], below = c[1], first = c[3];
  const std::size_t count = breaks == 0 ? s.count : breaks;
  Break<T> all[breaks == 0 ? most_breaks : breaks];
  for (std::size_t b = 0; b < count; ++b) all[b] = reinterpret_cast<const Break<T>*>(c + 4)[b];
  for (MERIT_LANES) {
    T offset = first;
    for (std::size_t b = 0; b < count; ++b)
      offset += p[i] * all[b].by - q[i] * all[b].at >= all[b].strict ? all[b].offset : T(0);
    out[i] = q[i] < least ? below : offset;
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
  fill_modes<T>(set, std::make_index_sequence<rounding_modes>());
}

#undef MERIT_LANES

}  // namespace merit::eval::MERIT_KERNELS
