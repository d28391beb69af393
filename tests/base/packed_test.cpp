// Packed texts: what was packed comes back, what is cut or damaged does not.
#include "base/packed.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/packed.hpp"

using namespace merit;
using test::packed;

namespace {

constexpr Packing kinds[] = {Packing::gzip, Packing::zstd};

struct Read {
  std::string text;
  Unreadable why = Unreadable::no;
  friend bool operator==(const Read&, const Read&) = default;
};

/// Reads `step` bytes at a time.
Read read(std::string_view bytes, std::size_t step = 1000) {
  TextReader reader([&](char* to, std::size_t most) -> std::optional<std::size_t> {
    const std::size_t count = bytes.copy(to, most);
    bytes.remove_prefix(count);
    return count;
  });
  Read made;
  std::string piece(step, '\0');
  for (;;) {
    const auto got = reader.read(piece.data(), step);
    if (!got) return {"", reader.why()};
    made.text.append(piece, 0, *got);
    if (*got < step) return made;
  }
}

const std::string rows = "manager,period,sold\nM-001,2026-03,12.50\nM-002,2026-03,7.00\n张三,2026-03,1\n";

/// A text of `size` bytes that does not pack to nothing.
std::string text_of(std::size_t size) {
  std::string text;
  for (std::uint64_t i = 0; text.size() < size; ++i)
    text += "M-" + std::to_string(i) + "," + std::to_string(i * i * 2654435761u % 1000003) + "\n";
  text.resize(size);
  return text;
}

}  // namespace

TEST_CASE("packed: a text comes back, in whatever pieces it is read") {
  for (const Packing kind : kinds) {
    for (const std::size_t size : {0u, 1u, 3u, 131'071u, 131'072u, 131'073u, 600'000u}) {
      const std::string text = text_of(size), bytes = packed(kind, text);
      for (const std::size_t step : {7u, 1000u, 131'072u, 1'000'000u}) CHECK(read(bytes, step) == Read{text});
      if (size > 1000) CHECK(bytes.size() < text.size() / 2);
    }
  }
}

TEST_CASE("packed: what is made does not depend on the pieces it is made of") {
  const std::string text = text_of(400'000);
  for (const Packing kind : kinds) {
    const std::string whole = packed(kind, text);
    for (const std::size_t step : {1u, 1000u, 131'072u, 200'000u}) {
      Packer packer(kind);
      std::string bytes;
      for (std::size_t at = 0; at < text.size(); at += step) packer.add(text.substr(at, step), bytes);
      packer.finish(bytes);
      CHECK((bytes == whole));
    }
  }
}

TEST_CASE("packed: members and frames behind one another are one text") {
  const std::vector<std::string> texts = {rows, "", text_of(200'000), "M-9,2026-03,1\n", ""};
  for (const Packing kind : kinds) {
    std::string bytes, text;
    for (const std::string& each : texts) {
      bytes += packed(kind, each);
      text += each;
    }
    for (const std::size_t step : {1u, 1000u, 500'000u}) CHECK((read(bytes, step) == Read{text}));
  }
}

TEST_CASE("packed: what is cut is no text, wherever it is cut") {
  for (const Packing kind : kinds) {
    const std::string whole = packed(kind, rows);
    const std::size_t telling = kind == Packing::gzip ? 2 : 4;
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const std::string bytes = whole.substr(0, size);
      // Before that, nothing says that it is packed.
      const Read wanted = size < telling ? Read{bytes} : Read{"", Unreadable::cut};
      CHECK(read(bytes) == wanted);
      CHECK(read(bytes, 1) == wanted);
      if (size > 0) CHECK(read(whole + bytes) == Read{"", Unreadable::cut});
    }
  }
}

TEST_CASE("packed: a damaged byte never makes another text") {
  for (const Packing kind : kinds) {
    const std::string whole = packed(kind, rows);
    std::size_t refused = 0;
    for (std::size_t at = telling_bytes; at < whole.size(); ++at) {
      for (int bit = 0; bit < 8; ++bit) {
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
        const Read found = read(bytes);
        if (found.why == Unreadable::no) CHECK(found.text == rows);  // in the time of packing, and the like
        else ++refused;
      }
    }
    CHECK(refused > (whole.size() - 14) * 8);
  }
}

TEST_CASE("packed: bytes behind the packed text are damage") {
  for (const Packing kind : kinds) {
    CHECK(read(packed(kind, rows) + rows) == Read{"", Unreadable::damaged});
    CHECK(read(packed(kind, rows) + std::string(512, '\0')) == Read{"", Unreadable::damaged});
    CHECK(read(packed(kind, rows) + "\n").why != Unreadable::no);
  }
}

TEST_CASE("packed: other texts are themselves") {
  for (const std::string& text : {std::string(), std::string("\x1F"), std::string("(\xB5\x2F"),
                                  std::string("P*M"), std::string("(a),b\n1,2\n"), rows, text_of(300'000)}) {
    CHECK((read(text) == Read{text}));
    CHECK((read(text, 1) == Read{text}));
  }
}

TEST_CASE("packed: frames to be skipped hold no text") {
  const std::string skipped("\x50*M\x18\x03\0\0\0abc", 11);
  CHECK(read(skipped + packed(Packing::zstd, rows) + skipped) == Read{rows});
  CHECK(read(skipped) == Read{""});
  CHECK(read(skipped.substr(0, 9)) == Read{"", Unreadable::cut});
}

TEST_CASE("packed: what only zstd with more than the file can read is told") {
  // Without a content size: a dictionary's number; a window of 256 MiB.
  CHECK(read(std::string("\x28\xB5\x2F\xFD\x01\x58\x07\x01\0\0", 10)) == Read{"", Unreadable::dictionary});
  CHECK(read(std::string("\x28\xB5\x2F\xFD\x00\x90\x01\0\0", 9)) == Read{"", Unreadable::memory});
}

TEST_CASE("packed: a source that fails is told") {
  const std::string bytes = packed(Packing::gzip, rows);
  for (const std::size_t good : {std::size_t{0}, telling_bytes}) {
    std::size_t given = 0;
    TextReader reader([&](char* to, std::size_t most) -> std::optional<std::size_t> {
      if (given == good) return std::nullopt;
      return given = bytes.copy(to, most);
    });
    char text[100];
    CHECK_FALSE(reader.read(text, sizeof text));
    CHECK(reader.why() == Unreadable::source);
  }
}

TEST_CASE("packed: the ending of a name says how to pack") {
  CHECK(packing_named("pay.csv.gz") == Packing::gzip);
  CHECK(packing_named("pay.csv.zst") == Packing::zstd);
  for (const char* name : {"pay.csv", "gz", "pay.gzip", "pay.zip", "pay.GZ", ""})
    CHECK(packing_named(name) == Packing::none);
}

TEST_CASE("packed: Parquet is told by its first five bytes, which no table of texts has") {
  CHECK(packing_of("PAR1\x15\x04") == Packing::parquet);
  CHECK(packing_of("PAR1\x1C") == Packing::parquet);
  for (const char* text :
       {"PAR1", "PAR1,sold\n", "PAR1\n", "PAR1\r\n", "PAR1\tsold", "PAR1 ", "PAR10,x", "\"PAR1\",x"})
    CHECK(packing_of(text) == Packing::none);
  const std::string table = "PAR1\x15 and more";
  CHECK(read(table) == Read{"", Unreadable::parquet});
  CHECK(packing_named("pay.parquet") == Packing::parquet);
}
