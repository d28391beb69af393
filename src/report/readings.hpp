// What an entity read: the names in its fields with their values, and the row's own cells. Floor 5.
#pragma once

#include <set>
#include <string>

#include "report/explain.hpp"

namespace merit::report {

class Readings {
 public:
  /// Keeps a reference to `row`.
  Readings(const Explained& row, Language language) : row_(row), graph_(*row.graph), language_(language) {}

  /// "sold = 0.00, target = 80,000.00": the names in the fields as written, once each. What is read of
  /// earlier periods alone is told with these.
  std::string of(const graph::Entity& entity);

  /// The cells of all inputs that were told so far, of a record all that it has; "" where there are none.
  std::string data();

 private:
  const std::string& say(const std::string& en, const std::string& zh) const {
    return language_ == Language::zh ? zh : en;
  }
  std::string value_text(const graph::Cell& cell, const Type& type) const;
  std::string reading_of(const graph::Entity& reader, const std::string& name) const;
  std::string value_named(const graph::Entity& reader, const std::string& name);

  const Explained& row_;
  const graph::Graph& graph_;
  Language language_;
  std::set<std::size_t> used_;  ///< inputs
};

/// Blanks for line breaks, none at the end.
std::string one_line(std::string text);

}  // namespace merit::report
