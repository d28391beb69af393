#include "graph/order.hpp"

#include <algorithm>
#include <set>

#include "graph/codes.hpp"
#include "graph/lower.hpp"
#include "graph/paths.hpp"
#include "graph/stages.hpp"

namespace merit::graph {

namespace {

// Vertices are entities first, then definitions (once for each table whose rows call them), then parameters.
struct Edge {
  std::uint32_t to = 0;
  Span span;
};

class Order {
 public:
  explicit Order(Context& c)
      : c_(c),
        entities_(static_cast<std::uint32_t>(c.graph.entities.size())),
        tables_(static_cast<std::uint32_t>(c.graph.tables.size())),
        others_(static_cast<std::uint32_t>(entities_ + c.defines.size() * tables_)) {}

  ReadingOrder run() {
    const auto vertices = static_cast<std::uint32_t>(others_ + c_.params.size());
    edges_.resize(vertices);
    for (std::uint32_t v = 0; v < vertices; ++v) collect(v);
    state_.assign(vertices, State::fresh);
    for (std::uint32_t v = 0; v < vertices; ++v)
      if (state_[v] == State::fresh) visit(v);
    return result_;
  }

 private:
  static constexpr std::size_t told_steps = 20;
  enum class State : unsigned char { fresh, open, done };
  struct Frame {
    std::uint32_t vertex = 0;
    std::size_t next = 0;
  };

  // The constants of a parameter, however deep its table.
  void collect_cells(std::uint32_t v, const plan::DocNode& cells) {
    if (cells.is_scalar()) read(v, cells, nullptr);
    const bool are_bands = !cells.map.empty() && cells.map.front().key.text == "else";
    for (const plan::Entry& entry : cells.map) {
      if (are_bands && &entry != &cells.map.front()) read(v, entry.key, nullptr);
      collect_cells(v, entry.value);
    }
  }

  void collect_param(std::uint32_t v, const plan::NamedFields& param) {
    if (param.written->is_scalar()) return read(v, *param.written, nullptr);
    for (const char* field : {"value", "values", "from"})
      if (const plan::DocNode* cells = param.fields[field]) collect_cells(v, *cells);
  }

  void collect(std::uint32_t v) {
    if (v >= others_) return collect_param(v, c_.plan.params[v - others_]);
    if (v >= entities_) {
      const Define& define = define_of(v);
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
    collect_weights_above(v);
    for (std::uint32_t child : c_.graph.entities[v].children)
      edges_[v].push_back({child, c_.graph.entities[child].span});
  }

  // A weight that is a share is one of its parent's.
  void collect_weights_above(std::uint32_t v) {
    for (std::uint32_t above = c_.graph.entities[v].parent; above < entities_;
         above = c_.graph.entities[above].parent)
      if (const plan::DocNode* weight = c_.parts[above].text->fields["weight"]) read(v, *weight, nullptr);
  }

  Define& define_of(std::uint32_t v) { return c_.defines[(v - entities_) / tables_]; }
  std::uint32_t table_of(std::uint32_t v) const {
    if (v >= others_) return people;
    return v >= entities_ ? (v - entities_) % tables_ : c_.graph.entities[v].table;
  }

  // A row of another table is read when its checks are done: one that does not hold fails it.
  void read_checks(std::uint32_t v, const Path& path, Span at) {
    std::set<std::uint32_t> tables;
    for (std::uint32_t ref : path.up) tables.insert(c_.graph.refs[ref].to);
    for (std::uint32_t ref : path.down) tables.insert(c_.graph.refs[ref].from);
    for (std::uint32_t ref : path.further) tables.insert(c_.graph.refs[ref].to);
    if (path.is_single) tables.insert(path.table);
    for (std::uint32_t table : tables)
      for (std::uint32_t check : checks_of(c_.graph, table)) edges_[v].push_back({check, at});
  }

  // Where the member of a list is due, as a key of a parameter, a name that is one means it.
  std::set<const formula::Node*> keys_that_are_members(std::uint32_t v, const formula::Tree& tree) {
    std::set<const formula::Node*> members;
    for (const formula::Node& call : tree.nodes) {
      if (call.kind != formula::Kind::call) continue;
      const auto path = path_of(c_, table_of(v), call.text);
      if (!path || !path->symbol || path->symbol->kind != SymbolKind::param) continue;
      const plan::NamedFields& param = c_.plan.params[path->symbol->index];
      const plan::DocNode* by = param.written->is_map() ? param.fields["by"] : nullptr;
      for (std::size_t i = 0; by && i < std::min(by->list.size(), call.children.size()); ++i) {
        const formula::Node& key = tree[call.children[i]];
        for (std::uint32_t list : c_.scope.lists_with(key.text))
          if (key.kind == formula::Kind::name && c_.graph.lists[list].name == by->list[i].text)
            members.insert(&key);
      }
    }
    return members;
  }

  void read(std::uint32_t v, const plan::DocNode& scalar, const std::vector<std::string>* parameters) {
    const formula::Tree* tree = c_.formulas.parse(scalar);
    if (!tree) return;
    auto members = keys_that_are_members(v, *tree);
    // Earlier periods are done: a name read there is no reason to wait.
    for (const formula::Node& call : tree->nodes)
      if (is_history(call) && call.text != "streak" && !call.children.empty())
        members.insert(&(*tree)[call.children[0]]);
    for (const formula::Node& node : tree->nodes) {
      if (node.kind != formula::Kind::name && node.kind != formula::Kind::call) continue;
      if (members.contains(&node)) continue;
      if (parameters && std::find(parameters->begin(), parameters->end(), node.text) != parameters->end())
        continue;
      const auto path = path_of(c_, table_of(v), node.text);
      if (path) read_checks(v, *path, c_.formulas.span(scalar, node));
      const Symbol* symbol = path ? path->symbol : nullptr;
      if (!symbol) continue;
      const Span at = c_.formulas.span(scalar, node);
      if (symbol->kind == SymbolKind::entity && node.kind == formula::Kind::name)
        edges_[v].push_back({symbol->index, at});
      if (symbol->kind == SymbolKind::define && node.kind == formula::Kind::call)
        edges_[v].push_back({entities_ + symbol->index * tables_ + table_of(v), at});
      if (symbol->kind == SymbolKind::param) edges_[v].push_back({others_ + symbol->index, at});
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
      if (frame.vertex < entities_) result_.entities.push_back(frame.vertex);
      if (frame.vertex >= others_) result_.params.push_back(frame.vertex - others_);
      stack.pop_back();
    }
  }

  std::string name(std::uint32_t v) const {
    if (v >= others_) return c_.params[v - others_].name;
    return v < entities_ ? c_.graph.entities[v].path : c_.defines[(v - entities_) / tables_].name;
  }

  // Every step of the circle, in order: the stack from where the circle begins, then the edge that closes it.
  void report_cycle(const std::vector<Frame>& stack, const Edge& closing) {
    std::size_t first = stack.size();
    while (first > 0 && stack[first - 1].vertex != closing.to) --first;
    --first;
    // Every step, unless there are so many that nobody would read them: then the first and the last.
    const std::size_t steps = stack.size() - first;
    const auto is_told = [&](std::size_t i) {
      return steps <= 2 * told_steps || i < first + told_steps || i + told_steps >= stack.size();
    };
    std::string path;
    for (std::size_t i = first; i < stack.size(); ++i) {
      if (is_told(i)) path += name(stack[i].vertex) + " → ";
      else if (is_told(i - 1)) path += "… → ";
    }
    path += name(closing.to);
    Diagnostic& d = c_.report(codes::circle, closing.span, {Text::same(path)});
    for (std::size_t i = first; i + 1 < stack.size(); ++i) {
      if (!is_told(i)) continue;
      const Edge& edge = edges_[stack[i].vertex][stack[i].next - 1];
      const std::string from = "`" + name(stack[i].vertex) + "`", to = "`" + name(edge.to) + "`";
      d.related.push_back({edge.span, {from + " reads " + to + " here", from + " 在此引用 " + to}});
    }
    const std::string from = "`" + name(stack.back().vertex) + "`", to = "`" + name(closing.to) + "`";
    d.related.push_back({closing.span, {from + " reads " + to + " here", from + " 在此引用 " + to}});
    const auto is_check = [&](const Frame& f) {
      return f.vertex < entities_ && c_.graph.entities[f.vertex].kind == EntityKind::check;
    };
    if (std::any_of(stack.begin() + static_cast<std::ptrdiff_t>(first), stack.end(), is_check))
      d.suggestion = {
          "a row is read by others when its checks are done, so none of its checks may read what reads "
          "it; a claim about others' values can be a value that is an output",
          "一行的核对完成后才供其他行读取，因此核对不能读取依赖本行的内容；可改写为中间结果并输出"};
    for (std::size_t i = first; i < stack.size(); ++i)
      if (const std::uint32_t v = stack[i].vertex; v >= entities_ && v < others_)
        define_of(v).is_good = false;  // expanding it would never end
  }

  Context& c_;
  std::uint32_t entities_;  ///< where definitions begin
  std::uint32_t tables_;
  std::uint32_t others_;  ///< where parameters begin
  std::vector<std::vector<Edge>> edges_;
  std::vector<State> state_;
  ReadingOrder result_;
};

}  // namespace

ReadingOrder order_of(Context& context) { return Order(context).run(); }

}  // namespace merit::graph
