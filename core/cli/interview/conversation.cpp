// SPDX-License-Identifier: Apache-2.0

#include "cli/interview/conversation.hpp"

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "base/text.hpp"
#include "cli/verb.hpp"
#include "report/wording.hpp"

namespace causa::cli::interview {

namespace {

using assess::RaisedAlert;

constexpr std::size_t narrowest = 40, usual = 80, widest = 100;
constexpr std::size_t longest_answer = 1000;
constexpr std::string_view bold = "\x1b[1m", red = "\x1b[31m";

/// Long lines are hard to read on a wide screen too.
std::size_t columns_of(std::FILE* out) {
  winsize size{};
  if (::ioctl(::fileno(out), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual;
  return std::clamp<std::size_t>(size.ws_col, narrowest, widest);
}

bool is_same(const RaisedAlert& a, const RaisedAlert& b) {
  return a.module == b.module && a.id == b.id;
}

bool contains(const std::vector<RaisedAlert>& alerts, const RaisedAlert& alert) {
  return std::any_of(alerts.begin(), alerts.end(),
                     [&](const RaisedAlert& other) { return is_same(alert, other); });
}

constexpr std::string_view introduction =
    "Each question can be left open: Enter, or ?, means not known, and is never taken for no. "
    "b goes back, q ends the questions, h says this again. The patient's name, date of birth and "
    "numbers are not asked for; don't write them.";

}  // namespace

Conversation::Conversation(const Settings& settings, Engine& engine, std::int64_t as_of_ms,
                           Dialogue& dialogue, DraftReader& reader, std::FILE* in, std::FILE* out)
    : engine_(engine),
      as_of_ms_(as_of_ms),
      dialogue_(dialogue),
      reader_(reader),
      in_(in),
      out_(out),
      color_(wants_color(settings, out)),
      echoes_(::isatty(::fileno(in)) != 1),
      columns_(columns_of(out)) {}

void Conversation::say(std::string_view first, std::string_view text) {
  const std::string margin(first.size(), ' ');
  for (const auto& line : wrap(text, columns_ - first.size())) {
    fmt::print(out_, "{}{}\n", first, line);
    first = margin;
  }
}

void Conversation::say_loud(std::string_view text, std::string_view color) {
  for (const auto& line : wrap(text, columns_))
    if (color_)
      fmt::print(out_, "{}{}\x1b[0m\n", color, line);
    else
      fmt::print(out_, "{}\n", line);
}

Result<void> Conversation::run() {
  say("", introduction);
  if (auto assessed = assess(); !assessed) return assessed.error();
  for (;;) {
    const auto prompt = dialogue_.next(questions_);
    if (!prompt) {
      tell_end(prompt);
      return {};
    }
    ask(*prompt);
    const auto line = read_line();
    if (!line || take(*prompt, *line) == Turn::end) {
      tell_end(prompt);
      return {};
    }
  }
}

Result<void> Conversation::assess() {
  auto patient = reader_.read(dialogue_.draft());
  if (!patient) return patient.error();
  const auto assessments = engine_.assess(std::span(&*patient, 1), as_of_ms_, {});
  if (!assessments) return assessments.error();
  if (assessments->empty()) return engine_.refused().front().front();  // by --lint strict
  const assess::Assessment& it = assessments->front();
  questions_ = std::move(*engine_.context_of(it, true).ask_next);
  alerts_ = it.alerts;
  tell_alerts();
  return {};
}

/// The moment they are raised. One that an answer taken back had raised is told to be gone.
void Conversation::tell_alerts() {
  for (const auto& alert : told_)
    if (!contains(alerts_, alert)) say("", fmt::format("No longer raised: {}.", alert.title));
  bool pressing = false;
  for (const auto& alert : alerts_) {
    if (contains(told_, alert)) continue;
    fmt::print(out_, "\n");
    const bool is_pressing = alert.urgency >= knowledge::Urgency::same_day;
    say_loud(fmt::format("{}: {}", report::loud(alert.urgency), alert.title),
             is_pressing ? red : bold);
    if (!alert.value.empty()) say("  ", fmt::format("Because of: {}", alert.value));
    say("  ", fmt::format("What to do: {}", alert.action));
    pressing = pressing || is_pressing;
  }
  told_ = alerts_;
  if (pressing) say("", "The questions can stop here: q writes the assessment; or go on.");
}

void Conversation::ask(const Prompt& prompt) {
  fmt::print(out_, "\n");
  say_loud(prompt.text, bold);
  for (std::size_t i = 0; i < prompt.choices.size(); ++i)
    say(fmt::format("  {} ", i + 1), prompt.choices[i]);
  if (!prompt.why.empty()) say("  ", prompt.why);
  say("  ", fmt::format("({})", prompt.hint));
  fmt::print(out_, "> ");
  std::fflush(out_);
}

/// Nothing at the end of input. What is longer than an answer can be is cut, and so not understood.
std::optional<std::string> Conversation::read_line() {
  std::string line;
  int c = std::fgetc(in_);
  const bool any = c != EOF;
  for (; c != EOF && c != '\n'; c = std::fgetc(in_))
    if (line.size() < longest_answer) line += static_cast<char>(c);
  if (!any) {
    fmt::print(out_, "\n");
    return std::nullopt;
  }
  if (echoes_) fmt::print(out_, "{}\n", is_utf8(line) ? printable(line) : std::string("(no text)"));
  return line;
}

Conversation::Turn Conversation::take(const Prompt& prompt, std::string_view line) {
  switch (command_of(line)) {
    case Command::quit:
      asked_to_end_ = true;
      return Turn::end;
    case Command::help:
      say("", introduction);
      return Turn::go_on;
    case Command::back:
      if (!dialogue_.back()) {
        say("  ", "This is the first question.");
      } else if (auto assessed = assess(); !assessed) {
        say("  ", to_string(assessed.error()));
      }
      return Turn::go_on;
    case Command::unknown:
      dialogue_.pass(prompt);
      return Turn::go_on;
    case Command::none:
      break;
  }
  if (!is_utf8(line)) {
    say("  ", "Not understood: bytes that are no UTF-8 text; write it anew.");
    return Turn::go_on;
  }
  const auto remark = dialogue_.answer(prompt, line);
  if (!remark) {
    const Error& error = remark.error();
    say("  ", fmt::format("Not understood: {}{}{}.", error.message, error.cure.empty() ? "" : "; ",
                          error.cure));
    return Turn::go_on;
  }
  if (!remark->empty()) say("  ", *remark);
  if (auto assessed = assess(); !assessed) {
    dialogue_.back();
    const Error& error = assessed.error();
    say("  ", fmt::format("Not taken: {}; {}.", error.message, error.cure));
  }
  return Turn::go_on;
}

void Conversation::tell_end(const std::optional<Prompt>& prompt) {
  fmt::print(out_, "\n");
  if (!prompt && dialogue_.asked_enough())
    say("", "As many questions were asked as --questions allows.");
  else if (!prompt)
    say("", "No further question would tell enough to be asked.");
  else if (asked_to_end_)
    say("", "The questions end here; what wasn't asked is not known.");
  else
    say("", "The answers end here; what wasn't answered is not known.");
  fmt::print(out_, "\n");
}

}  // namespace causa::cli::interview
