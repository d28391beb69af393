#include "eval/batch/breaks.hpp"

#include <optional>

namespace merit::eval {

using graph::Curve;
using graph::Knot;

namespace {

struct Piece {
  Rational from;
  bool is_strict = false;  ///< from behind `from` on
  Rational slope, offset;
  Integer first = 0;  ///< of a number: the first integer that lies in it
};

// The lines of a curve from left to right. A point of its own between two lines is a piece too.
std::vector<Piece> pieces_of(const Curve& curve) {
  const auto through = [](const Rational& slope, const Rational& x, const Rational& y) {
    return Rational(y - slope * x);
  };
  std::vector<Piece> pieces;
  const Knot& first = curve.knots.front();
  pieces.push_back({0, false, curve.left_slope, through(curve.left_slope, first.x, first.left)});
  for (std::size_t i = 0; i < curve.knots.size(); ++i) {
    const Knot& k = curve.knots[i];
    const Rational slope = curve.slope(i + 1);
    const Rational offset = through(slope, k.x, k.right);
    const bool is_left = k.at == k.left, is_right = k.at == k.right;
    if (!is_left && !is_right) pieces.push_back({k.x, false, 0, k.at});
    pieces.push_back({k.x, !is_right, slope, offset});
  }
  return pieces;
}

Integer common_denominator(const std::vector<Piece>& pieces, const Rational& unit) {
  Integer result = 1;
  for (const Piece& p : pieces) {
    result = lcm(result, denominator_of(p.slope / unit));
    result = lcm(result, denominator_of(p.offset));
  }
  return result;
}

// The lines as integers; `breaks` gets their differences.
Breaks lines_of(const std::vector<Piece>& pieces, const Rational& unit, const Integer& scale) {
  Breaks result;
  result.unit = scale;
  Integer slope, offset;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Integer next_slope = numerator_of(pieces[i].slope * scale / unit);
    const Integer next_offset = numerator_of(pieces[i].offset * scale);
    result.is_sloped |= next_slope != 0;
    if (i == 0) {
      result.slope = next_slope;
      result.offset = next_offset;
    } else {
      BreakAt at;
      at.slope = next_slope - slope;
      at.offset = next_offset - offset;
      result.breaks.push_back(std::move(at));
    }
    slope = next_slope;
    offset = next_offset;
  }
  return result;
}

}  // namespace

bool is_flat(const Curve& curve) {
  if (!curve.left_slope.is_zero() || !curve.right_slope.is_zero()) return false;
  for (std::size_t i = 1; i < curve.knots.size(); ++i)
    if (!curve.slope(i).is_zero()) return false;
  return true;
}

Breaks breaks_of(const Curve& curve, const Rational& unit, const Interval& n) {
  std::vector<Piece> reached;
  for (Piece& piece : pieces_of(curve)) {
    const Rational from = piece.from * unit;
    const bool is_first = reached.empty();
    piece.first = is_first ? n.low : piece.is_strict ? Integer(floor_of(from) + 1) : ceiling_of(from);
    if (!is_first && piece.first > n.high) break;
    // A piece that begins where or before the last one does leaves nothing of that.
    while (!reached.empty() && piece.first <= reached.back().first) reached.pop_back();
    if (piece.first < n.low) piece.first = n.low;
    if (reached.empty()) piece.first = n.low;
    reached.push_back(std::move(piece));
  }
  Breaks result = lines_of(reached, unit, common_denominator(reached, unit));
  Integer slope = result.slope, offset = result.offset;
  for (std::size_t i = 0; i < reached.size(); ++i) {
    const Interval part{reached[i].first,
                        i + 1 < reached.size() ? Integer(reached[i + 1].first - 1) : n.high};
    if (i > 0) {
      BreakAt& at = result.breaks[i - 1];
      at.by = 1;
      at.at = reached[i].first;
      slope += at.slope;
      offset += at.offset;
    }
    const Interval line = part * slope + Interval{offset, offset};
    result.range = i == 0 ? line : hull(result.range, line);
    result.magnitude = std::max({result.magnitude, (part * slope).magnitude(), Integer(abs(offset)),
                                 part.magnitude(), Integer(abs(slope))});
  }
  return result;
}

Breaks breaks_of(const Curve& curve, const Rational& unit, const Interval& n, const Interval& d) {
  const std::vector<Piece> pieces = pieces_of(curve);
  Breaks result = lines_of(pieces, unit, common_denominator(pieces, unit));
  Integer slope = result.slope, offset = result.offset;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i > 0) {
      BreakAt& at = result.breaks[i - 1];
      const Rational from = pieces[i].from * unit;
      at.by = denominator_of(from);
      at.at = numerator_of(from);
      at.is_strict = pieces[i].is_strict;
      slope += at.slope;
      offset += at.offset;
      result.magnitude =
          std::max({result.magnitude, (n * at.by).magnitude(), Integer((d * at.at).magnitude() + 1)});
    }
    const Interval line = result.is_sloped ? n * slope + d * offset : Interval{offset, offset};
    result.range = i == 0 ? line : hull(result.range, line);
    const Integer line_magnitude = (n * slope).magnitude() + (d * offset).magnitude();
    result.magnitude = std::max(result.magnitude, result.is_sloped ? line_magnitude : Integer(abs(offset)));
  }
  return result;
}

}  // namespace merit::eval
