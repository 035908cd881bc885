// SPDX-License-Identifier: Apache-2.0

#include "cli/link_ids.hpp"

#include <fmt/core.h>

#include "cli/file_error.hpp"

namespace causa::cli {

namespace {

constexpr std::string_view start_suffix = ".start";

}  // namespace

Result<intake::LinkIds> read_link_ids(const toml::table& section,
                                      const std::filesystem::path& file) {
  intake::LinkIds link_ids;
  for (const auto& [name, node] : section) {
    const auto* table = node.as_table();
    if (name.str() != "link_ids" || !table)
      return file_error(file, node.source(),
                        fmt::format("no setting is called questionnaire.{}", name.str()),
                        "write [questionnaire.link_ids] above lines of \"linkId\" = \"concept\"");
    for (const auto& [link_id, concept_id] : *table) {
      const auto* text = concept_id.as_string();
      if (!text)
        return file_error(file, concept_id.source(),
                          fmt::format("{} has no concept", link_id.str()),
                          "write the id of a concept in quotes, as in \"symptom.paresthesia\"");
      link_ids.emplace(link_id.str(), text->get());
    }
  }
  return link_ids;
}

Result<void> check_link_ids(const intake::LinkIds& link_ids,
                            const terminology::Vocabulary& vocabulary) {
  for (const auto& [link_id, mapped] : link_ids) {
    std::string_view id = mapped;
    if (id.ends_with(start_suffix)) id.remove_suffix(start_suffix.size());
    if (vocabulary.find(id)) continue;
    const std::string hint = vocabulary.suggest(id);
    return Error{Fault::usage, fmt::format("[questionnaire.link_ids] \"{}\"", link_id),
                 fmt::format("no concept is called {}", id),
                 hint.empty() ? "see the linkIds of causa questionnaire" : hint};
  }
  return {};
}

}  // namespace causa::cli
