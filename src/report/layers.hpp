// Places for the units of a picture, in columns from left to right. Floor 5. Knows nothing of plans.
//
// Columns follow the links: what is read stands left of what reads it. A link over several columns passes
// each of them at a place of its own, shared by all links that begin at the same point. All numbers are whole
// pixels, so that every machine draws the same.
#pragma once

#include <cstddef>
#include <vector>

namespace merit::report {

/// A rectangle that is placed as a whole.
struct Unit {
  int width = 0, height = 0;
  std::size_t first_column = 0;  ///< not left of this one
  int x = 0, y = 0;              ///< found
};

struct Point {
  int x = 0, y = 0;
  friend auto operator<=>(const Point&, const Point&) = default;
};

/// From a point of one unit to a point of another (or the same), both counted from its upper left corner.
struct Link {
  std::size_t from = 0, to = 0;
  Point out, in;
  Point back_in;  ///< where it comes in when it is a link back
  std::vector<Point>
      way;  ///< found: its ends, between them the edge of the first column and both of each passed
  bool is_back = false;  ///< found: it runs against the columns, or stays inside a unit
};

/// Returns width and height of the whole.
Point place(std::vector<Unit>& units, std::vector<Link>& links);

}  // namespace merit::report
