// SPDX-License-Identifier: Apache-2.0

#include "cli/channel.hpp"

namespace causa::cli {

namespace {

using store::Channel;

struct Word {
  const char* word;
  Channel channel;
};
constexpr Word words[] = {{"text", Channel::text},   {"json", Channel::json},
                          {"html", Channel::html},   {"fhir", Channel::fhir},
                          {"cards", Channel::cards}, {"hl7v2", Channel::hl7v2},
                          {"csv", Channel::csv}};

}  // namespace

std::optional<Channel> channel_of(std::string_view word) {
  for (const auto& each : words)
    if (word == each.word) return each.channel;
  return std::nullopt;
}

std::vector<std::string> channel_words() {
  std::vector<std::string> names;
  for (const auto& each : words) names.emplace_back(each.word);
  return names;
}

}  // namespace causa::cli
