// SPDX-License-Identifier: Apache-2.0

#include "plugin/called.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/text.hpp"

namespace causa::plugin {

std::string short_name(std::string_view id) { return std::string(id.substr(id.rfind('.') + 1)); }

bool is_called(std::string_view id, std::string_view name) {
  return !id.empty() && (name == id || name == id.substr(id.rfind('.') + 1));
}

bool is_called(std::string_view id, const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return is_called(id, name); });
}

Result<std::string> id_called(std::string_view name, const std::set<std::string>& ids,
                              std::string_view place) {
  std::vector<std::string> called;
  for (const std::string& id : ids)
    if (is_called(id, name)) called.push_back(id);
  if (called.empty()) return std::string();
  if (called.size() == 1) return called.front();
  return Error{Fault::usage, std::string(place),
               fmt::format("\"{}\" is the short name of {} modules", name, called.size()),
               fmt::format("name one by its whole id: {}", fmt::join(called, ", "))};
}

std::string module_section(std::string_view name) {
  // A whole id has dots, which TOML would take for sections in sections.
  const bool is_id = name.find('.') != std::string_view::npos;
  return is_id ? fmt::format("[modules.\"{}\"]", name) : fmt::format("[modules.{}]", name);
}

std::string nearest_called(std::string_view name, const std::set<std::string>& ids) {
  std::set<std::string> known;
  for (const std::string& id : ids) known.insert(short_name(id));
  return nearest(name, std::vector<std::string>(known.begin(), known.end()));
}

}  // namespace causa::plugin
