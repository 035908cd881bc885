// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/feedback_body.hpp"
#include "cli/log.hpp"
#include "cli/setup.hpp"
#include "cli/standard_input.hpp"
#include "cli/verb.hpp"
#include "report/override_reasons.hpp"

namespace causa::cli {

namespace {

using store::Feedback;
using store::FeedbackKept;
using store::FeedbackOutcome;

constexpr VerbOption options[] = {
    {"reason", "CODE",
     "why it was overridden: cds-not-applicable, cds-suboptimal-context, "
     "recipient-disagrees-evidence, recipient-concerns-outcomes, does-not-align-preferences or "
     "not-convenient-feasible"},
    {"comment", "TEXT", "why, in words"},
    {"user", "NAME", "who answered"},
    {"time", "INSTANT", "when, as 2026-11-23T09:15:00Z [now]"},
    {"assessment", "ID", "the assessment that raised the alert, if several did"}};
constexpr const char* settings[] = {"store", "audit-user"};
constexpr std::size_t largest_body = std::size_t{64} << 20;

/// 8-4-4-4-12: alerts are never named so.
bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0)
      return false;
  }
  return true;
}

struct Tally {
  std::uint64_t added = 0, known = 0, refused = 0;
};

/// Notes what became of one answer; `place` empty: it was given on the command line.
void count(const Result<FeedbackKept>& kept, const std::string& place, Tally& tally,
           Outcome& outcome) {
  if (!kept) {
    Error error = kept.error();
    error.place = place.empty() ? "causa feedback" : "standard input " + place;
    error.message = printable(error.message);
    error.fault = place.empty() ? Fault::usage : Fault::input;
    report(error, outcome);
    ++tally.refused;
    return;
  }
  if (*kept == FeedbackKept::differs)
    log_warning(
        "{}: was answered at this instant with another reason, comment or user, which stays",
        place.empty() ? "causa feedback" : "standard input " + place);
  *kept == FeedbackKept::added ? ++tally.added : ++tally.known;
}

/// What the options say, checked. Nothing: a usage error was reported.
std::optional<Feedback> from_words(const Arguments& arguments, Outcome& outcome) {
  const auto wrong = [&](const std::string& message) {
    misuse(feedback_verb, message, outcome);
    return std::nullopt;
  };
  if (arguments.words.size() != 2)
    return wrong("it takes an alert or card and accepted or overridden, or - for standard input");
  Feedback feedback;
  (is_uuid(arguments.words[0]) ? feedback.card : feedback.alert) = arguments.words[0];
  const std::vector<std::string> outcomes{"accepted", "overridden"};
  if (arguments.words[1] == outcomes[1])
    feedback.outcome = FeedbackOutcome::overridden;
  else if (arguments.words[1] != outcomes[0]) {
    const std::string near = nearest(arguments.words[1], outcomes);
    return wrong(fmt::format("{} is neither accepted nor overridden{}", arguments.words[1],
                             near.empty() ? "" : fmt::format(", did you mean {}?", near)));
  }
  feedback.assessment_id = arguments.option("assessment");
  feedback.comment = arguments.option("comment");
  feedback.user = arguments.option("user");
  feedback.outcome_ms = now_ms();
  if (const std::string time = arguments.option("time"); !time.empty()) {
    const auto instant = read_answer_time(time);
    if (!instant) return wrong("--time " + instant.error().message + ", " + instant.error().cure);
    feedback.outcome_ms = *instant;
  }
  const std::string code = arguments.option("reason");
  if (feedback.outcome == FeedbackOutcome::accepted) {
    if (!code.empty()) return wrong("--reason says why something was overridden");
    return feedback;
  }
  if (code.empty() && feedback.comment.empty())
    return wrong("say why it was overridden, with --reason or --comment");
  if (code.empty()) return feedback;
  std::vector<std::string> codes;
  for (const auto& reason : report::override_reasons()) {
    codes.emplace_back(reason.code);
    if (code != reason.code) continue;
    feedback.reason_system = report::override_reason_system;
    feedback.reason_code = code;
    feedback.reason_display = reason.display;
    return feedback;
  }
  const std::string near = nearest(code, codes);
  return wrong(fmt::format("there is no reason {}{}; words of your own go into --comment", code,
                           near.empty() ? "" : fmt::format(", did you mean {}?", near)));
}

/// Null: reported. A store that isn't there is not made, since it has nothing to answer.
std::optional<store::Store> open(const Arguments& arguments, Outcome& outcome) {
  auto store = open_store(arguments.settings, store::Mode::existing);
  if (!store) {
    report(store.error(), outcome);
    return std::nullopt;
  }
  if (!*store) misuse(feedback_verb, "there is no store to keep it in (--store none)", outcome);
  return std::move(*store);
}

void answer_one(const Arguments& arguments, Outcome& outcome) {
  const auto feedback = from_words(arguments, outcome);
  if (!feedback) return;
  auto store = open(arguments, outcome);
  if (!store) return;
  const auto kept = store->add_feedback({&*feedback, 1});
  if (!kept) return report(kept.error(), outcome);
  Tally tally;
  count(kept->front(), {}, tally, outcome);
  if (tally.added + tally.known > 0)
    fmt::print("{}: {} {}\n", tally.added > 0 ? "kept" : "known already", arguments.words[0],
               arguments.words[1]);
}

/// Nothing: it was too large, or can't be read, which was reported.
std::optional<std::string> read_body(Outcome& outcome) {
  auto body = read_standard_input(largest_body);
  if (!body) {
    report(body.error(), outcome);
    return std::nullopt;
  }
  if (body->size() <= largest_body) return std::move(*body);
  report(input_error("standard input", "is larger than 64 MB", "send fewer answers at a time"),
         outcome);
  return std::nullopt;
}

void answer_body(const Arguments& arguments, Outcome& outcome) {
  if (!arguments.options.empty())
    return misuse(feedback_verb,
                  fmt::format("--{} is for one answer; standard input says its own",
                              arguments.options.begin()->first),
                  outcome);
  const auto body = read_body(outcome);
  if (!body) return;
  const auto entries = read_feedback_body(*body);
  if (!entries) {
    Error error = entries.error();
    error.place = "standard input " + error.place;
    return report(error, outcome);
  }
  auto store = open(arguments, outcome);
  if (!store) return;
  Tally tally;
  std::vector<Feedback> answers;
  std::vector<std::string> places;
  for (const FeedbackEntry& entry : *entries) {
    if (entry.feedback) {
      answers.push_back(*entry.feedback);
      places.push_back(entry.place);
      continue;
    }
    Error error = entry.feedback.error();
    error.place = "standard input " + error.place;
    report(error, outcome);
    ++tally.refused;
  }
  const auto kept = store->add_feedback(answers);
  if (!kept) return report(kept.error(), outcome);
  for (std::size_t i = 0; i < kept->size(); ++i) count((*kept)[i], places[i], tally, outcome);
  fmt::print("{} kept, {} known already, {} refused\n", tally.added, tally.known, tally.refused);
}

void run(const Arguments& arguments, Outcome& outcome) {
  const bool words = !arguments.words.empty() && arguments.words != std::vector<std::string>{"-"};
  if (words) return answer_one(arguments, outcome);
  if (arguments.words.empty() && ::isatty(STDIN_FILENO) == 1)
    return misuse(feedback_verb, "it needs an alert or card, or - for standard input", outcome);
  answer_body(arguments, outcome);
}

}  // namespace

const Verb feedback_verb{
    "feedback",
    "ALERT|CARD accepted|overridden, or -",
    "Keep what a clinician did with an alert (its id) or a card (its uuid), counted in store "
    "stats; - reads the body of a CDS Hooks feedback request. It never changes an assessment",
    run,
    options,
    settings,
    "causa feedback potassium_low overridden --reason cds-not-applicable --assessment 2f1c…"};

}  // namespace causa::cli
