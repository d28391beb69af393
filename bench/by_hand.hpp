// Two plans as an engineer would write them in C++: what the row engine is measured against.
//
// Plain functions over Boost's rational in its usual form (expression templates on), constants made once, no
// rounding where it cannot change anything. No trace, no absence, no errors: rows are clean. Not for copying
// into a payroll; it is here to be measured.
#pragma once

#include <array>
#include <boost/multiprecision/cpp_int.hpp>

namespace merit::bench::by_hand {

using Fraction = boost::multiprecision::cpp_rational;
using Whole = boost::multiprecision::cpp_int;

enum Grade { D, C, B, A };

/// Rounds to two digits, ties away from zero.
inline Fraction to_cents(const Fraction& x) {
  const Whole scaled = numerator(x) * 100, below = denominator(x);
  Whole cents, rest;
  divide_qr(scaled, below, cents, rest);
  if (2 * abs(rest) >= below) cents += scaled.sign();
  return Fraction(cents, 100);
}

/// The smallest whole number that is not below x >= 0.
inline Fraction started(const Fraction& x) {
  const Whole n = numerator(x), d = denominator(x);
  return Fraction((n + d - 1) / d);
}

/// actual / target, at most `cap`; `without` where there is no target.
inline Fraction completion(const Fraction& actual, const Fraction& target, const Fraction& cap,
                           const Fraction& without) {
  if (target <= 0) return without;
  Fraction share = actual / target;
  return share < cap ? share : cap;
}

struct Point {
  Fraction x, y;
};
/// The height of the straight line from `a` to `b` at x.
inline Fraction between(const Point& a, const Point& b, const Fraction& x) {
  return a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x);
}

inline Grade grade_of(const Fraction& score) {
  return score >= 90 ? A : score >= 80 ? B : score >= 60 ? C : D;
}

inline const Fraction& coefficient(Grade grade) {
  static const std::array<Fraction, 4> of = {Fraction(0), Fraction(8, 10), Fraction(1), Fraction(12, 10)};
  return of[grade];
}

inline const Fraction& smaller(const Fraction& a, const Fraction& b) { return b < a ? b : a; }
inline const Fraction& larger(const Fraction& a, const Fraction& b) { return a < b ? b : a; }

/// The example of docs/language.md.
struct Example {
  struct Row {
    Fraction revenue, revenue_target, complaints, satisfaction, bonus_base;
    template <typename Read>
    void fill(Read&& read);
  };
  struct Result {
    Fraction score, marketing, service, adjustments, pay, bonus;
    Grade grade = D;
    template <typename Visit>
    void visit(Visit&& visit) const;
  };
  Result operator()(const Row& row) const;
};

/// bench/plans/representative.yaml.
struct Representative {
  struct Row {
    Fraction deposits, deposits_target, loans, loans_target, fees, fees_target, insurance, insurance_target,
        cards, cards_target, clients, clients_target, meetings, meetings_target, active, satisfaction,
        bad_loans, retention, exam, files_late, turnaround, complaints, hours_late, training, awards,
        violations, salary;
    bool audit_clean = false;
    template <typename Read>
    void fill(Read&& read);
  };
  struct Result {
    Fraction score, business, quality, conduct, adjustments, pay, bonus, commission, cards, insurance;
    Grade grade = D;
    template <typename Visit>
    void visit(Visit&& visit) const;
  };
  Result operator()(const Row& row) const;

 private:
  void business(const Row& row, Result& r) const;
  void quality(const Row& row, Result& r) const;
  void conduct(const Row& row, Result& r) const;
  void pay(const Row& row, Result& r) const;
};

// What goes in, by the names of the plan; what comes out, in the order of its outputs.

template <typename Read>
void Example::Row::fill(Read&& read) {
  read("revenue", revenue), read("revenue_target", revenue_target), read("complaints", complaints);
  read("satisfaction", satisfaction), read("bonus_base", bonus_base);
}

template <typename Visit>
void Example::Result::visit(Visit&& visit) const {
  visit(score), visit(marketing), visit(service), visit(adjustments), visit(grade), visit(pay), visit(bonus);
}

template <typename Read>
void Representative::Row::fill(Read&& read) {
  read("deposits", deposits), read("deposits_target", deposits_target), read("loans", loans);
  read("loans_target", loans_target), read("fees", fees), read("fees_target", fees_target);
  read("insurance", insurance), read("insurance_target", insurance_target), read("cards", cards);
  read("cards_target", cards_target), read("clients", clients), read("clients_target", clients_target);
  read("meetings", meetings), read("meetings_target", meetings_target), read("active", active);
  read("satisfaction", satisfaction), read("bad_loans", bad_loans), read("retention", retention);
  read("exam", exam), read("files_late", files_late), read("turnaround", turnaround);
  read("complaints", complaints), read("hours_late", hours_late), read("training", training);
  read("awards", awards), read("violations", violations), read("salary", salary);
  read("audit_clean", audit_clean);
}

template <typename Visit>
void Representative::Result::visit(Visit&& visit) const {
  visit(score), visit(business), visit(quality), visit(conduct), visit(adjustments), visit(grade);
  visit(pay), visit(bonus), visit(commission), visit(cards), visit(insurance);
}

// ---- the plans

inline Example::Result Example::operator()(const Row& row) const {
  static const Fraction one = 1, low = Fraction(80, 100), high = Fraction(95, 100), bottom = -10;
  static const Point none = {low, 0}, full = {high, 30};
  Result r;
  r.marketing = to_cents(70 * completion(row.revenue, row.revenue_target, one, one));
  const Fraction& s = row.satisfaction;
  r.service = to_cents(s <= low ? none.y : s >= high ? full.y : between(none, full, s));
  r.adjustments = larger(-2 * row.complaints, bottom);
  r.score = r.marketing + r.service + r.adjustments;
  r.grade = grade_of(r.score);
  r.bonus = to_cents(row.bonus_base * coefficient(r.grade));
  r.pay = smaller(r.bonus, 3 * row.bonus_base);
  return r;
}

inline Representative::Result Representative::operator()(const Row& row) const {
  Result r;
  business(row, r);
  quality(row, r);
  conduct(row, r);
  r.score = r.business + r.quality + r.conduct + r.adjustments;
  if (row.violations >= 3) r.score = smaller(r.score, 60);
  r.grade = grade_of(r.score);
  pay(row, r);
  return r;
}

inline void Representative::business(const Row& row, Result& r) const {
  static const Fraction usual = Fraction(12, 10), wide = Fraction(15, 10), one = 1, none = 0;
  const auto item = [&](int weight, const Fraction& share) { r.business += to_cents(weight * share); };
  item(12, completion(row.deposits, row.deposits_target, usual, one));
  item(10, completion(row.loans, row.loans_target, usual, one));
  item(10, completion(larger(row.fees, none), row.fees_target, usual, one));
  item(6, completion(row.insurance, row.insurance_target, wide, none));
  item(6, completion(row.cards, row.cards_target, one, one));
  item(6, completion(row.clients, row.clients_target, usual, one));
  item(3, completion(row.meetings, row.meetings_target, one, one));
  item(2, row.active);
}

inline void Representative::quality(const Row& row, Result& r) const {
  static const std::array<Point, 3> satisfied = {
      {{Fraction(80, 100), 0}, {Fraction(90, 100), 5}, {Fraction(95, 100), 8}}};
  static const std::array<Point, 3> bad = {
      {{Fraction(5, 1000), 7}, {Fraction(15, 1000), 5}, {Fraction(3, 100), 0}}};
  static const Point lost = {Fraction(70, 100), 0}, below = {Fraction(85, 100), 3},
                     kept = {Fraction(85, 100), 4}, all = {Fraction(95, 100), 5};
  const auto line = [](const std::array<Point, 3>& p, const Fraction& x) -> Fraction {
    if (x <= p[0].x) return p[0].y;
    if (x < p[1].x) return between(p[0], p[1], x);
    if (x < p[2].x) return between(p[1], p[2], x);
    return p[2].y;
  };
  Fraction retention;
  if (row.retention >= all.x) retention = all.y;
  else if (row.retention >= kept.x) retention = between(kept, all, row.retention);
  else if (row.retention > lost.x) retention = between(lost, below, row.retention);
  const int exam = row.exam >= 90 ? 4 : row.exam >= 75 ? 3 : row.exam >= 60 ? 2 : 0;
  const int files = row.files_late <= 0 ? 3 : row.files_late <= 2 ? 2 : row.files_late <= 5 ? 1 : 0;
  static const Fraction one = 1, hours = 24;
  r.quality = to_cents(line(satisfied, row.satisfaction)) + to_cents(line(bad, row.bad_loans)) +
              to_cents(retention) + exam + files + to_cents(3 * completion(hours, row.turnaround, one, one));
  if (row.complaints >= 4) r.quality = to_cents(r.quality / 2);
}

inline void Representative::conduct(const Row& row, Result& r) const {
  static const Fraction none = 0, each_complaint = Fraction(3, 2), each_delay = Fraction(1, 4),
                        each_course = Fraction(7, 10);
  r.conduct = row.audit_clean ? 3 : 0;
  r.conduct += to_cents(larger(4 - each_complaint * row.complaints, none));
  r.conduct += to_cents(larger(4 - each_delay * started(row.hours_late * 2), none));
  r.conduct += to_cents(smaller(each_course * row.training / 3, 4));
  const Fraction awards = smaller(2 * row.awards, 5);
  const Fraction violations = larger(-3 * larger(row.violations - 1, none), -10);
  r.adjustments = smaller(larger(awards + violations, -10), 10);
}

inline void Representative::pay(const Row& row, Result& r) const {
  static const std::array<Fraction, 3> fee_from = {20000, 50000, 120000};
  static const std::array<Fraction, 4> fee_rate = {Fraction(5, 1000), Fraction(8, 1000), Fraction(12, 1000),
                                                   Fraction(15, 1000)};
  static const Fraction card_price = Fraction(185, 10), part = Fraction(4, 10), none = 0;
  static const std::array<Fraction, 3> insurance_rate = {Fraction(2, 1000), Fraction(4, 1000),
                                                         Fraction(5, 1000)};
  if (row.violations < 5)
    r.bonus = to_cents(smaller(row.salary * part * coefficient(r.grade) * r.score / 100, 2 * row.salary));
  const Fraction fees = abs(row.fees);
  Fraction from = 0;
  for (std::size_t i = 0; i < fee_rate.size() && from < fees; ++i) {
    const Fraction& to = i < fee_from.size() ? smaller(fees, fee_from[i]) : fees;
    r.commission += (to - from) * fee_rate[i];
    from = to;
  }
  if (row.fees < 0) r.commission = -r.commission;
  r.commission = to_cents(r.commission);
  if (row.cards > 10) r.cards = to_cents((row.cards - 10) * card_price);
  const std::size_t band = row.insurance >= 40000 ? 2 : row.insurance >= 10000 ? 1 : 0;
  const Fraction insured = row.insurance * insurance_rate[band] / 10;
  r.insurance = Fraction(Whole(numerator(insured) / denominator(insured)) * 10);
  r.pay = smaller(larger(r.bonus + r.commission + r.cards + r.insurance, none), 4 * row.salary);
}

}  // namespace merit::bench::by_hand
