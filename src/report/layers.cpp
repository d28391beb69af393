#include "report/layers.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace merit::report {

namespace {

constexpr int gap_in_column = 14;
constexpr int widest_gap = 40;  ///< across all columns
constexpr int gap_between_columns = 76;
constexpr int passing_height = 4;  ///< of a link that passes a column
constexpr int sweeps = 8;

/// What stands in a column: a unit, or the passing of links that begin at one point.
struct Slot {
  std::size_t unit = 0;
  bool is_passing = false;
  int height = 0;
  int y = 0;
};

/// A tie between slots of neighbouring columns, with its heights inside them.
struct Tie {
  std::size_t left = 0, right = 0;
  int left_y = 0, right_y = 0;
  friend auto operator<=>(const Tie&, const Tie&) = default;
};

class Layers {
 public:
  Layers(std::vector<Unit>& units, std::vector<Link>& links) : units_(units), links_(links) {}

  Point place() {
    find_columns();
    make_slots();
    for (int sweep = 0; sweep < sweeps; ++sweep) {
      for (std::size_t c = 1; c < order_.size(); ++c) settle(c, true);
      for (std::size_t c = order_.size(); c-- > 0;) settle(c, false);
    }
    for (std::size_t c = 1; c < order_.size(); ++c) settle(c, true);
    return finish();
  }

 private:
  // ---- columns

  // The longest way from the left; links that would close a circle are left out.
  void find_columns() {
    enum class State : char { fresh, open, done };
    std::vector<State> states(units_.size(), State::fresh);
    std::vector<std::vector<std::size_t>> out(units_.size());
    for (std::size_t i = 0; i < links_.size(); ++i) out[links_[i].from].push_back(i);
    std::vector<std::size_t> done;  // what is read by others behind its readers
    struct Frame {
      std::size_t unit, next;
    };
    for (std::size_t root = 0; root < units_.size(); ++root) {
      if (states[root] != State::fresh) continue;
      std::vector<Frame> stack = {{root, 0}};
      states[root] = State::open;
      while (!stack.empty()) {
        Frame& frame = stack.back();
        if (frame.next == out[frame.unit].size()) {
          states[frame.unit] = State::done;
          done.push_back(frame.unit);
          stack.pop_back();
          continue;
        }
        Link& link = links_[out[frame.unit][frame.next++]];
        link.is_back = states[link.to] == State::open;
        if (states[link.to] != State::fresh) continue;
        states[link.to] = State::open;
        stack.push_back({link.to, 0});
      }
    }
    for (const Unit& unit : units_) columns_.push_back(unit.first_column);
    for (auto unit = done.rbegin(); unit != done.rend(); ++unit)
      for (std::size_t i : out[*unit])
        if (!links_[i].is_back)
          columns_[links_[i].to] = std::max(columns_[links_[i].to], columns_[*unit] + 1);
  }

  // ---- slots and ties

  void make_slots() {
    const std::size_t columns =
        columns_.empty() ? 0 : *std::max_element(columns_.begin(), columns_.end()) + 1;
    order_.resize(columns);
    ties_.resize(columns);
    widths_.assign(columns, 0);
    for (std::size_t unit = 0; unit < units_.size(); ++unit) {
      order_[columns_[unit]].push_back(slots_.size());
      slots_.push_back({unit, false, units_[unit].height, 0});
      widths_[columns_[unit]] = std::max(widths_[columns_[unit]], units_[unit].width);
    }
    for (const Link& link : links_) {
      if (link.is_back) continue;
      std::size_t left = link.from;  // slots of units have the numbers of the units
      int left_y = link.out.y;
      for (std::size_t c = columns_[link.from] + 1; c < columns_[link.to]; ++c) {
        const std::size_t passing = passing_of(link, c);
        ties_[c - 1].insert({left, passing, left_y, passing_height / 2});
        left = passing;
        left_y = passing_height / 2;
      }
      ties_[columns_[link.to] - 1].insert({left, link.to, left_y, link.in.y});
    }
  }

  std::size_t passing_of(const Link& link, std::size_t column) {
    const auto [it, is_new] = passings_.try_emplace({{link.from, column}, link.out}, slots_.size());
    if (is_new) {
      order_[column].push_back(slots_.size());
      slots_.push_back({0, true, passing_height, 0});
    }
    return it->second;
  }

  // ---- heights

  // Where each slot of a column would like to be: level with what it is tied to in the column before
  // (behind).
  void settle(std::size_t column, bool from_left) {
    std::vector<std::size_t>& order = order_[column];
    std::map<std::size_t, std::pair<long, long>> wishes;  // sum and number
    for (const Tie& t : ties_[from_left ? column - 1 : column]) {
      const std::size_t mine = from_left ? t.right : t.left, other = from_left ? t.left : t.right;
      auto& [sum, count] = wishes[mine];
      sum += slots_[other].y + (from_left ? t.left_y - t.right_y : t.right_y - t.left_y);
      ++count;
    }
    std::vector<std::pair<long, std::size_t>> wanted;
    for (std::size_t slot : order) {
      const auto it = wishes.find(slot);
      wanted.push_back({it == wishes.end() ? slots_[slot].y : it->second.first / it->second.second, slot});
    }
    std::stable_sort(wanted.begin(), wanted.end(), [&](const auto& a, const auto& b) {
      return a.first + slots_[a.second].height / 2 < b.first + slots_[b.second].height / 2;
    });
    stack(wanted);
    order.clear();
    for (const auto& [y, slot] : wanted) order.push_back(slot);
  }

  // As near to the wishes as may be without overlap: slots that touch move as one block to their mean.
  void stack(const std::vector<std::pair<long, std::size_t>>& wanted) {
    struct Block {
      long wish = 0, count = 0, height = 0;  // wish: the sum of where each would have the block begin
      std::vector<std::size_t> slots;
      long begin() const { return wish / count; }
    };
    std::vector<Block> blocks;
    for (const auto& [y, slot] : wanted) {
      blocks.push_back({y, 1, slots_[slot].height + gap_in_column, {slot}});
      while (blocks.size() > 1 &&
             blocks[blocks.size() - 2].begin() + blocks[blocks.size() - 2].height > blocks.back().begin()) {
        Block last = std::move(blocks.back());
        blocks.pop_back();
        Block& first = blocks.back();
        first.wish += last.wish - last.count * first.height;
        first.count += last.count;
        first.height += last.height;
        first.slots.insert(first.slots.end(), last.slots.begin(), last.slots.end());
      }
    }
    for (const Block& block : blocks) {
      long y = block.begin();
      for (std::size_t slot : block.slots) {
        slots_[slot].y = static_cast<int>(y);
        y += slots_[slot].height + gap_in_column;
      }
    }
  }

  // ---- the end

  Point finish() {
    std::vector<int> lefts(widths_.size(), 0);
    for (std::size_t c = 1; c < lefts.size(); ++c)
      lefts[c] = lefts[c - 1] + widths_[c - 1] + gap_between_columns;
    Point size;
    close_gaps();
    for (const Slot& slot : slots_) size.y = std::max(size.y, slot.y + slot.height);
    for (std::size_t unit = 0; unit < units_.size(); ++unit) {
      units_[unit].x = lefts[columns_[unit]];
      units_[unit].y = slots_[unit].y;
      size.x = std::max(size.x, units_[unit].x + units_[unit].width);
    }
    for (Link& link : links_) lead(link, lefts);
    return size;
  }

  // Parts without a link between them move together; the highest begins at 0.
  void close_gaps() {
    std::vector<Slot*> slots;
    for (Slot& slot : slots_) slots.push_back(&slot);
    std::sort(slots.begin(), slots.end(), [](const Slot* a, const Slot* b) { return a->y < b->y; });
    if (slots.empty()) return;
    int lowest = slots.front()->y, moved = 0;  // the lowest edge so far, and where it has moved to
    for (Slot* slot : slots) {
      const int y = moved + std::min(slot->y - lowest, widest_gap);
      lowest = std::max(lowest, slot->y + slot->height);
      moved = std::max(moved, y + slot->height);
      slot->y = y;
    }
  }

  void lead(Link& link, const std::vector<int>& lefts) {
    const Unit& from = units_[link.from];
    const Unit& to = units_[link.to];
    const std::size_t first = columns_[link.from];
    link.way = {{from.x + link.out.x, from.y + link.out.y}};
    if (!link.is_back) link.way.push_back({lefts[first] + widths_[first], link.way.back().y});
    for (std::size_t c = columns_[link.from] + 1; !link.is_back && c < columns_[link.to]; ++c) {
      const int y = slots_[passings_.at({{link.from, c}, link.out})].y + passing_height / 2;
      link.way.push_back({lefts[c], y});
      link.way.push_back({lefts[c] + widths_[c], y});
    }
    const Point in = link.is_back ? link.back_in : link.in;
    link.way.push_back({to.x + in.x, to.y + in.y});
  }

  std::vector<Unit>& units_;
  std::vector<Link>& links_;
  std::vector<std::size_t> columns_;             ///< of units
  std::vector<Slot> slots_;                      ///< the units', then passings
  std::vector<std::vector<std::size_t>> order_;  ///< slots by column, from above
  std::vector<int> widths_;                      ///< of columns
  std::vector<std::set<Tie>> ties_;              ///< by the column on their left
  std::map<std::pair<std::pair<std::size_t, std::size_t>, Point>, std::size_t> passings_;
};

}  // namespace

Point place(std::vector<Unit>& units, std::vector<Link>& links) { return Layers(units, links).place(); }

}  // namespace merit::report
