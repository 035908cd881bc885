// SPDX-License-Identifier: Apache-2.0

#include "cli/standard_output.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <iterator>
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

void report_output(const std::system_error& error, const char* cure, Outcome& outcome) {
  report({Fault::usage, "standard output", error.code().message(), cure}, outcome);
}

const char* output_cure_of(const Verb& verb, const Settings& settings) {
  if (!stores(verb, settings)) return output_cure;
  if (std::string_view(verb.name) == extend_verb.name)
    return "make room, or write elsewhere; what was extended so far is in the store, and the next "
           "call of extend prints its new alerts";
  return "make room, or write elsewhere; what was assessed so far is in the store";
}

}  // namespace causa::cli
