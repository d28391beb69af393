#include "eval/batch/program.hpp"

#include <algorithm>
#include <map>

#include "eval/batch/kernels/wide.hpp"

namespace merit::eval {

std::string_view name_of(Lane lane) {
  return lane == Lane::fast ? "fast" : lane == Lane::bits128 ? "128" : "256";
}

Plane Program::plane(Lane lane) {
  lanes_.push_back(lane);
  return Plane{static_cast<std::uint32_t>(lanes_.size() - 1)};
}

void Program::assign(std::size_t first, graph::NodeId node) {
  for (std::size_t i = first; i < drafts_.size(); ++i)
    if (drafts_[i].node.is_none()) drafts_[i].node = node;
}

// Loads are drafted where their column is first read. Behind a step that leaves room for them, the next ones
// move up to it.
void Program::hide_loads() {
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    if (drafts_[i].with_loads == nullptr) continue;
    std::size_t room = most_loads_beside;
    for (std::size_t next = i + 1; room > 0 && next < drafts_.size(); ++next) {
      if (!drafts_[next].is_load || drafts_[next].lane != Lane::fast) continue;
      --room;
      ++i;
      const auto at = [this](std::size_t k) { return drafts_.begin() + static_cast<std::ptrdiff_t>(k); };
      std::rotate(at(i), at(next), at(next + 1));
    }
  }
}

// Places in the arena.
void Program::lay_out() {
  constexpr std::size_t forever = static_cast<std::size_t>(-1);
  std::vector<std::size_t> last_use(lanes_.size(), 0);
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    // What it reads is not written by the loads that it may take along.
    const std::size_t end = drafts_[i].with_loads ? i + most_loads_beside : i;
    for (Plane p : drafts_[i].in) last_use[p.value] = std::max(last_use[p.value], end);
    for (Plane p : drafts_[i].out)
      last_use[p.value] = drafts_[i].is_once ? forever : std::max(last_use[p.value], i);
  }
  std::vector<std::vector<Plane>> done_after(drafts_.size() + most_loads_beside);
  for (std::uint32_t p = 0; p < last_use.size(); ++p)
    if (last_use[p] != forever) done_after[last_use[p]].push_back(Plane{p});
  // What is written once is laid out first, so that no other plane ever stands there.
  places_.assign(lanes_.size(), 0);
  const auto bytes = [this](Plane p) { return bytes_of(lanes_[p.value]) * strip_rows; };
  const auto fresh = [&](std::size_t size) {
    const std::size_t at = arena_bytes_;
    arena_bytes_ += size;
    return static_cast<std::uint32_t>(at);
  };
  for (const Draft& d : drafts_)
    if (d.is_once)
      for (Plane p : d.out) places_[p.value] = fresh(bytes(p));
  std::map<std::size_t, std::vector<std::uint32_t>> free;
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    const Draft& d = drafts_[i];
    if (d.is_once) continue;
    for (Plane p : d.out) {
      auto& places = free[bytes(p)];
      if (places.empty()) places.push_back(fresh(bytes(p)));
      places_[p.value] = places.back();
      places.pop_back();
    }
    for (Plane p : done_after[i]) free[bytes(p)].push_back(places_[p.value]);
  }
}

void Program::write_constants() {
  for (const Draft& d : drafts_) {
    auto& planes = step_planes_.emplace_back();
    for (Plane p : d.out) planes.push_back(places_[p.value]);
    for (Plane p : d.in) planes.push_back(places_[p.value]);
    const std::size_t size = bytes_of(d.lane);
    const std::size_t blocks = (d.constants.size() * size + sizeof(Block) - 1) / sizeof(Block);
    constants_at_.push_back(constants_.size());
    constants_.resize(constants_.size() + blocks);
    std::byte* at = blocks == 0 ? nullptr : constants_[constants_at_.back()].bytes;
    for (const Integer& c : d.constants) {
      put(c, d.lane, at);
      at += size;
    }
  }
}

void Program::finish() {
  hide_loads();
  lay_out();
  write_constants();
}

Step Program::step_of(std::size_t index) const {
  const Draft& d = drafts_[index];
  const std::size_t at = constants_at_[index];
  return {d.kernel,
          step_planes_[index].data(),
          at < constants_.size() ? constants_[at].bytes : nullptr,
          d.count,
          d.column,
          1};
}

std::vector<Step> Program::steps(const std::vector<Column>& columns,
                                 const std::vector<std::uint8_t>& result_widths, InstructionSet set) const {
  const auto place = [](std::uint8_t width) {
    return width == 1 ? 0 : width == 2 ? 1 : width == 4 ? 2 : width == 8 ? 3 : 4;
  };
  std::vector<Step> result;
  std::vector<const Draft*> drafted;
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    const Draft& d = drafts_[i];
    if (d.is_once) continue;
    drafted.push_back(&d);
    Step step = step_of(i);
    if (d.is_load) step.run = kernels(d.lane, set).load[place(columns[d.column].width)];
    if (d.is_store) step.run = kernels(d.lane, set).store[place(result_widths[d.column])];
    result.push_back(step);
  }
  // A quotient takes the loads of 64 bits behind it along.
  const auto is_long_load = [&](const Draft* d) {
    return d->is_load && d->lane == Lane::fast && columns[d->column].width == 8;
  };
  for (std::size_t i = 0; i < result.size(); ++i) {
    if (drafted[i]->with_loads == nullptr) continue;
    std::uint32_t loads = 0;
    while (loads < most_loads_beside && i + loads + 1 < result.size() && is_long_load(drafted[i + loads + 1]))
      ++loads;
    if (loads == 0) continue;
    result[i].run = drafted[i]->with_loads[loads];
    result[i].spans = loads + 1;
    i += loads;
  }
  return result;
}

std::vector<Step> Program::once_steps() const {
  std::vector<Step> result;
  for (std::size_t i = 0; i < drafts_.size(); ++i)
    if (drafts_[i].is_once) result.push_back(step_of(i));
  return result;
}

std::size_t Program::steps_in(Lane lane) const {
  return static_cast<std::size_t>(
      std::count_if(drafts_.begin(), drafts_.end(), [lane](const Draft& d) { return d.lane == lane; }));
}

}  // namespace merit::eval
