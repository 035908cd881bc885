// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include "cli/review/check_parts.hpp"
#include "rules/certain.hpp"

namespace causa::cli::review {

namespace {

class Entries {
 public:
  Entries(const assess::Prepared& prepared, const knowledge::Manifest& manifest, Findings& findings)
      : prepared_(prepared), manifest_(manifest), findings_(findings) {}

  void look_at(const knowledge::Cause& cause) {
    in_order(cause, "prior", cause.prior, [](const auto& prior) { return prior.when.text; });
    for (const auto& account : cause.accounts_for)
      in_order(cause, fmt::format("accounts_for {}", account.complaint), account.bands,
               [](const auto& band) { return band.when.text; });
    in_order(cause, "decided_by", cause.decided_by, [](const auto& decision) {
      return decision.fact.empty() ? decision.when.text : decision.fact + " is known";
    });
  }

 private:
  template <class List, class ConditionOf>
  void in_order(const knowledge::Cause& cause, const std::string& what, const List& entries,
                ConditionOf condition_of) {
    std::vector<rules::Studied> earlier;
    for (const auto& entry : entries) {
      auto studied = rules::study(condition_of(entry), prepared_.vocabulary, manifest_);
      if (!studied) return;
      if (rules::never_reached(*studied, earlier, prepared_.vocabulary))
        findings_.faults.push_back(
            {place_of(manifest_, cause.id),
             fmt::format("entry {} of {} is never reached: an earlier one holds whenever it does",
                         earlier.size() + 1, what)});
      earlier.push_back(std::move(*studied));
    }
  }

  const assess::Prepared& prepared_;
  const knowledge::Manifest& manifest_;
  Findings& findings_;
};

}  // namespace

void check_entries(const assess::Prepared& prepared, const knowledge::Manifest& manifest,
                   Findings& findings) {
  for (const auto& cause : manifest.causes) Entries(prepared, manifest, findings).look_at(cause);
}

}  // namespace causa::cli::review
