// SPDX-License-Identifier: Apache-2.0
//
// What the reader held back, and what stands twice.

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "lint/checks.hpp"

namespace causa::lint {

namespace {

std::string_view resource_of(std::string_view source) {
  return source.substr(0, std::min(source.find(".component["), source.find(".item[")));
}

}  // namespace

void held_back(const Subject& subject, Findings& found) {
  for (const auto& entry : subject.record.ignored)
    if (!entry.grouped)
      found.add(entry.examples.empty() ? entry.source : entry.examples.front(), entry.reason);
}

/// Items of one resource stand together, so a source that comes back is another resource.
void same_source(const Subject& subject, Findings& found) {
  std::unordered_set<std::string_view> seen, told;
  std::string_view current;
  for (const auto& item : subject.record.items) {
    const std::string_view resource = resource_of(item.source);
    if (resource.empty() || resource == current) continue;
    current = resource;
    if (!seen.insert(resource).second && told.insert(resource).second)
      found.add(resource, "stands more than once in the input; all of them are used");
  }
}

}  // namespace causa::lint
