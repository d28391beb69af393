#include "base/digest.hpp"

#include <array>
#include <new>
#include <openssl/evp.h>

namespace merit {

namespace {

// It fails only where there is no memory: SHA-256 is part of every build of the library.
void must_be_done(int result) {
  if (result != 1) throw std::bad_alloc();
}

// Asked for once: the library looks it up under a lock.
const EVP_MD* of_sha256() {
  static const EVP_MD* const found = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  must_be_done(found != nullptr);
  return found;
}

}  // namespace

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  must_be_done(state_->context != nullptr);
  must_be_done(EVP_DigestInit_ex(state_->context, of_sha256(), nullptr));
}
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
  must_be_done(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()));
}

std::string Sha256::text() {
  std::array<unsigned char, 32> digest{};
  must_be_done(EVP_DigestFinal_ex(state_->context, digest.data(), nullptr));
  std::string text;
  text.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

std::string sha256(std::string_view bytes) {
  Sha256 digest;
  digest.add(bytes);
  return digest.text();
}

}  // namespace merit
