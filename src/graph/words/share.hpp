// Shares that are a quotient with a cap: what `completion` and `inverse` have in common. Floor 3.
#pragma once

#include "graph/codes.hpp"
#include "graph/word.hpp"

namespace merit::graph {

struct QuotientRoles {
  const char* dividend;     ///< the field that is divided
  const char* divisor;      ///< the field it is divided by
  Text zero_name;           ///< how messages call the divisor
  const char* zero_policy;  ///< the field that says what a divisor of zero or less means
};

struct QuotientField {
  const char* name;
  const char* doc_en;
  const char* doc_zh;
  const char* example;
};

std::vector<plan::Field> quotient_fields(const QuotientField& first, const QuotientField& second,
                                         const char* zero_policy);
std::optional<WordValue> share_of_quotient(WordContext& word, const QuotientRoles& roles);
std::vector<Text> quotient_sentence(const Story& story, std::string_view en, std::string_view zh,
                                    std::string_view zero_en, std::string_view zero_zh);

}  // namespace merit::graph
