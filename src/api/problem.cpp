#include "api/state.hpp"

namespace merit {

namespace api {

Problems problems(ProblemKind kind, std::shared_ptr<const Sources> sources, const Diagnostics& diagnostics) {
  auto state = std::make_shared<Problems::State>();
  state->kind = diagnostics.has_errors() ? kind : ProblemKind::none;
  state->sources = std::move(sources);
  state->list = diagnostics.sorted();
  return Problems(std::move(state));
}

}  // namespace api

inline namespace v0 {

Problems::Problems() : state_(std::make_shared<State>()) {}
Problems::Problems(std::shared_ptr<const State> state) : state_(std::move(state)) {}

ProblemKind Problems::kind() const { return state_->kind; }

std::size_t Problems::errors() const {
  std::size_t count = 0;
  for (const Diagnostic& d : state_->list) count += d.info->severity != Severity::warning;
  return count;
}

std::size_t Problems::warnings() const { return state_->list.size() - errors(); }

std::string Problems::code(std::size_t index) const { return state_->list[index].info->code; }

std::string Problems::message(std::size_t index, Language language) const {
  return message_of(state_->list[index], language);
}

std::string Problems::render(ProblemForm form, Language language, bool colour) const {
  static const Sources none;
  const Sources& sources = state_->sources ? *state_->sources : none;
  return merit::render(state_->list, sources, static_cast<DiagnosticForm>(form), language, colour);
}

}  // namespace v0
}  // namespace merit
