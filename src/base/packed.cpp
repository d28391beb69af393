#include "base/packed.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <utility>

#define ZLIB_CONST
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/parquet.hpp"

namespace merit {

namespace {

constexpr std::size_t step = 128u << 10;  // bytes that are handed over at a time
constexpr std::size_t room = 16u << 10;   // for what is made of them
constexpr int gzip_window = 15 + 16;      // zlib's way to ask for 32 KiB and gzip's header

Bytef* bytes_of(char* text) { return reinterpret_cast<Bytef*>(text); }
const Bytef* bytes_of(const char* text) { return reinterpret_cast<const Bytef*>(text); }
uInt at_most(std::size_t count) { return static_cast<uInt>(std::min<std::size_t>(count, 1u << 30)); }

}  // namespace

Packing packing_of(std::string_view begin) {
  // A first column may be called so; then some character follows, or the end of the line.
  const auto is_told = [](char next) { return static_cast<unsigned char>(next) < ' ' && next != '\t'; };
  const bool is_parquet = begin.starts_with("PAR1") && begin.size() > 4 && is_told(begin[4]);
  if (is_parquet && begin[4] != '\n' && begin[4] != '\r') return Packing::parquet;
  if (begin.starts_with("\x1F\x8B")) return Packing::gzip;
  if (begin.starts_with("\x28\xB5\x2F\xFD")) return Packing::zstd;
  // pzstd begins with a frame that holds no text.
  const bool may_be_skipped = begin.substr(0, 1) >= "P" && begin.substr(0, 1) <= "_";
  if (may_be_skipped && begin.substr(1).starts_with("*M\x18")) return Packing::zstd;
  return Packing::none;
}

Packing packing_named(std::string_view path) {
  if (path.ends_with(".gz")) return Packing::gzip;
  if (path.ends_with(".zst")) return Packing::zstd;
  if (path.ends_with(".parquet")) return Packing::parquet;
  return Packing::none;
}

// ---- reading

class TextReader::Unpacker {
 public:
  struct Step {
    std::size_t taken = 0, made = 0;
    Unreadable why = Unreadable::no;
  };
  Unpacker() = default;
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;
  virtual ~Unpacker() = default;

  /// Takes and makes what it can, and neither only at the end of the bytes, which then are empty.
  Step unpack(std::string_view bytes, char* to, std::size_t most) {
    if (bytes.empty() && is_whole_) return {};  // zstd would begin a frame
    const Step now = go_on(bytes, to, most);
    if (is_at_end_ || now.taken + now.made > 0) is_whole_ = std::exchange(is_at_end_, false);
    return now;
  }
  /// Did the last member or frame end with the last byte that was taken?
  bool is_whole() const { return is_whole_; }

 protected:
  virtual Step go_on(std::string_view bytes, char* to, std::size_t most) = 0;
  bool is_at_end_ = false;  ///< of a member or frame

 private:
  bool is_whole_ = true;
};

namespace {

class Gunzip final : public TextReader::Unpacker {
 public:
  Gunzip() {
    if (inflateInit2(&stream_, gzip_window) != Z_OK) throw std::bad_alloc();
  }
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;
  ~Gunzip() override { inflateEnd(&stream_); }

 private:
  Step go_on(std::string_view bytes, char* to, std::size_t most) override {
    const uInt given = at_most(bytes.size()), free = at_most(most);
    stream_.next_in = bytes_of(bytes.data());
    stream_.avail_in = given;
    stream_.next_out = bytes_of(to);
    stream_.avail_out = free;
    const int result = inflate(&stream_, Z_NO_FLUSH);
    if (result == Z_MEM_ERROR) throw std::bad_alloc();
    is_at_end_ = result == Z_STREAM_END;
    if (is_at_end_) inflateReset(&stream_);
    const bool is_fine = is_at_end_ || result == Z_OK || result == Z_BUF_ERROR;
    return {given - stream_.avail_in, free - stream_.avail_out,
            is_fine ? Unreadable::no : Unreadable::damaged};
  }

  z_stream stream_{};
};

class Unzstd final : public TextReader::Unpacker {
 public:
  Unzstd() : stream_(ZSTD_createDStream()) {
    if (!stream_) throw std::bad_alloc();
  }
  Unzstd(const Unzstd&) = delete;
  Unzstd& operator=(const Unzstd&) = delete;
  ~Unzstd() override { ZSTD_freeDStream(stream_); }

 private:
  Step go_on(std::string_view bytes, char* to, std::size_t most) override {
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    ZSTD_outBuffer out{to, most, 0};
    const std::size_t result = ZSTD_decompressStream(stream_, &out, &in);
    is_at_end_ = result == 0;
    return {in.pos, out.pos, why_of(result)};
  }

  static Unreadable why_of(std::size_t result) {
    switch (ZSTD_getErrorCode(result)) {
      case ZSTD_error_no_error: return Unreadable::no;
      case ZSTD_error_memory_allocation: throw std::bad_alloc();
      case ZSTD_error_dictionary_wrong: return Unreadable::dictionary;
      case ZSTD_error_frameParameter_windowTooLarge: return Unreadable::memory;
      default: return Unreadable::damaged;
    }
  }

  ZSTD_DStream* stream_;
};

}  // namespace

TextReader::TextReader(Source source) : source_(std::move(source)) {}
TextReader::TextReader(TextReader&&) noexcept = default;
TextReader& TextReader::operator=(TextReader&&) noexcept = default;
TextReader::~TextReader() = default;

std::optional<std::size_t> TextReader::read(char* to, std::size_t most) {
  if (!is_begun_ && !begin()) return std::nullopt;
  if (!unpacker_) return read_plain(to, most);
  const std::size_t made = read_packed(to, most);
  return why_ == Unreadable::no ? std::optional(made) : std::nullopt;
}

bool TextReader::begin() {
  if (!fill(telling_bytes)) return false;
  is_begun_ = true;
  const Packing packing = packing_of(bytes_);
  if (packing == Packing::gzip) unpacker_ = std::make_unique<Gunzip>();
  if (packing == Packing::zstd) unpacker_ = std::make_unique<Unzstd>();
  if (packing == Packing::parquet) why_ = Unreadable::parquet;
  return packing != Packing::parquet;
}

bool TextReader::fill(std::size_t most) {
  bytes_.resize(most);
  taken_ = 0;
  const auto got = source_(bytes_.data(), most);
  bytes_.resize(got.value_or(0));
  if (!got) why_ = Unreadable::source;
  return got.has_value();
}

std::optional<std::size_t> TextReader::read_plain(char* to, std::size_t most) {
  const std::size_t known = bytes_.copy(to, most, taken_);
  taken_ += known;
  const auto got = source_(to + known, most - known);
  if (!got) why_ = Unreadable::source;
  return got ? std::optional(known + *got) : std::nullopt;
}

std::size_t TextReader::read_packed(char* to, std::size_t most) {
  std::size_t made = 0;
  while (made < most) {
    if (taken_ == bytes_.size() && !fill(step)) break;
    const auto now = unpacker_->unpack(std::string_view(bytes_).substr(taken_), to + made, most - made);
    taken_ += now.taken;
    made += now.made;
    why_ = now.why;
    const bool is_over = now.taken + now.made == 0;
    if (is_over && why_ == Unreadable::no && !unpacker_->is_whole()) why_ = Unreadable::cut;
    if (is_over || why_ != Unreadable::no) break;
  }
  return made;
}

// ---- writing

namespace {

class Gzip final : public Packer::Stream {
 public:
  Gzip() {
    if (deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
  }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;
  ~Gzip() override { deflateEnd(&stream_); }

  void add(std::string_view text, bool is_last, std::string& packed) override {
    std::array<char, room> made;
    stream_.next_in = bytes_of(text.data());
    stream_.avail_in = at_most(text.size());
    do {
      stream_.next_out = bytes_of(made.data());
      stream_.avail_out = at_most(made.size());
      deflate(&stream_, is_last ? Z_FINISH : Z_NO_FLUSH);
      packed.append(made.data(), made.size() - stream_.avail_out);
    } while (stream_.avail_out == 0);
  }

 private:
  z_stream stream_{};
};

class Zstd final : public Packer::Stream {
 public:
  Zstd() : stream_(ZSTD_createCStream()) {
    if (!stream_) throw std::bad_alloc();
    ZSTD_CCtx_setParameter(stream_, ZSTD_c_checksumFlag, 1);
  }
  Zstd(const Zstd&) = delete;
  Zstd& operator=(const Zstd&) = delete;
  ~Zstd() override { ZSTD_freeCStream(stream_); }

  void add(std::string_view text, bool is_last, std::string& packed) override {
    std::array<char, room> made;
    ZSTD_inBuffer in{text.data(), text.size(), 0};
    std::size_t left = 0;
    do {
      ZSTD_outBuffer out{made.data(), made.size(), 0};
      left = ZSTD_compressStream2(stream_, &out, &in, is_last ? ZSTD_e_end : ZSTD_e_continue);
      if (ZSTD_isError(left)) throw std::bad_alloc();  // nothing else can fail
      packed.append(made.data(), out.pos);
    } while (in.pos < in.size || (is_last && left > 0));
  }

 private:
  ZSTD_CStream* stream_;
};

}  // namespace

Packer::Packer(Packing packing, const std::vector<Type>& types) {
  if (packing == Packing::gzip) stream_ = std::make_unique<Gzip>();
  else if (packing == Packing::parquet) stream_ = make_parquet(types);
  else stream_ = std::make_unique<Zstd>();
}
Packer::Packer(Packer&&) noexcept = default;
Packer& Packer::operator=(Packer&&) noexcept = default;
Packer::~Packer() = default;

// In steps of one length: what a library makes may depend on the pieces it is given.
void Packer::add(std::string_view text, std::string& packed) {
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, step - waiting_.size());
    text.remove_prefix(piece.size());
    waiting_ += piece;
    if (waiting_.size() < step) continue;
    stream_->add(waiting_, false, packed);
    waiting_.clear();
  }
}

void Packer::finish(std::string& packed) {
  stream_->add(waiting_, true, packed);
  waiting_.clear();
}

}  // namespace merit
