// The story of one entity of a row: its steps by role. Floor 5.
#pragma once

#include "graph/story.hpp"
#include "report/explain.hpp"

namespace merit::report {

class EntityStory : public graph::Story {
 public:
  EntityStory(const Explained& row, const graph::Entity& entity) : row_(row), entity_(entity) {}
  const graph::Cell* cell(std::string_view role, int index = 0) const override;
  Text value(std::string_view role, int index = 0) const override;
  Text percent(std::string_view role, int index = 0) const override;
  std::string written(std::string_view field) const override;

  const graph::Step* step(std::string_view role, int index = 0) const;
  bool differs(std::string_view a, std::string_view b, int index = 0) const;

 private:
  const Explained& row_;
  const graph::Entity& entity_;
};

}  // namespace merit::report
