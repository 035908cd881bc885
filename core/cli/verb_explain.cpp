// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"
#include "cli/assessor.hpp"
#include "cli/setup.hpp"
#include "cli/stored.hpp"
#include "cli/verb.hpp"
#include "report/explain.hpp"

namespace causa::cli {

namespace {

constexpr VerbOption options[] = {
    {"cause", "ID", "only this cause, such as electrolytes.hypokalemia"}, version_option};
constexpr const char* settings[] = {"store", "lint", "plugins", "without", "plugin", "plugin-path"};

void run(const Arguments& arguments, Outcome& outcome) {
  if (arguments.words.size() != 1)
    return misuse(explain_verb, "it takes one assessment ID", outcome);
  const auto version = version_of(explain_verb, arguments, outcome);
  if (!version) return;
  auto store = open_store(arguments.settings, store::Mode::read_only);
  if (!store) return report(store.error(), outcome);
  if (!*store) return misuse(explain_verb, "there is no store to read (--store none)", outcome);
  const auto id = whole_id(**store, arguments.words.front());
  if (!id) return report(id.error(), outcome);
  const auto stored = load_stored(arguments.settings, **store, *id, *version);
  if (!stored) return report(stored.error(), outcome);
  const assess::Assessment& assessment = stored->assessment;
  std::vector<knowledge::Manifest> manifests;
  for (const auto* manifest : manifests_of(*stored->prepared, assessment))
    manifests.push_back(manifest == nullptr ? knowledge::Manifest() : *manifest);
  const std::string cause = arguments.option("cause");
  std::vector<std::string> ids;
  for (const auto& entry : assessment.causes) ids.push_back(entry.id);
  if (!cause.empty() && std::find(ids.begin(), ids.end(), cause) == ids.end()) {
    const std::string near = nearest(cause, ids);
    return misuse(explain_verb,
                  fmt::format("this assessment has no cause {}{}", cause,
                              near.empty() ? "" : fmt::format(", did you mean {}?", near)),
                  outcome);
  }
  const Tried tried = try_would_change(arguments.settings, **store, assessment);
  fmt::print("{}", report::explain(assessment, manifests, tried.changes, tried.why_not, cause));
}

}  // namespace

const Verb explain_verb{"explain",
                        "ID",
                        "Explain a stored assessment: every rule, with facts, numbers and sources",
                        run,
                        options,
                        settings,
                        "causa explain 2f1c… --cause electrolytes.hypokalemia"};

}  // namespace causa::cli
