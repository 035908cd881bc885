// SPDX-License-Identifier: Apache-2.0

#include "cli/review/markdown_parts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/review/wording.hpp"
#include "report/markdown.hpp"

namespace causa::cli::review {

namespace {

bool is_address(std::string_view text) {
  if (!text.starts_with("https://") && !text.starts_with("http://")) return false;
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= ' ' || byte >= 0x7f || c == '<' || c == '>' || c == '|' || c == '`';
  });
}

std::string link(const std::string& address) {
  return is_address(address) ? fmt::format("<{}>", address) : markdown(address);
}

}  // namespace

std::string markdown(std::string_view text) { return report::escape_markdown(text); }

std::string source_links(const std::vector<std::string>& ids) {
  std::vector<std::string> links;
  for (const auto& id : ids) links.push_back(markdown(id));
  return fmt::format("{}", fmt::join(links, ", "));
}

std::string codes_words(const std::vector<terminology::CodeDefinition>& codes) {
  std::vector<std::string> words;
  for (const auto& code : codes)
    words.push_back(markdown(fmt::format("{} {}{}{}", code.system, code.code,
                                         code.prefix ? " and what begins so" : "",
                                         code.verified ? "" : " (unverified)")));
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string source_entry(const knowledge::Source& source) {
  std::string text = markdown(source.citation);
  if (!source.doi.empty()) text += "; " + link("https://doi.org/" + source.doi);
  if (!source.pmid.empty()) text += fmt::format("; PMID {}", markdown(source.pmid));
  if (!source.url.empty()) text += "; " + link(source.url);
  const std::string seen = seen_words(source);
  return seen.empty() ? text : fmt::format("{}; {}", text, markdown(seen));
}

}  // namespace causa::cli::review
