// SPDX-License-Identifier: Apache-2.0

#include "terminology/answers.hpp"

#include "base/file.hpp"
#include "base/json.hpp"

namespace causa::terminology {

namespace {

std::string key_of(std::string_view system, std::string_view code) {
  return std::string(system).append(" ").append(code);
}

/// Of an entry of either list.
std::string key_of(JsonValue entry) {
  return key_of(entry.find("system").text(), entry.find("code").text());
}

std::optional<Answer> answer_named(std::string_view name) {
  if (name == "yes") return Answer::yes;
  if (name == "no") return Answer::no;
  if (name == "unknown") return Answer::unknown;
  return std::nullopt;
}

}  // namespace

Result<AnswerCodes> AnswerCodes::load(const std::string& file) {
  const auto bytes = read_file(file);
  if (!bytes) return bytes.error();
  const auto wrong = [&](const char* message) {
    return Error{Fault::usage, file, message, "reinstall the terminology"};
  };
  const auto document = JsonDocument::parse(*bytes);
  const JsonValue table = document ? document->root() : JsonValue();
  const JsonValue answers = table.find("answers"), relatives = table.find("about_relatives");
  if (!answers.is_list() || !relatives.is_list())
    return wrong("no lists \"answers\" and \"about_relatives\"");
  AnswerCodes result;
  for (const JsonValue entry : answers.items()) {
    const auto means = answer_named(entry.find("means").text());
    if (!means || entry.find("code").text().empty())
      return wrong("an answer needs \"means\" (yes, no, unknown), \"system\" and \"code\"");
    result.answers_.emplace(key_of(entry), *means);
  }
  for (const JsonValue entry : relatives.items()) result.about_relatives_.insert(key_of(entry));
  return result;
}

std::optional<Answer> AnswerCodes::find(std::string_view system_uri, std::string_view code) const {
  const auto found = answers_.find(key_of(system_uri, code));
  return found == answers_.end() ? std::nullopt : std::optional(found->second);
}

bool AnswerCodes::is_about_relatives(std::string_view system_uri, std::string_view code) const {
  return about_relatives_.contains(key_of(system_uri, code));
}

}  // namespace causa::terminology
