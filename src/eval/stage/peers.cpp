#include "eval/stage/peers.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace merit::eval {

using graph::SiteId;
using State = CellColumn::State;

namespace {

void take_smaller(std::optional<SiteId>& site, SiteId other) {
  if (!site || other < *site) site = other;
}

// The keys of a row as bytes, equal for equal keys.
void write_keys(std::span<const CellColumn* const> keys, std::size_t position, std::string& out) {
  out.clear();
  for (const CellColumn* key : keys) {
    const bool is_text = key->type().kind == ValueKind::text;
    const std::string bytes = is_text ? key->text(position) : key->integer(position).str();
    out += std::to_string(bytes.size()) + ":" + bytes;
  }
}

// Numbers the groups in the order in which they are met; the number is no result.
class Numbering {
 public:
  explicit Numbering(std::span<const CellColumn* const> keys) : keys_(keys) {
    is_narrow_ = keys.size() == 1 && keys[0]->is_narrow();
    is_text_ = keys.size() == 1 && keys[0]->type().kind == ValueKind::text;
  }

  std::uint32_t number(std::size_t position) {
    if (keys_.empty()) return 0;
    if (is_narrow_) return of(by_number_, keys_[0]->number(position));
    if (is_text_) return of(by_text_, keys_[0]->text(position));
    write_keys(keys_, position, bytes_);
    return of(by_text_, bytes_);
  }

  std::uint32_t count() const {
    return keys_.empty() ? 1 : static_cast<std::uint32_t>(by_number_.size() + by_text_.size());
  }

 private:
  template <typename Map, typename Key>
  static std::uint32_t of(Map& map, const Key& key) {
    return map.try_emplace(key, static_cast<std::uint32_t>(map.size())).first->second;
  }

  std::span<const CellColumn* const> keys_;
  bool is_narrow_ = false, is_text_ = false;
  std::unordered_map<std::int64_t, std::uint32_t> by_number_;
  std::unordered_map<std::string, std::uint32_t> by_text_;
  std::string bytes_;
};

}  // namespace

Peers::Peers(const Arguments& arguments, std::size_t order_begin, std::size_t keys_begin) {
  const std::span<const CellColumn* const> columns(arguments.columns);
  const auto keys = columns.subspan(keys_begin);
  const std::size_t rows = arguments.rows->size();
  groups_.reserve(rows);
  Numbering numbering(keys);
  for (std::size_t i = 0; i < rows; ++i) {
    const bool has_group =
        std::all_of(keys.begin(), keys.end(), [&](const CellColumn* k) { return k->is_value(i); });
    groups_.push_back(has_group ? numbering.number(i) : no_group);
  }
  count_ = numbering.count();
  leaves_out_ = arguments.leaves_out_failed;
  failed_.resize(count_);
  own_.resize(rows);
  note_failures(arguments, order_begin, keys_begin);
}

void Peers::note_failures(const Arguments& arguments, std::size_t order_begin, std::size_t keys_begin) {
  for (std::size_t i = 0; i < size(); ++i) {
    std::optional<SiteId>& own = own_[i];
    if (const auto& failed = (*arguments.failed)[i]) own = *failed;
    for (std::size_t a = 0; a < arguments.columns.size(); ++a) {
      const CellColumn& column = *arguments.columns[a];
      const bool is_unasked = order_begin <= a && a < keys_begin && !arguments.columns[0]->is_value(i);
      if (column.state(i) != State::failed || is_unasked) continue;
      take_smaller(own, column.site(i));
    }
    if (!own || arguments.leaves_out_failed) continue;
    const FailedMember member{*own, (*arguments.rows)[i], 1};
    if (groups_[i] == no_group) add_failure(everywhere_, member);
    else add_failure(failed_[groups_[i]], member);
  }
}

void Peers::fail_group(std::uint32_t group, const FailedMember& member) {
  add_failure(failed_[group], member);
}

std::optional<FailedMember> Peers::failure(std::size_t position) const {
  if (leaves_out_ && own_[position]) return FailedMember{*own_[position], 0, 0};
  FailedMember all = everywhere_;
  const std::uint32_t group = groups_[position];
  if (group != no_group && failed_[group].count > 0) add_failure(all, failed_[group]);
  return all.count > 0 ? std::optional(all) : std::nullopt;
}

CellColumn fold_groups(const graph::Graph& graph, graph::NodeId node, const Arguments& arguments,
                       Peers& peers) {
  const CellColumn& column = *arguments.columns[0];
  Fold fold(graph, node, peers.groups());
  for (std::size_t i = 0; i < peers.size(); ++i)
    if (peers.is_well(i)) fold.add(peers.group(i), (*arguments.rows)[i], column[i]);
  CellColumn result(graph[node].type);
  result.reserve(peers.size());
  for (std::size_t i = 0; i < peers.size(); ++i) {
    if (const auto failure = peers.failure(i)) result.push_failed(failure->site);
    else result.push(fold.decide(peers.group(i)));
  }
  return result;
}

}  // namespace merit::eval
