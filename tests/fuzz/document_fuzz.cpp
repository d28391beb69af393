// Any bytes as a plan file: the reader never crashes, lets no exception out, and points into the text only.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "plan/document.hpp"

namespace {

using namespace merit;

void check(bool holds) {
  if (!holds) std::abort();
}

void check_span(const Span& span, std::size_t size) { check(span.begin <= span.end && span.end <= size); }

void check_node(const Sources& sources, const plan::DocNode& node, std::size_t size) {
  check_span(node.span, size);
  if (node.is_scalar()) {
    const auto length = static_cast<std::uint32_t>(node.text.size());
    check_span(plan::span_in(sources, node, 0, length), size);
    check_span(plan::span_in(sources, node, length / 2, length / 2 + 1), size);
    check_span(plan::span_in(sources, node, length, length + 1), size);
  }
  for (const plan::DocNode& item : node.list) check_node(sources, item, size);
  for (const plan::Entry& entry : node.map) {
    check(entry.key.is_scalar());
    check_node(sources, entry.key, size);
    check_node(sources, entry.value, size);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Sources sources;
  Diagnostics diagnostics;
  const SourceId source = sources.add("plan.yaml", std::string(reinterpret_cast<const char*>(data), size));
  const plan::Document document = plan::load_document(sources, source, diagnostics);
  check_node(sources, document.root, size);
  plan::to_json(document.root);
  for (const Diagnostic& d : diagnostics.items()) {
    check_span(d.span, size);
    for (const Related& related : d.related) check_span(related.span, size);
  }
  render(diagnostics.items(), sources, DiagnosticForm::text, Language::zh);
  return 0;
}
