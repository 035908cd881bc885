// SPDX-License-Identifier: Apache-2.0

#include "knowledge/urgency_words.hpp"
#include "record/comparator_signs.hpp"
#include "report/json.hpp"

namespace causa::report {

const char* word(knowledge::Urgency urgency) { return knowledge::word_of(urgency); }

const char* word(knowledge::Role role) {
  switch (role) {
    case knowledge::Role::mimic:
      return "mimic";
    case knowledge::Role::dangerous:
      return "dangerous";
    case knowledge::Role::state:
      return "state";
    case knowledge::Role::cause:
      break;
  }
  return "cause";
}

const char* word(knowledge::Basis basis) {
  switch (basis) {
    case knowledge::Basis::measured:
      return "measured";
    case knowledge::Basis::guideline:
      return "guideline";
    case knowledge::Basis::expert:
      break;
  }
  return "expert";
}

const char* word(knowledge::AdviceKind kind) {
  switch (kind) {
    case knowledge::AdviceKind::medical:
      return "medical";
    case knowledge::AdviceKind::prevention:
      return "prevention";
    case knowledge::AdviceKind::workup:
      return "workup";
    case knowledge::AdviceKind::self_care:
      break;
  }
  return "self-care";
}

const char* word(record::Sex sex) {
  switch (sex) {
    case record::Sex::female:
      return "female";
    case record::Sex::male:
      return "male";
    case record::Sex::other:
      return "other";
    case record::Sex::unknown:
      break;
  }
  return "unknown";
}

const char* word(record::State state) {
  switch (state) {
    case record::State::present:
      return "present";
    case record::State::absent:
      return "absent";
    case record::State::unknown:
      break;
  }
  return "unknown";
}

const char* word(assess::Outcome outcome) {
  switch (outcome) {
    case assess::Outcome::present:
      return "present";
    case assess::Outcome::absent:
      return "absent";
    case assess::Outcome::unknown:
      break;
  }
  return "unknown";
}

const char* word(assess::Counted counted) {
  switch (counted) {
    case assess::Counted::yes:
      return "yes";
    case assess::Counted::grouped:
      return "grouped";
    case assess::Counted::capped:
      return "capped";
    case assess::Counted::zero:
      return "zero";
    case assess::Counted::no:
      break;
  }
  return "no";
}

const char* word(assess::ModuleStatus status) {
  switch (status) {
    case assess::ModuleStatus::ok:
      return "ok";
    case assess::ModuleStatus::failed:
      return "failed";
    case assess::ModuleStatus::refused:
      return "refused";
    case assess::ModuleStatus::absent:
      break;
  }
  return "absent";
}

const char* word(assess::RanIn ran_in) {
  switch (ran_in) {
    case assess::RanIn::program:
      return "in-process";
    case assess::RanIn::worker:
      return "worker";
    case assess::RanIn::unknown:
      break;
  }
  return "";
}

const char* word(assess::Sufficiency sufficiency) {
  switch (sufficiency) {
    case assess::Sufficiency::sufficient:
      return "sufficient";
    case assess::Sufficiency::weak:
      return "weak";
    case assess::Sufficiency::none:
      break;
  }
  return "none";
}

const char* word(assess::QuestionKind kind) {
  switch (kind) {
    case assess::QuestionKind::examination:
      return "examination";
    case assess::QuestionKind::lab:
      return "lab";
    case assess::QuestionKind::imaging:
      return "imaging";
    case assess::QuestionKind::history:
      break;
  }
  return "history";
}

const char* sign(record::Comparator comparator) { return record::sign_of(comparator); }

const char* word(lint::Severity severity) {
  switch (severity) {
    case lint::Severity::error:
      return "error";
    case lint::Severity::warning:
      return "warning";
    case lint::Severity::note:
      break;
  }
  return "note";
}

}  // namespace causa::report
