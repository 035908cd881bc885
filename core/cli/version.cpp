// SPDX-License-Identifier: Apache-2.0

#include "cli/version.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/file.hpp"

namespace causa::cli {

namespace {

constexpr const char* own_license =
    "causa is under the Apache License 2.0 (https://www.apache.org/licenses/LICENSE-2.0). Codes "
    "of\n"
    "these systems come with it:\n";

bool asks_for_licenses(const std::string& word) {
  return std::any_of(
      std::begin(version_options), std::end(version_options),
      [&](const VerbOption& option) { return "--" + std::string(option.name) == word; });
}

}  // namespace

void print_version(std::span<const std::string> words, Outcome& outcome) {
  const auto unknown = std::find_if_not(words.begin(), words.end(), asks_for_licenses);
  if (unknown != words.end())
    return report({Fault::usage, "causa version", fmt::format("it takes no {}", *unknown),
                   "it takes --licenses alone"},
                  outcome);
  // Read first: whoever asks for the notices is not to take half an answer for all of it.
  std::string notices;
  if (!words.empty()) {
    auto text = read_file(find_places().terminology / "notices.txt");
    if (!text)
      return report({Fault::usage, text.error().place, text.error().message,
                     "reinstall causa; the notices belong beside the program, in ../share"},
                    outcome);
    notices = fmt::format("\n{}\n{}", own_license, *text);
  }
  fmt::print("causa {}\n{}", CAUSA_VERSION, notices);
}

}  // namespace causa::cli
