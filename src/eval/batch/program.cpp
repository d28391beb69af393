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

void Program::finish() {
  constexpr std::size_t forever = static_cast<std::size_t>(-1);
  std::vector<std::size_t> last_use(lanes_.size(), 0);
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    for (Plane p : drafts_[i].in) last_use[p.value] = std::max(last_use[p.value], i);
    for (Plane p : drafts_[i].out)
      last_use[p.value] = drafts_[i].is_once ? forever : std::max(last_use[p.value], i);
  }
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
    std::vector<Plane> done = d.in;
    done.insert(done.end(), d.out.begin(), d.out.end());
    std::sort(done.begin(), done.end(), [](Plane a, Plane b) { return a.value < b.value; });
    done.erase(std::unique(done.begin(), done.end()), done.end());
    for (Plane p : done)
      if (last_use[p.value] == i) free[bytes(p)].push_back(places_[p.value]);
  }
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

Step Program::step_of(std::size_t index) const {
  const Draft& d = drafts_[index];
  const std::size_t at = constants_at_[index];
  return {d.kernel, step_planes_[index].data(), at < constants_.size() ? constants_[at].bytes : nullptr,
          d.count, d.column};
}

std::vector<Step> Program::steps(const std::vector<Column>& columns,
                                 const std::vector<std::uint8_t>& result_widths, InstructionSet set) const {
  const auto place = [](std::uint8_t width) {
    return width == 1 ? 0 : width == 2 ? 1 : width == 4 ? 2 : width == 8 ? 3 : 4;
  };
  std::vector<Step> result;
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    const Draft& d = drafts_[i];
    if (d.is_once) continue;
    Step step = step_of(i);
    if (d.is_load) step.run = kernels(d.lane, set).load[place(columns[d.column].width)];
    if (d.is_store) step.run = kernels(d.lane, set).store[place(result_widths[d.column])];
    result.push_back(step);
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
