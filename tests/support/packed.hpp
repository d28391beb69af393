// A packed text, for tests that read one.
#pragma once

#include <string>
#include <string_view>

#include "base/packed.hpp"

namespace merit::test {

inline std::string packed(Packing packing, std::string_view text) {
  Packer packer(packing);
  std::string bytes;
  packer.add(text, bytes);
  packer.finish(bytes);
  return bytes;
}

}  // namespace merit::test
