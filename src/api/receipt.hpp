// What receipts of all kinds begin with. Floor 6.
#pragma once

#include <string>
#include <string_view>

#include "merit/merit.hpp"
#include "report/receipt.hpp"

namespace merit::api {

/// A receipt with the version of Merit and the files of the plan.
report::Receipt receipt_of(const Plan::State& plan);

/// A file as receipts call it.
std::string name_in_receipt(std::string_view path);

}  // namespace merit::api
