// SPDX-License-Identifier: Apache-2.0
//
// `causa version`, also written `causa --version`.
#pragma once

#include <span>
#include <string>

#include "cli/verb.hpp"

namespace causa::cli {

inline constexpr VerbOption version_options[] = {
    {"licenses", "", "also print the notices of the code systems whose codes come with causa"},
    {"licences", "", "the same as --licenses"}};

/// `words` are those behind it.
void print_version(std::span<const std::string> words, Outcome& outcome);

}  // namespace causa::cli
