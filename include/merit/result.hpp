// A value, or the problems that kept it from being made. Members are named as in std::expected.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include "merit/problem.hpp"

namespace merit {
inline namespace v0 {

/// Thrown by `value()` when there is none; holds the problems as English text. Whoever asks has_value() first
/// never sees it.
class BadResult : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

template <typename T>
class Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Problems problems) : state_(std::in_place_index<1>, std::move(problems)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  const T& operator*() const& { return std::get<0>(state_); }
  T& operator*() & { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  const T* operator->() const { return &std::get<0>(state_); }
  T* operator->() { return &std::get<0>(state_); }
  const T& value() const& {
    check();
    return std::get<0>(state_);
  }
  T&& value() && {
    check();
    return std::get<0>(std::move(state_));
  }
  const Problems& error() const { return std::get<1>(state_); }

 private:
  void check() const {
    if (!has_value()) throw BadResult(error().render(ProblemForm::text, Language::en));
  }
  std::variant<T, Problems> state_;
};

}  // namespace v0
}  // namespace merit
