// SPDX-License-Identifier: Apache-2.0
//
// One CDS Hooks request in, one response out. Over HTTP a server stands before it; the status of an
// error is in the body. The answer is given even if the store fails, since an alert must reach
// somebody; the exit code then says that it isn't kept.

#include <fmt/core.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "cli/card_history.hpp"
#include "cli/engine.hpp"
#include "cli/fail_on.hpp"
#include "cli/log.hpp"
#include "cli/setup.hpp"
#include "cli/standard_input.hpp"
#include "cli/verb.hpp"
#include "intake/cds_hooks/request.hpp"
#include "intake/cds_hooks/service.hpp"
#include "report/json.hpp"

namespace causa::cli {

namespace {

namespace json = boost::json;

constexpr VerbOption options[] = {
    {"discovery", "", "print the services that are offered, and end"}};
constexpr const char* relevant_settings[] = {"plugins", "without", "plugin",    "plugin-path",
                                             "policy",  "store",   "as-of",     "fail-on",
                                             "cards",   "lint",    "audit-user"};

constexpr int unprocessable = 422;
constexpr int failed = 500;

void print_discovery() {
  const auto& offered = intake::cds_hooks::service();
  json::object prefetch;
  for (const auto& wanted : offered.prefetch) prefetch[wanted.key] = wanted.query;
  json::object service{{"hook", offered.hook},
                       {"id", offered.id},
                       {"title", offered.title},
                       {"description", offered.description},
                       {"prefetch", std::move(prefetch)},
                       {"usageRequirements", offered.usage_requirements}};
  fmt::print("{}\n",
             report::write_json(json::object{{"services", json::array{std::move(service)}}}));
}

/// The error as the body of an HTTP response, and on standard error.
void refuse(const intake::cds_hooks::Refusal& refusal, Outcome& outcome) {
  json::object body{{"status", refusal.status},
                    {"message", refusal.error.message},
                    {"place", refusal.error.place}};
  if (!refusal.error.cure.empty()) body["cure"] = refusal.error.cure;
  json::array keys;
  for (const auto& key : refusal.missing) keys.emplace_back(key);
  if (!keys.empty()) body["missing"] = std::move(keys);
  fmt::print("{}\n", report::write_json(body));
  report(refusal.error, outcome);
}

void refuse(const Error& error, Outcome& outcome) {
  refuse({error.fault == Fault::input ? unprocessable : failed, error, {}}, outcome);
}

class Answering {
 public:
  Answering(const Settings& settings, Outcome& outcome) : settings_(settings), outcome_(outcome) {}

  Result<void> run(std::span<const intake::PatientInput> patient) {
    const auto date = as_of(settings_);
    if (!date) return date.error();
    const auto prepared = prepare(settings_, outcome_);
    if (!prepared) return prepared.error();
    auto store = open_store(settings_, store::Mode::create, Patience::some);
    if (!store) {
      report(store.error(), outcome_);
      store = std::optional<store::Store>();
    }
    Engine engine(settings_, *prepared, std::move(*store));
    if (auto kept = answer(engine, patient, *date); !kept) {
      if (kept.error().fault == Fault::input) return kept.error();
      report(kept.error(), outcome_);
      if (!answered_) {
        Engine without_store(settings_, *prepared, std::nullopt);
        return answer(without_store, patient, *date);
      }
    }
    return {};
  }

 private:
  Result<void> answer(Engine& engine, std::span<const intake::PatientInput> patient,
                      std::int64_t date) {
    if (auto kept = engine.keep_modules(); !kept) return kept.error();
    const auto assessments = engine.assess(patient, date, {});
    if (!assessments) return assessments.error();
    if (assessments->empty()) return engine.refused().front().front();  // by --lint strict
    const assess::Assessment& assessment = assessments->front();
    CardHistory history(settings_, engine.store());
    const auto cards = history.cards_of(assessment, engine.context_of(assessment, false));
    fmt::print("{}\n", report::to_response(cards));
    if (std::fflush(stdout) != 0) throw std::system_error(errno, std::generic_category());
    answered_ = true;
    tell(assessment);
    return history.note_given();
  }

  void tell(const assess::Assessment& assessment) {
    if (reaches_fail_on(settings_, assessment)) outcome_.add(Exit::alert);
    for (const auto& module : assessment.modules) {
      if (module.status != assess::ModuleStatus::failed) continue;
      outcome_.add(Exit::plugin);
      log_warning("{} failed: {}; what it knows is missing from the answer", module.id, module.why);
    }
  }

  const Settings& settings_;
  Outcome& outcome_;
  bool answered_ = false;
};

void run(const Arguments& arguments, Outcome& outcome) {
  if (!arguments.words.empty())
    return misuse(cds_hooks_verb, "it reads the request from standard input", outcome);
  if (!arguments.option("discovery").empty()) return print_discovery();
  const intake::Limits limits;
  const auto bytes = read_standard_input(limits.document_bytes);
  if (!bytes) return refuse({failed, bytes.error(), {}}, outcome);
  auto read = intake::cds_hooks::read_request(*bytes, "standard input", limits);
  if (const auto* refusal = std::get_if<intake::cds_hooks::Refusal>(&read))
    return refuse(*refusal, outcome);
  const auto& request = std::get<intake::cds_hooks::Request>(read);
  if (auto done = Answering(arguments.settings, outcome).run(std::span(&request.patient, 1)); !done)
    refuse(done.error(), outcome);
}

}  // namespace

const Verb cds_hooks_verb{"cds-hooks",
                          "",
                          "Answer one CDS Hooks request on standard input with cards",
                          run,
                          options,
                          relevant_settings,
                          "causa cds-hooks < request.json"};

}  // namespace causa::cli
