// Any bytes: parsing never crashes, an error lies inside the text, and what is read prints and reads the same
// again.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "formula/syntax.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace merit;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  formula::parse_signature(text);

  const formula::ParseResult result = formula::parse(text);
  require(result.tree.has_value() != result.error.has_value());
  if (result.error) {
    require(result.error->info != nullptr && result.error->begin <= result.error->end &&
            result.error->end <= size);
    return 0;
  }
  const std::string printed = formula::print(*result.tree);
  if (printed.size() > limits::formula_bytes)
    return 0;  // blanks around operators made it longer than is allowed
  const formula::ParseResult again = formula::parse(printed);
  require(again.tree && formula::same(*result.tree, *again.tree));
  require(formula::print(*again.tree) == printed);
  return 0;
}
