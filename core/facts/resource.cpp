// SPDX-License-Identifier: Apache-2.0

#include "facts/resource.hpp"

#include "record/source_name.hpp"

namespace causa::facts {

namespace {

/// Most often a source tells by its first letters that it is of another resource.
bool is_of(std::string_view source, std::string_view resource) {
  return source.starts_with(resource) &&
         (source.size() == resource.size() || record::resource_of(source) == resource);
}

}  // namespace

Resource resource_from(const record::Record& record, std::size_t first) {
  const auto& items = record.items;
  std::size_t last = first + 1;
  if (last == items.size()) return {first, last};
  const std::string_view resource = record::resource_of(items[first].source);
  while (last < items.size() && is_of(items[last].source, resource)) ++last;
  return {first, last};
}

}  // namespace causa::facts
