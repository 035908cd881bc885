// SPDX-License-Identifier: Apache-2.0

#include "knowledge/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/value.hpp>

#include "base/text.hpp"
#include "knowledge/parts.hpp"

namespace causa::knowledge {

namespace {

using IdsAndPointers = std::vector<std::pair<std::string, std::string>>;

template <class Parts>
IdsAndPointers ids_of(const Parts& parts, const std::string& pointer) {
  IdsAndPointers ids;
  for (std::size_t i = 0; i < parts.size(); ++i)
    ids.emplace_back(parts[i].id, fmt::format("{}/{}", pointer, i));
  return ids;
}

void check_ids(const Manifest& manifest, std::vector<Problem>& problems) {
  check_unique(ids_of(manifest.sources, "/sources"), "source", problems);
  check_unique(ids_of(manifest.terminology, "/terminology"), "concept", problems);
  check_unique(ids_of(manifest.facts, "/facts"), "fact", problems);
  check_unique(ids_of(manifest.definitions, "/definitions"), "definition", problems);
  check_unique(ids_of(manifest.scores, "/scores"), "score", problems);
  check_unique(ids_of(manifest.derives, "/derives"), "step", problems);
  check_unique(ids_of(manifest.causes, "/causes"), "cause", problems);
  check_unique(ids_of(manifest.rules, "/rules"), "rule", problems);
  check_unique(ids_of(manifest.alerts, "/alerts"), "alert", problems);
  check_unique(ids_of(manifest.advice, "/advice"), "advice", problems);
  check_unique(ids_of(manifest.withholds, "/withholds"), "withhold", problems);
  IdsAndPointers provided;
  for (std::size_t i = 0; i < manifest.derives.size(); ++i)
    for (const auto& one :
         ids_of(manifest.derives[i].provides, fmt::format("/derives/{}/provides", i)))
      provided.push_back(one);
  check_unique(provided, "derived fact", problems);
}

/// Every `sources` below `value`, wherever it stands, must name sources of this manifest.
void check_sources(const boost::json::value& value, const std::string& pointer,
                   const std::vector<std::string>& known, std::vector<Problem>& problems) {
  if (const auto* list = value.if_array()) {
    for (std::size_t i = 0; i < list->size(); ++i)
      check_sources((*list)[i], fmt::format("{}/{}", pointer, i), known, problems);
    return;
  }
  const auto* object = value.if_object();
  if (object == nullptr) return;
  const auto check_one = [&](const boost::json::value& id, const std::string& at) {
    if (!id.is_string()) return;
    const std::string_view text = id.get_string();
    if (std::find(known.begin(), known.end(), text) != known.end()) return;
    const std::string near = nearest(text, known);
    problems.push_back(
        {at, 0, fmt::format("no source \"{}\" in this manifest", text),
         near.empty() ? "add it to `sources`" : fmt::format("did you mean \"{}\"?", near), false});
  };
  for (const auto& member : *object) {
    const std::string at = pointer + pointer_part(member.key());
    if (member.key() != "sources") {
      check_sources(member.value(), at, known, problems);
    } else if (const auto* ids = member.value().if_array()) {
      for (std::size_t i = 0; i < ids->size(); ++i)
        check_one((*ids)[i], fmt::format("{}/{}", at, i));
    } else {
      check_one(member.value(), at);
    }
  }
}

void check_library(const Manifest& manifest, std::vector<Problem>& problems) {
  if (!manifest.derives.empty() && !manifest.has_library)
    problems.push_back({"/derives", 0, "steps need a library, but there is no `abi`",
                        "add abi: {major: 1, needs_minor: 0}", false});
}

void check_replaces(const Manifest& manifest, std::vector<Problem>& problems) {
  for (std::size_t i = 0; i < manifest.rules.size(); ++i) {
    const auto& rule = manifest.rules[i];
    for (std::size_t j = 0; j < rule.replaces.size(); ++j)
      if (!rule.group.empty() && rule.replaces[j] == rule.group)
        problems.push_back({fmt::format("/rules/{}/replaces/{}", i, j), 0,
                            "a rule can't replace its own group", "", false});
  }
}

}  // namespace

void check_manifest(const boost::json::object& json, const Manifest& manifest,
                    std::vector<Problem>& problems) {
  check_ids(manifest, problems);
  std::vector<std::string> known;
  for (const auto& source : manifest.sources) known.push_back(source.id);
  for (const auto& member : json)
    if (member.key() != "sources")
      check_sources(member.value(), pointer_part(member.key()), known, problems);
  check_library(manifest, problems);
  check_replaces(manifest, problems);
}

}  // namespace causa::knowledge
