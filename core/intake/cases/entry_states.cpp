// SPDX-License-Identifier: Apache-2.0
//
// What is there or not, since when, until when, and how sure: "present", "suspected", "3 weeks
// ago".

#include <fmt/core.h>

#include "base/text.hpp"
#include "intake/cases/entries.hpp"
#include "intake/written/answer.hpp"
#include "intake/written/moment.hpp"

namespace causa::intake::cases {

namespace {

using record::Kind;
using record::State;
using written::Node;
using written::shown;
using written::Statement;

}  // namespace

void EntryReader::finish_truth(const Written& entry, Statement statement, bool denied) {
  if (const Node* value = entry.at(Attribute::value); value && !entry.scalar) {
    if (!value->is_text() || !read_status(*value, statement)) {
      wrong(*value, "neither present, absent nor unknown", "a finding has no number");
      return;
    }
  }
  if (entry.scalar && !read_scalar(*entry.scalar, statement)) return;
  if (const Node* status = entry.at(Attribute::status); status) {
    if (!status->is_text() || !read_status(*status, statement)) {
      wrong(*status, "a status that can't be read",
            "write present, absent, unknown, suspected, refuted or resolved");
      return;
    }
  }
  if (!read_times(entry, statement) || !read_flags(entry, statement)) return;
  const bool says_absent = denied || section_ == section_of(Key::absent);
  const bool says_more = entry.scalar || entry.at(Attribute::status) || statement.flags != 0 ||
                         statement.state != State::present;
  if (says_absent && says_more) {
    wrong(*entry.name, "said to be absent, and then something else of it",
          "write either \"no ...\" or its status");
    return;
  }
  if (says_absent) statement.state = State::absent;
  if (const Node* dose = entry.at(Attribute::dose); dose && dose->is_text())
    statement.text += " " + dose->text;
  if (const Node* note = entry.at(Attribute::note); note)
    record_.ignore(fmt::format("{}.note", section_->name), "a note on an entry is not read",
                   source_of(*entry.name));
  ++record_.resources_read;
  ++record_.resources_used;
  put(statement);
}

bool EntryReader::read_status(const Node& node, Statement& statement) {
  const auto answer = written::read_answer(node.text);
  if (!answer) return false;
  statement.state = answer->state;
  statement.flags |= answer->flags;
  return true;
}

/// `NAME: present`, `NAME: 3 weeks ago`, and of drugs `NAME: 25 mg once a day`.
bool EntryReader::read_scalar(const Node& scalar, Statement& statement) {
  if (read_status(scalar, statement)) return true;
  std::string_view text = written::trimmed(scalar.text);
  if (statement.kind == Kind::medication && written::begins_as_amount(text) &&
      written::is_dose(text) && written::read_moment(text, day_).has_error()) {
    statement.text += " " + std::string(text);
    return true;
  }
  for (std::string_view word : {"since ", "from ", "for "})
    if (text.starts_with(word)) text.remove_prefix(word.size());
  const auto start = written::read_moment(text, day_);
  if (start.has_value()) {
    statement.start = *start;
    return true;
  }
  if (written::begins_as_amount(text)) return wrong(scalar, start.error());
  return wrong(scalar, fmt::format("\"{}\" is neither a status nor a time", shown(text)),
               "write present, absent, unknown, suspected, refuted, resolved, or since when");
}

bool EntryReader::read_time(const Node* node, TimeSpan& time) {
  if (node == nullptr || node->is_nothing()) return true;
  if (!node->is_text()) return wrong(*node, "a time must be a text", "write YYYY-MM-DD");
  const auto read = written::read_moment(node->text, day_);
  if (read.has_error()) return wrong(*node, read.error());
  time = *read;
  return true;
}

bool EntryReader::read_switch(const Node* node, bool& on) {
  if (node == nullptr || node->is_nothing()) return true;
  const auto answer = node->is_text() ? written::read_answer(node->text) : std::nullopt;
  if (!answer || answer->flags != 0 || answer->state == State::unknown)
    return wrong(*node, "neither yes nor no", "write yes or no");
  on = answer->state == State::present;
  return true;
}

/// `stop: 2026-10-26` and `stop: yes`.
bool EntryReader::read_end(const Node* node, Statement& statement) {
  if (node == nullptr || node->is_nothing()) return true;
  const auto answer = node->is_text() ? written::read_answer(node->text) : std::nullopt;
  bool ended = true;
  if (answer) {
    if (!read_switch(node, ended)) return false;
  } else {
    if (!read_time(node, statement.end)) return false;
    ended = !day_.known() || statement.end.earliest_ms <= day_.latest_ms;
  }
  if (ended) statement.flags |= record::past;
  return true;
}

bool EntryReader::read_flags(const Written& entry, Statement& statement) {
  const std::pair<Attribute, std::uint16_t> switches[] = {
      {Attribute::suspected, record::provisional},
      {Attribute::preliminary, record::provisional},
      {Attribute::planned, record::planned},
      {Attribute::hemolyzed, record::hemolyzed},
  };
  for (const auto& [attribute, flag] : switches) {
    bool on = false;
    if (!read_switch(entry.at(attribute), on)) return false;
    if (on) statement.flags |= flag;
  }
  bool refuted = false;
  if (!read_switch(entry.at(Attribute::refuted), refuted)) return false;
  if (refuted) statement.state = State::absent;
  return true;
}

bool EntryReader::read_times(const Written& entry, Statement& statement) {
  statement.time = section_time_.known() ? section_time_ : day_;
  if (!read_time(entry.at(Attribute::time), statement.time) ||
      !read_time(entry.at(Attribute::start), statement.start) ||
      !read_end(entry.at(Attribute::end), statement))
    return false;
  const bool turned = statement.start.known() && statement.end.known() &&
                      statement.start.earliest_ms > statement.end.latest_ms;
  return !turned || wrong(*entry.name, "ends before it begins", "check start and stop");
}

}  // namespace causa::intake::cases
