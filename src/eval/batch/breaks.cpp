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

// The lines as integers, without their places.
Breaks lines_of(const std::vector<Piece>& pieces, const Rational& unit, const Integer& scale) {
  Breaks result;
  result.unit = scale;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    BreakAt at;
    at.slope = numerator_of(pieces[i].slope * scale / unit);
    at.offset = numerator_of(pieces[i].offset * scale);
    result.is_sloped |= at.slope != 0;
    if (i > 0) {
      result.breaks.push_back(std::move(at));
    } else {
      result.slope = at.slope;
      result.offset = at.offset;
    }
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
  for (std::size_t i = 0; i < reached.size(); ++i) {
    const Integer &slope = i == 0 ? result.slope : result.breaks[i - 1].slope,
                  &offset = i == 0 ? result.offset : result.breaks[i - 1].offset;
    const Interval part{reached[i].first,
                        i + 1 < reached.size() ? Integer(reached[i + 1].first - 1) : n.high};
    if (i > 0) result.breaks[i - 1].at = reached[i].first;
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
  for (std::size_t i = 1; i < pieces.size(); ++i)
    result.by = lcm(result.by, denominator_of(pieces[i].from * unit));
  result.magnitude = (n * result.by).magnitude();
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Integer &slope = i == 0 ? result.slope : result.breaks[i - 1].slope,
                  &offset = i == 0 ? result.offset : result.breaks[i - 1].offset;
    if (i > 0) {
      BreakAt& at = result.breaks[i - 1];
      at.at = numerator_of(pieces[i].from * unit * result.by);
      at.is_strict = pieces[i].is_strict;
      result.magnitude = std::max({result.magnitude, result.by, Integer((d * at.at).magnitude() + 1)});
    }
    const Interval line = result.is_sloped ? n * slope + d * offset : Interval{offset, offset};
    result.range = i == 0 ? line : hull(result.range, line);
    const Integer line_magnitude = (n * slope).magnitude() + (d * offset).magnitude();
    result.magnitude = std::max(result.magnitude, result.is_sloped ? line_magnitude : Integer(abs(offset)));
  }
  return result;
}

}  // namespace merit::eval
