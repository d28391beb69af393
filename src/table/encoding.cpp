#include "table/encoding.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <iconv.h>
#include <memory>
#include <type_traits>

#include "base/utf8.hpp"
#include "table/codes.hpp"
#include "table/hex_text.hpp"

namespace merit::table {

namespace {

struct Close {
  void operator()(void* converter) const { ::iconv_close(converter); }
};

Text byte_text(char byte) {
  const std::string hex = hex_text(byte);
  return {"the byte " + hex + " cannot stand here", "此处不应出现字节 " + hex};
}

std::optional<std::size_t> first_beyond_ascii(std::string_view bytes) {
  const auto it =
      std::find_if(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) > 0x7F; });
  if (it == bytes.end()) return std::nullopt;
  return static_cast<std::size_t>(it - bytes.begin());
}

}  // namespace

std::optional<Decoded> decode_gb18030(std::string_view bytes) {
  static_assert(std::is_pointer_v<iconv_t>);
  const iconv_t opened = ::iconv_open("UTF-8", "GB18030");
  if (reinterpret_cast<std::intptr_t>(opened) == -1) return std::nullopt;
  const std::unique_ptr<void, Close> converter(opened);
  Decoded decoded;
  char* in = const_cast<char*>(bytes.data());  // iconv does not write there
  std::size_t left = bytes.size();
  std::array<char, 1 << 16> portion;
  while (left > 0) {
    char* out = portion.data();
    std::size_t room = portion.size();
    const std::size_t done = ::iconv(converter.get(), &in, &left, &out, &room);
    decoded.text.append(portion.data(), out);
    if (done != static_cast<std::size_t>(-1) || errno == E2BIG) continue;
    decoded.wrong = bytes.size() - left;
    break;
  }
  return decoded;
}

std::optional<SourceId> add_source(Sources& sources, const std::string& name, std::string bytes,
                                   Encoding encoding, Diagnostics& diagnostics) {
  if (encoding == Encoding::utf8 || bytes.starts_with("\xEF\xBB\xBF"))
    return sources.add(name, std::move(bytes));
  if (const auto beyond = first_beyond_ascii(bytes); beyond && !utf8::first_invalid(bytes)) {
    const SourceId source = sources.add(name, std::move(bytes));
    const auto begin = static_cast<std::uint32_t>(*beyond);
    diagnostics.add(codes::is_utf8_too, {source, begin, begin + 1});
    return std::nullopt;
  }
  std::optional<Decoded> decoded = decode_gb18030(bytes);
  if (decoded && !decoded->wrong) return sources.add(name, std::move(decoded->text));
  const Text no_converter{"this system has no converter for it", "本系统没有相应的转换程序"};
  const std::size_t begin = decoded ? decoded->text.size() : 0;
  const std::size_t wrong = decoded ? *decoded->wrong : 0;
  const SourceId source =
      sources.add(name, decoded ? decoded->text + bytes.substr(wrong) : std::string(bytes));
  const Span here{source, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + 1)};
  diagnostics.add(codes::not_gb18030, here, {decoded ? byte_text(bytes[wrong]) : no_converter});
  return std::nullopt;
}

}  // namespace merit::table
