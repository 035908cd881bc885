// SPDX-License-Identifier: Apache-2.0

#include "intake/written/answer.hpp"

#include <string>

#include "base/text.hpp"

namespace causa::intake::written {

namespace {

using record::Sex;
using record::State;

struct AnswerWord {
  std::string_view word;
  Answer answer;
};
constexpr AnswerWord answers[] = {
    {"present", {State::present, 0}},
    {"yes", {State::present, 0}},
    {"y", {State::present, 0}},
    {"true", {State::present, 0}},
    {"positive", {State::present, 0}},
    {"active", {State::present, 0}},
    {"confirmed", {State::present, 0}},
    {"absent", {State::absent, 0}},
    {"no", {State::absent, 0}},
    {"n", {State::absent, 0}},
    {"false", {State::absent, 0}},
    {"negative", {State::absent, 0}},
    {"not present", {State::absent, 0}},
    {"refuted", {State::absent, 0}},
    {"ruled out", {State::absent, 0}},
    {"not taken", {State::absent, 0}},
    {"never", {State::absent, 0}},
    {"unknown", {State::unknown, 0}},
    {"not known", {State::unknown, 0}},
    {"not asked", {State::unknown, 0}},
    {"not examined", {State::unknown, 0}},
    {"not done", {State::unknown, 0}},
    {"pending", {State::unknown, 0}},
    {"suspected", {State::present, record::provisional}},
    {"possible", {State::present, record::provisional}},
    {"provisional", {State::present, record::provisional}},
    {"unconfirmed", {State::present, record::provisional}},
    {"differential", {State::present, record::provisional}},
    {"resolved", {State::present, record::past}},
    {"past", {State::present, record::past}},
    {"former", {State::present, record::past}},
    {"inactive", {State::present, record::past}},
    {"stopped", {State::present, record::past}},
    {"planned", {State::present, record::planned}},
};

struct SexWord {
  std::string_view word;
  Sex sex;
};
constexpr SexWord sexes[] = {
    {"female", Sex::female}, {"f", Sex::female}, {"woman", Sex::female},    {"male", Sex::male},
    {"m", Sex::male},        {"man", Sex::male}, {"other", Sex::other},     {"o", Sex::other},
    {"diverse", Sex::other}, {"x", Sex::other},  {"unknown", Sex::unknown}, {"u", Sex::unknown},
};

}  // namespace

std::optional<Answer> read_answer(std::string_view text) {
  const std::string folded = fold(text);
  for (const AnswerWord& entry : answers)
    if (entry.word == folded) return entry.answer;
  return std::nullopt;
}

std::optional<Sex> read_sex(std::string_view text) {
  const std::string folded = fold(text);
  for (const SexWord& entry : sexes)
    if (entry.word == folded) return entry.sex;
  return std::nullopt;
}

}  // namespace causa::intake::written
