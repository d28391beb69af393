#include "cli/commands.hpp"

namespace merit::cli {
namespace {

constexpr Phrase score_details{
    R"(  PLAN                 the plan, a YAML file
  FILE                 the data, a CSV file; of a plan with several tables one for
                       each, as sales=FILE, or without a name when its columns
                       tell which it is; it may be packed by gzip or zstd
  -o OUT               write to this file, which appears whole or not at all; it is
                       packed when its name ends in .gz or .zst
  --format FORMAT      table, csv or json; without it the ending of OUT decides
                       (pay.csv, pay.csv.gz), and it is a table on standard output
  --table T            the results of this table's rows: a branch's score, a team's
                       pay; without it those of the people
  --period P           only this period (2026-03, 2026Q1, 2026-W05 ...); without
                       it the last one in the data
  --all                every period in the data
  --state FILE         go on from what an earlier run left; the data then has the
                       periods behind it only
  --state-out FILE     write what later periods have to know of this one and those
                       before it
  --receipt FILE       write what was scored: digests of the plan's meaning, of
                       every file and of the result, counts and exact totals
  --engine ENGINE      row or batch: two ways to the same bytes; without it the
                       one that is faster for so many rows
  --threads N          how many cores to use; without it all
  --memory SIZE        take no more memory than this, as 900M or 4G: what does
                       not fit lies on the disk, in TMPDIR or /var/tmp
  --log                say on stderr how long each step took, over how many rows
)",
    R"(  PLAN                 方案，YAML 文件
  FILE                 数据，CSV 文件；方案有多张表时每表一个，写作 sales=文件，
                       列名足以判定时可不写表名；可以用 gzip 或 zstd 压缩
  -o OUT               写到这个文件；文件要么完整出现，要么不出现；
                       文件名以 .gz 或 .zst 结尾时压缩
  --format FORMAT      table、csv 或 json；不写时由 OUT 的扩展名决定
                       （pay.csv、pay.csv.gz），输出到标准输出时为表格
  --table T            输出这张表各行的结果，如网点的得分、团队的薪酬；
                       不写时输出人员的结果
  --period P           只算这一期（2026-03、2026Q1、2026-W05 等）；
                       不写时算数据中的最后一期
  --all                算数据中的每一期
  --state FILE         接着以前的某次计算；数据中只放其后的各期
  --state-out FILE     写出以后各期需要知道的、本期及以前各期的数据
  --receipt FILE       写出回执：方案含义、各文件与结果的摘要，行数与精确合计
  --engine ENGINE      row 或 batch：两种算法，结果逐字节相同；不写时
                       按行数取较快的一种
  --threads N          使用的处理器核心数；不写时用全部
  --memory SIZE        占用内存不超过此数，如 900M、4G；超出的部分
                       放在磁盘上（TMPDIR 或 /var/tmp）
  --log                在标准错误输出上说明每一步的行数和用时
)"};

constexpr Phrase explain_details{
    R"(  PLAN FILE...         as for `merit score`
  --who ID             the key of the row: who is explained
  --table T            ID is a row of this table: its key, or of a table without
                       keys the line of its file
  --period P           in this period; without it the last one in the data
  --node NAME          only this name or path (score.service, pay.bonus) and what
                       it is made of
  --state FILE         as for `merit score`: what an earlier run left
  --format FORMAT      text (without it) or json: each operator with its arguments
)",
    R"(  PLAN FILE...         同 `merit score`
  --who ID             要解释的那一行的键
  --table T            ID 是这张表中的一行：写主键；没有主键的表写文件中的行号
  --period P           哪一期；不写时为数据中的最后一期
  --node NAME          只解释这个名称或路径（score.service、pay.bonus）及其组成
  --state FILE         同 `merit score`：以前某次计算留下的状态文件
  --format FORMAT      text（默认）或 json：每个运算及其参数
)"};

constexpr Phrase check_details{
    R"(  PLAN...              one plan or more; all mistakes of all plans are shown
  --format FORMAT      text (without it), line (file:line:column: error: ...), json
  --dump               print a good plan as written, as JSON: for tools
  --lanes              show what a good plan costs the batch engine: ranges and
                       bytes of its columns, and what is not in the fast lane;
                       stage by stage where it has tables, groups or history
A warning alone leaves the exit status at 0.
)",
    R"(  PLAN...              一个或多个方案；一次列出所有方案的所有错误
  --format FORMAT      text（默认）、line（文件:行:列: error: ……）、json
  --dump               把正确的方案按原样输出为 JSON，供其他工具使用
  --lanes              显示正确的方案在批量引擎中的代价：各列的范围与字节数，
                       以及不在快速通道的步骤；有多张表、分组或历史时逐阶段列出
只有警告时，退出状态仍为 0。
)"};

constexpr Phrase test_details{
    R"(  PATH...              folders: every *.cases.csv beside a plan.yaml in them or
                       below them is run; a plan: the cases beside it; a cases
                       file: on the plan.yaml beside it; files may be packed
                       (*.cases.csv.gz, *.cases.csv.zst)
  --strict             end with status 1 when a way of a plan is in no case, and
                       show every such place
Behind the cases of a plan stands what none of them reached: bands, sides of
conditions and gates, cells of parameters, checks that never broke. The last line
counts cases: N passed, N failed.
)",
    R"(  PATH...              文件夹：其中及其下级里，凡与 plan.yaml 放在一起的
                       *.cases.csv 都会运行；方案：运行与它放在一起的用例；
                       用例文件：用同一文件夹的 plan.yaml 运行；文件可以是压缩的
                       （*.cases.csv.gz、*.cases.csv.zst）
  --strict             方案有任何走法没有用例时，以状态 1 结束，并全部列出
每个方案的用例之后列出没有任何用例走到的地方：档、条件和 gate 的两面、
参数的单元格、从未不成立的核对项。最后一行是用例数：通过 N，失败 N。
)"};

constexpr Phrase fmt_details{
    R"(  PLAN...              plans; each is rewritten in place, whole or not at all; `-`
                       is standard input, printed to standard output
  --check              change nothing; list the plans that would change and end
                       with status 1 when there are any
  --stdout             print to standard output instead
Comments are kept, and what the plan says; known keys take their order, quotes that
nothing needs go.
)",
    R"(  PLAN...              方案；逐个就地改写，要么完整写入，要么不动；`-` 表示
                       读标准输入并写到标准输出
  --check              不改动文件；列出会改动的方案，有这样的方案时以状态 1 结束
  --stdout             改为输出到标准输出
注释和方案的内容都保留；已知的键按规定顺序排列，去掉不需要的引号。
)"};

constexpr Phrase eval_details{
    R"(  FORMULA              a formula of the plan language, in quotes: '2/3 * 3'
  --lines              read a formula a line from standard input and print a result
                       a line: the value, `absent`, or the code of what is wrong
  --set NAME=VALUE     what a name in the formula stands for; may be repeated
  --round ROUNDING     round the result, and what round(x, n) does: '2 half_even'
Values are exact: 2/3 prints as 2/3. round(x, 2) without a mode is half_up here.
)",
    R"(  FORMULA              方案语言的公式，写在引号里：'2/3 * 3'
  --lines              从标准输入逐行读公式，逐行输出结果：值、`absent`，
                       或者错误代码
  --set NAME=VALUE     公式中某个名称的值；可以写多次
  --round ROUNDING     结果如何舍入，也是 round(x, n) 的方式：'2 half_even'
结果是精确值：2/3 就输出 2/3。这里 round(x, 2) 不写方式时按四舍五入（half_up）。
)"};

constexpr Phrase graph_details{
    R"(  --format FORMAT      dot (without it), for Graphviz; mermaid; svg, which a browser shows
)",
    R"(  --format FORMAT      dot（默认，供 Graphviz 使用）、mermaid 或 svg（用浏览器查看）
)"};

constexpr Phrase init_details{
    R"(  -o FILE              write to this file, which must not be there yet; without it
                       the plan goes to standard output
)",
    R"(  -o FILE              写到这个文件（不能已经存在）；不写时输出到标准输出
)"};

constexpr Phrase help_details{
    R"(  TOPIC                a command, a code such as E0204, `codes` for all codes, or
                       what a plan is written with: a word (completion), a map of
                       its own fields (input, item ...), a function (clamp)
)",
    R"(  TOPIC                命令、代码（如 E0204）、`codes`（列出所有代码），或方案中
                       的词（completion）、字段组（input、item 等）、函数（clamp）
)"};

constexpr Phrase reference_details{
    R"(  --errors             every code with what to do and why, in groups
)",
    R"(  --errors             所有代码，分组列出，附怎么办与原因
)"};

constexpr Phrase completion_details{
    R"(  SHELL                bash, zsh or fish
For bash: merit completion bash > ~/.local/share/bash-completion/completions/merit
For zsh:  merit completion zsh > _merit, in a folder of $fpath
For fish: merit completion fish > ~/.config/fish/completions/merit.fish
)",
    R"(  SHELL                bash、zsh 或 fish
bash：merit completion bash > ~/.local/share/bash-completion/completions/merit
zsh： merit completion zsh > _merit（放在 $fpath 的某个文件夹里）
fish：merit completion fish > ~/.config/fish/completions/merit.fish
)"};

constexpr Phrase no_details{"", ""};

constexpr Phrase first_page_head{
    "Merit scores people against written rules and works out what they are paid, exactly.\n",
    "Merit 按写明的规则给人考核打分，并精确算出应发金额。\n"};

constexpr Phrase first_page_tail{
    R"(
Every command takes --lang en or --lang zh, and --help.
`merit help COMMAND` tells more about a command, `merit help E0204` about a code.

Results go to standard output, everything else to standard error. Exit status:
  0  done
  1  done, but rows failed, or check or test found something
  2  wrong usage
  3  the plan is wrong; nothing was scored
  4  data or a file cannot be read or written
  5  a fault of Merit's own
)",
    R"(
每个命令都可以加 --lang en 或 --lang zh，以及 --help。
`merit help 命令` 说明一个命令，`merit help E0204` 说明一个代码。

结果写到标准输出，其余写到标准错误。退出状态：
  0  完成
  1  完成，但有行失败，或者 check、test 发现了问题
  2  用法不对
  3  方案有错，没有计算
  4  数据或文件无法读写
  5  Merit 自身的故障
)"};

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> all = {
      {"score",
       "PLAN [TABLE=]FILE... [-o OUT] [--format table|csv|json] [--table T] [--period P | --all] "
       "[--state FILE] [--state-out FILE]",
       {"Scores every row of the data and works out what is paid.", "给数据的每一行打分，并算出应发金额。"},
       score_details,
       run_score},
      {"explain",
       "PLAN [TABLE=]FILE... --who ID [--table T] [--period P] [--node NAME] [--format text|json]",
       {"Shows how each number of one row came about.", "说明某一行的每个数字是怎样得来的。"},
       explain_details,
       run_explain},
      {"check",
       "PLAN... [--format text|line|json] [--dump] [--lanes]",
       {"Finds what is wrong with plans, without data.", "检查方案有没有错误，不需要数据。"},
       check_details,
       run_check},
      {"test",
       "PATH... [--strict]",
       {"Runs cases: data with the results that are expected.", "运行用例：带有预期结果的数据。"},
       test_details,
       run_test},
      {"fmt",
       "PLAN... [--check | --stdout]",
       {"Writes plans in their canonical form, comments kept.", "把方案整理成统一格式，保留注释。"},
       fmt_details,
       run_fmt},
      {"eval",
       "(FORMULA | --lines) [--set NAME=VALUE]... [--round ROUNDING]",
       {"Works out one formula, exactly.", "精确计算一个公式。"},
       eval_details,
       run_eval},
      {"graph",
       "PLAN [--format dot|mermaid|svg]",
       {"Draws what reads what in a plan.", "画出方案中谁用到了谁。"},
       graph_details,
       run_graph},
      {"init",
       "[-o FILE]",
       {"Writes a first plan to start from.", "写出一份可以照着改的方案。"},
       init_details,
       run_init},
      {"schema",
       "",
       {"Prints the JSON Schema of plans, for editors.", "输出方案的 JSON Schema，供编辑器使用。"},
       no_details,
       run_schema},
      {"reference",
       "[--errors]",
       {"Prints the tables of all fields, words and functions, as Markdown.",
        "以 Markdown 输出所有字段、词和函数的表格。"},
       reference_details,
       run_reference},
      {"help",
       "[TOPIC]",
       {"Shows this page, or tells about a command, a code or a word of plans.",
        "显示本页，或说明一个命令、代码或方案中的词。"},
       help_details,
       run_help},
      {"completion",
       "bash|zsh|fish",
       {"Prints a script by which a shell completes words of `merit`.",
        "输出让 shell 补全 merit 命令行的脚本。"},
       completion_details,
       run_completion},
      {"version", "", {"Prints the version.", "输出版本号。"}, no_details, run_version},
  };
  return all;
}

const Command* find_command(const std::string& name) {
  for (const Command& command : commands())
    if (command.name == name) return &command;
  return nullptr;
}

Words command_names() {
  Words names;
  for (const Command& command : commands()) names.emplace_back(command.name);
  return names;
}

std::string usage_of(const Command& command, const Console& console) {
  const std::string behind = *command.usage ? std::string(" ") + command.usage : "";
  return console.text(texts::usage, {command.name + behind});
}

std::string page_of(const Command& command, const Console& console) {
  const std::string details = console.text(command.details);
  return usage_of(command, console) + "\n" + console.text(command.summary) + "\n" +
         (details.empty() ? "" : "\n" + details);
}

std::string first_page(const Console& console) {
  constexpr std::size_t column = 12;
  std::string page = console.text(first_page_head) + "\n";
  for (const Command& command : commands()) {
    std::string name = command.name;
    name.resize(column, ' ');
    page += "  " + name + console.text(command.summary) + "\n";
  }
  return page + console.text(first_page_tail);
}

}  // namespace merit::cli
