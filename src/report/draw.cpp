#include "report/draw.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "report/drawn.hpp"

namespace merit::report {

namespace {

using graph::Entity;
using graph::EntityKind;
using graph::Graph;

enum class Shape : std::uint8_t { input, value, total, item, component, check };

/// One thing of the picture. Ids are of letters and digits, safe in every format.
struct Drawn {
  std::string id;
  std::string label;
  std::string detail;  ///< a second line, or ""
  Shape shape = Shape::value;
};

/// The two formats differ in these lines only.
class Pen {
 public:
  virtual ~Pen() = default;
  virtual std::string begin(const std::string& title) const = 0;
  virtual std::string node(const Drawn& drawn) const = 0;
  virtual std::string open_group(const std::string& id, const std::string& label) const = 0;
  virtual std::string close_group() const = 0;
  virtual std::string arrow(const std::string& from, const std::string& to) const = 0;
  virtual std::string end() const = 0;
};

std::string replaced(std::string_view text, const std::vector<std::pair<char, const char*>>& by) {
  std::string out;
  for (char c : text) {
    const auto it = std::find_if(by.begin(), by.end(), [c](const auto& r) { return r.first == c; });
    it == by.end() ? out += c : out += it->second;
  }
  return out;
}

class DotPen final : public Pen {
 public:
  std::string begin(const std::string& title) const override {
    return "digraph plan {\n"
           "  graph [label=" +
           quoted(title) +
           ", labelloc=t, rankdir=LR, fontname=\"sans-serif\"];\n"
           "  node [shape=box, fontname=\"sans-serif\"];\n";
  }
  std::string node(const Drawn& d) const override {
    const std::string detail = d.detail.empty() ? "" : "\\n" + escaped(d.detail);
    return d.id + " [label=\"" + escaped(d.label) + detail + "\"" + look(d.shape) + "];\n";
  }
  std::string open_group(const std::string& id, const std::string& label) const override {
    return "subgraph cluster_" + id + " {\n  label=" + quoted(label) + ";\n";
  }
  std::string close_group() const override { return "}\n"; }
  std::string arrow(const std::string& from, const std::string& to) const override {
    return "  " + from + " -> " + to + ";\n";
  }
  std::string end() const override { return "}\n"; }

 private:
  // Graphviz reads backslashes and the entities of HTML in labels.
  static std::string escaped(const std::string& text) {
    return replaced(printable(text), {{'"', "\\\""}, {'\\', "\\\\"}, {'&', "&amp;"}});
  }
  static std::string quoted(const std::string& text) { return '"' + escaped(text) + '"'; }
  static const char* look(Shape shape) {
    switch (shape) {
      case Shape::input: return ", shape=cds";
      case Shape::total: return ", style=bold";
      case Shape::component: return ", style=rounded";
      case Shape::check: return ", shape=octagon";
      case Shape::value: return ", shape=ellipse";
      case Shape::item: break;
    }
    return "";
  }
};

class MermaidPen final : public Pen {
 public:
  std::string begin(const std::string& title) const override {
    return "---\ntitle: \"" + replaced(printable(title), {{'"', "\\\""}, {'\\', "\\\\"}}) +
           "\"\n---\nflowchart LR\n";
  }
  std::string node(const Drawn& d) const override {
    const std::string detail = d.detail.empty() ? "" : "<br/>" + escaped(d.detail);
    const auto [open, close] = brackets(d.shape);
    return d.id + open + '"' + escaped(d.label) + detail + '"' + close + "\n";
  }
  std::string open_group(const std::string& id, const std::string& label) const override {
    return "subgraph group_" + id + "[\"" + escaped(label) + "\"]\n";
  }
  std::string close_group() const override { return "end\n"; }
  std::string arrow(const std::string& from, const std::string& to) const override {
    return "  " + from + " --> " + to + "\n";
  }
  std::string end() const override { return ""; }

 private:
  // Labels are HTML and a little Markdown; characters are named by `#...;`.
  static std::string escaped(const std::string& text) {
    return replaced(printable(text), {{'"', "#quot;"},
                                      {'#', "#35;"},
                                      {'&', "#amp;"},
                                      {'<', "#lt;"},
                                      {'>', "#gt;"},
                                      {'`', "#96;"},
                                      {'*', "#42;"},
                                      {'\\', "#92;"}});
  }
  static std::pair<const char*, const char*> brackets(Shape shape) {
    switch (shape) {
      case Shape::input: return {"[/", "/]"};
      case Shape::value: return {"([", "])"};
      case Shape::total: return {"[[", "]]"};
      case Shape::component: return {"(", ")"};
      case Shape::check: return {"{{", "}}"};
      case Shape::item: break;
    }
    return {"[", "]"};
  }
};

class Picture {
 public:
  Picture(const Graph& graph, Language language, const Pen& pen)
      : graph_(graph), language_(language), pen_(pen), reads_(graph::reads_of(graph)) {}

  std::string text() && {
    const std::string& title = graph_.title.in(language_);
    out_ = pen_.begin(title.empty() ? graph_.plan_name : title);
    inputs();
    for (std::uint32_t id = 0; id < graph_.entities.size(); ++id)
      if (graph_.entities[id].parent >= graph_.entities.size()) entity(id, 1);
    arrows();
    return std::move(out_) + pen_.end();
  }

 private:
  static std::string id_of(std::uint32_t entity) { return "e" + std::to_string(entity); }
  static std::string input_id(std::uint32_t input) { return "i" + std::to_string(input); }
  std::string say(const Text& text) const { return text.in(language_); }

  void line(int depth, const std::string& text) { out_ += std::string(2 * depth, ' ') + text; }

  void open_group(int depth, const std::string& id, const std::string& label) {
    std::string text = pen_.open_group(id, label);
    const std::string indent(2 * depth, ' ');
    for (std::size_t at = text.find('\n'); at + 1 < text.size(); at = text.find('\n', at + 1))
      text.insert(at + 1, indent);
    line(depth, text);
  }

  void inputs() {
    open_group(1, "inputs", say({"Inputs", "输入"}));
    for (std::uint32_t i = 0; i < graph_.inputs.size(); ++i)
      if (is_drawn(reads_, i))
        line(2, pen_.node({input_id(i), drawn_label(graph_.inputs[i], language_), "", Shape::input}));
    line(1, pen_.close_group());
  }

  // A section is a group that holds its items and its own total.
  void entity(std::uint32_t id, int depth) {
    const Entity& e = graph_.entities[id];
    const bool is_of_others = e.is_whole() && e.table != graph::people;
    const std::string label =
        (is_of_others ? graph_.tables[e.table].name + ": " : "") + drawn_label(e, language_);
    const std::string weight = drawn_weight(e, language_);
    if (e.kind != EntityKind::section) {
      line(depth, pen_.node({id_of(id), label, weight, shape_of(e.kind)}));
      return;
    }
    open_group(depth, id_of(id), label);
    for (std::uint32_t child : e.children) entity(child, depth + 1);
    line(depth + 1, pen_.node({id_of(id), label, weight, Shape::total}));
    line(depth, pen_.close_group());
  }

  static Shape shape_of(EntityKind kind) {
    switch (kind) {
      case EntityKind::item: return Shape::item;
      case EntityKind::component: return Shape::component;
      case EntityKind::check: return Shape::check;
      default: return Shape::value;
    }
  }

  void arrows() {
    for (std::uint32_t id = 0; id < reads_.size(); ++id) {
      for (std::uint32_t input : reads_[id].inputs) out_ += pen_.arrow(input_id(input), id_of(id));
      for (std::uint32_t other : reads_[id].entities) out_ += pen_.arrow(id_of(other), id_of(id));
    }
  }

  const Graph& graph_;
  Language language_;
  const Pen& pen_;
  std::vector<graph::Reads> reads_;
  std::string out_;
};

}  // namespace

std::string draw_dot(const Graph& graph, Language language) {
  return Picture(graph, language, DotPen()).text();
}

std::string draw_mermaid(const Graph& graph, Language language) {
  return Picture(graph, language, MermaidPen()).text();
}

}  // namespace merit::report
