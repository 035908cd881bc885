// SPDX-License-Identifier: Apache-2.0

#include "source.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <tuple>

#include "base/file.hpp"

namespace causa::manifest {

Result<Source> read_source(const std::filesystem::path& path) {
  auto bytes = read_file(path);
  if (!bytes) return bytes.error();
  auto document = knowledge::YamlDocument::parse(*bytes);
  if (!document) {
    Error error = document.error();
    error.place = fmt::format("{}:{}", path.string(), error.place);
    return error;
  }
  auto parsed = knowledge::parse_manifest(document->json());
  return Source{path, std::move(*document), std::move(parsed)};
}

std::vector<std::string> lines_of(const Source& source,
                                  const std::vector<knowledge::Problem>& problems,
                                  std::string_view label) {
  std::vector<std::tuple<std::size_t, std::size_t, std::string>> sorted;
  for (const auto& problem : problems) {
    // The first letter of a value, not the quote before it, as for all letters after it.
    const knowledge::Position at = problem.at_key
                                       ? source.document.key(problem.pointer)
                                       : source.document.inside(problem.pointer, problem.offset);
    std::string line = fmt::format("{}:{}:{}: {}{}", source.path.string(), at.line, at.column,
                                   label, problem.message);
    // A message about a value reads badly without the name of its key.
    if (!problem.at_key && !problem.pointer.empty())
      line = fmt::format("{}:{}:{}: {}{}: {}", source.path.string(), at.line, at.column, label,
                         problem.pointer, problem.message);
    if (!problem.hint.empty()) line += "; " + problem.hint;
    sorted.emplace_back(at.line, at.column, std::move(line));
  }
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::string> lines;
  for (auto& [line, column, text] : sorted) lines.push_back(std::move(text));
  return lines;
}

}  // namespace causa::manifest
