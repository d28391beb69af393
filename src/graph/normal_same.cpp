#include "graph/normal_same.hpp"

#include <unordered_map>
#include <utility>
#include <vector>

#include "graph/normal.hpp"

namespace merit::graph {

namespace {

bool same(const std::monostate&, const std::monostate&) { return true; }
bool same(const InputId& a, const InputId& b) { return a.value == b.value; }
bool same(const RoundData& a, const RoundData& b) { return a.how == b.how && a.too_long == b.too_long; }
template <typename T>
bool same(const T& a, const T& b) {
  return a == b;
}

std::uint64_t hash(const std::monostate&) { return 0; }
std::uint64_t hash(const InputId& input) { return input.value; }
std::uint64_t hash(const SiteId& site) { return site.value; }
std::uint64_t hash(CalendarFunction function) { return static_cast<std::uint64_t>(function); }

std::uint64_t hash(const std::string& text) {
  std::uint64_t h = text.size();
  for (const char c : text) h = mixed(h, static_cast<unsigned char>(c));
  return h;
}

// A prime: every bit of a long number counts. Small and large numbers are hashed alike, because terms are put
// into the order of their hashes.
constexpr std::uint64_t prime = (std::uint64_t{1} << 61) - 1;

std::uint64_t hash(const Integer& n) {
  const Integer rest = boost::multiprecision::abs(n) % prime;
  return static_cast<std::uint64_t>(rest) * 2 + (n.sign() < 0 ? 1 : 0);
}

std::uint64_t hash(std::int64_t n) { return magnitude(n) % prime * 2 + (n < 0 ? 1 : 0); }

std::uint64_t hash(const Rational& x) {
  if (x.is_small()) return mixed(hash(x.small_numerator()), hash(x.small_denominator()));
  return mixed(hash(numerator_of(x)), hash(denominator_of(x)));
}

std::uint64_t hash(const Cell& cell) {
  std::uint64_t h = mixed(static_cast<std::uint64_t>(cell.state), cell.flag ? 1 : 0);
  return mixed(mixed(h, hash(cell.number)), hash(cell.text));
}

std::uint64_t hash(const SumData& data) {
  std::uint64_t h = hash(data.constant);
  for (const Rational& c : data.coefficients) h = mixed(h, hash(c));
  return h;
}

std::uint64_t hash(const RoundData& data) {
  return mixed(mixed(static_cast<std::uint64_t>(data.how.mode), hash(data.how.step)), data.too_long.value);
}

std::uint64_t hash(const Curve& curve) {
  std::uint64_t h = mixed(hash(curve.left_slope), hash(curve.right_slope));
  for (const Knot& k : curve.knots)
    for (const Rational* y : {&k.x, &k.left, &k.at, &k.right}) h = mixed(h, hash(*y));
  return h;
}

std::uint64_t hash(const FoldData& fold) {
  return mixed(mixed(static_cast<std::uint64_t>(fold.function), fold.ref ? *fold.ref + 1 : 0),
               fold.too_long.value);
}

std::uint64_t hash(const FetchData& fetch) { return fetch.ref ? 2 * *fetch.ref + 2 + fetch.is_mine : 0; }

std::uint64_t hash(const PastData& past) {
  return mixed(mixed(static_cast<std::uint64_t>(past.function), past.kept),
               static_cast<std::uint64_t>(past.window.back));
}

std::uint64_t hash(const AmongData& among) {
  return mixed(static_cast<std::uint64_t>(among.function), among.descending.size());
}

std::uint64_t hash(const TableData& table) {
  std::uint64_t h = table.lists.size();
  for (const std::uint32_t list : table.lists) h = mixed(h, list);
  for (const auto& [key, cell] : table.cells) {
    for (const std::uint32_t k : key) h = mixed(h, k);
    h = mixed(h, hash(cell));
  }
  return h;
}

}  // namespace

std::uint64_t mixed(std::uint64_t seed, std::uint64_t value) {
  std::uint64_t h = (seed ^ (value + 0x9E3779B97F4A7C15u + (seed << 6) + (seed >> 2))) * 0xFF51AFD7ED558CCDu;
  return h ^ (h >> 33);
}

bool same_payload(const Payload& a, const Payload& b) {
  if (a.index() != b.index()) return false;
  return std::visit([&](const auto& x) { return same(x, std::get<std::decay_t<decltype(x)>>(b)); }, a);
}

bool same_label(const Graph& a, NodeId x, const Graph& b, NodeId y) {
  const Node &m = a[x], &n = b[y];
  return m.op == n.op && m.domain == n.domain && m.type.kind == n.type.kind && m.type.list == n.type.list &&
         m.args_count == n.args_count && same_payload(a.payloads[m.payload], b.payloads[n.payload]);
}

std::uint64_t hash_of_label(const Graph& graph, NodeId id) {
  const Node& node = graph[id];
  const std::uint64_t h = mixed(
      mixed(static_cast<std::uint64_t>(node.op), static_cast<std::uint64_t>(node.type.kind)), node.type.list);
  return mixed(h, std::visit([](const auto& data) { return hash(data); }, graph.payloads[node.payload]));
}

bool same_structure(const Graph& a, const Graph& b) {
  if (a.roots.size() != b.roots.size() || a.outputs.size() != b.outputs.size() ||
      a.inputs.size() != b.inputs.size())
    return false;
  std::vector<std::pair<NodeId, NodeId>> open;
  for (std::size_t i = 0; i < a.inputs.size(); ++i) open.push_back({a.inputs[i].node, b.inputs[i].node});
  for (std::size_t i = 0; i < a.roots.size(); ++i) open.push_back({a.roots[i], b.roots[i]});
  for (std::size_t i = 0; i < a.outputs.size(); ++i) open.push_back({a.outputs[i].node, b.outputs[i].node});
  // Both ways: two nodes that are one on the other side are a difference, too.
  std::unordered_map<std::uint32_t, NodeId> twin_in_b, twin_in_a;
  while (!open.empty()) {
    const auto [x, y] = open.back();
    open.pop_back();
    const auto [to_b, is_new] = twin_in_b.try_emplace(x.value, y);
    const auto [to_a, is_new_too] = twin_in_a.try_emplace(y.value, x);
    if (to_b->second != y || to_a->second != x) return false;
    if (!is_new && !is_new_too) continue;
    if (!same_label(a, x, b, y)) return false;
    const auto p = a.arguments(x), q = b.arguments(y);
    for (std::size_t i = 0; i < p.size(); ++i) open.push_back({p[i], q[i]});
  }
  return true;
}

}  // namespace merit::graph
