// The value of a node for one row. Floor 3.
//
// A cell is a value, absent, or failed with a site. Numbers, dates (days since 1970-01-01) and members of
// lists (their place, 0 = worst) share `number`; the node's type says which it is.
#pragma once

#include <cstdint>
#include <string>

#include "base/rational.hpp"

namespace merit::graph {

struct SiteId {
  std::uint32_t value = 0;
  friend auto operator<=>(SiteId, SiteId) = default;
};

struct Cell {
  enum class State : std::uint8_t { unset, absent, failed, value };
  State state = State::unset;
  bool flag = false;
  SiteId site;
  Rational number;
  std::string text;

  bool is_value() const { return state == State::value; }
  bool is_absent() const { return state == State::absent; }
  bool is_failed() const { return state == State::failed; }
  bool is_set() const { return state != State::unset; }

  static Cell absent() {
    Cell c;
    c.state = State::absent;
    return c;
  }
  static Cell failed(SiteId site) {
    Cell c;
    c.state = State::failed;
    c.site = site;
    return c;
  }
  static Cell of(Rational number) {
    Cell c;
    c.state = State::value;
    c.number = std::move(number);
    return c;
  }
  static Cell of(bool flag) {
    Cell c;
    c.state = State::value;
    c.flag = flag;
    return c;
  }
  static Cell of_text(std::string text) {
    Cell c;
    c.state = State::value;
    c.text = std::move(text);
    return c;
  }
  friend bool operator==(const Cell&, const Cell&) = default;
};

}  // namespace merit::graph
