// Reads any bytes as a packed text, and packs them. The reader never crashes, and what it says does not
// depend on how much is asked for at a time; what was packed comes back.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "base/packed.hpp"

namespace {

using merit::Packing;
using merit::TextReader;

void require(bool holds) {
  if (!holds) std::abort();
}

/// The first MiB of the text; nothing when it is none.
std::optional<std::string> read(std::string_view bytes, std::size_t step) {
  TextReader reader([&](char* to, std::size_t most) -> std::optional<std::size_t> {
    const std::size_t count = bytes.copy(to, most);
    bytes.remove_prefix(count);
    return count;
  });
  constexpr std::size_t most = std::size_t{1} << 20;
  std::string text;
  while (text.size() < most) {
    const std::size_t filled = text.size(), wanted = std::min(step, most - filled);
    text.resize(filled + wanted);
    const auto got = reader.read(text.data() + filled, wanted);
    if (!got) return std::nullopt;
    text.resize(filled + *got);
    if (*got < wanted) break;
  }
  return text;
}

std::string packed(Packing packing, std::string_view text) {
  merit::Packer packer(packing);
  std::string bytes;
  packer.add(text, bytes);
  packer.finish(bytes);
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  require(read(bytes, 61) == read(bytes, 5000));
  for (const Packing packing : {Packing::gzip, Packing::zstd})
    require(read(packed(packing, bytes), 1000) == bytes);
  return 0;
}
