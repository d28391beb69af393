// Every message of the program itself, in both languages. Not for the pages of commands (pages.cpp) and not
// for what is wrong with a plan or a file: the library words that.
#pragma once

namespace merit::cli {

/// `{0}` `{1}` ... stand for arguments.
struct Phrase {
  const char* en;
  const char* zh;
};

/// A number of things: one, any other number, Chinese.
struct Counted {
  const char* one;
  const char* many;
  const char* zh;
};

namespace texts {

// Results and what is said beside them.
inline constexpr Phrase wrote{"wrote {0}", "已写入 {0}"};
inline constexpr Phrase wrote_rows{"wrote {0}: {1}, {2}", "已写入 {0}：{1}，{2}"};
inline constexpr Phrase rows_failed{"{0}, {1}", "{0}，{1}"};
inline constexpr Counted rows{"{0} row", "{0} rows", "{0} 行"};
inline constexpr Counted failed{"{0} failed", "{0} failed", "{0} 行失败"};
inline constexpr Phrase without_file{
    "no file for {0}: its rows are those that are referred to, with every cell missing",
    "没有 {0} 的文件：其行即被引用的行，所有单元格均缺失"};
inline constexpr Phrase ignored_columns{"columns that the plan does not name are ignored: {0}",
                                        "以下各列未在方案中出现，已忽略：{0}"};
inline constexpr Phrase ignored_metrics{"metrics that the plan does not name are ignored: {0}",
                                        "以下指标未在方案中出现，已忽略：{0}"};
inline constexpr Phrase state_is_empty{
    "`{0}` holds no more than its header: no period of this plan reads what earlier ones were",
    "`{0}` 只有标题行：本方案的各期都不读取以前各期的数据"};
inline constexpr Phrase state_gap{
    "warning: the state is known to {0}, and the data begins with {1}; is it an old state?",
    "警告：状态文件已知到 {0}，而数据从 {1} 开始；是否用了旧的状态文件？"};
inline constexpr Phrase ignored_state{
    "the plan no longer reads of earlier periods, and the state is not carried on for: {0}",
    "方案不再读取以下各项以前各期的值，状态文件中的这些内容不再保留：{0}"};
inline constexpr Phrase missing_rows{"{0}: no row for {1} of {2}; their cells are missing there",
                                     "{0}：{2} 行中有 {1} 行未出现，其单元格按缺失处理"};
inline constexpr Phrase outside_periods{
    "{0}: {1} of {2} rows belong to no period of the people's data, the first at {3}",
    "{0}：{2} 行中有 {1} 行不属于人员数据的任何周期，首行在 {3}"};
inline constexpr Phrase empty_table{"`{0}` has no row", "`{0}` 没有任何行"};
inline constexpr Phrase empty_in{"`{0}` has no row in {1}", "`{0}` 在 {1} 没有任何行"};
inline constexpr Phrase absent_columns{
    "warning: the data has no column for: {0}; every row takes what the plan says of a missing value",
    "警告：数据缺少以下各列，每行都按方案对缺失的规定处理：{0}"};
inline constexpr Phrase other_periods{
    "scored {0}; {1} rows of other periods were not scored (in the data: {2}; --all scores every one)",
    "已计算 {0}；另有 {1} 行属于其他周期，未计算（数据中有：{2}；--all 计算全部）"};
inline constexpr Phrase one_period{"scored {0} (in the data: {1}; --all scores every one)",
                                   "已计算 {0}（数据中有：{1}；--all 计算全部）"};
inline constexpr Phrase no_rows_count{"no row of `{0}` counts in this period", "`{0}` 在本期没有任何行"};
inline constexpr Phrase check_broken{"warning: check {0} does not hold: {1}",
                                     "警告：核对项不成立：{0}，涉及 {1}"};
inline constexpr Phrase record_failed{"{0}: {1} {2}", "{0}：{1} {2}"};
inline constexpr Phrase records_more{"and {0} more of `{1}` failed", "表 `{1}` 另有 {0} 行失败"};
inline constexpr Counted records{"{0} record failed", "{0} records failed", "{0} 条记录失败"};
inline constexpr Phrase and_more{"{0}, and {1} more", "{0}，另有 {1} 行"};
inline constexpr Phrase and_more_periods{"{0}, and {1} more", "{0}，另有 {1} 期"};
inline constexpr Phrase labelled{"{0} ({1})", "{0}（{1}）"};
inline constexpr Phrase separator{", ", "、"};
inline constexpr Phrase read_done{"data: {0}, {1} ms", "数据：{0}，{1} 毫秒"};
inline constexpr Phrase step_done{"{0}: step {1} of {2}, {3}, {4} ms",
                                  "{0}：第 {1} 步，共 {2} 步，{3}，{4} 毫秒"};
inline constexpr Phrase step_by_row{", {0} of them by the row engine", "，其中 {0} 行由逐行引擎计算"};
inline constexpr Phrase progress{"{0}% of {1}", "{1}，已完成 {0}%"};

// check
inline constexpr Phrase plan_ok{"{0}: ok: {1}, {2}, {3}", "{0}：正确：{1}，{2}，{3}"};
inline constexpr Phrase plan_ok_warnings{"{0}: ok: {1}, {2}, {3}, {4}", "{0}：正确：{1}，{2}，{3}，{4}"};
inline constexpr Counted inputs{"{0} input", "{0} inputs", "{0} 个输入"};
inline constexpr Counted nodes{"{0} node", "{0} nodes", "{0} 个节点"};
inline constexpr Counted illustrative{"{0} illustrative parameter", "{0} illustrative parameters",
                                      "{0} 个示意参数"};
inline constexpr Counted warnings{"{0} warning", "{0} warnings", "{0} 个警告"};

// test
inline constexpr Phrase case_file{"{0}: {1} cases, {2} failed", "{0}：{1} 例，失败 {2} 例"};
inline constexpr Phrase case_failed{"{0}:{1}: {2}", "{0}:{1}：{2}"};
inline constexpr Phrase case_cell{"  {0}\n    expected  {1}\n    found     {2}",
                                  "  {0}\n    应为  {1}\n    实为  {2}"};
inline constexpr Phrase ways_missed{"{0}: {1} of {2} ways that a row can go are in no case",
                                    "{0}：{2} 种走法中有 {1} 种没有用例"};
inline constexpr Phrase more_places{"and {0} more places; --strict shows them all",
                                    "另有 {0} 处；加 --strict 全部列出"};
inline constexpr Phrase missed{"{0}:{1}:{2}: {3}", "{0}:{1}:{2}：{3}"};
inline constexpr Phrase nothing{"(nothing)", "（空）"};
inline constexpr Phrase passed_failed{"{0} passed, {1} failed", "通过 {0}，失败 {1}"};
inline constexpr Phrase no_cases{"{0}: no cases; they are files called *.cases.csv beside a plan",
                                 "{0}：没有用例；用例是与方案放在一起的 *.cases.csv 文件"};

// fmt
inline constexpr Phrase formatted{"formatted {0}", "已整理 {0}"};

// eval
inline constexpr Phrase absent{"absent", "absent"};
inline constexpr Phrase value_failed{"{0}: {1}", "{0}：{1}"};

// Wrong usage.
inline constexpr Phrase usage{"usage: merit {0}", "用法：merit {0}"};
inline constexpr Phrase see_commands{"`merit help` lists the commands", "`merit help` 列出所有命令"};
inline constexpr Phrase no_command{"there is no command `{0}`", "没有命令 `{0}`"};
inline constexpr Phrase no_option{"there is no option `{0}`", "没有选项 `{0}`"};
inline constexpr Phrase no_topic{"there is no command or code `{0}`", "没有名为 `{0}` 的命令或代码"};
inline constexpr Phrase did_you_mean{"{0}; did you mean `{1}`?", "{0}；是不是 `{1}`？"};
inline constexpr Phrase missing_word{"{0} is missing", "缺少 {0}"};
inline constexpr Phrase missing_value{"`{0}` needs a value behind it", "`{0}` 后面需要一个值"};
inline constexpr Phrase said_twice{"`{0}` can be said once only", "`{0}` 只能写一次"};
inline constexpr Phrase word_too_many{"`{0}` is one argument too many", "多出了参数 `{0}`"};
inline constexpr Phrase flag_with_value{"`{0}` takes no value", "`{0}` 不带值"};
inline constexpr Phrase not_understood{"these arguments are not understood", "无法理解这些参数"};
inline constexpr Phrase not_a_choice{"`{0} {1}` is none of {2}", "`{0} {1}` 不对，可以是 {2}"};
inline constexpr Phrase not_together{"`{0}` and `{1}` do not go together", "`{0}` 和 `{1}` 不能同时使用"};
inline constexpr Phrase threads_form{"`--threads {0}`: a number from 1 to {1} is needed",
                                     "`--threads {0}`：需要 1 到 {1} 的整数"};
inline constexpr Phrase ending_unknown{
    "the ending of `{0}` does not say what to write; add `--format table`, `csv` or `json`",
    "从 `{0}` 的扩展名看不出要写什么；请加上 `--format table`、`csv` 或 `json`"};
inline constexpr Phrase receipt_is_json{"a receipt is JSON; `{0}` cannot hold one",
                                        "回执是 JSON 格式，`{0}` 无法存放"};
inline constexpr Phrase out_is_read{"`{0}` is read for this result; write it to another file",
                                    "`{0}` 是本次计算要读取的文件；请写到别的文件"};
inline constexpr Phrase not_a_setting{"`--set {0}` has no name and `=`; it is written `--set NAME=VALUE`",
                                      "`--set {0}` 缺少名称或 `=`；应写成 `--set 名称=值`"};
inline constexpr Phrase one_plan{"`--dump` and `--lanes` take one plan at a time",
                                 "`--dump` 和 `--lanes` 每次只接受一个方案"};

// Files and faults.
inline constexpr Phrase stdout_full{"the result could not be written to standard output whole",
                                    "结果未能完整写到标准输出"};
inline constexpr Phrase stdin_broken{"standard input could not be read to its end", "未能读完标准输入"};
inline constexpr Phrase exists_already{"`{0}` is there already and stays as it is; choose another name",
                                       "`{0}` 已经存在，没有改动；请换一个名称"};
inline constexpr Phrase memory_form{"`--memory {0}`: a size like `900M` or `4G` is needed",
                                    "`--memory {0}`：需要 `900M`、`4G` 这样的大小"};
inline constexpr Phrase memory_unkept{"`--memory`: this system cannot keep a program within a size",
                                      "`--memory`：本系统无法限制程序的内存"};
inline constexpr Phrase no_memory{
    "there is not enough memory for this, and nothing was written; allow more (with `--memory`, where it was "
    "said), "
    "or score fewer periods at a time, with `--state-out` and `--state` between them",
    "内存不足，没有写出任何结果；如用了 `--memory` 请调大，或每次少算几期，"
    "中间用 `--state-out` 和 `--state` 衔接"};
inline constexpr Phrase no_disk{
    "what does not fit into `--memory` lies in the folder `{0}`, which takes no more: it is not there, is "
    "full, "
    "or cannot be written to; nothing was written; make room there, or name another folder as TMPDIR in the "
    "environment",
    "超出 `--memory` 的数据存放在文件夹 `{0}`，该处不存在、已满或不可写，没有写出任何结果；"
    "请腾出空间，或用环境变量 TMPDIR 指定另一文件夹"};
inline constexpr Phrase fault{
    "a fault of Merit's own: {0}\n"
    "Neither your plan nor your data is to blame. Please report this with the command you ran.",
    "Merit 自身的故障：{0}\n这不是方案或数据的问题。请连同所运行的命令一起反馈。"};

}  // namespace texts
}  // namespace merit::cli
