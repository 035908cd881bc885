// SPDX-License-Identifier: Apache-2.0
//
// What the reader held back, and what stands twice.

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <functional>
#include <unordered_set>
#include <vector>

#include "lint/checks.hpp"
#include "record/source_name.hpp"
#include "record/unread.hpp"

namespace causa::lint {

namespace {

/// A set of names, with one allocation for all.
class Names {
 public:
  explicit Names(std::size_t most) : slots_(std::bit_ceil(2 * most + 1)) {}

  /// False if it is there already.
  bool add(std::string_view name) {
    std::size_t at = std::hash<std::string_view>()(name);
    for (;; ++at) {
      std::string_view& slot = slots_[at & (slots_.size() - 1)];
      if (slot.data() == nullptr) {
        slot = name;
        return true;
      }
      if (slot == name) return false;
    }
  }

 private:
  std::vector<std::string_view> slots_;
};

const std::string& place_of(const record::Ignored& entry) {
  return entry.examples.empty() ? entry.source : entry.examples.front();
}

bool is_unreadable(const record::Ignored& entry) {
  return !entry.grouped && entry.reason.starts_with(record::unreadable_prefix);
}

/// Whether no resource gives two items that are called the same.
bool names_one_item(std::string_view source) {
  const std::string_view type = record::type_of(source);
  return type == "Observation" || type == "Condition" || type == "AllergyIntolerance" ||
         type == "Procedure" || type.starts_with("Medication");
}

}  // namespace

void held_back(const Subject& subject, Findings& found) {
  for (const auto& entry : subject.record.ignored)
    if (!entry.grouped && !is_unreadable(entry)) found.add(place_of(entry), entry.reason);
}

void unreadable(const Subject& subject, Findings& found) {
  for (const auto& entry : subject.record.ignored)
    if (is_unreadable(entry)) found.add(place_of(entry), entry.reason);
}

/// Items of one resource stand together, so a source that comes back is another resource; and so is
/// one whose first item follows at once again.
void same_source(const Subject& subject, Findings& found) {
  Names seen(subject.record.items.size());
  std::unordered_set<std::string_view> told;
  std::string_view current;
  std::string_view first;  // item of the current resource
  for (const auto& item : subject.record.items) {
    const std::string_view resource = record::resource_of(item.source);
    const bool again = item.source == first && names_one_item(item.source);
    if (resource.empty() || (resource == current && !again)) continue;
    current = resource;
    first = item.source;
    if (!seen.add(resource) && told.insert(resource).second)
      found.add(resource, "stands more than once in the input; all of them are used");
  }
}

}  // namespace causa::lint
