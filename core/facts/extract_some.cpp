// SPDX-License-Identifier: Apache-2.0

#include "facts/extract_some.hpp"

#include "record/source_name.hpp"

namespace causa::facts {

Resource resource_around(const record::Record& record, std::size_t item) {
  const auto& items = record.items;
  const std::string_view resource = record::resource_of(items[item].source);
  std::size_t first = item, last = item + 1;
  while (first > 0 && record::resource_of(items[first - 1].source) == resource) --first;
  while (last < items.size() && record::resource_of(items[last].source) == resource) ++last;
  return {first, last};
}

}  // namespace causa::facts
