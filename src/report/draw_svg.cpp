// The picture as SVG, for whoever has nothing but a browser.
#include <algorithm>

#include "base/diagnostic.hpp"
#include "base/utf8.hpp"
#include "report/draw.hpp"
#include "report/drawn.hpp"
#include "report/layers.hpp"

namespace merit::report {

namespace {

using graph::Entity;
using graph::EntityKind;
using graph::Graph;

// Pixels.
constexpr int row_height = 18;
constexpr int padding = 10;
constexpr int head_height = 28;  ///< of a frame
constexpr int gap = 8;           ///< between boxes of a frame
constexpr int margin = 24;
constexpr int title_height = 84;
constexpr std::size_t longest_label = 34;  ///< columns

enum class Look : std::uint8_t { input, value, item, pay, check };

/// A rectangle with words; a frame when there are boxes inside.
struct Box {
  Look look = Look::value;
  std::string label, detail, tip;
  int depth = 0;
  std::vector<std::size_t> inside;
  bool is_frame = false;
  std::size_t unit = 0;
  int x = 0, y = 0;  ///< within its unit
  int width = 0, height = 0;
};

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"') out += "&quot;";
    else out += c;
  }
  return out;
}

std::string shortened(const std::string& text) {
  if (utf8::width(text) <= longest_label) return text;
  std::string out;
  for (std::size_t at = 0; utf8::width(out) + 3 <= longest_label;) {
    const std::size_t from = at;
    utf8::next(text, at);
    out += text.substr(from, at - from);
  }
  return out + "…";
}

// Letters take a column, those of CJK two narrow ones.
int text_width(const std::string& text) {
  const int columns = static_cast<int>(utf8::width(text)), letters = static_cast<int>(utf8::count(text));
  return 8 * columns - 2 * std::max(columns - letters, 0);
}

std::string class_of(Look look) {
  constexpr const char* names[] = {"input", "value", "item", "pay", "check"};
  return names[static_cast<std::size_t>(look)];
}

std::string number(int n) { return std::to_string(n); }

std::string rectangle(const std::string& look, int x, int y, int width, int height, int corner) {
  return "<rect class=\"" + look + "\" x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" +
         number(width) + "\" height=\"" + number(height) + "\" rx=\"" + number(corner) + "\"/>";
}

std::string words(const std::string& look, int x, int y, const std::string& text) {
  return "<text" + (look.empty() ? "" : " class=\"" + look + "\"") + " x=\"" + number(x) + "\" y=\"" +
         number(y) + "\">" + escaped(text) + "</text>";
}

constexpr const char* style = R"(<style>
text { font: 13px "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "Segoe UI", Helvetica, sans-serif; fill: #1c2733; }
.title { font-size: 20px; font-weight: 600; }
.head { font-weight: 600; }
.soft { font-size: 11px; fill: #5a6875; }
.end { text-anchor: end; }
rect { stroke-width: 1.2; }
.input { fill: #e9f1f9; stroke: #7f9cb8; }
.value { fill: #f3eefa; stroke: #9d8bc2; }
.item { fill: #ffffff; stroke: #79a579; }
.pay { fill: #ffffff; stroke: #c99f45; }
.check { fill: #fdeeee; stroke: #c98080; }
.frame.input { fill: #f7fafd; stroke: #c3d2e0; }
.frame.item { fill: #f2f8f2; stroke: #b4d0b4; }
.frame.item.inner { fill: #e5f1e5; }
.frame.pay { fill: #fdf7e9; stroke: #e2cc96; }
path { fill: none; stroke: #8a98a6; stroke-width: 1.2; stroke-opacity: 0.75; }
path.back { stroke-dasharray: 5 4; }
path:hover { stroke: #c0392b; stroke-width: 2.4; stroke-opacity: 1; }
marker path { fill: #8a98a6; stroke: none; }
</style>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0.8L8 4L0 7.2z"/></marker></defs>
)";

class Svg {
 public:
  Svg(const Graph& graph, Language language)
      : graph_(graph), language_(language), reads_(graph::reads_of(graph)) {}

  std::string text() {
    make_inputs();
    for (std::uint32_t id = 0; id < graph_.entities.size(); ++id)
      if (graph_.entities[id].parent >= graph_.entities.size()) {
        const std::size_t box = make(id, 0);
        measure(box);
        add_unit(box, 1);
      }
    make_links();
    const Point size = place(units_, links_);
    return written(size);
  }

 private:
  std::string say(const Text& text) const { return text.in(language_); }

  // ---- boxes

  void make_inputs() {
    input_boxes_.assign(graph_.inputs.size(), 0);
    entity_boxes_.assign(graph_.entities.size(), 0);
    std::vector<std::size_t> frames;
    for (std::uint32_t t = 0; t < graph_.tables.size(); ++t) {
      const graph::Table& table = graph_.tables[t];
      const std::string name = table.label.in(language_).empty() ? table.name : table.label.in(language_);
      Box frame;
      frame.look = Look::input;
      frame.is_frame = true;
      frame.label = t == graph::people ? say({"Inputs", "输入"}) : say({"Inputs: ", "输入："}) + name;
      frame.tip = table.name;
      for (std::uint32_t i = table.inputs_begin; i < table.inputs_begin + table.inputs_count; ++i) {
        if (!is_drawn(reads_, i)) continue;
        Box box;
        box.look = Look::input;
        box.label = shortened(drawn_label(graph_.inputs[i], language_));
        box.tip = graph_.inputs[i].name + ": " + graph::type_text(graph_, graph_.inputs[i].type);
        input_boxes_[i] = boxes_.size();
        frame.inside.push_back(add(std::move(box)));
      }
      if (!frame.inside.empty()) frames.push_back(add(std::move(frame)));
    }
    int width = 0;
    for (std::size_t frame : frames) {
      measure(frame);
      width = std::max(width, boxes_[frame].width);
    }
    for (std::size_t frame : frames) {
      boxes_[frame].width = width;
      add_unit(frame, 0);
    }
  }

  std::size_t add(Box box) {
    boxes_.push_back(std::move(box));
    return boxes_.size() - 1;
  }

  std::size_t make(std::uint32_t id, int depth) {
    const Entity& e = graph_.entities[id];
    Box box;
    box.look = look_of(e);
    box.label = shortened(drawn_label(e, language_));
    box.detail = drawn_weight(e, language_);
    if (e.table != graph::people && box.detail.empty()) box.detail = table_name(e.table);
    box.tip = tip_of(e);
    box.depth = depth;
    box.is_frame = e.kind == EntityKind::section;
    for (std::uint32_t child : e.children) box.inside.push_back(make(child, depth + 1));
    return entity_boxes_[id] = add(std::move(box));
  }

  std::string table_name(std::uint32_t table) const {
    const std::string& label = graph_.tables[table].label.in(language_);
    return shortened(label.empty() ? graph_.tables[table].name : label);
  }

  static Look look_of(const Entity& e) {
    if (e.is_of_pay) return Look::pay;
    if (e.kind == EntityKind::item || e.kind == EntityKind::section) return Look::item;
    return e.kind == EntityKind::check ? Look::check : Look::value;
  }

  // Its path, and how it is worked out as the plan writes it.
  static std::string tip_of(const Entity& e) {
    std::string tip = e.path;
    if (!e.word.empty()) tip += "\n" + e.word;
    for (const auto& [field, text] : e.written)
      tip += "\n" + (field == "formula" ? "= " : field + ": ") + text;
    return tip;
  }

  // ---- sizes

  void add_unit(std::size_t box, std::size_t first_column) {
    const std::size_t unit = units_.size();
    settle(box, unit, 0, 0);
    units_.push_back({boxes_[box].width, boxes_[box].height, first_column});
  }

  // What an item or a frame counts for stands at its right; the table of a value below it.
  static bool is_beside(const Box& box) {
    return box.is_frame || box.look == Look::item || box.look == Look::pay;
  }

  void measure(std::size_t index) {
    Box& box = boxes_[index];
    const int label = text_width(box.label) * (box.is_frame ? 15 : 14) / 14,
              detail = text_width(box.detail) * 6 / 7;
    box.width = 2 * padding +
                (is_beside(box) ? label + (detail > 0 ? detail + 2 * padding : 0) : std::max(label, detail));
    box.height = row_height + 8;
    if (!box.detail.empty() && !is_beside(box)) box.height += row_height - 3;
    if (!box.is_frame) return;
    box.height = head_height + padding - gap / 2;
    for (std::size_t inner : box.inside) {
      measure(inner);
      box.width = std::max(box.width, boxes_[inner].width + 2 * padding);
      box.height += boxes_[inner].height + gap;
    }
  }

  // Boxes of a frame are as wide as the frame.
  void settle(std::size_t index, std::size_t unit, int x, int y) {
    Box& box = boxes_[index];
    box.unit = unit;
    box.x = x;
    box.y = y;
    int below = y + head_height;
    for (std::size_t inner : box.inside) {
      boxes_[inner].width = box.width - 2 * padding;
      settle(inner, unit, x + padding, below);
      below += boxes_[inner].height + gap;
    }
  }

  // ---- links

  void make_links() {
    for (std::uint32_t id = 0; id < reads_.size(); ++id) {
      for (std::uint32_t input : reads_[id].inputs) add_link(input_boxes_[input], entity_boxes_[id]);
      for (std::uint32_t other : reads_[id].entities)
        if (!is_inside(other, id)) add_link(entity_boxes_[other], entity_boxes_[id]);
    }
  }

  // What a section adds up stands inside it: no arrow.
  bool is_inside(std::uint32_t inner, std::uint32_t outer) const {
    return graph_.entities[inner].parent == outer;
  }

  static int middle(const Box& box) { return box.y + (box.is_frame ? head_height : box.height) / 2; }

  void add_link(std::size_t from, std::size_t to) {
    const Box& a = boxes_[from];
    const Box& b = boxes_[to];
    Link link;
    link.from = a.unit;
    link.to = b.unit;
    link.out = {a.x + a.width, middle(a)};
    link.in = {b.x, middle(b)};
    link.back_in = {b.x + b.width, middle(b)};
    links_.push_back(std::move(link));
    link_tips_.push_back(first_line(a.tip) + " → " + first_line(b.tip));
  }

  static std::string first_line(const std::string& text) { return text.substr(0, text.find_first_of(":\n")); }

  // ---- the text

  std::string written(Point size) const {
    const std::string& title = graph_.title.in(language_);
    const std::string shown = title.empty() ? graph_.plan_name : title;
    const int width = std::max(size.x, 480) + 2 * margin, height = size.y + title_height + margin;
    std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + number(width) + "\" height=\"" +
                      number(height) + "\" viewBox=\"0 0 " + number(width) + " " + number(height) +
                      "\">\n<title>" + escaped(shown) + "</title>\n" + style;
    out += "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
    out += words("title", margin, 38, shown) + "\n";
    out += legend();
    out += "<g transform=\"translate(" + number(margin) + " " + number(title_height) + ")\">\n";
    for (std::size_t i = boxes_.size(); i-- > 0;)
      if (boxes_[i].is_frame) out += drawn(boxes_[i]);
    for (std::size_t i = 0; i < links_.size(); ++i) out += arrow(links_[i], link_tips_[i]);
    for (const Box& box : boxes_)
      if (!box.is_frame) out += drawn(box);
    return out + "</g>\n</svg>\n";
  }

  // The kinds that there are, each with its colour.
  std::string legend() const {
    const Text names[] = {
        {"input", "输入"}, {"value", "中间结果"}, {"item", "指标"}, {"pay", "薪酬"}, {"check", "核对"}};
    std::string out;
    int x = margin;
    for (std::size_t look = 0; look < std::size(names); ++look) {
      const bool is_there = std::any_of(boxes_.begin(), boxes_.end(), [&](const Box& box) {
        return !box.is_frame && box.look == static_cast<Look>(look);
      });
      if (!is_there) continue;
      const std::string name = say(names[look]);
      out += rectangle(class_of(static_cast<Look>(look)), x, 54, 14, 12, 3) +
             words("soft", x + 20, 64, name) + "\n";
      x += 20 + text_width(name) + 2 * padding;
    }
    return out;
  }

  std::string drawn(const Box& box) const {
    const Unit& unit = units_[box.unit];
    const int x = unit.x + box.x, y = unit.y + box.y;
    std::string look = class_of(box.look);
    if (box.is_frame) look = "frame " + look + (box.depth % 2 == 1 ? " inner" : "");
    std::string out = "<g><title>" + escaped_lines(box.tip) + "</title>" +
                      rectangle(look, x, y, box.width, box.height, corner_of(box));
    out += words(box.is_frame ? "head" : "", x + padding, y + row_height, box.label);
    if (!box.detail.empty() && is_beside(box))
      out += words("soft end", x + box.width - padding, y + row_height, box.detail);
    else if (!box.detail.empty()) out += words("soft", x + padding, y + 2 * row_height - 3, box.detail);
    return out + "</g>\n";
  }

  static int corner_of(const Box& box) {
    if (box.look == Look::value) return box.height / 2;
    return box.look == Look::check ? 0 : 5;
  }

  static std::string escaped_lines(const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      out += (at > 0 ? "\n" : "") + escaped(text.substr(at, end - at));
      at = end + 1;
    }
    return out;
  }

  static std::string to_text(Point p) { return number(p.x) + " " + number(p.y); }

  // Level at its ends and where it passes a column, a curve in between.
  static std::string arrow(const Link& link, const std::string& tip) {
    std::string line = "M" + to_text(link.way.front());
    constexpr int bow = 40;
    for (std::size_t i = 1; i < link.way.size(); ++i) {
      const Point a = link.way[i - 1], b = link.way[i];
      const int middle = (a.x + b.x) / 2;
      if (link.is_back)
        line += "C" + to_text({a.x + bow, a.y}) + " " + to_text({b.x + bow, b.y}) + " " + to_text(b);
      else if (a.y == b.y) line += "L" + to_text(b);
      else line += "C" + to_text({middle, a.y}) + " " + to_text({middle, b.y}) + " " + to_text(b);
    }
    return "<path" + std::string(link.is_back ? " class=\"back\"" : "") + " d=\"" + line +
           "\" marker-end=\"url(#arrow)\"><title>" + escaped(tip) + "</title></path>\n";
  }

  const Graph& graph_;
  Language language_;
  std::vector<graph::Reads> reads_;
  std::vector<Box> boxes_;
  std::vector<std::size_t> input_boxes_, entity_boxes_;
  std::vector<Unit> units_;
  std::vector<Link> links_;
  std::vector<std::string> link_tips_;
};

}  // namespace

std::string draw_svg(const Graph& graph, Language language) { return Svg(graph, language).text(); }

}  // namespace merit::report
