#include "report/standing.hpp"

#include <algorithm>

#include "base/rounding.hpp"
#include "report/cell_text.hpp"

namespace merit::report {

namespace {

constexpr std::size_t most_told = 5;
constexpr int told_digits = 4;  // of a spread, which is a root

class Standing {
 public:
  Standing(const Explained& row, const graph::Entity& entity, graph::NodeId node, Language language)
      : row_(row),
        entity_(entity),
        data_(row.graph->payload<graph::AmongData>(node)),
        node_(node),
        language_(language),
        group_(row.records(node, false)) {}

  std::string text() const {
    const auto me = std::find_if(group_.begin(), group_.end(), [](const auto& r) { return r.is_this_row; });
    std::string text = count();
    if (data_.function == graph::AmongFunction::zscore) return text + mean_and_spread();
    const bool is_draw = data_.function == graph::AmongFunction::sample;
    if (me == group_.end() || !me->cell.is_value() || is_draw || data_.descending.empty()) return text;
    return text + ties(*me);
  }

 private:
  std::string say(std::string_view en, std::string_view zh) const {
    return std::string(language_ == Language::zh ? zh : en);
  }

  std::string count() const {
    const auto n =
        std::count_if(group_.begin(), group_.end(), [](const auto& r) { return r.cell.is_value(); });
    const std::string number = std::to_string(n), keys = keys_text();
    if (keys.empty()) return say("among " + number + " in all", "全部共 " + number + " 个");
    return say("among " + number + " of " + keys, keys + " 组内共 " + number + " 个");
  }

  std::string mean_and_spread() const {
    Rational n = 0, sum = 0, squares = 0;
    for (const RecordBehind& member : group_) {
      if (!member.cell.is_value()) continue;
      n += 1;
      sum += member.cell.number;
      squares += member.cell.number * member.cell.number;
    }
    const Rational divisor = data_.scale.of_sample ? n - 1 : n;
    if (divisor <= 0) return "";
    const Rational mean = sum / n, variance = (squares - sum * mean) / divisor;
    const auto told = [&](const Rational& x) {
      return people_text(*row_.graph, graph::Cell::of(x), Type::number(Unit::plain(), exact_digits));
    };
    std::string text = say("; mean ", "；平均 ") + told(mean);
    if (variance.is_zero()) return text + say(", no spread", "，没有离散");
    const Rational spread =
        round_root(0, variance, variance, Rounding::to_digits(told_digits, RoundingMode::half_up));
    return text + say(", spread ", "，离散程度 ") + told(spread);
  }

  std::string keys_text() const {
    std::string text;
    const auto args = row_.graph->arguments(node_);
    for (std::size_t i = data_.keys_begin(); i < args.size(); ++i)
      text += (text.empty() ? "" : say(", ", "、")) +
              people_text(*row_.graph, row_.engine->demand(args[i]), (*row_.graph)[args[i]].type);
    return text;
  }

  // How many entries of the order say the same of both.
  static std::size_t equal_entries(const RecordBehind& a, const RecordBehind& b) {
    std::size_t n = 0;
    while (n < a.order.size() && a.order[n].first == b.order[n].first) ++n;
    return n;
  }

  std::string ties(const RecordBehind& me) const {
    const bool is_ranked = data_.order_begin() == 0;  // else the order only settles what is left over
    std::size_t deepest = 0;
    std::vector<std::string> names;
    for (const RecordBehind& other : group_) {
      const std::size_t equal = equal_entries(me, other);
      if (!is_ranked || other.is_this_row || !other.cell.is_value() || equal == 0) continue;
      deepest = std::max(deepest, equal);
      names.push_back(other.key);
    }
    if (names.empty()) return "";
    std::string text = say("; tied with ", "；与 ");
    for (std::size_t i = 0; i < std::min(names.size(), most_told); ++i)
      text += (i > 0 ? say(", ", "、") : "") + names[i];
    if (names.size() > most_told) {
      const std::string rest = std::to_string(names.size() - most_told);
      text += say(" and " + rest + " more", " 等另外 " + rest + " 个");
    }
    text += say("", " 并列");
    const std::string decided = written("ties " + std::to_string(deepest));
    if (data_.ties != graph::Ties::settled || decided.empty()) return text;
    return text + say(", told apart by `" + decided + "`", "，按 `" + decided + "` 区分");
  }

  std::string written(const std::string& field) const {
    for (const auto& [name, text] : entity_.written)
      if (name == field) return text;
    return "";
  }

  const Explained& row_;
  const graph::Entity& entity_;
  const graph::AmongData& data_;
  graph::NodeId node_;
  Language language_;
  std::vector<RecordBehind> group_;
};

}  // namespace

std::string standing_text(const Explained& row, const graph::Entity& entity, graph::NodeId node,
                          Language language) {
  return Standing(row, entity, node, language).text();
}

}  // namespace merit::report
