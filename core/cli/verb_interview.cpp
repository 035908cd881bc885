// SPDX-License-Identifier: Apache-2.0
//
// Asks at the terminal what the loaded modules can use, then assesses, stores and prints as assess
// does. Only the end is stored.

#include <fmt/core.h>

#include <charconv>
#include <filesystem>

#include "base/file.hpp"
#include "cli/channel.hpp"
#include "cli/engine.hpp"
#include "cli/fail_on.hpp"
#include "cli/interview/conversation.hpp"
#include "cli/log.hpp"
#include "cli/overwriting.hpp"
#include "cli/printer.hpp"
#include "cli/setup.hpp"
#include "cli/summary.hpp"
#include "cli/verb.hpp"

namespace causa::cli {

namespace {

constexpr VerbOption options[] = {
    {"save", "FILE", "write the answers as a case file too, which causa assess reads"}};
constexpr const char* relevant_settings[] = {
    "to",     "questions",        "least-bits", "plugins", "without",
    "plugin", "plugin-path",      "policy",     "store",   "as-of",
    "top",    "fail-on",          "summary",    "lint",    "cards",
    "color",  "temporary-folder", "audit-user"};

interview::Limits limits_of(const Settings& settings) {
  interview::Limits limits;
  const std::string& bits = settings.text("least-bits");
  std::from_chars(bits.data(), bits.data() + bits.size(), limits.least_bits);
  const std::string& questions = settings.text("questions");
  std::from_chars(questions.data(), questions.data() + questions.size(), limits.questions);
  return limits;
}

interview::CauseName names_of(const assess::Prepared& prepared) {
  std::map<std::string, std::string> names;
  for (const auto& cause : prepared.causes) names[cause.cause->id] = cause.cause->name;
  return [names = std::move(names)](const std::string& id) {
    const auto found = names.find(id);
    return found == names.end() ? std::string() : found->second;
  };
}

class Interview {
 public:
  Interview(const Arguments& arguments, Counts& counts, Outcome& outcome)
      : arguments_(arguments), settings_(arguments.settings), counts_(counts), outcome_(outcome) {}

  Result<void> run() {
    const auto date = as_of(settings_);
    if (!date) return date.error();
    const auto prepared = prepare(settings_, outcome_);
    if (!prepared) return prepared.error();
    // Before the questions: nobody should answer thirty for a store that can't be written to.
    auto store = open_store(settings_, store::Mode::create);
    if (!store) return store.error();
    const auto draft = ask(*prepared, *date);
    if (!draft) return draft.error();
    interview::DraftReader reader((*prepared)->vocabulary);
    const auto patient = reader.read(*draft);
    if (!patient) return patient.error();
    if (auto saved = save(*draft); !saved) report(saved.error(), outcome_);
    Engine engine(settings_, *prepared, std::move(*store));
    return assess(engine, std::span(&*patient, 1), *date);
  }

 private:
  Result<interview::Draft> ask(const std::shared_ptr<const assess::Prepared>& prepared,
                               std::int64_t date) {
    Engine engine(settings_, prepared, std::nullopt);
    const intake::written::Words words(&prepared->vocabulary);
    interview::Dialogue dialogue(words, format_date(date), limits_of(settings_),
                                 names_of(*prepared));
    interview::DraftReader reader(prepared->vocabulary);
    interview::Conversation conversation(settings_, engine, date, dialogue, reader, stdin, stderr);
    if (auto done = conversation.run(); !done) return done.error();
    return dialogue.draft();
  }

  Result<void> save(const interview::Draft& draft) {
    const std::string file = arguments_.option("save");
    if (file.empty()) return {};
    auto written = write_file(file, interview::to_case(draft), 0600);
    if (written) return {};
    Error error = written.error();
    error.fault = Fault::usage;
    return error;
  }

  Result<void> assess(Engine& engine, std::span<const intake::PatientInput> patient,
                      std::int64_t date) {
    if (auto kept = engine.keep_modules(); !kept) return kept.error();
    auto channel = channel_of(settings_.text("to"));
    if (channel == store::Channel::cards) channel.reset();  // whoever makes cards notes each
    const auto assessments = engine.assess(patient, date, {0, 0, channel});
    if (!assessments) return assessments.error();
    if (assessments->empty()) {
      ++counts_.failed;
      return engine.refused().front().front();  // by --lint strict
    }
    Printer printer(settings_, stdout, engine.store());
    const assess::Assessment& assessment = assessments->front();
    printer.print(assessment, engine.context_of(0, patient, printer.asks()));
    printer.end();
    ++counts_.assessed;
    tell(assessment);
    return printer.note_given();
  }

  void tell(const assess::Assessment& assessment) {
    if (reaches_fail_on(settings_, assessment)) {
      ++counts_.alerted;
      outcome_.add(Exit::alert);
    }
    for (const auto& module : assessment.modules) {
      if (module.status != assess::ModuleStatus::failed) continue;
      outcome_.add(Exit::plugin);
      log_warning("{} failed: {}; what it knows is missing from the assessment", module.id,
                  module.why);
    }
  }

  const Arguments& arguments_;
  const Settings& settings_;
  Counts& counts_;
  Outcome& outcome_;
};

void run(const Arguments& arguments, Outcome& outcome) {
  if (!arguments.words.empty())
    return misuse(interview_verb, "it takes no words; causa assess reads files", outcome);
  static constexpr const char* outputs[] = {"save", "summary"};
  const std::string answers[] = {"-"};
  if (const auto refused = would_replace(arguments, answers, outputs))
    return report(*refused, outcome);
  if (const auto refused = prints_into_output(arguments, outputs)) return report(*refused, outcome);
  // Before the questions, and not after: somebody's case of yesterday may stand there.
  const std::string saved = arguments.option("save");
  if (std::error_code code; std::filesystem::exists(std::filesystem::symlink_status(saved, code)))
    return report({Fault::usage, saved, "is there already; an interview overwrites nothing",
                   "name another file with --save, or move that one away"},
                  outcome);
  Counts counts;
  if (auto done = Interview(arguments, counts, outcome).run(); !done) report(done.error(), outcome);
  write_summary(arguments.settings, counts, outcome);
}

}  // namespace

const Verb interview_verb{
    "interview",
    "",
    "Ask at the terminal what the loaded modules can use, what could raise an "
    "alert first, then assess, store and print; answers may also come one a "
    "line on standard input",
    run,
    options,
    relevant_settings,
    "causa interview --save case.yaml"};

}  // namespace causa::cli
