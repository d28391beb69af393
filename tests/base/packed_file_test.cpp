// Packed files: told by their bytes when they are read, by their names when they are written.
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "base/digest.hpp"
#include "base/file.hpp"

#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/packed.hpp"

using namespace merit;
using test::Folder;
using test::packed;

namespace {

constexpr Packing kinds[] = {Packing::gzip, Packing::zstd};
constexpr std::size_t no_limit = static_cast<std::size_t>(-1);

const std::string rows = "manager,sold\nM-001,12.50\nM-002,7.00\n";

/// Digits that do not repeat: they pack to half of their size.
std::string many_digits(std::size_t size) {
  std::string text;
  std::uint64_t state = 88172645463325252u;
  while (text.size() < size) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    text += std::to_string(state) + "\n";
  }
  return text;
}

std::string read_whole(const Folder& folder, const std::string& name, Diagnostics& diagnostics) {
  std::string out;
  read_file(folder.at(name), no_limit, out, diagnostics);
  return out;
}

std::string bytes_at(const Folder& folder, const std::string& name) {
  std::ifstream in(folder.at(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("packed file: its bytes tell, not its name") {
  const Folder folder;
  folder.put("a.csv", packed(Packing::gzip, rows));
  folder.put("b.gz", packed(Packing::zstd, rows) + packed(Packing::zstd, "M-003,1\n"));
  folder.put("c.gz", rows);
  Diagnostics diagnostics;
  CHECK(read_whole(folder, "a.csv", diagnostics) == rows);
  CHECK(read_whole(folder, "b.gz", diagnostics) == rows + "M-003,1\n");
  CHECK(read_whole(folder, "c.gz", diagnostics) == rows);
  CHECK(folder.said(diagnostics) == "");
}

TEST_CASE("packed file: its digest is that of the file, and a plain one has none") {
  const Folder folder;
  Diagnostics diagnostics;
  for (const Packing kind : kinds) {
    const std::string bytes = packed(kind, many_digits(400'000));
    folder.put("data", bytes);
    std::string out, digest;
    CHECK(read_file(folder.at("data"), no_limit, out, diagnostics, nowhere, &digest));
    CHECK(digest == sha256(bytes));
  }
  std::string out, digest = "old";
  folder.put("data", rows);
  CHECK(read_file(folder.at("data"), no_limit, out, diagnostics, nowhere, &digest));
  CHECK(digest == "");
}

TEST_CASE("packed file: the limit is for the text") {
  const Folder folder;
  folder.put("data.gz", packed(Packing::gzip, std::string(5000, 'x')));
  folder.put("data.zst", packed(Packing::zstd, std::string(std::size_t{100} << 20, 'x')));
  std::string out;
  Diagnostics diagnostics;
  CHECK(read_file(folder.at("data.gz"), 5000, out, diagnostics));
  CHECK_FALSE(read_file(folder.at("data.gz"), 4999, out, diagnostics));
  CHECK(out == "");
  CHECK_FALSE(read_file(folder.at("data.zst"), 2u << 20, out, diagnostics));
  CHECK(out.capacity() < (8u << 20));
  CHECK(folder.said(diagnostics) ==
        "error: `data.gz` is larger than 4999 bytes when it is unpacked [E0004]\n"
        "error: `data.zst` is larger than 2 MiB when it is unpacked [E0004]\n");
  CHECK(folder.said(diagnostics, Language::zh) ==
        "error: `data.gz` 超过了 4999 字节（解压后） [E0004]\n"
        "error: `data.zst` 超过了 2 MiB（解压后） [E0004]\n");
}

TEST_CASE("packed file: one that gives no text is told") {
  const Folder folder;
  const std::string whole = packed(Packing::gzip, rows);
  std::string damaged = whole;
  damaged[whole.size() - 6] ^= 1;  // in the check sum
  folder.put("cut.csv.gz", whole.substr(0, whole.size() - 1));
  folder.put("damaged.csv.gz", damaged);
  folder.put("dictionary.zst", std::string("\x28\xB5\x2F\xFD\x01\x58\x07\x01\0\0", 10));
  folder.put("wide.zst", std::string("\x28\xB5\x2F\xFD\x00\x90\x01\0\0", 9));
  Diagnostics diagnostics;
  for (const char* name : {"cut.csv.gz", "damaged.csv.gz", "dictionary.zst", "wide.zst"})
    CHECK(read_whole(folder, name, diagnostics) == "");
  CHECK(folder.said(diagnostics) ==
        "error: `cut.csv.gz` is packed and ends too early [E0007]\n"
        "error: `damaged.csv.gz` is packed and damaged [E0008]\n"
        "error: cannot unpack `dictionary.zst`: it needs a dictionary [E0009]\n"
        "error: cannot unpack `wide.zst`: it needs more than 128 MiB of memory [E0009]\n");
}

TEST_CASE("packed file: it may come through a pipe, byte by byte") {
  const Folder folder;
  REQUIRE(::mkfifo(folder.at("pipe").c_str(), 0600) == 0);
  const auto through_pipe = [&](const std::string& bytes, Diagnostics& diagnostics) {
    const std::jthread writer([&] {
      const int to = ::open(folder.at("pipe").c_str(), O_WRONLY);
      for (const char byte : bytes) static_cast<void>(!::write(to, &byte, 1));
      ::close(to);
    });
    return read_whole(folder, "pipe", diagnostics);
  };
  Diagnostics diagnostics;
  for (const Packing kind : kinds)
    CHECK(through_pipe(packed(kind, rows) + packed(kind, "M-003,1\n"), diagnostics) == rows + "M-003,1\n");
  for (const std::string& plain : {rows, std::string("x"), std::string("12345")})
    CHECK(through_pipe(plain, diagnostics) == plain);
  CHECK(folder.said(diagnostics) == "");
  CHECK(through_pipe(packed(Packing::zstd, rows).substr(0, 30), diagnostics) == "");
  CHECK(folder.said(diagnostics) == "error: `pipe` is packed and ends too early [E0007]\n");
}

TEST_CASE("packed file: it is heard as it lies there, and read again from its begin") {
  const Folder folder;
  const std::string text = many_digits(700'000);
  for (const Packing kind : kinds) {
    const std::string bytes = packed(kind, text);
    folder.put("data", bytes);
    Diagnostics diagnostics;
    auto file = InputFile::open(folder.at("data"), diagnostics);
    REQUIRE(file);
    CHECK(file->size() == bytes.size());
    std::string heard;
    file->tell([&](std::string_view piece) { heard += piece; });
    std::string out(text.size() + 1, '\0');
    for (int turn = 0; turn < 2; ++turn) {
      CHECK(file->read(out.data(), 1000, diagnostics) == 1000u);
      CHECK(file->is_packed());
      CHECK(file->read(out.data() + 1000, text.size(), diagnostics) == text.size() - 1000);
      CHECK((out.substr(0, text.size()) == text));
      CHECK((heard == bytes));
      file->begin_again();
    }
    CHECK(folder.said(diagnostics) == "");
  }
}

TEST_CASE("packed file: one that becomes shorter while it is read is told so") {
  const Folder folder;
  const std::string text = many_digits(700'000);
  for (const Packing kind : kinds) {
    const std::string bytes = packed(kind, text);
    // Within the packed text, and where a whole text ends and another one was to follow.
    for (const bool is_whole : {false, true}) {
      folder.put("data", bytes + bytes);
      Diagnostics diagnostics;
      auto file = InputFile::open(folder.at("data"), diagnostics);
      REQUIRE(file);
      std::string out(3 * text.size(), '\0');
      CHECK(file->read(out.data(), 10, diagnostics) == 10u);
      std::filesystem::resize_file(folder.at("data"), is_whole ? bytes.size() : bytes.size() - 5);
      CHECK_FALSE(file->read(out.data(), out.size(), diagnostics));
      CHECK(folder.said(diagnostics) ==
            "error: cannot read `data`: it became shorter while it was read [E0002]\n");
    }
  }
}

TEST_CASE("packed file: a name that ends so is written packed, whole or not at all") {
  const Folder folder;
  Diagnostics diagnostics;
  CHECK(write_file_atomically(folder.at("pay.csv.gz"), rows, diagnostics));
  CHECK(write_file_atomically(folder.at("pay.csv.zst"), rows, diagnostics));
  CHECK(folder.listing() ==
        "pay.csv.gz=" + packed(Packing::gzip, rows) + " pay.csv.zst=" + packed(Packing::zstd, rows));
  CHECK(write_file_atomically(folder.at("pay.csv.gz"), "", diagnostics));
  CHECK(bytes_at(folder, "pay.csv.gz") == packed(Packing::gzip, ""));
  CHECK(read_whole(folder, "pay.csv.gz", diagnostics) == "");
  CHECK(folder.said(diagnostics) == "");
}

TEST_CASE("packed file: written in pieces, and begun again") {
  const Folder folder;
  const std::string text = many_digits(700'000);
  for (const auto& [kind, name] : {std::pair(Packing::gzip, "pay.gz"), std::pair(Packing::zstd, "pay.zst")}) {
    Diagnostics diagnostics;
    auto file = OutputFile::create(folder.at(name), diagnostics);
    REQUIRE(file);
    CHECK(file->write(text, diagnostics));
    CHECK(file->begin_again(diagnostics));
    for (std::size_t at = 0; at < text.size(); at += 999)
      CHECK(file->write(text.substr(at, 999), diagnostics));
    CHECK_FALSE(std::filesystem::exists(folder.at(name)));
    CHECK(file->finish(diagnostics));
    CHECK((bytes_at(folder, name) == packed(kind, text)));
    CHECK(folder.said(diagnostics) == "");
  }
}

TEST_CASE("packed file: when the disk is full the old file is untouched") {
  const Folder folder;
  const std::string text = many_digits(700'000);
  const auto old_handler = ::signal(SIGXFSZ, SIG_IGN);
  for (const char* name : {"pay.gz", "pay.zst"}) {
    folder.put(name, "old");
    const std::size_t packed_size = packed(packing_named(name), text).size();
    for (const std::size_t room : {std::size_t{1000}, packed_size - 1}) {
      rlimit before{};
      ::getrlimit(RLIMIT_FSIZE, &before);
      rlimit small = before;
      small.rlim_cur = room;
      ::setrlimit(RLIMIT_FSIZE, &small);
      Diagnostics diagnostics;
      const bool written = write_file_atomically(folder.at(name), text, diagnostics);
      ::setrlimit(RLIMIT_FSIZE, &before);
      CHECK_FALSE(written);
      CHECK(bytes_at(folder, name) == "old");
      CHECK(folder.said(diagnostics) ==
            "error: cannot write `" + std::string(name) + "`: no space is left [E0003]\n");
    }
  }
  ::signal(SIGXFSZ, old_handler);
  CHECK(folder.listing() == "pay.gz=old pay.zst=old");
}
