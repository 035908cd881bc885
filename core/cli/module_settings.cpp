// SPDX-License-Identifier: Apache-2.0

#include "cli/module_settings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json.hpp>
#include <optional>
#include <set>
#include <vector>

#include "base/text.hpp"
#include "cli/file_error.hpp"
#include "cli/setting_values.hpp"
#include "plugin/called.hpp"

namespace causa::cli {

namespace {

namespace json = boost::json;

constexpr std::string_view isolation_key = "isolation";

std::optional<json::value> value_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return json::value(text->get());
  if (const auto* number = node.as_integer()) return json::value(number->get());
  if (const auto* number = node.as_floating_point()) return json::value(number->get());
  if (const auto* truth = node.as_boolean()) return json::value(truth->get());
  return std::nullopt;
}

bool fits(const json::value& value, const std::string& type) {
  if (type == "number") return value.is_number();
  if (type == "integer") return value.is_int64();
  if (type == "truth") return value.is_bool();
  return type == "text" && value.is_string();
}

Result<void> check(const knowledge::Manifest& manifest, const json::object& settings,
                   const std::string& place) {
  for (const auto& [key, value] : settings) {
    const std::string name(key);
    std::vector<std::string> known;
    const knowledge::ConfigOption* option = nullptr;
    for (const auto& entry : manifest.config) {
      known.push_back(entry.name);
      if (entry.name == name) option = &entry;
    }
    if (!option) {
      const std::string near = nearest(name, known);
      return Error{Fault::usage, place, fmt::format("{} has no setting {}", manifest.id, name),
                   near.empty() ? fmt::format("see causa plugins show {}", manifest.short_name())
                                : fmt::format("did you mean {}?", near)};
    }
    if (!fits(value, option->type))
      return Error{Fault::usage, place, fmt::format("{} is no {}", name, option->type),
                   option->about};
  }
  return {};
}

}  // namespace

std::span<const std::string_view> isolation_words() { return words_of(isolation_key); }

std::optional<plugin::Isolation> isolation_named(std::string_view word) {
  const auto words = isolation_words();
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) return std::nullopt;
  return static_cast<plugin::Isolation>(found - words.begin() + 1);
}

Result<ModuleIsolation> read_module_isolation(const toml::table& section,
                                              const std::filesystem::path& file) {
  ModuleIsolation isolation;
  for (const auto& [name, node] : section) {
    const auto* table = node.as_table();
    const auto* value = table == nullptr ? nullptr : table->get(isolation_key);
    if (value == nullptr) continue;
    const auto* word = value->as_string();
    const auto named = word == nullptr ? std::nullopt : isolation_named(word->get());
    if (!named)
      return file_error(
          file, value->source(), "isolation can't be this",
          fmt::format("write one of: \"{}\"", fmt::join(isolation_words(), "\", \"")));
    isolation[std::string(name.str())] = *named;
  }
  return isolation;
}

Result<ModuleSettings> read_module_settings(const toml::table& section,
                                            const std::filesystem::path& file) {
  ModuleSettings settings;
  for (const auto& [name, node] : section) {
    const auto* table = node.as_table();
    if (!table)
      return file_error(file, node.source(), fmt::format("modules.{} is no section", name.str()),
                        fmt::format("write [modules.{}] above its settings", name.str()));
    json::object object;
    for (const auto& [key, value] : *table) {
      if (key.str() == isolation_key) continue;
      if (value.is_table())
        return file_error(file, value.source(),
                          fmt::format("modules.{} has a section {} in it", name.str(), key.str()),
                          "write the id of a module in quotes: [modules.\"org.example.thyroid\"]");
      auto converted = value_of(value);
      if (!converted)
        return file_error(file, value.source(), fmt::format("{} can't be this", key.str()),
                          "write a number, a text, true or false");
      object[std::string(key.str())] = std::move(*converted);
    }
    // One that says only where a module runs changes nothing of what comes out.
    if (object.empty() && table->contains(isolation_key)) continue;
    settings[std::string(name.str())] = json::serialize(object);
  }
  return settings;
}

Result<ModuleSettings> settings_by_id(const ModuleSettings& settings,
                                      std::span<const plugin::Module> modules) {
  std::set<std::string> ids;
  for (const auto& module : modules) ids.insert(module.manifest.id);
  ModuleSettings by_id;
  for (const auto& [name, text] : settings) {
    const std::string place = plugin::module_section(name);
    const auto id = plugin::id_called(name, ids, place);
    if (!id) return id.error();
    const auto module = std::find_if(modules.begin(), modules.end(),
                                     [&](const auto& one) { return one.manifest.id == *id; });
    if (module == modules.end()) continue;
    if (auto done = check(module->manifest, json::parse(text).as_object(), place); !done)
      return done.error();
    if (!by_id.emplace(*id, text).second)
      return Error{Fault::usage, place,
                   fmt::format("{} has a section {} as well", *id,
                               plugin::module_section(module->manifest.short_name())),
                   "write all of its settings into one"};
  }
  return by_id;
}

std::vector<std::string> misspelled_sections(const ModuleSettings& settings,
                                             const ModuleIsolation& isolation,
                                             const plugin::Registry& registry) {
  std::set<std::string> ids = registry.ids();
  for (const auto& absence : registry.absences())
    if (!absence.id.empty()) ids.insert(absence.id);
  std::set<std::string> names;
  for (const auto& [name, text] : settings) names.insert(name);
  for (const auto& [name, where] : isolation) names.insert(name);
  std::vector<std::string> sentences;
  for (const std::string& name : names) {
    if (std::any_of(ids.begin(), ids.end(),
                    [&](const std::string& id) { return plugin::is_called(id, name); }))
      continue;
    if (const std::string near = plugin::nearest_called(name, ids); !near.empty())
      sentences.push_back(
          fmt::format("{} is of no module that is there; did you mean [modules.{}]?",
                      plugin::module_section(name), near));
  }
  return sentences;
}

}  // namespace causa::cli
