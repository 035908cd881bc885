// SPDX-License-Identifier: Apache-2.0

#include "intake/cases/case_reader.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "intake/cases/case_document.hpp"

namespace causa::intake::cases {

namespace {

using written::Faults;
using written::Node;

struct Part {
  std::string_view text;
  std::size_t first_line = 1;
};

bool is_separator(std::string_view line, std::string_view mark) {
  return line.starts_with(mark) && (line.size() == mark.size() || line[mark.size()] == ' ' ||
                                    line[mark.size()] == '\t' || line[mark.size()] == '\r');
}

/// In YAML a line that begins with three dashes separates documents wherever it stands, so a file
/// can be split before it is parsed, and a broken document doesn't take the others with it.
std::vector<Part> split_documents(std::string_view text) {
  std::vector<Part> parts{{text, 1}};
  std::size_t first = 0;
  std::size_t number = 1;
  for (std::size_t at = 0; at < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    if (is_separator(line, "---") && at > first) {
      parts.back().text = text.substr(first, at - first);
      parts.push_back({text.substr(at), number});
      first = at;
    }
    at = end + 1;
  }
  return parts;
}

/// Nothing but comments, blank lines and marks of documents.
bool is_blank(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    const std::size_t letter = line.find_first_not_of(" \t\r");
    const bool mark = is_separator(line, "...") ||
                      (is_separator(line, "---") &&
                       line.substr(3).find_first_not_of(" \t\r") == std::string_view::npos);
    if (letter != std::string_view::npos && line[letter] != '#' && !mark) return false;
    at = end + 1;
  }
  return true;
}

}  // namespace

struct CaseReader::State {
  explicit State(const Options& options)
      : words(options.vocabulary), limit_bytes(options.limits.document_bytes) {}

  void read_one(const Node& root, const Document& document, bool several, const Sink& sink) const {
    Faults faults;
    auto record = read_case(root, words, faults);
    if (!record) return sink(faults.error(document.place));
    sink(PatientInput{std::move(*record), several
                                              ? fmt::format("{}:{}", document.place, root.at.line)
                                              : document.place});
  }

  void read_part(const Part& part, const Document& document, bool several, const Sink& sink) const {
    Faults faults;
    const Node root = written::parse_yaml(part.text, part.first_line, faults);
    if (!faults.empty()) return sink(faults.error(document.place));
    if (!root.is_list()) return read_one(root, document, several, sink);
    if (root.items.empty())
      return sink(input_error(document.place, "an empty list of cases", "write a case"));
    for (const Node& item : root.items) read_one(item, document, true, sink);
  }

  written::Words words;
  std::size_t limit_bytes;
};

CaseReader::CaseReader(const Options& options) : state_(std::make_unique<State>(options)) {}
CaseReader::~CaseReader() = default;

void CaseReader::read(const Document& document, const Sink& sink) {
  std::vector<Part> parts = split_documents(document.bytes);
  std::erase_if(parts, [](const Part& part) { return is_blank(part.text); });
  if (parts.empty())
    return sink(input_error(document.place, "no case in it", "see docs/case-files.md"));
  for (const Part& part : parts) state_->read_part(part, document, parts.size() > 1, sink);
}

}  // namespace causa::intake::cases
