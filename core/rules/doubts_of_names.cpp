// SPDX-License-Identifier: Apache-2.0
//
// Tags, causes and families that are misspelled, or that nobody else speaks of.
#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "knowledge/circle.hpp"
#include "knowledge/standard_words.hpp"
#include "rules/doubts_parts.hpp"
#include "rules/slip.hpp"

namespace causa::rules {

namespace {

class NameDoubts {
 public:
  explicit NameDoubts(const Doubting& it) : it_(it) {
    add(it.manifest);
    for (const auto* other : it.loaded) add(*other);
  }

  void run() {
    const auto& manifest = it_.manifest;
    for (std::size_t i = 0; i < manifest.withholds.size(); ++i)
      for (std::size_t j = 0; j < manifest.withholds[i].tags.size(); ++j)
        tag(manifest.withholds[i].tags[j], manifest.withholds[i].id, advised_,
            "no advice has the tag {}, so nothing is withheld by it",
            fmt::format("/withholds/{}/tags/{}", i, j));
    for (std::size_t i = 0; i < manifest.advice.size(); ++i)
      for (std::size_t j = 0; j < manifest.advice[i].tags.size(); ++j)
        tag(manifest.advice[i].tags[j], manifest.advice[i].id, withheld_,
            "no withhold speaks of the tag {}", fmt::format("/advice/{}/tags/{}", i, j));
    for (std::size_t i = 0; i < manifest.alerts.size(); ++i)
      cause(manifest.alerts[i].cause, manifest.alerts[i].id, fmt::format("/alerts/{}/cause", i));
    for (std::size_t i = 0; i < manifest.rules.size(); ++i)
      cause(manifest.rules[i].cause, manifest.rules[i].id, fmt::format("/rules/{}/cause", i));
    for (std::size_t i = 0; i < manifest.advice.size(); ++i)
      for (std::size_t j = 0; j < manifest.advice[i].for_causes.size(); ++j)
        cause(manifest.advice[i].for_causes[j], manifest.advice[i].id,
              fmt::format("/advice/{}/for/{}", i, j));
    for (std::size_t i = 0; i < manifest.causes.size(); ++i) {
      family(manifest.causes[i], fmt::format("/causes/{}/id", i));
      for (std::size_t j = 0; j < manifest.causes[i].leads_to.size(); ++j)
        link(manifest.causes[i], manifest.causes[i].leads_to[j].cause,
             fmt::format("/causes/{}/leads_to/{}/cause", i, j));
    }
  }

 private:
  using Words = std::set<std::string, std::less<>>;

  void add(const knowledge::Manifest& manifest) {
    for (const auto& one : manifest.advice) advised_.insert(one.tags.begin(), one.tags.end());
    for (const auto& one : manifest.withholds) withheld_.insert(one.tags.begin(), one.tags.end());
    for (const auto& one : manifest.causes) causes_.insert(one.id.text());
  }

  static std::string near(const std::string& word, const Words& known) {
    const std::vector<std::string> candidates(known.begin(), known.end());
    return slip_of(word, candidates);
  }

  void tag(const std::string& name, const std::string& id, const Words& spoken_of,
           const char* nobody, std::string pointer) const {
    Words known(knowledge::standard_tags.begin(), knowledge::standard_tags.end());
    known.insert(spoken_of.begin(), spoken_of.end());
    if (known.contains(name)) return;
    const std::string message = fmt::format(fmt::runtime(nobody), name);
    if (const std::string right = near(name, known); !right.empty())
      it_.certain(std::move(pointer), id, message, fmt::format("did you mean {}?", right));
    else if (!it_.loaded.empty())
      it_.may_be_meant(std::move(pointer), id, message, "");
  }

  /// A cause that another module may own, if it is loaded.
  void cause(const std::string& name, const std::string& id, std::string pointer) const {
    if (name.empty() || causes_.contains(name)) return;
    const std::string right = near(name, causes_);
    const std::string hint = right.empty() ? std::string() : fmt::format("did you mean {}?", right);
    if (!it_.loaded.empty())
      it_.may_be_meant(std::move(pointer), id,
                       fmt::format("no loaded module owns its cause, {}", name), hint);
    else if (!right.empty())
      it_.may_be_meant(std::move(pointer), id, fmt::format("{} is no cause of this module", name),
                       hint);
  }

  void link(const knowledge::Cause& from, const std::string& to, std::string pointer) const {
    cause(to, from.id, pointer);
    const knowledge::Manifest* const own = &it_.manifest;
    // One within the module is said by who reads the manifest.
    if (!knowledge::circle_through(from.id.text(), to, {&own, 1}).empty()) return;
    const std::string circle = knowledge::circle_through(from.id.text(), to, it_.loaded);
    if (!circle.empty())
      it_.certain(std::move(pointer), from.id, fmt::format("leads back to itself: {}", circle),
                  "leave out the way that is the weaker one");
  }

  void family(const knowledge::Cause& cause, std::string pointer) const {
    const Words known(knowledge::cause_families.begin(), knowledge::cause_families.end());
    const std::string& name = cause.family;
    if (known.contains(name)) return;
    const std::string right = near(name, known);
    it_.may_be_meant(
        std::move(pointer), cause.id,
        fmt::format("{} is none of the families that causa groups causes by", name),
        right.empty() ? "docs/manifest.md lists them" : fmt::format("did you mean {}?", right));
  }

  const Doubting& it_;
  Words advised_, withheld_, causes_;
};

}  // namespace

void doubt_names(const Doubting& it) { NameDoubts(it).run(); }

}  // namespace causa::rules
