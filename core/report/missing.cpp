// SPDX-License-Identifier: Apache-2.0

#include "report/missing.hpp"

#include <algorithm>

#include "facts/fact.hpp"

namespace causa::report {

namespace {

using assess::Assessment;
using assess::CauseResult;

constexpr std::uint32_t leading_places = 5;
constexpr double smallest_explanation = 0.01;
constexpr int deepest_derivation = 8;  // a circle of derived facts is refused at load; a stored
                                       // manifest is still only text

class Search {
 public:
  Search(const Assessment& all, const Context& context) : all_(all), context_(context) {}

  std::vector<MissingFact> run() {
    for (const auto& cause : all_.causes)
      if (matters(cause) && cause.decided_by.empty()) ask_for(cause);
    return std::move(found_);
  }

 private:
  bool matters(const CauseResult& cause) const {
    if (cause.rank <= leading_places && cause.explains.p >= smallest_explanation) return true;
    return std::any_of(all_.must_not_miss.begin(), all_.must_not_miss.end(),
                       [&](const auto& other) { return other.id == cause.id; }) ||
           std::any_of(all_.alerts.begin(), all_.alerts.end(),
                       [&](const auto& alert) { return alert.cause == cause.id; });
  }

  void ask_for(const CauseResult& cause) {
    if (const knowledge::Manifest* manifest = context_.manifest(cause.module))
      for (const auto& stated : manifest->causes)
        if (stated.id == cause.id)
          for (const auto& decision : stated.decided_by)
            if (!decision.fact.empty()) add(decision.fact, cause, 0);
    for (const auto& evidence : cause.evidence)
      if (evidence.outcome == assess::Outcome::unknown)
        for (const auto& concept_id : evidence.missing) add(concept_id, cause, 0);
  }

  void add(const std::string& concept_id, const CauseResult& cause, int depth) {
    if (depth > deepest_derivation) return;
    if (const auto* step = step_of(concept_id)) {
      for (const auto& need : step->needs) add(need, cause, depth + 1);
      return;
    }
    if (is_known(concept_id)) return;
    auto at = std::find_if(found_.begin(), found_.end(),
                           [&](const MissingFact& fact) { return fact.concept_id == concept_id; });
    if (at == found_.end()) at = found_.insert(found_.end(), {concept_id, {}});
    if (std::find(at->for_causes.begin(), at->for_causes.end(), cause.name) == at->for_causes.end())
      at->for_causes.push_back(cause.name);
  }

  const knowledge::DeriveStep* step_of(const std::string& fact) const {
    for (const auto* manifest : context_.manifests)
      if (manifest)
        for (const auto& step : manifest->derives)
          for (const auto& provided : step.provides)
            if (provided.id == fact) return &step;
    return nullptr;
  }

  /// Of what was cited; a value that is too old is asked for again.
  bool is_known(const std::string& concept_id) const {
    constexpr std::uint16_t unusable = facts::Quality::stale | facts::refused_for_scoring;
    return std::any_of(all_.facts.begin(), all_.facts.end(), [&](const auto& fact) {
      return fact.concept_id == concept_id && fact.state != record::State::unknown &&
             (fact.quality & unusable) == 0;
    });
  }

  const Assessment& all_;
  const Context& context_;
  std::vector<MissingFact> found_;
};

}  // namespace

std::vector<MissingFact> missing_facts(const Assessment& assessment, const Context& context) {
  return Search(assessment, context).run();
}

}  // namespace causa::report
