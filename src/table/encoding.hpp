// Files in other encodings than UTF-8. Floor 1. The only file that knows iconv is encoding.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"
#include "base/source.hpp"

namespace merit::table {

enum class Encoding : std::uint8_t { utf8, gb18030 };

/// Bytes of GB18030 as UTF-8, up to the first that are none.
struct Decoded {
  std::string text;
  std::optional<std::size_t> wrong;  ///< the offset of the first byte that is not GB18030
};

/// Nothing when the system has no converter. Cost: linear.
std::optional<Decoded> decode_gb18030(std::string_view bytes);

/// Adds a file to `sources` as UTF-8, so that places count characters; reports bytes that are not of the
/// encoding, and returns nothing then. A file that begins with the mark of UTF-8 is UTF-8 whatever is said;
/// one without it that could be either is refused. With Encoding::utf8 the bytes are kept unread.
std::optional<SourceId> add_source(Sources& sources, const std::string& name, std::string bytes,
                                   Encoding encoding, Diagnostics& diagnostics);

}  // namespace merit::table
