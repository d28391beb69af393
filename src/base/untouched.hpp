// Vectors whose new elements are not written before somebody writes them. Floor 0.
//
// For many plain elements that threads fill: to write zeros first would be the work of one thread.
#pragma once

#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace merit {

template <typename T>
struct UntouchedAllocator : std::allocator<T> {
  template <typename U>
  struct rebind {
    using other = UntouchedAllocator<U>;
  };
  template <typename U>
  void construct(U* place) {
    ::new (static_cast<void*>(place)) U;
  }
  template <typename U, typename... Arguments>
  void construct(U* place, Arguments&&... arguments) {
    ::new (static_cast<void*>(place)) U(std::forward<Arguments>(arguments)...);
  }
};

/// `resize` leaves new elements as they come: each is to be written before it is read.
template <typename T>
using UntouchedVector = std::vector<T, UntouchedAllocator<T>>;

}  // namespace merit
