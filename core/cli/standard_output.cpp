// SPDX-License-Identifier: Apache-2.0

#include "cli/standard_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <iterator>
#include <string>
#include <string_view>

namespace causa::cli {

namespace {

bool stores(const Verb& verb, const Settings& settings) {
  constexpr const Verb* storing[] = {&assess_verb, &interview_verb, &watch_verb, &cds_hooks_verb,
                                     &extend_verb};
  return settings.text("store") != "none" &&
         std::any_of(std::begin(storing), std::end(storing),
                     [&](const Verb* one) { return std::string_view(one->name) == verb.name; });
}

}  // namespace

void flush_output() {
  if (std::fflush(stdout) != 0) throw std::system_error(errno, std::generic_category());
}

void report_output(const std::system_error& error, std::string_view kept, Outcome& outcome) {
  if (error.code() != std::errc::broken_pipe) {
    const char* const between = kept.empty() ? "" : "; ";
    return report({Fault::usage, "standard output", error.code().message(),
                   fmt::format("make room, or write elsewhere{}{}", between, kept)},
                  outcome);
  }
  if (kept.empty()) return outcome.add(Exit::usage);
  report({Fault::usage, "standard output", "whoever read it has gone", std::string(kept)}, outcome);
}

std::string_view kept_without_output(const Verb& verb, const Settings& settings) {
  if (!stores(verb, settings))
    return std::string_view(verb.name) == assess_verb.name ? "those that follow aren't assessed"
                                                           : "";
  if (std::string_view(verb.name) == extend_verb.name)
    return "what was extended so far is in the store, and the next call of extend prints its new "
           "alerts";
  return "what was assessed so far is in the store";
}

}  // namespace causa::cli
