#include "base/parquet.hpp"

#include <algorithm>
#include <array>
#include <arrow/api.h>
#include <arrow/io/api.h>
#include <charconv>
#include <cstdint>
#include <new>
#include <parquet/arrow/reader.h>
#include <parquet/arrow/writer.h>
#include <parquet/properties.h>
#include <stdexcept>
#include <unistd.h>
#include <utility>

#include "base/calendar.hpp"
#include "base/csv_text.hpp"
#include "base/machine_words.hpp"

namespace merit {

bool has_parquet() { return true; }

namespace {

using arrow::Array;
using arrow::Status;

// What Merit holds, and what it may hold, is counted by the system's own heap.
arrow::MemoryPool* memory() { return arrow::system_memory_pool(); }

void check_memory(const Status& status) {
  if (status.IsOutOfMemory()) throw std::bad_alloc();
}

template <typename T>
const T& as(const Array& array) {
  return static_cast<const T&>(array);
}

// ---- cells as texts

template <typename Number>
void append_number(std::string& out, Number number) {
  std::array<char, 32> digits;
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

// The shortest decimal that is read as the same fraction: 0.1, not the 55 digits that a binary 0.1 has.
template <typename Number>
void append_fraction(std::string& out, Number number) {
  std::array<char, 400> digits;
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed);
  out.append(digits.data(), end.ptr);
}

// Of the digits of a whole number, `scale` stand behind the point; below 0, so many zeros follow.
void append_decimal(std::string& out, std::string digits, int scale) {
  const bool is_negative = digits.starts_with('-');
  if (is_negative) digits.erase(0, 1);
  if (scale <= 0 && digits != "0") digits.append(static_cast<std::size_t>(-scale), '0');
  if (scale > 0) {
    const auto behind = static_cast<std::size_t>(scale);
    if (digits.size() <= behind) digits.insert(0, behind + 1 - digits.size(), '0');
    digits.insert(digits.size() - behind, 1, '.');
  }
  if (is_negative) out += '-';
  out += digits;
}

std::int64_t units_of_a_day(arrow::TimeUnit::type unit) {
  constexpr std::int64_t seconds = 86400;
  switch (unit) {
    case arrow::TimeUnit::SECOND: return seconds;
    case arrow::TimeUnit::MILLI: return seconds * 1000;
    case arrow::TimeUnit::MICRO: return seconds * 1000000;
    default: return seconds * 1000000000;
  }
}

void append_two_digits(std::string& out, std::int64_t n) {
  if (n < 10) out += '0';
  append_number(out, n);
}

// What has no time of the day is a day; any other is no cell that a plan reads as one, and is told so.
void append_time(std::string& out, std::int64_t time, arrow::TimeUnit::type unit) {
  const std::int64_t of_day = units_of_a_day(unit);
  std::int64_t day = time / of_day, rest = time % of_day;
  if (rest < 0) --day, rest += of_day;
  if (day != static_cast<DayNumber>(day)) return append_number(out, time);  // no date is written so
  out += format_date(static_cast<DayNumber>(day));
  if (rest == 0) return;
  const std::int64_t second = rest / (of_day / 86400);
  for (const auto& [mark, part] :
       {std::pair{'T', second / 3600}, {':', second / 60 % 60}, {':', second % 60}})
    out += mark, append_two_digits(out, part);
}

void append_cell(std::string& out, const Array& array, std::int64_t row) {
  using Id = arrow::Type;
  if (array.IsNull(row)) return;
  const arrow::DataType& type = *array.type();
  switch (type.id()) {
    case Id::BOOL: out += as<arrow::BooleanArray>(array).Value(row) ? "true" : "false"; break;
    case Id::INT8: append_number(out, static_cast<int>(as<arrow::Int8Array>(array).Value(row))); break;
    case Id::INT16: append_number(out, as<arrow::Int16Array>(array).Value(row)); break;
    case Id::INT32: append_number(out, as<arrow::Int32Array>(array).Value(row)); break;
    case Id::INT64: append_number(out, as<arrow::Int64Array>(array).Value(row)); break;
    case Id::UINT8: append_number(out, static_cast<int>(as<arrow::UInt8Array>(array).Value(row))); break;
    case Id::UINT16: append_number(out, as<arrow::UInt16Array>(array).Value(row)); break;
    case Id::UINT32: append_number(out, as<arrow::UInt32Array>(array).Value(row)); break;
    case Id::UINT64: append_number(out, as<arrow::UInt64Array>(array).Value(row)); break;
    case Id::FLOAT: append_fraction(out, as<arrow::FloatArray>(array).Value(row)); break;
    case Id::DOUBLE: append_fraction(out, as<arrow::DoubleArray>(array).Value(row)); break;
    case Id::STRING:
    case Id::BINARY: write_cell(out, as<arrow::BinaryArray>(array).GetView(row)); break;
    case Id::LARGE_STRING:
    case Id::LARGE_BINARY: write_cell(out, as<arrow::LargeBinaryArray>(array).GetView(row)); break;
    case Id::DATE32: out += format_date(as<arrow::Date32Array>(array).Value(row)); break;
    case Id::DATE64:
      append_time(out, as<arrow::Date64Array>(array).Value(row), arrow::TimeUnit::MILLI);
      break;
    case Id::TIMESTAMP:
      append_time(out, as<arrow::TimestampArray>(array).Value(row),
                  static_cast<const arrow::TimestampType&>(type).unit());
      break;
    case Id::DECIMAL128: {
      const arrow::Decimal128 number(as<arrow::Decimal128Array>(array).GetValue(row));
      append_decimal(out, number.ToIntegerString(), static_cast<const arrow::DecimalType&>(type).scale());
      break;
    }
    case Id::DECIMAL256: {
      const arrow::Decimal256 number(as<arrow::Decimal256Array>(array).GetValue(row));
      append_decimal(out, number.ToIntegerString(), static_cast<const arrow::DecimalType&>(type).scale());
      break;
    }
    case Id::DICTIONARY: {
      const auto& coded = as<arrow::DictionaryArray>(array);
      append_cell(out, *coded.dictionary(), coded.GetValueIndex(row));
      break;
    }
    default: break;  // a column of nothing
  }
}

bool has_texts(const arrow::DataType& type) {
  using Id = arrow::Type;
  switch (type.id()) {
    case Id::DICTIONARY: return has_texts(*static_cast<const arrow::DictionaryType&>(type).value_type());
    // A moment is another day elsewhere.
    case Id::TIMESTAMP: return static_cast<const arrow::TimestampType&>(type).timezone().empty();
    case Id::NA:
    case Id::BOOL:
    case Id::INT8:
    case Id::INT16:
    case Id::INT32:
    case Id::INT64:
    case Id::UINT8:
    case Id::UINT16:
    case Id::UINT32:
    case Id::UINT64:
    case Id::FLOAT:
    case Id::DOUBLE:
    case Id::STRING:
    case Id::BINARY:
    case Id::LARGE_STRING:
    case Id::LARGE_BINARY:
    case Id::DATE32:
    case Id::DATE64:
    case Id::DECIMAL128:
    case Id::DECIMAL256: return true;
    default: return false;
  }
}

}  // namespace

// ---- reading

struct ParquetText::State {
  std::unique_ptr<parquet::arrow::FileReader> file;
  std::unique_ptr<arrow::RecordBatchReader> rows;
  std::int64_t all = 0, done = 0;  ///< rows
  std::string text;                ///< that is made
  std::size_t taken = 0;           ///< of it
  bool is_begun = false, at_end = false;
  int descriptor = -1;
  ParquetTrouble trouble;

  bool fail() {
    trouble.reason = {"it is damaged, cut or encrypted", "文件已损坏、不完整或被加密"};
    return false;
  }
  bool is_fine(const Status& status) {
    check_memory(status);
    return status.ok() || fail();
  }
  template <typename T, typename Made>
  bool take(T& to, Made made) {
    if (!is_fine(made.status())) return false;
    to = std::move(made).ValueOrDie();
    return true;
  }

  bool begin() {
    is_begun = true;
    std::shared_ptr<arrow::io::ReadableFile> bytes;
    if (!take(bytes, arrow::io::ReadableFile::Open(::dup(descriptor), memory()))) return false;
    parquet::ReaderProperties properties(memory());
    properties.enable_buffered_stream();  // a row group may be as long as the file
    parquet::ArrowReaderProperties of_arrow(/*use_threads=*/false);
    of_arrow.set_batch_size(rows_of_batch);
    of_arrow.set_pre_buffer(false);
    if (!take(file, parquet::arrow::FileReader::Make(
                        memory(), parquet::ParquetFileReader::Open(std::move(bytes), properties), of_arrow)))
      return false;
    all = file->parquet_reader()->metadata()->num_rows();
    if (!take(rows, file->GetRecordBatchReader())) return false;
    std::vector<std::string> header;
    for (const auto& field : rows->schema()->fields()) {
      header.push_back(field->name());
      if (has_texts(*field->type())) continue;
      trouble = {{}, field->name(), Text::same(field->type()->ToString())};
      return false;
    }
    if (header.empty()) return fail();
    write_record(text, header);
    return true;
  }

  /// Makes the text of the next rows; none at the end.
  bool go_on() {
    text.clear();
    taken = 0;
    std::shared_ptr<arrow::RecordBatch> batch;
    if (!is_fine(rows->ReadNext(&batch))) return false;
    at_end = !batch;
    if (at_end) return done == all || fail();
    const int columns = batch->num_columns();
    for (std::int64_t row = 0; row < batch->num_rows(); ++row) {
      const std::size_t begin = text.size();
      for (int c = 0; c < columns; ++c) {
        if (c > 0) text += ',';
        append_cell(text, *batch->column(c), row);
      }
      if (text.size() == begin) text += "\"\"";  // else the line would be blank
      text += '\n';
    }
    done += batch->num_rows();
    return true;
  }

  static constexpr std::int64_t rows_of_batch = 4096;
};

ParquetText::ParquetText(int descriptor) : state_(std::make_unique<State>()) {
  state_->descriptor = descriptor;
}
ParquetText::ParquetText(ParquetText&&) noexcept = default;
ParquetText& ParquetText::operator=(ParquetText&&) noexcept = default;
ParquetText::~ParquetText() = default;

std::optional<std::size_t> ParquetText::read(char* to, std::size_t most) try {
  State& s = *state_;
  if (!s.is_begun && !s.begin()) return std::nullopt;
  std::size_t made = 0;
  while (made < most) {
    const std::size_t now = s.text.copy(to + made, most - made, s.taken);
    s.taken += now;
    made += now;
    if (made == most || s.at_end) break;
    if (!s.go_on()) return std::nullopt;
  }
  return made;
} catch (const std::bad_alloc&) {
  throw;
} catch (const std::exception&) {  // parquet's own
  state_->fail();
  return std::nullopt;
}

const ParquetTrouble& ParquetText::trouble() const { return state_->trouble; }

std::size_t ParquetText::share_of(std::size_t size) const {
  const State& s = *state_;
  if (s.at_end || s.all == 0) return size;
  return static_cast<std::size_t>(static_cast<Int128>(size) * s.done / s.all);
}

// ---- writing

namespace {

/// Appends what is written to a string.
class Bytes final : public arrow::io::OutputStream {
 public:
  using OutputStream::Write;
  Status Write(const void* data, std::int64_t bytes) override {
    written_.append(static_cast<const char*>(data), static_cast<std::size_t>(bytes));
    place_ += bytes;
    return Status::OK();
  }
  arrow::Result<std::int64_t> Tell() const override { return place_; }
  Status Close() override { return Status::OK(); }
  bool closed() const override { return false; }

  /// Takes what was written since the last time.
  void take(std::string& to) {
    to += written_;
    written_.clear();
  }

 private:
  std::string written_;
  std::int64_t place_ = 0;
};

constexpr std::int32_t most_digits = 38;

std::shared_ptr<arrow::DataType> arrow_type(const Type& type) {
  switch (type.kind) {
    case ValueKind::number: return arrow::decimal128(most_digits, type.digits);
    case ValueKind::boolean: return arrow::boolean();
    case ValueKind::date: return arrow::date32();
    default: return arrow::utf8();
  }
}

class ParquetMaker final : public Packer::Stream {
 public:
  explicit ParquetMaker(std::vector<Type> types) : types_(std::move(types)) {}

  void add(std::string_view text, bool is_last, std::string& packed) override {
    text_ += text;
    std::string_view left = text_;
    while (take_record(left, fields_)) {
      if (!file_) begin();
      else add_row();
      if (rows_ == rows_of_group) write_rows();
    }
    text_.erase(0, text_.size() - left.size());
    if (is_last) finish();
    bytes_->take(packed);
  }

 private:
  static constexpr std::int64_t rows_of_group = 1 << 17;

  static void succeed(const Status& status) {
    if (!status.ok()) throw std::bad_alloc();  // the table is sound: nothing else can fail
  }

  void begin() {
    types_.resize(fields_.size(), Type::text());
    arrow::FieldVector columns;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      columns.push_back(arrow::field(fields_[i], arrow_type(types_[i])));
      succeed(arrow::MakeBuilder(memory(), columns.back()->type(), &builders_.emplace_back()));
    }
    schema_ = arrow::schema(std::move(columns));
    parquet::WriterProperties::Builder properties;
    properties.memory_pool(memory())->compression(parquet::Compression::ZSTD);
    auto made = parquet::arrow::FileWriter::Open(*schema_, memory(), bytes_, properties.build());
    succeed(made.status());
    file_ = std::move(made).ValueOrDie();
  }

  void add_row() {
    for (std::size_t i = 0; i < fields_.size(); ++i) succeed(append(i, fields_[i]));
    ++rows_;
  }

  template <typename Builder>
  Builder& builder(std::size_t column) {
    return static_cast<Builder&>(*builders_[column]);
  }

  Status append(std::size_t column, const std::string& cell) {
    if (cell.empty()) return builders_[column]->AppendNull();
    const Type& type = types_[column];
    switch (type.kind) {
      case ValueKind::number: return append_number(column, cell);
      case ValueKind::boolean: return builder<arrow::BooleanBuilder>(column).Append(cell == "true");
      case ValueKind::date: {
        const auto day = parse_date(cell);
        return day ? builder<arrow::Date32Builder>(column).Append(*day) : Status::Invalid(cell);
      }
      default: return builder<arrow::StringBuilder>(column).Append(cell);
    }
  }

  Status append_number(std::size_t column, const std::string& cell) {
    arrow::Decimal128 number;
    std::int32_t precision = 0, scale = 0;
    const bool is_read = arrow::Decimal128::FromString(cell, &number, &precision, &scale).ok();
    const auto scaled = is_read ? number.Rescale(scale, types_[column].digits) : Status::Invalid(cell);
    if (!scaled.ok() || !scaled->FitsInPrecision(most_digits)) throw std::length_error(cell);
    number = *scaled;
    return builder<arrow::Decimal128Builder>(column).Append(number);
  }

  void write_rows() {
    arrow::ArrayVector columns;
    for (const auto& builder : builders_) succeed(builder->Finish(&columns.emplace_back()));
    succeed(file_->WriteTable(*arrow::Table::Make(schema_, columns, rows_), rows_of_group));
    rows_ = 0;
  }

  void finish() {
    if (!file_) return;  // not even a header
    if (rows_ > 0) write_rows();
    succeed(file_->Close());
  }

  std::vector<Type> types_;
  std::string text_;  ///< that has no whole row yet
  std::vector<std::string> fields_;
  std::shared_ptr<Bytes> bytes_ = std::make_shared<Bytes>();
  std::shared_ptr<arrow::Schema> schema_;
  std::vector<std::unique_ptr<arrow::ArrayBuilder>> builders_;
  std::int64_t rows_ = 0;  ///< in these
  std::unique_ptr<parquet::arrow::FileWriter> file_;
};

}  // namespace

std::unique_ptr<Packer::Stream> make_parquet(const std::vector<Type>& types) {
  return std::make_unique<ParquetMaker>(types);
}

}  // namespace merit
