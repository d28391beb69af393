// Which ways rows have gone at the forks of a plan. Floor 4.
#pragma once

#include <vector>

#include "eval/row/engine.hpp"

namespace merit::eval {

class Reach {
 public:
  /// Keeps a reference to `graph`, which must outlive it.
  explicit Reach(const graph::Graph& graph);

  /// Looks at the row that `engine` has just worked out: of any stage, for stages keep the numbers of nodes.
  void look(const RowEngine& engine);

  /// By fork and way.
  const std::vector<std::vector<bool>>& taken() const { return taken_; }

 private:
  const graph::Graph& graph_;
  std::vector<std::vector<bool>> taken_;
};

}  // namespace merit::eval
