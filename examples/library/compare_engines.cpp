// Do both engines say the same of every row of a file, to the byte, and what is paid in all?
//
// Run in this folder, which holds plan.yaml and march.csv.
#include <iostream>
#include <merit/merit.hpp>
#include <string_view>

namespace {

int refuse(const merit::Problems& problems) {
  std::cerr << problems.render(merit::ProblemForm::text, merit::Language::en);
  return 1;
}

std::size_t column_called(const merit::Results& results, std::string_view name) {
  std::size_t column = 0;
  while (column < results.columns() && results.column(column).name != name) ++column;
  return column;
}

}  // namespace

int main() {
  const auto plan = merit::Plan::load("plan.yaml");
  if (!plan) return refuse(plan.error());
  const auto data = merit::Data::read(*plan, "march.csv");
  if (!data) return refuse(data.error());

  const auto by_row = merit::score(*data);
  if (!by_row) return refuse(by_row.error());
  merit::ScoreOptions options;
  options.engine = merit::Engine::batch;
  options.threads = 2;
  const auto by_batch = merit::score(*data, options);
  if (!by_batch) return refuse(by_batch.error());

  const bool agree = by_row->to_csv() == by_batch->to_csv();
  std::cout << by_batch->rows() << " rows, " << by_batch->failed() << " failed; the engines "
            << (agree ? "agree" : "differ") << "\n";

  // A row that failed is not paid: it is mended and scored again, never taken for 0.
  const std::size_t pay = column_called(*by_batch, "pay");
  std::uint64_t cents = 0;  // this plan pays whole cents, none below 0
  for (std::size_t row = 0; row < by_batch->rows(); ++row) {
    if (const auto error = by_batch->error(row))
      std::cout << by_batch->key(row) << ": " << error->reason_en << " (" << error->data_place << ")\n";
    else if (const auto amount = by_batch->number(row, pay)) cents += amount->lo;
  }
  std::cout << "to pay: " << merit::to_string({0, cents, 2}) << "\n";
  return agree ? 0 : 1;
}
