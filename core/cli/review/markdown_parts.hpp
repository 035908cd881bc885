// SPDX-License-Identifier: Apache-2.0
//
// Pieces of a review page. Whatever a manifest holds stays text: only an address that can't be
// anything else becomes a link. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/manifest.hpp"

namespace causa::cli::review {

/// Text of a manifest, on one line, escaped.
std::string markdown(std::string_view text);

/// Ids of sources.
std::string source_links(const std::vector<std::string>& ids);

/// Codes with their system; those that nobody verified are marked.
std::string codes_words(const std::vector<terminology::CodeDefinition>& codes);

/// One source with its links and what of it was seen.
std::string source_entry(const knowledge::Source& source);

}  // namespace causa::cli::review
