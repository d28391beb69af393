// The stages of a plan over its tables, for the rows of one period. Floor 4.
//
// Works out every stage but the last, which is the caller's: it asks for the cells of a row, those of the
// file and those that other tables brought. Row by row or in columns, with an engine for each stage.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "eval/batch/engine.hpp"
#include "eval/batch/reader.hpp"
#include "eval/row/bind.hpp"
#include "eval/row/engine.hpp"
#include "eval/stage/fold.hpp"
#include "eval/stage/history.hpp"
#include "eval/stage/peers.hpp"
#include "graph/stages.hpp"

namespace merit::eval {

/// A row of a table's file.
struct RecordId {
  std::uint32_t table = 0;
  std::uint32_t row = 0;
  friend auto operator<=>(const RecordId&, const RecordId&) = default;
};

/// The record at which a failure began, and how many failed alike.
struct Culprit {
  RecordId record;
  std::uint32_t count = 1;
};

struct FailedRecord {
  RecordId record;
  graph::SiteId site;
};

struct BrokenCheck {
  RecordId record;
  std::uint32_t check = 0;  ///< entity
};

/// A stage of a period that is worked out.
struct StageDone {
  std::uint32_t table = 0;
  const Period* period = nullptr;
  std::size_t stage = 0, stages = 1;  ///< which, from 0, of how many
  std::size_t rows = 0;
  std::size_t by_row = 0;  ///< of these, left to the row engine by the batch engine
};

/// What is worked out last, and how the stages before it are; the results are the same.
struct RunOptions {
  std::uint32_t results_of = graph::people;         ///< the table of the last stage
  bool explains = false;                            ///< rows of the last stage show all that was brought
  bool by_batch = false;                            ///< in columns, for many records
  unsigned threads = 1;                             ///< of the batch engine
  std::function<void(const RowEngine&)> look = {};  ///< sees each row of another table, worked out row by row
  /// Is told when a stage before the last is done; returning false stops the run.
  std::function<bool(const StageDone&)> stage_done = {};
};

class StagedRun {
 public:
  /// Keeps references to both, which must outlive it. `tables`: one for each table of the graph.
  StagedRun(const graph::Graph& graph, const std::vector<TableRows>& tables, const RunOptions& options = {});

  /// Works out what other tables, groups and earlier periods bring in `period` (null: the plan has none), the
  /// periods of the data before it first, where the plan keeps anything. To be called before rows of it are
  /// asked for. Stops at a period in which a single table has no row.
  void begin(const Period* period);

  /// Whether `stage_done` stopped it.
  bool is_stopped() const { return is_stopped_; }
  std::size_t stages() const { return stages_.size(); }

  /// What earlier runs know: periods before those of the data. To be called before `begin`.
  void remember(History history) { history_ = std::move(history); }
  /// What is known after the periods that were begun, and those before them. The run is over.
  History take_history() { return std::move(history_); }
  /// The last of the periods that were begun; nothing where the plan has none.
  std::optional<Period> known_to() const { return period_ ? std::optional(*period_) : std::nullopt; }

  /// The graph of the last stage: for its rows engines are made.
  const graph::Graph& graph() const { return *graphs_.back(); }

  /// The rows of the last stage's table that count in this period, in the order of their file.
  const std::vector<std::uint32_t>& rows() const { return rows_[options_.results_of]; }
  /// Those of a table; none in a plan whose rows are read alone.
  std::span<const std::uint32_t> rows_of(std::uint32_t table) const {
    return is_alone_ ? std::span<const std::uint32_t>() : rows_[table];
  }

  /// Rows of the last stage's table, as a batch engine made for its graph reads them.
  OwnedBatch batch_of(std::span<const std::uint32_t> rows, TextPool& texts) const;

  /// Fills the inputs of an engine of the last stage.
  void fill(std::uint32_t row, RowEngine& engine) const;

  /// The row of another table than the people's that counts in this period and has this key; of a table
  /// without keys, that stands on this line of its file ("12"; of several files "sales.csv:12").
  std::optional<std::uint32_t> row_of(std::uint32_t table, const std::string& key) const;

  /// A row of another table than the people's, with all its values worked out and every step kept.
  struct Look {
    std::unique_ptr<const graph::Graph> graph;
    std::unique_ptr<RowEngine> engine;
    std::optional<graph::SiteId> failed;
  };
  Look look_at(RecordId record) const;

  /// Where the failure of a row at a site began: with the row itself, or with a record that it reads.
  Culprit culprit(RecordId row, graph::SiteId site) const;

  /// Of a row that fails at a site because it failed in an earlier period that is read there: that period.
  std::optional<Period> earlier_failure(RecordId row, graph::SiteId site) const;

  /// What a node `past` reads of a row's earlier periods, by period.
  std::vector<History::Entry> earlier(graph::NodeId past, RecordId reader) const;

  /// Records that failed in this period, each once, in the order of tables and rows.
  const std::vector<FailedRecord>& failed() const { return failed_; }
  /// Checks with `breach: warning` that do not hold for a record.
  const std::vector<BrokenCheck>& broken() const { return broken_; }
  /// Single tables without a row in this period.
  const std::vector<std::uint32_t>& without_row() const { return without_row_; }
  /// Of the periods that were worked out those in which a table has no row, by table; a plan without periods
  /// has one, of which nothing else is known.
  const std::map<std::uint32_t, std::vector<Period>>& empty() const { return empty_; }

  /// A record behind a node that crosses, and what it gave.
  struct Member {
    RecordId record;
    graph::Cell cell;
    Type type;
    bool is_left_out = false;                              ///< it failed as a whole, and its table says so
    std::vector<std::pair<graph::Cell, Type>> order = {};  ///< of an order: what decides it
  };
  /// In the order of the files; `reader` is a row of the table of `crossing`. `far`: of rows of rows the
  /// farthest, as in `sum(clients.orders.amount)`.
  std::vector<Member> members(graph::NodeId crossing, RecordId reader, bool far) const;

 private:
  /// What the rows of a stage give, and where those failed that failed as a whole.
  struct Given {
    std::vector<const CellColumn*> columns;  ///< by what the stage gives: cells of its rows, or what it made
    std::vector<CellColumn> made;            ///< by output of its graph
    std::vector<std::optional<graph::SiteId>> failed;
    std::vector<std::optional<graph::SiteId>> failed_for_peers;  ///< without checks that read groups
    const CellColumn& of(const graph::Stage& stage, graph::NodeId node) const;
  };
  static constexpr std::uint32_t nobody = 0xFFFFFFFFu;

  /// A plan without other tables: rows of the file are the rows that count.
  bool is_alone() const { return is_alone_; }
  void work(const Period* period);
  void number_keys();
  void recall();
  void keep(const graph::Stage& stage, const Given& given);
  /// Whether the period is the next one that the history does not have.
  bool is_new_period() const;
  void choose_rows(const Period* period);
  /// Of a table without a file: leaves the rows that a row names which counts in this period.
  void keep_named(std::uint32_t table);
  void follow_refs();
  /// The cell of a ref: failed where it names no row.
  void read_ref(std::uint32_t ref, std::uint32_t position, graph::Cell& out) const;
  void find_read();
  bool is_lasting(std::uint32_t table) const;
  void decode_rows();
  std::vector<CellColumn> decode(std::uint32_t table, std::span<const std::uint32_t> rows,
                                 const std::vector<bool>& are_read) const;
  void run(std::size_t stage);
  const graph::Cell& made_by_row(std::size_t stage, std::size_t output) const;
  void run_row(std::size_t stage, std::uint32_t position, Given& given);
  /// Returns how many rows were left to the row engine.
  std::size_t run_batch(std::size_t stage, Given& given);
  void feed(std::size_t stage, const Given& given);
  CellColumn feed_fold(graph::NodeId crossing, const graph::Stage& stage, const Given& given);
  CellColumn feed_fetch(graph::NodeId crossing, const graph::Stage& stage, const Given& given);
  std::vector<graph::NodeId> group_keys(graph::NodeId crossing) const;
  CellColumn feed_group(graph::NodeId crossing, const graph::Stage& stage, const Given& given);
  void blame(graph::NodeId crossing, std::uint32_t reader, RecordId record, std::uint32_t count);
  void fill(const graph::Graph& graph, std::uint32_t position, RowEngine& engine) const;
  OwnedBatch batch_of(const graph::Graph& graph, std::uint32_t table,
                      std::span<const std::uint32_t> positions, TextPool& texts) const;
  void read(const graph::Graph& graph, std::uint32_t position, std::size_t input, graph::Cell& out) const;
  void read_in_file(const graph::Input& read, std::uint32_t position, std::size_t input,
                    graph::Cell& out) const;
  static std::optional<graph::SiteId> first_failure(const std::vector<graph::NodeId>& nodes,
                                                    const RowEngine& engine);
  std::optional<graph::SiteId> own_failure(std::size_t stage, const std::vector<std::uint32_t>& checks,
                                           const RowEngine& engine) const;
  void note(std::size_t stage, std::uint32_t position, std::optional<graph::SiteId> failed,
            const std::function<graph::Cell(std::uint32_t)>& check_cell);
  void note_own_failures(std::size_t stage, std::uint32_t position, const RowEngine& engine);
  std::uint32_t position_of(RecordId record) const;
  const Period* period_of(std::uint32_t row) const;
  std::vector<std::uint32_t> read_by(graph::NodeId crossing, std::uint32_t at) const;
  bool is_to_blame(RecordId record, graph::SiteId site) const;
  bool has_failed_cell(RecordId record, graph::SiteId site) const;
  graph::RowContext context() const { return {period_}; }

  const graph::Graph& graph_;
  bool is_alone_;
  const std::vector<TableRows>& tables_;
  RunOptions options_;
  std::vector<graph::Stage> stages_;
  std::vector<std::shared_ptr<const graph::Graph>> graphs_;
  std::vector<std::unique_ptr<RowEngine>> engines_;    ///< of all stages but the last
  std::vector<std::unique_ptr<BatchEngine>> batches_;  ///< likewise, made when they are needed

  std::vector<Period> all_periods_;  ///< of the data, ascending, where the plan keeps anything
  std::size_t kept_periods_ = 0;     ///< how many of them are in the history
  bool is_stopped_ = false;
  History history_;
  std::vector<std::vector<std::uint32_t>> numbers_;  ///< of the keys in it, by table and position
  const Period* period_ = nullptr;
  std::vector<std::vector<std::uint32_t>> rows_;     ///< by table: those of the file that count
  std::vector<std::vector<std::uint32_t>> targets_;  ///< by ref and position of the row that holds it
  std::vector<std::vector<bool>> are_followed_;      ///< whether a ref holds a sound key of a row, likewise
  std::vector<std::vector<bool>> are_read_;          ///< by table and input, by any stage
  std::vector<std::vector<CellColumn>> decoded_;     ///< likewise: the cells of the rows that count
  /// By table and keys: functions over the same groups share them.
  std::map<std::pair<std::uint32_t, std::vector<graph::NodeId>>, Grouping> groupings_;
  std::map<graph::NodeId, CellColumn> brought_;                          ///< by node that crosses
  std::map<std::pair<graph::NodeId, std::uint32_t>, Culprit> culprits_;  ///< of what was brought and failed
  std::set<std::pair<RecordId, graph::SiteId>> own_failures_;            ///< not of what the rows read
  std::vector<FailedRecord> failed_;
  std::vector<BrokenCheck> broken_;
  std::vector<std::uint32_t> without_row_;
  std::map<std::uint32_t, std::vector<Period>> empty_;
};

}  // namespace merit::eval
