#include "graph/scope.hpp"

#include "graph/codes.hpp"

namespace merit::graph {

std::string without_case(std::string_view name) {
  std::string folded(name);
  for (char& c : folded)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return folded;
}

void Scope::declare(const std::string& name, Symbol symbol, Diagnostics& diagnostics) {
  if (const Symbol* known = find_common(name)) {
    Diagnostic& d = diagnostics.add(codes::name_twice, symbol.span, {Text::same(name)});
    d.related.push_back({known->span, {"also declared here", "另一处声明在此"}});
    return;
  }
  const auto [it, is_new] = symbols_.try_emplace(name, symbol);
  if (is_new) {
    names_.push_back(name);
    const auto [alike, is_first] = folded_.try_emplace(without_case(name), name);
    if (is_first) return;
    Diagnostic& d =
        diagnostics.add(codes::names_look_alike, symbol.span, {Text::same(name), Text::same(alike->second)});
    d.related.push_back({symbols_.at(alike->second).span, {"the other is declared here", "另一个声明于此"}});
    return;
  }
  Diagnostic& d = diagnostics.add(codes::name_twice, symbol.span, {Text::same(name)});
  d.related.push_back({it->second.span, {"also declared here", "另一处声明在此"}});
}

const Symbol* Scope::find_common(const std::string& name) const {
  const Symbol* symbol = common_ ? common_->find(name) : nullptr;
  const bool is_common = symbol && (symbol->kind == SymbolKind::param || symbol->kind == SymbolKind::define ||
                                    symbol->kind == SymbolKind::table);
  return is_common ? symbol : nullptr;
}

const Symbol* Scope::find(const std::string& name) const {
  const auto it = symbols_.find(name);
  return it == symbols_.end() ? find_common(name) : &it->second;
}

std::vector<std::uint32_t> Scope::lists_with(const std::string& member) const {
  if (common_) return common_->lists_with(member);
  const auto it = members_.find(member);
  return it == members_.end() ? std::vector<std::uint32_t>{} : it->second;
}

}  // namespace merit::graph
