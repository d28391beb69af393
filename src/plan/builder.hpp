// Builds the document from the events of a YAML parser. Floor 2, private; knows nothing of yaml-cpp.
//
// An event says what and where it begins. What YAML's events leave out is read from the text on the way:
// where nodes end, whether a `:` was written, tags and anchors at their own place, formulas that YAML has
// cut. No alias is ever followed and nothing is built that the text does not show.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.hpp"
#include "plan/document.hpp"
#include "plan/position.hpp"
#include "plan/precheck.hpp"
#include "plan/yaml_mistake.hpp"

namespace merit::plan {

/// Thrown by the builder when reading cannot or need not go on; the reason is reported.
struct StopReading {};

/// Marks are offsets in `text.text`, where yaml-cpp saw the node begin. `text` must outlive the builder.
class DocumentBuilder {
 public:
  DocumentBuilder(const ReadableText& text, SourceId source, Diagnostics& diagnostics);

  void begin_document(std::size_t mark);
  void end_document();
  void scalar(std::size_t mark, const std::string& value);
  void null(std::size_t mark);
  void alias(std::size_t mark);
  void begin_list(std::size_t mark, bool in_brackets);
  void begin_map(std::size_t mark, bool in_brackets);
  void end_collection();

  /// Reports the mistake that stopped the parser at `at`, unless one that was reported explains it.
  void stopped(YamlMistake kind, std::size_t at);
  /// Where reading stands.
  std::size_t at() const { return at_; }
  /// Returns the root; of a file that stopped early, null.
  DocNode finish();

 private:
  struct Open {
    DocNode node;
    std::size_t begin = 0;
    bool flow = false;      ///< inside brackets
    bool brackets = false;  ///< its own brackets are written; not so for the map in `[a: 1]`
    DocNode key;
    bool has_key = false;  ///< maps: the next node is a value
    bool keep = true;      ///< maps: the key is right, the entry counts
    bool colon = false;    ///< maps: the `:` before the value is written
  };

  char peek(std::size_t at) const { return at < text_.size() ? text_[at] : '\n'; }
  Span span(std::size_t begin, std::size_t end) const;
  Text words(std::size_t begin, std::size_t end) const;
  Diagnostic& report(const CodeInfo& info, std::size_t begin, std::size_t end, std::vector<Text> args = {});
  bool in_flow() const { return !open_.empty() && open_.back().flow; }
  bool awaits_key() const { return !open_.empty() && open_.back().node.is_map() && !open_.back().has_key; }

  std::size_t skip_trivia(std::size_t at);
  void enter_slot();
  std::size_t skip_properties(std::size_t mark);
  std::size_t word_end(std::size_t at) const;
  std::size_t null_word_size(std::size_t at) const;
  void begin_collection(DocNode::Kind kind, std::size_t mark, bool in_brackets);
  void add(DocNode node);
  void add_key(DocNode node);
  void add_value(DocNode node);
  void check_escapes(DocNode& node, std::size_t begin, std::size_t end);
  void check_plain(const DocNode& node, std::size_t begin, std::size_t end);
  void check_cut(const DocNode& node, std::size_t begin, std::size_t end);
  std::string corrected_line(std::size_t begin, std::size_t end) const;
  void report_missing_colon(const DocNode& key);
  void count_node(std::size_t at);

  std::string_view text_;
  std::size_t offset_;
  SourceId source_;
  Diagnostics& diagnostics_;
  std::size_t allowed_;
  std::vector<Open> open_;
  DocNode root_;
  std::size_t documents_ = 0;
  std::size_t nodes_ = 0;
  std::size_t at_ = 0;                ///< after the last byte that is understood
  std::size_t covered_until_ = 0;     ///< what begins before is part of a mistake that is reported
  bool bracket_in_comment_ = false;   ///< a ` #` cut a value inside brackets, and perhaps the closing bracket
  std::size_t properties_until_ = 0;  ///< tags and anchors before are reported
  ByteRange last_;                    ///< the last scalar
  bool last_quoted_ = false;
};

}  // namespace merit::plan
