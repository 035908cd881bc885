// SPDX-License-Identifier: Apache-2.0

#include "intake/of_no_patient.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace causa::intake {

namespace {

bool before(const record::Ignored& a, const record::Ignored& b) {
  return std::tie(a.source, a.reason, a.grouped) < std::tie(b.source, b.reason, b.grouped);
}

}  // namespace

void count_in(std::vector<record::Ignored>& all, std::vector<record::Ignored> more) {
  for (record::Ignored& one : more) {
    const auto [first, last] = std::equal_range(all.begin(), all.end(), one, before);
    if (first == last || !one.grouped) {
      all.insert(last, std::move(one));
      continue;
    }
    first->count += one.count;
    for (std::string& example : one.examples)
      if (first->examples.size() < record::examples_kept)
        first->examples.push_back(std::move(example));
  }
}

}  // namespace causa::intake
