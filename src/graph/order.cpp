#include "graph/order.hpp"

#include <algorithm>

#include "graph/codes.hpp"

namespace merit::graph {

namespace {

// Vertices are entities first, then definitions.
struct Edge {
  std::uint32_t to = 0;
  Span span;
};

class Order {
 public:
  explicit Order(Context& c) : c_(c), entities_(static_cast<std::uint32_t>(c.graph.entities.size())) {}

  std::vector<std::uint32_t> run() {
    const auto vertices = static_cast<std::uint32_t>(entities_ + c_.defines.size());
    edges_.resize(vertices);
    for (std::uint32_t v = 0; v < vertices; ++v) collect(v);
    state_.assign(vertices, State::fresh);
    for (std::uint32_t v = 0; v < vertices; ++v)
      if (state_[v] == State::fresh) visit(v);
    return result_;
  }

 private:
  enum class State : unsigned char { fresh, open, done };
  struct Frame {
    std::uint32_t vertex = 0;
    std::size_t next = 0;
  };

  void collect(std::uint32_t v) {
    if (v >= entities_) {
      const Define& define = c_.defines[v - entities_];
      if (define.body)
        for (const plan::DocNode* f : formulas_of(c_, *define.body)) read(v, *f, &define.parameters);
      return;
    }
    const Part& part = c_.parts[v];
    if (part.check) {
      if (const plan::DocNode* must = part.check->fields["must"]) read(v, *must, nullptr);
      return;
    }
    for (const plan::DocNode* f : formulas_of(c_, *part.text)) read(v, *f, nullptr);
    for (std::uint32_t child : c_.graph.entities[v].children)
      edges_[v].push_back({child, c_.graph.entities[child].span});
  }

  void read(std::uint32_t v, const plan::DocNode& scalar, const std::vector<std::string>* parameters) {
    const formula::Tree* tree = c_.formulas.parse(scalar);
    if (!tree) return;
    for (const formula::Node& node : tree->nodes) {
      if (node.kind != formula::Kind::name && node.kind != formula::Kind::call) continue;
      if (parameters && std::find(parameters->begin(), parameters->end(), node.text) != parameters->end())
        continue;
      const Symbol* symbol = c_.scope.find(node.text);
      if (!symbol) continue;
      const Span at = c_.formulas.span(scalar, node);
      if (symbol->kind == SymbolKind::entity && node.kind == formula::Kind::name)
        edges_[v].push_back({symbol->index, at});
      if (symbol->kind == SymbolKind::define && node.kind == formula::Kind::call)
        edges_[v].push_back({entities_ + symbol->index, at});
    }
  }

  // Depth first with a stack of its own: a plan of ten thousand values in a chain is no reason to crash.
  void visit(std::uint32_t start) {
    std::vector<Frame> stack = {{start}};
    state_[start] = State::open;
    while (!stack.empty()) {
      Frame& frame = stack.back();
      if (frame.next < edges_[frame.vertex].size()) {
        const Edge edge = edges_[frame.vertex][frame.next++];
        if (state_[edge.to] == State::open) {
          report_cycle(stack, edge);
        } else if (state_[edge.to] == State::fresh) {
          state_[edge.to] = State::open;
          stack.push_back({edge.to});
        }
        continue;
      }
      state_[frame.vertex] = State::done;
      if (frame.vertex < entities_) result_.push_back(frame.vertex);
      stack.pop_back();
    }
  }

  std::string name(std::uint32_t v) const {
    return v < entities_ ? c_.graph.entities[v].path : c_.defines[v - entities_].name;
  }

  // Every step of the circle, in order: the stack from where the circle begins, then the edge that closes it.
  void report_cycle(const std::vector<Frame>& stack, const Edge& closing) {
    std::size_t first = stack.size();
    while (first > 0 && stack[first - 1].vertex != closing.to) --first;
    --first;
    std::string path;
    for (std::size_t i = first; i < stack.size(); ++i) path += name(stack[i].vertex) + " → ";
    path += name(closing.to);
    Diagnostic& d = c_.report(codes::circle, closing.span, {Text::same(path)});
    for (std::size_t i = first; i + 1 < stack.size(); ++i) {
      const Edge& edge = edges_[stack[i].vertex][stack[i].next - 1];
      const std::string from = "`" + name(stack[i].vertex) + "`", to = "`" + name(edge.to) + "`";
      d.related.push_back({edge.span, {from + " reads " + to + " here", from + " 在此引用 " + to}});
    }
    const std::string from = "`" + name(stack.back().vertex) + "`", to = "`" + name(closing.to) + "`";
    d.related.push_back({closing.span, {from + " reads " + to + " here", from + " 在此引用 " + to}});
  }

  Context& c_;
  std::uint32_t entities_;
  std::vector<std::vector<Edge>> edges_;
  std::vector<State> state_;
  std::vector<std::uint32_t> result_;
};

}  // namespace

std::vector<std::uint32_t> order_of(Context& context) { return Order(context).run(); }

}  // namespace merit::graph
