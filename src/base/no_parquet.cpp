// A build without Arrow. The callers ask `has_parquet` first.
#include <cassert>

#include "base/parquet.hpp"

namespace merit {

bool has_parquet() { return false; }

struct ParquetText::State {
  ParquetTrouble trouble;
};

ParquetText::ParquetText(int /*descriptor*/) { assert(false); }
ParquetText::ParquetText(ParquetText&&) noexcept = default;
ParquetText& ParquetText::operator=(ParquetText&&) noexcept = default;
ParquetText::~ParquetText() = default;

std::optional<std::size_t> ParquetText::read(char* /*to*/, std::size_t /*most*/) { return std::nullopt; }
const ParquetTrouble& ParquetText::trouble() const { return state_->trouble; }
std::size_t ParquetText::share_of(std::size_t size) const { return size; }

std::unique_ptr<Packer::Stream> make_parquet(const std::vector<Type>& /*types*/) { return nullptr; }

}  // namespace merit
