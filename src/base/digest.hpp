// SHA-256, for receipts. Floor 0. The only file that knows OpenSSL is digest.cpp.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace merit {

/// A digest of bytes that come part by part.
class Sha256 {
 public:
  Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  ~Sha256();

  void add(std::string_view bytes);
  /// The digest of all that was added in 64 small hexadecimal digits, as `sha256sum` prints it; to be asked
  /// once.
  std::string text();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The same of bytes that are there. Cost: linear.
std::string sha256(std::string_view bytes);

}  // namespace merit
