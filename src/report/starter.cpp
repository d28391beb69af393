#include "report/starter.hpp"

namespace merit::report {

namespace {

// The two say the same. Chinese names are names, so the Chinese plan has them.
constexpr const char* plan_en =
    R"(# A first plan: what is read about each person, how that is scored, what is paid for it.
# `merit check` says whether a plan is right; every change starts there.
merit: 1                    # the version of the plan language
plan: my-plan
title: My first plan
period: month               # the data has a column `period`, such as 2026-03
each: person                # the column that says whom a row is about
currency: CNY

# Where numbers are rounded, and how: each item, the score and its sections, each component of pay.
rounding: {item: 2 half_up, score: 2 half_up, pay: 2 half_up}

lists:
  grade: [C, B, A]          # worst to best

params:
  factor: {by: [grade], values: {A: 1.2, B: 1, C: 0.8}}

# The other columns of the data. A promise such as `min: 0` is checked in every row.
inputs:
  sales: {type: money, min: 0}
  sales_target: {type: money, min: 0}
  visits: count
  complaints: {type: count, missing: 0}    # an empty cell is no complaint
  bonus_base: {type: money, min: 0}

score:
  out_of: 100               # the weights add up to this
  items:
    sales:
      weight: 70
      completion: {actual: sales, target: sales_target, cap: 120%, zero_target: zero}
    visits:
      weight: 30            # nothing up to 10 visits, all of it from 20 on, a straight line between
      line: {of: visits, knots: {10: 0%, 20: 100%}}
    complaints:
      extra: [-10, 0]       # outside the 100 points: 2 off for each, 10 at most
      per_unit: {of: complaints, above: -2}

values:
  grade: {step: {of: score, at_or_above: {else: C, 70: B, 90: A}}}

pay:
  items:
    bonus: bonus_base * factor(grade)
)";

constexpr const char* plan_zh = R"(# 第一个方案:读取每个人的哪些数据,如何计分,据此发多少钱。
# `merit check` 检查方案是否正确,每次修改后先运行它。
merit: 1                    # 方案语言的版本
plan: my-plan
title: 我的第一个方案
period: month               # 数据中有 `period` 一列,如 2026-03
each: 工号                  # 这一列指明每行说的是谁
currency: CNY

# 在哪里舍入、如何舍入:每个指标(item),总分与小计(score),每项薪酬(pay)。half_up 即四舍五入。
rounding: {item: 2 half_up, score: 2 half_up, pay: 2 half_up}

lists:
  等级: [C, B, A]           # 由差到好

params:
  奖金系数: {by: [等级], values: {A: 1.2, B: 1, C: 0.8}}

# 数据的其余各列。`min: 0` 这样的承诺,每一行都会检查。
inputs:
  销售额: {type: money, min: 0}
  销售目标: {type: money, min: 0}
  走访次数: count
  投诉次数: {type: count, missing: 0}    # 空白即没有投诉
  奖金基数: {type: money, min: 0}

score:
  out_of: 100               # 各项权重之和
  items:
    销售:
      weight: 70            # 完成率封顶 120%;目标为零时记零分
      completion: {actual: 销售额, target: 销售目标, cap: 120%, zero_target: zero}
    走访:
      weight: 30            # 10 次及以下不得分,20 次及以上得满分,其间按直线计
      line: {of: 走访次数, knots: {10: 0%, 20: 100%}}
    投诉:
      extra: [-10, 0]       # 在 100 分之外:每次扣 2 分,最多扣 10 分
      per_unit: {of: 投诉次数, above: -2}

values:
  考核等级: {step: {of: score, at_or_above: {else: C, 70: B, 90: A}}}

pay:
  items:
    奖金: 奖金基数 * 奖金系数(考核等级)
)";

}  // namespace

std::string starter_plan(Language language) { return language == Language::zh ? plan_zh : plan_en; }

}  // namespace merit::report
