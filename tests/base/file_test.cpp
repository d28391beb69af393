// Files: whole reading within a limit, whole writing or none.
#include "base/file.hpp"

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include "support/catch.hpp"
#include "support/folder.hpp"

using namespace merit;
namespace fs = std::filesystem;
using test::Folder;

namespace {}  // namespace

TEST_CASE("read file: every byte comes back", "[base]") {
  const Folder folder;
  const std::string bytes("a\r\n\0\xFF\xEF\xBB\xBF", 8);
  folder.put("data", bytes);
  folder.put("empty", "");
  std::string out = "old";
  Diagnostics diagnostics;
  CHECK(read_file(folder.at("data"), 100, out, diagnostics));
  CHECK(out == bytes);
  CHECK(read_file(folder.at("empty"), 0, out, diagnostics));
  CHECK(out == "");
  CHECK(read_file("/dev/null", static_cast<std::size_t>(-1), out, diagnostics));
  CHECK(out == "");
  CHECK(folder.said(diagnostics) == "");
}

TEST_CASE("read file: a file larger than one step of reading comes back whole", "[base]") {
  const Folder folder;
  const std::string bytes(300'001, 'x');
  folder.put("data", bytes);
  std::string out;
  Diagnostics diagnostics;
  CHECK(read_file(folder.at("data"), static_cast<std::size_t>(-1), out, diagnostics));
  CHECK(out == bytes);
}

TEST_CASE("read file: the limit itself is allowed, a byte more is not", "[base]") {
  const Folder folder;
  folder.put("data", "12345");
  folder.put("kib", std::string(3000, 'x'));
  std::string out;
  Diagnostics diagnostics;
  CHECK(read_file(folder.at("data"), 5, out, diagnostics));
  CHECK(out == "12345");
  CHECK_FALSE(read_file(folder.at("data"), 4, out, diagnostics));
  CHECK(out == "");
  CHECK_FALSE(read_file(folder.at("kib"), 2048, out, diagnostics));
  CHECK(folder.said(diagnostics) ==
        "error: `data` is larger than 4 bytes [E0004]\n"
        "error: `kib` is larger than 2 KiB [E0004]\n");
  CHECK(folder.said(diagnostics, Language::zh) ==
        "error: `data` 超过了 4 字节 [E0004]\n"
        "error: `kib` 超过了 2 KiB [E0004]\n");
}

TEST_CASE("read file: a missing file is named, with its nearest neighbour", "[base]") {
  const Folder folder;
  folder.put("plan.yaml", "merit: 1");
  std::string out;
  Diagnostics diagnostics;
  CHECK_FALSE(read_file(folder.at("plna.yaml"), 100, out, diagnostics));
  CHECK_FALSE(read_file(folder.at("plan.yaml/x"), 100, out, diagnostics));
  CHECK(folder.said(diagnostics, Language::en, DiagnosticForm::text) ==
        "error[E0001]: there is no file `plna.yaml`\n"
        "  = help: check the spelling; a relative path starts in the folder where the program runs\n"
        "  = did you mean `plan.yaml`?\n"
        "\n"
        "error[E0001]: there is no file `plan.yaml/x`\n"
        "  = help: check the spelling; a relative path starts in the folder where the program runs\n");
  CHECK(folder.said(diagnostics, Language::zh, DiagnosticForm::text) ==
        "错误[E0001]：找不到文件 `plna.yaml`\n"
        "  = 帮助：请检查拼写；相对路径从运行程序的文件夹算起\n"
        "  = 是不是想写 `plan.yaml`？\n"
        "\n"
        "错误[E0001]：找不到文件 `plan.yaml/x`\n"
        "  = 帮助：请检查拼写；相对路径从运行程序的文件夹算起\n");
}

TEST_CASE("read file: folders, circles of links and endless names are refused", "[base]") {
  const Folder folder;
  fs::create_directory(folder.at("rules"));
  fs::create_symlink("circle", folder.at("circle"));
  std::string out;
  Diagnostics diagnostics;
  CHECK_FALSE(read_file(folder.at("rules"), 100, out, diagnostics));
  CHECK_FALSE(read_file(folder.at("circle"), 100, out, diagnostics));
  CHECK_FALSE(read_file("", 100, out, diagnostics));
  CHECK(folder.said(diagnostics) ==
        "error: there is no file `` [E0001]\n"
        "error: cannot read `circle`: its links lead in a circle [E0002]\n"
        "error: `rules` is a folder, a file is needed here [E0005]\n");
}

TEST_CASE("read file: trouble is reported where the file was named", "[base]") {
  Sources sources;
  const SourceId id = sources.add("plan.yaml", "table: no-such-file.csv\n");
  std::string out;
  Diagnostics diagnostics;
  CHECK_FALSE(read_file("/no-such-folder/x.csv", 100, out, diagnostics, {id, 7, 23}));
  CHECK(render(diagnostics.items(), sources, DiagnosticForm::line, Language::en) ==
        "plan.yaml:1:8: error: there is no file `/no-such-folder/x.csv` [E0001]\n");
}

TEST_CASE("write file: a new file appears, an old one is replaced, nothing else is left", "[base]") {
  const Folder folder;
  Diagnostics diagnostics;
  CHECK(write_file_atomically(folder.at("out.csv"), "one", diagnostics));
  CHECK(folder.listing() == "out.csv=one");
  CHECK(write_file_atomically(folder.at("out.csv"), std::string("a\0b", 3), diagnostics));
  CHECK(folder.listing() == "out.csv=" + std::string("a\0b", 3));
  CHECK(write_file_atomically(folder.at("out.csv"), "", diagnostics));
  CHECK(folder.listing() == "out.csv=");
  CHECK(folder.said(diagnostics) == "");
}

TEST_CASE("write file: a name as long as the system allows still has room for its temporary", "[base]") {
  const Folder folder;
  const std::string name(255, 'n');
  Diagnostics diagnostics;
  CHECK(write_file_atomically(folder.at(name), "x", diagnostics));
  CHECK(folder.listing() == name + "=x");
}

TEST_CASE("write file: the permissions of the old file stay", "[base]") {
  const Folder folder;
  folder.put("pay.csv", "old");
  Diagnostics diagnostics;
  for (const mode_t mode : {0600, 0640, 0666}) {
    REQUIRE(::chmod(folder.at("pay.csv").c_str(), mode) == 0);
    CHECK(write_file_atomically(folder.at("pay.csv"), "new", diagnostics));
    struct stat info {};
    REQUIRE(::stat(folder.at("pay.csv").c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == mode);
  }
}

TEST_CASE("write file: a link stays a link and its file is replaced", "[base]") {
  const Folder folder;
  fs::create_directory(folder.at("far"));
  folder.put("far/out.csv", "old");
  fs::create_symlink("far/out.csv", folder.at("out.csv"));
  Diagnostics diagnostics;
  CHECK(write_file_atomically(folder.at("out.csv"), "new", diagnostics));
  CHECK(fs::is_symlink(folder.at("out.csv")));
  CHECK(folder.listing() == "far=(folder) out.csv=new");
}

TEST_CASE("write file: a folder, a link to one and a missing folder are refused", "[base]") {
  const Folder folder;
  fs::create_directory(folder.at("results"));
  fs::create_symlink("results", folder.at("latest"));
  folder.put("file", "kept");
  Diagnostics diagnostics;
  CHECK_FALSE(write_file_atomically(folder.at("results"), "x", diagnostics));
  CHECK_FALSE(write_file_atomically(folder.at("latest"), "x", diagnostics));
  CHECK_FALSE(write_file_atomically(folder.at("missing/out.csv"), "x", diagnostics));
  CHECK_FALSE(write_file_atomically(folder.at("missing/"), "x", diagnostics));
  CHECK_FALSE(write_file_atomically(folder.at("file/out.csv"), "x", diagnostics));
  CHECK_FALSE(write_file_atomically(folder.at(std::string(256, 'n')), "x", diagnostics));
  CHECK(folder.said(diagnostics) == "error: cannot write `" + std::string(256, 'n') +
                                        "`: the name is too long [E0003]\n" +
                                        "error: `results` is a folder, a file is needed here [E0005]\n"
                                        "error: `latest` is a folder, a file is needed here [E0005]\n"
                                        "error: there is no folder for `missing/out.csv` [E0006]\n"
                                        "error: there is no folder for `missing/` [E0006]\n"
                                        "error: there is no folder for `file/out.csv` [E0006]\n");
  CHECK(folder.listing() == "file=kept latest=(folder) results=(folder)");
}

TEST_CASE("write file: when the disk is full the old file is untouched and no temporary is left", "[base]") {
  const Folder folder;
  folder.put("out.csv", "old");
  // A limit on the size of files stands for the full disk: the write fails half-way.
  struct Limited {
    rlimit before{};
    Limited() {
      ::getrlimit(RLIMIT_FSIZE, &before);
      rlimit small = before;
      small.rlim_cur = 1000;
      ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~Limited() { ::setrlimit(RLIMIT_FSIZE, &before); }
  };
  const auto old_handler = ::signal(SIGXFSZ, SIG_IGN);
  Diagnostics diagnostics;
  bool written = true;
  {
    const Limited limited;
    written = write_file_atomically(folder.at("out.csv"), std::string(5000, 'x'), diagnostics);
  }
  ::signal(SIGXFSZ, old_handler);
  CHECK_FALSE(written);
  CHECK(folder.listing() == "out.csv=old");
  CHECK(folder.said(diagnostics) == "error: cannot write `out.csv`: no space is left [E0003]\n");
}

TEST_CASE("write file: a pipe is written to, not replaced", "[base]") {
  const Folder folder;
  REQUIRE(::mkfifo(folder.at("pipe").c_str(), 0600) == 0);
  const int reader = ::open(folder.at("pipe").c_str(), O_RDWR | O_NONBLOCK);
  Diagnostics diagnostics;
  CHECK(write_file_atomically(folder.at("pipe"), "through", diagnostics));
  char buffer[16] = {};
  CHECK(::read(reader, buffer, sizeof buffer) == 7);
  CHECK(std::string(buffer) == "through");
  ::close(reader);
  CHECK(fs::is_fifo(folder.at("pipe")));
  CHECK(folder.said(diagnostics) == "");
}
