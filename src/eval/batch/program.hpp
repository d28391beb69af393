// A batch program: steps in order, with their planes laid out in one arena. Floor 4.
//
// Made once for a plan by the planner, read by any number of threads. Steps are drafted in terms of planes
// that are written once; `finish` gives each plane a place and takes it back after its last reader, so that
// what is in use stays in the first cache.
#pragma once

#include <deque>
#include <string_view>
#include <vector>

#include "eval/batch/interval.hpp"
#include "eval/batch/kernels/kernels.hpp"
#include "graph/graph.hpp"

namespace merit::eval {

/// "fast", "128", "256".
std::string_view name_of(Lane lane);

struct Plane {
  std::uint32_t value = 0xFFFFFFFFu;
  bool is_none() const { return value == 0xFFFFFFFFu; }
  friend bool operator==(Plane, Plane) = default;
};

class Program {
 public:
  struct Draft {
    std::string_view what;  ///< the kernel's name, for the author and the tests
    Kernel kernel = nullptr;
    Lane lane = Lane::fast;  ///< of the constants
    std::vector<Plane> out, in;
    std::vector<Integer> constants;
    std::uint32_t count = 0;
    std::uint32_t column = 0;
    graph::NodeId node = {};  ///< for which it is made; none: for what leaves
    bool is_once = false;     ///< its planes hold for every strip
    bool is_load = false;     ///< the kernel depends on the width of the column
    bool is_store = false;    ///< likewise
    /// Of a step that leaves room for loads: kernels that do it and the loads that follow it, by their
    /// number.
    const Kernel* with_loads = nullptr;
  };

  Plane plane(Lane lane);
  Lane lane(Plane plane) const { return lanes_[plane.value]; }
  void add(Draft draft) { drafts_.push_back(std::move(draft)); }
  Draft& last() { return drafts_.back(); }
  /// Steps from `first` on that are for no node yet are for this one.
  void assign(std::size_t first, graph::NodeId node);
  /// To be called once, when all is drafted.
  void finish();

  std::size_t arena_bytes() const { return arena_bytes_; }
  /// Steps for the widths that columns and results have; they point into the program, which must outlive
  /// them.
  std::vector<Step> steps(const std::vector<Column>& columns, const std::vector<std::uint8_t>& result_widths,
                          InstructionSet set) const;
  std::vector<Step> once_steps() const;
  const std::vector<Draft>& drafts() const { return drafts_; }
  /// Steps of each lane.
  std::size_t steps_in(Lane lane) const;

 private:
  void hide_loads();
  void lay_out();
  void write_constants();
  Step step_of(std::size_t index) const;

  std::vector<Lane> lanes_;
  std::vector<Draft> drafts_;
  std::size_t arena_bytes_ = 0;
  std::vector<std::uint32_t> places_;                    ///< of planes
  std::vector<std::vector<std::uint32_t>> step_planes_;  ///< by step
  std::vector<std::size_t> constants_at_;
  struct alignas(64) Block {
    std::byte bytes[64];
  };
  std::vector<Block> constants_;
};

}  // namespace merit::eval
