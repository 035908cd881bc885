// SPDX-License-Identifier: Apache-2.0

#include "cli/review/check.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "base/time.hpp"
#include "cli/review/check_parts.hpp"
#include "cli/review/wording.hpp"
#include "rules/doubts.hpp"

namespace causa::cli::review {

namespace {

void check_refused(const assess::Prepared& prepared, Findings& findings) {
  for (const auto& absence : prepared.registry.absences())
    if (absence.refused)
      findings.faults.push_back(
          {absence.id.empty() ? absence.path.filename().string() : absence.id, absence.why});
  for (const auto& fault : prepared.faults)
    findings.faults.push_back({prepared.registry.modules()[fault.module].manifest.id, fault.why});
}

void check_review(const knowledge::Manifest& manifest, Findings& findings) {
  const auto& it = manifest.attributes;
  if (!it.reviewed_by)
    findings.notes.push_back({manifest.short_name(), "no clinician has reviewed this module yet"});
  else if (it.reviewed_until && *it.reviewed_until < format_date(now_ms()))
    findings.notes.push_back(
        {manifest.short_name(),
         fmt::format("the review by {} was good until {}", *it.reviewed_by, *it.reviewed_until)});
}

void check_rule_sources(const knowledge::Manifest& manifest, Findings& findings) {
  for (const auto& rule : manifest.rules) {
    const bool seen = std::any_of(rule.sources.begin(), rule.sources.end(), [&](const auto& id) {
      const auto* source = find_source(manifest, id);
      return source != nullptr && source->verified;
    });
    if (rule.basis == knowledge::Basis::measured && !seen)
      findings.faults.push_back({place_of(manifest, rule.id),
                                 fmt::format("is measured, but nobody has seen its source ({})",
                                             source_ids(rule.sources))});
  }
}

template <class Parts>
void add_cited(std::set<std::string>& cited, const Parts& parts) {
  for (const auto& part : parts) cited.insert(part.sources.begin(), part.sources.end());
}

void check_idle_sources(const knowledge::Manifest& manifest, Findings& findings) {
  std::set<std::string> cited;
  add_cited(cited, manifest.derives);
  add_cited(cited, manifest.rules);
  add_cited(cited, manifest.alerts);
  add_cited(cited, manifest.advice);
  add_cited(cited, manifest.withholds);
  add_cited(cited, manifest.bands);
  add_cited(cited, manifest.scores);
  for (const auto& cause : manifest.causes) {
    add_cited(cited, cause.prior);
    for (const auto& account : cause.accounts_for) add_cited(cited, account.bands);
    add_cited(cited, cause.decided_by);
    add_cited(cited, cause.leads_to);
  }
  for (const auto& source : manifest.sources)
    if (!cited.contains(source.id))
      findings.notes.push_back({place_of(manifest, source.id), "is a source that nothing names"});
}

Tally tally_of(const knowledge::Manifest& manifest) {
  Tally tally;
  tally.module = manifest.short_name();
  tally.causes = manifest.causes.size();
  for (const auto& rule : manifest.rules)
    ++(rule.basis == knowledge::Basis::measured ? tally.measured : tally.expert);
  tally.alerts = manifest.alerts.size();
  tally.advice = manifest.advice.size();
  tally.withholds = manifest.withholds.size();
  tally.steps = manifest.derives.size();
  for (const auto& source : manifest.sources)
    ++(source.verified ? tally.sources_seen : tally.sources_not_seen);
  return tally;
}

void count(const std::vector<terminology::CodeDefinition>& codes, Findings& findings) {
  for (const auto& code : codes) {
    auto& counted = findings.codes[code.system];
    ++(code.verified ? counted.verified : counted.unverified);
  }
}

/// Of concepts as they are joined from the terminology and all modules, and of causes.
void count_codes(const assess::Prepared& prepared, Findings& findings) {
  const auto& vocabulary = prepared.vocabulary;
  for (terminology::ConceptId id = 0; id < vocabulary.size(); ++id)
    count(vocabulary[id].definition.codes, findings);
  for (const auto& module : prepared.registry.modules())
    for (const auto& cause : module.manifest.causes) count(cause.codes, findings);
}

using Manifests = std::vector<const knowledge::Manifest*>;

bool has(const std::vector<rules::Doubt>& doubts, const rules::Doubt& doubt) {
  return std::any_of(doubts.begin(), doubts.end(), [&](const rules::Doubt& one) {
    return one.pointer == doubt.pointer && one.id == doubt.id && one.message == doubt.message;
  });
}

/// Which module, left out by choice, would answer the doubt, in words; empty: none would. To leave
/// it out is the site's to decide, and what it costs is told.
std::string whose_lack(const rules::Doubt& doubt, const knowledge::Manifest& manifest,
                       const assess::Prepared& prepared, const Manifests& loaded) {
  for (const auto& absence : prepared.registry.absences()) {
    if (absence.manifest == nullptr) continue;
    Manifests with = loaded;
    with.push_back(absence.manifest.get());
    if (!has(rules::doubts_of(manifest, prepared.vocabulary, with), doubt))
      return fmt::format("{} would answer it, and is left out by choice", absence.id);
  }
  return {};
}

}  // namespace

void check_doubts(const assess::Prepared& prepared, Findings& findings) {
  std::vector<const plugin::Module*> taking_part;
  Manifests loaded;
  const auto modules = prepared.registry.modules();
  for (std::uint32_t i = 0; i < modules.size(); ++i) {
    if (!prepared.takes_part(i)) continue;
    taking_part.push_back(&modules[i]);
    loaded.push_back(&modules[i].manifest);
  }
  for (const auto* module : taking_part) {
    const auto& manifest = module->manifest;
    for (const auto& doubt : rules::doubts_of(manifest, prepared.vocabulary, loaded)) {
      std::string left_out;
      // Who names a module looks at that one, and is told in full.
      if (doubt.certain && !module->named) left_out = whose_lack(doubt, manifest, prepared, loaded);
      const bool is_fault = doubt.certain && left_out.empty();
      (is_fault ? findings.faults : findings.notes)
          .push_back({place_of(manifest, doubt.id),
                      left_out.empty() ? rules::words_of(doubt)
                                       : fmt::format("{}; {}", doubt.message, left_out),
                      !left_out.empty()});
    }
  }
}

std::string place_of(const knowledge::Manifest& manifest, const std::string& id) {
  return fmt::format("{}/{}", manifest.short_name(), id);
}

Findings check(const assess::Prepared& prepared) {
  Findings findings;
  check_refused(prepared, findings);
  const auto modules = prepared.registry.modules();
  for (std::uint32_t i = 0; i < modules.size(); ++i) {
    if (!prepared.takes_part(i)) continue;
    const auto& manifest = modules[i].manifest;
    check_review(manifest, findings);
    check_rule_sources(manifest, findings);
    check_idle_sources(manifest, findings);
    check_entries(prepared, manifest, findings);
    check_account_bands(prepared, manifest, findings);
    check_terms(prepared, manifest, findings);
    findings.tallies.push_back(tally_of(manifest));
  }
  check_doubts(prepared, findings);
  check_alert_bands(prepared, findings);
  check_rule_pairs(prepared, findings);
  count_codes(prepared, findings);
  return findings;
}

}  // namespace causa::cli::review
