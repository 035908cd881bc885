// SPDX-License-Identifier: Apache-2.0

#include "terminology/answers.hpp"

#include <boost/json.hpp>

#include "base/file.hpp"

namespace causa::terminology {

namespace {

namespace json = boost::json;

std::string key_of(std::string_view system, std::string_view code) {
  return std::string(system).append(" ").append(code);
}

std::string_view text_of(const json::value& entry, std::string_view name) {
  const auto* object = entry.if_object();
  const auto* value = object ? object->if_contains(name) : nullptr;
  return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
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
  boost::system::error_code code;
  const auto table = json::parse(*bytes, code);
  const auto* object = code ? nullptr : table.if_object();
  const auto* answers = object ? object->if_contains("answers") : nullptr;
  const auto* relatives = object ? object->if_contains("about_relatives") : nullptr;
  if (!answers || !answers->is_array() || !relatives || !relatives->is_array())
    return wrong("no lists \"answers\" and \"about_relatives\"");
  AnswerCodes result;
  for (const auto& entry : answers->get_array()) {
    const auto means = answer_named(text_of(entry, "means"));
    if (!means || text_of(entry, "code").empty())
      return wrong("an answer needs \"means\" (yes, no, unknown), \"system\" and \"code\"");
    result.answers_.emplace(key_of(text_of(entry, "system"), text_of(entry, "code")), *means);
  }
  for (const auto& entry : relatives->get_array())
    result.about_relatives_.insert(key_of(text_of(entry, "system"), text_of(entry, "code")));
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
