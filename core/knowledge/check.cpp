// SPDX-License-Identifier: Apache-2.0

#include "knowledge/check.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "knowledge/circle.hpp"
#include "knowledge/parts.hpp"

namespace causa::knowledge {

namespace {

template <class Parts>
void check_ids_of(const Parts& parts, std::string_view list, std::string_view what,
                  std::vector<Problem>& problems) {
  std::vector<std::string_view> ids;
  for (const auto& part : parts) ids.push_back(part.id);
  check_unique(ids, [&](std::size_t i) { return fmt::format("/{}/{}", list, i); }, what, problems);
}

void check_ids(const Manifest& manifest, std::vector<Problem>& problems) {
  check_ids_of(manifest.sources, "sources", "source", problems);
  check_ids_of(manifest.terminology, "terminology", "concept", problems);
  check_ids_of(manifest.facts, "facts", "fact", problems);
  check_ids_of(manifest.definitions, "definitions", "definition", problems);
  check_ids_of(manifest.scores, "scores", "score", problems);
  check_ids_of(manifest.derives, "derives", "step", problems);
  check_ids_of(manifest.causes, "causes", "cause", problems);
  check_ids_of(manifest.rules, "rules", "rule", problems);
  check_ids_of(manifest.alerts, "alerts", "alert", problems);
  check_ids_of(manifest.advice, "advice", "advice", problems);
  check_ids_of(manifest.withholds, "withholds", "withhold", problems);
  std::vector<std::string_view> provided;
  std::vector<std::pair<std::size_t, std::size_t>> places;
  for (std::size_t step = 0; step < manifest.derives.size(); ++step)
    for (std::size_t i = 0; i < manifest.derives[step].provides.size(); ++i) {
      provided.push_back(manifest.derives[step].provides[i].id);
      places.emplace_back(step, i);
    }
  const auto pointer_to = [&](std::size_t i) {
    return fmt::format("/derives/{}/provides/{}", places[i].first, places[i].second);
  };
  check_unique(provided, pointer_to, "derived fact", problems);
}

/// Every `sources` below a value, wherever it stands, must name sources of this manifest.
class SourcesCheck {
 public:
  SourcesCheck(const Manifest& manifest, std::vector<Problem>& problems) : problems_(problems) {
    for (const auto& source : manifest.sources) known_.push_back(source.id);
  }

  void run(JsonValue json) {
    const Place top;
    for (const auto& [key, value] : json.members())
      if (key != "sources") walk(value, {top, key});
  }

 private:
  void walk(JsonValue value, const Place& here) {
    std::size_t index = 0;
    for (const JsonValue item : value.items()) walk(item, {here, index++});
    for (const auto& [key, member] : value.members()) {
      const Place at{here, key};
      if (key != "sources")
        walk(member, at);
      else if (member.is_list())
        check_all(member, at);
      else
        check(member, at);
    }
  }

  void check_all(JsonValue ids, const Place& here) {
    std::size_t index = 0;
    for (const JsonValue id : ids.items()) check(id, {here, index++});
  }

  void check(JsonValue id, const Place& at) {
    if (!id.is_text() || std::ranges::find(known_, id.text()) != known_.end()) return;
    const std::string near = nearest(id.text(), known_);
    problems_.push_back(
        {at.pointer(), 0, fmt::format("no source \"{}\" in this manifest", id.text()),
         near.empty() ? "add it to `sources`" : fmt::format("did you mean \"{}\"?", near), false});
  }

  std::vector<std::string> known_;
  std::vector<Problem>& problems_;
};

/// Causes that lead round in a circle would each be more likely because it is itself.
void check_circles(const Manifest& manifest, std::vector<Problem>& problems) {
  const std::array own{&manifest};
  for (std::size_t i = 0; i < manifest.causes.size(); ++i)
    for (std::size_t j = 0; j < manifest.causes[i].leads_to.size(); ++j) {
      const auto& cause = manifest.causes[i];
      const std::string circle = circle_through(cause.id.text(), cause.leads_to[j].cause, own);
      if (circle.empty()) continue;
      problems.push_back({fmt::format("/causes/{}/leads_to/{}/cause", i, j), 0,
                          fmt::format("leads back to itself: {}", circle),
                          "leave out the way that is the weaker one", false});
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

void check_manifest(JsonValue json, const Manifest& manifest, std::vector<Problem>& problems) {
  check_ids(manifest, problems);
  SourcesCheck(manifest, problems).run(json);
  check_library(manifest, problems);
  check_circles(manifest, problems);
  check_replaces(manifest, problems);
}

}  // namespace causa::knowledge
