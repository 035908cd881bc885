// SPDX-License-Identifier: Apache-2.0
//
// The interview as somebody at a terminal has it: questions and alerts on standard error, answers
// from standard input, one a line. After each answer that changed something the draft is assessed
// anew, without being stored. In a pipe the answers are written behind the questions, so that the
// transcript can be read. One thread.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "cli/engine.hpp"
#include "cli/interview/dialogue.hpp"
#include "cli/interview/draft_reader.hpp"

namespace causa::cli::interview {

class Conversation {
 public:
  /// `engine` keeps nothing; all outlive it.
  Conversation(const Settings& settings, Engine& engine, std::int64_t as_of_ms, Dialogue& dialogue,
               DraftReader& reader, std::FILE* in, std::FILE* out);

  /// Asks until nothing is left to ask, enough was asked, or whoever answers ends it. Error: the
  /// answers make no case, even with nothing answered.
  Result<void> run();

 private:
  enum class Turn : std::uint8_t { go_on, end };

  Result<void> assess();
  Turn take(const Prompt& prompt, std::string_view line);
  void tell_alerts();
  void tell_end(const std::optional<Prompt>& prompt);
  void ask(const Prompt& prompt);
  std::optional<std::string> read_line();

  void say(std::string_view first, std::string_view text);
  void say_loud(std::string_view text, std::string_view color);

  Engine& engine_;
  const std::int64_t as_of_ms_;
  Dialogue& dialogue_;
  DraftReader& reader_;
  std::FILE* in_;
  std::FILE* out_;
  const bool color_, echoes_;
  const std::size_t columns_;
  std::vector<assess::Question> questions_;
  std::vector<assess::RaisedAlert> alerts_;  ///< of the draft, now
  std::vector<assess::RaisedAlert> told_;
  bool asked_to_end_ = false;
};

}  // namespace causa::cli::interview
