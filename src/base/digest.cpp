#include "base/digest.hpp"

#include <array>
#include <new>
#include <openssl/evp.h>

namespace merit {

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, 32> digest{};
  // It fails only where there is no memory: SHA-256 is part of every build of the library.
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
    throw std::bad_alloc();
  std::string text;
  for (const unsigned char byte : digest) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

}  // namespace merit
