#include "plan/document.hpp"

#include <exception>
#include <istream>
#include <optional>
#include <streambuf>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "plan/builder.hpp"
#include "plan/precheck.hpp"

namespace merit::plan {

namespace {

/// Reads a text in place.
class TextBuffer : public std::streambuf {
 public:
  explicit TextBuffer(std::string& text) { setg(text.data(), text.data(), text.data() + text.size()); }
};

std::size_t offset_of(const YAML::Mark& mark) {
  return mark.pos > 0 ? static_cast<std::size_t>(mark.pos) : 0;
}

/// Hands yaml-cpp's events to the builder. Marks are bytes; tags and anchors are read from the text, at their
/// place.
class Events final : public YAML::EventHandler {
 public:
  explicit Events(DocumentBuilder& builder) : builder_(builder) {}

  void OnDocumentStart(const YAML::Mark& mark) override { builder_.begin_document(offset_of(mark)); }
  void OnDocumentEnd() override { builder_.end_document(); }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { builder_.null(offset_of(mark)); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { builder_.alias(offset_of(mark)); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                const std::string& value) override {
    builder_.scalar(offset_of(mark), value);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value style) override {
    builder_.begin_list(offset_of(mark), style == YAML::EmitterStyle::Flow);
  }
  void OnSequenceEnd() override { builder_.end_collection(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value style) override {
    builder_.begin_map(offset_of(mark), style == YAML::EmitterStyle::Flow);
  }
  void OnMapEnd() override { builder_.end_collection(); }

 private:
  DocumentBuilder& builder_;
};

/// Tells the kind of a mistake from the beginning of yaml-cpp's message.
YamlMistake kind_of(const std::string& message) {
  namespace Msg = YAML::ErrorMsg;
  static const struct {
    const char* begin;
    YamlMistake kind;
  } kinds[] = {
      {Msg::MAP_VALUE, YamlMistake::value_not_allowed},
      {Msg::MAP_KEY, YamlMistake::key_not_allowed},
      {Msg::BLOCK_ENTRY, YamlMistake::item_not_allowed},
      {Msg::END_OF_MAP_FLOW, YamlMistake::flow_not_ended},
      {Msg::END_OF_SEQ_FLOW, YamlMistake::flow_not_ended},
      {Msg::END_OF_MAP, YamlMistake::block_not_ended},
      {Msg::END_OF_SEQ, YamlMistake::block_not_ended},
      {Msg::FLOW_END, YamlMistake::bracket_not_allowed},
      {Msg::UNKNOWN_ANCHOR, YamlMistake::alias},
      {Msg::ALIAS_NOT_FOUND, YamlMistake::alias},
      {Msg::CHAR_IN_ALIAS, YamlMistake::alias},
      {Msg::ALIAS_CONTENT, YamlMistake::alias},
      {Msg::ANCHOR_NOT_FOUND, YamlMistake::anchor},
      {Msg::CHAR_IN_ANCHOR, YamlMistake::anchor},
      {Msg::MULTIPLE_ANCHORS, YamlMistake::anchor},
      {Msg::MULTIPLE_TAGS, YamlMistake::tag},
      {Msg::CHAR_IN_TAG_HANDLE, YamlMistake::tag},
      {Msg::TAG_WITH_NO_SUFFIX, YamlMistake::tag},
      {Msg::END_OF_VERBATIM_TAG, YamlMistake::tag},
      {Msg::INVALID_ESCAPE, YamlMistake::escape},
      {Msg::INVALID_HEX, YamlMistake::escape},
      {Msg::INVALID_UNICODE, YamlMistake::escape},
      {Msg::EOF_IN_SCALAR, YamlMistake::quote},
      {Msg::DOC_IN_SCALAR, YamlMistake::quote},
      {Msg::CHAR_IN_BLOCK, YamlMistake::block_header},
      {Msg::ZERO_INDENT_IN_BLOCK, YamlMistake::block_header},
      {Msg::UNKNOWN_TOKEN, YamlMistake::first_character},
      {Msg::TAB_IN_INDENTATION, YamlMistake::tab},
      {Msg::BAD_FILE, YamlMistake::depth},
  };
  for (const auto& known : kinds)
    if (message.rfind(known.begin, 0) == 0) return known.kind;
  return YamlMistake::other;
}

void read_events(std::string& text, DocumentBuilder& builder) {
  try {
    TextBuffer buffer(text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    Events events(builder);
    while (parser.HandleNextDocument(events)) {
    }
  } catch (const StopReading&) {
  } catch (const YAML::Exception& stop) {
    builder.stopped(kind_of(stop.msg), stop.mark.is_null() ? builder.at() : offset_of(stop.mark));
  } catch (const std::exception&) {
    builder.stopped(YamlMistake::other, builder.at());
  }
}

}  // namespace

Document load_document(const Sources& sources, SourceId source, Diagnostics& diagnostics) {
  Document document{source, {}};
  document.root.span.source = source;
  std::optional<ReadableText> text = precheck(sources, source, diagnostics);
  if (!text) return document;
  DocumentBuilder builder(*text, source, diagnostics);
  read_events(text->text, builder);
  document.root = builder.finish();
  return document;
}

}  // namespace merit::plan
