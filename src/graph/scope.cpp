#include "graph/scope.hpp"

#include "graph/codes.hpp"

namespace merit::graph {

void Scope::declare(const std::string& name, Symbol symbol, Diagnostics& diagnostics) {
  const auto [it, is_new] = symbols_.try_emplace(name, symbol);
  if (is_new) {
    names_.push_back(name);
    return;
  }
  Diagnostic& d = diagnostics.add(codes::name_twice, symbol.span, {Text::same(name)});
  d.related.push_back({it->second.span, {"also declared here", "另一处声明在此"}});
}

const Symbol* Scope::find(const std::string& name) const {
  const auto it = symbols_.find(name);
  return it == symbols_.end() ? nullptr : &it->second;
}

std::vector<std::uint32_t> Scope::lists_with(const std::string& member) const {
  const auto it = members_.find(member);
  return it == members_.end() ? std::vector<std::uint32_t>{} : it->second;
}

}  // namespace merit::graph
