// SPDX-License-Identifier: Apache-2.0

#include "plugin/named.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "plugin/called.hpp"

namespace causa::plugin {

namespace {

/// Each name must be that of what is there, loaded or not.
Result<void> check_known(const std::vector<std::string>& names, const std::string& place,
                         const FoundIds& ids) {
  for (const std::string& name : names) {
    if (std::any_of(ids.all.begin(), ids.all.end(),
                    [&](const std::string& id) { return is_called(id, name); }))
      continue;
    const std::string near = nearest_called(name, ids.all);
    std::set<std::string> known;
    for (const std::string& id : ids.all) known.insert(short_name(id));
    return Error{Fault::usage, place, fmt::format("there is no module \"{}\"", name),
                 near.empty() ? fmt::format("there are {}", fmt::join(known, ", "))
                              : fmt::format("did you mean \"{}\"?", near)};
  }
  return {};
}

/// Who leaves out or allows one module doesn't mean another that has the same last part, loaded or
/// not. What may be in a folder and is refused must not stop that.
Result<void> check_one_each(const std::vector<std::string>& names, const std::string& place,
                            const FoundIds& ids) {
  std::set<std::string> may_be_meant = ids.to_load;
  may_be_meant.insert(ids.left_out.begin(), ids.left_out.end());
  for (const std::string& name : names)
    if (const auto one = id_called(name, may_be_meant, place); !one) return one.error();
  return {};
}

/// As above, but who asks for a module doesn't mean one that is left out otherwise.
Result<void> check_one_loads(const std::vector<std::string>& names, const std::string& place,
                             const FoundIds& ids) {
  for (const std::string& name : names) {
    auto one = id_called(name, ids.to_load, place);
    if (one && one->empty()) one = id_called(name, ids.left_out, place);
    if (!one) return one.error();
  }
  return {};
}

/// What isn't there may come later.
Result<void> check_isolation(const IsolationSettings& settings, const FoundIds& ids) {
  for (const auto& [name, isolation] : settings.by_module)
    if (const auto one = id_called(name, ids.to_load, module_section(name)); !one)
      return one.error();
  return {};
}

}  // namespace

Result<void> check_names(const LoadOptions& options, const FoundIds& ids) {
  std::vector<std::string> allow = options.allow;
  std::erase(allow, "all");
  const LoadOptions::Places& places = options.places;
  Result<void> good = check_known(options.only, places.only, ids);
  if (good) good = check_one_loads(options.only, places.only, ids);
  if (good) good = check_known(options.without, places.without, ids);
  if (good) good = check_one_each(options.without, places.without, ids);
  if (good) good = check_known(allow, places.allow, ids);
  if (good) good = check_one_each(allow, places.allow, ids);
  if (good) good = check_isolation(options.isolation, ids);
  return good;
}

}  // namespace causa::plugin
