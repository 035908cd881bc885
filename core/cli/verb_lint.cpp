// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>

#include "base/text.hpp"
#include "cli/forms.hpp"
#include "cli/interrupt.hpp"
#include "cli/lint_mode.hpp"
#include "cli/log.hpp"
#include "cli/overwriting.hpp"
#include "cli/setup.hpp"
#include "cli/verb.hpp"
#include "facts/fact.hpp"
#include "facts/known_words.hpp"
#include "intake/reader.hpp"
#include "lint/linter.hpp"
#include "report/findings.hpp"

namespace causa::cli {

namespace {

constexpr const char* settings[] = {
    "lint",    "from",    "mapping", "to",          "as-of",
    "plugins", "without", "plugin",  "plugin-path", "temporary-folder"};
constexpr std::string_view forms[] = {"text", "json"};

class LintRun {
 public:
  LintRun(const Arguments& arguments, bool json, const terminology::Vocabulary& vocabulary,
          std::int64_t as_of_ms, Outcome& outcome)
      : mode_(lint_mode(arguments.settings)),
        json_(json),
        vocabulary_(vocabulary),
        linter_(vocabulary),
        as_of_ms_(as_of_ms),
        outcome_(outcome) {}

  void run(intake::Reader& reader) {
    watch_signals();
    while (auto patient = reader.next()) {
      if (patient->has_error()) {
        ++counts_.unread;
        report(patient->error(), outcome_);
      } else {
        check(**patient);
      }
      if (signal_seen() != 0) break;
    }
    outcome_.add(exit_by_signal());
    if (!json_) fmt::print("{}", report::findings_total(counts_));
  }

 private:
  void check(const intake::PatientInput& patient) {
    facts::extract(patient.record, vocabulary_, as_of_ms_, known_words_, facts_);
    linter_.check(patient.record, facts_, as_of_ms_, findings_);
    keep_findings(mode_, findings_);
    ++counts_.patients;
    for (const auto& finding : findings_) counts_.add(finding);
    if (!findings_.empty() && findings_.front().severity == lint::Severity::error)
      outcome_.add(Exit::check);
    if (json_)
      fmt::print("{}\n", report::findings_json(patient.place, findings_));
    else
      fmt::print("{}", report::findings_text(patient.place, findings_));
  }

  const LintMode mode_;
  const bool json_;
  const terminology::Vocabulary& vocabulary_;
  lint::Linter linter_;
  const std::int64_t as_of_ms_;
  Outcome& outcome_;
  facts::KnownWords known_words_;
  facts::PatientFacts facts_;
  std::vector<lint::Finding> findings_;
  report::FindingCounts counts_;
};

void run(const Arguments& arguments, Outcome& outcome) {
  const auto form = form_of(lint_verb, arguments.settings, forms, outcome);
  if (!form) return;
  const auto date = as_of(arguments.settings);
  if (!date) return report(date.error(), outcome);
  std::vector<std::string> inputs = arguments.words;
  if (inputs.empty()) {
    if (::isatty(STDIN_FILENO) == 1)
      return misuse(lint_verb, "it needs an input: a file, a folder, or - for standard input",
                    outcome);
    inputs.emplace_back("-");
  }
  if (const auto refused = prints_into_input(inputs)) return report(*refused, outcome);
  const auto prepared = prepare(arguments.settings, outcome);
  if (!prepared) return report(prepared.error(), outcome);
  const auto options = intake_options(arguments.settings, **prepared);
  if (!options) return report(options.error(), outcome);
  auto reader = open_input(inputs, *options);
  if (!reader) return report(reader.error(), outcome);
  LintRun(arguments, *form == "json", (*prepared)->vocabulary, *date, outcome).run(*reader);
}

}  // namespace

const Verb lint_verb{"lint",
                     "[INPUT...]",
                     "Check input without assessing: contradictions, dates, codes, units, values; "
                     "INPUT is a file, a folder or -",
                     run,
                     lint_switches,
                     settings,
                     "causa lint export/ --minimal",
                     {},
                     "text or json"};

}  // namespace causa::cli
