// SHA-256, for receipts. Floor 0. The only file that knows OpenSSL is digest.cpp.
#pragma once

#include <string>
#include <string_view>

namespace merit {

/// Returns the digest of some bytes in 64 small hexadecimal digits, as `sha256sum` prints it. Cost: linear.
std::string sha256(std::string_view bytes);

}  // namespace merit
