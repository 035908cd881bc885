// SPDX-License-Identifier: Apache-2.0

#include "assess/check.hpp"

#include <algorithm>

namespace causa::assess {

Check::Check(SharedText shared) : text(shared) {
  std::string_view rest = text.text();
  if (const std::size_t at = rest.find(" if "); at != std::string_view::npos) {
    conditional = true;
    rest = rest.substr(0, at);
    if (rest.ends_with(',')) rest.remove_suffix(1);
  }
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(", "), rest.find(" and "));
    const std::string_view thing = rest.substr(0, end);
    if (!thing.empty()) things.push_back(thing);
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + (rest[end] == ',' ? 2 : 5));
    if (rest.starts_with("and ")) rest.remove_prefix(4);
  }
}

bool Check::covers(const Check& other) const {
  return !conditional &&
         std::all_of(other.things.begin(), other.things.end(), [&](std::string_view thing) {
           return std::find(things.begin(), things.end(), thing) != things.end();
         });
}

std::vector<SharedText> said_once(std::span<const Check* const> checks) {
  std::vector<SharedText> kept;
  kept.reserve(checks.size());
  for (std::size_t i = 0; i < checks.size(); ++i) {
    bool covered = false;
    for (std::size_t other = 0; other < checks.size(); ++other)
      covered = covered || (other != i && checks[other]->covers(*checks[i]) &&
                            (!checks[i]->covers(*checks[other]) || other < i));
    if (!covered) kept.push_back(checks[i]->text);
  }
  return kept;
}

}  // namespace causa::assess
