// SPDX-License-Identifier: Apache-2.0

#include "intake/folder.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/text.hpp"

namespace causa::intake {

namespace {

namespace fs = std::filesystem;

/// Without the dot, in lower case; both cases are found.
constexpr std::array<std::string_view, 7> input_extensions{"json", "ndjson", "hl7", "yaml",
                                                           "yml",  "csv",    "tsv"};
/// May follow one of the above.
constexpr std::array<std::string_view, 2> packed_extensions{"gz", "zst"};

bool is_input_file(const fs::path& path) {
  const auto is_one_of = [](const auto& list, const fs::path& extension) {
    return std::find(list.begin(), list.end(), fold(extension.string())) != list.end();
  };
  fs::path name = path.filename();
  if (is_one_of(packed_extensions, name.extension())) name = name.stem();
  return is_one_of(input_extensions, name.extension());
}

/// A folder, a pipe that nobody may ever write to, a device. What can't be looked at is left to
/// whoever opens it, who then says why.
bool holds_no_input(const fs::directory_entry& entry) {
  std::error_code code;
  const fs::file_status status = entry.status(code);
  return fs::exists(status) && !fs::is_regular_file(status);
}

std::string shown() {
  std::string text;
  for (const std::string_view extension : input_extensions) {
    text.append(text.empty() ? "*." : ", *.").append(extension);
  }
  return text + " (or one of these with .gz or .zst)";
}

}  // namespace

Result<std::vector<std::string>> list_folder(const std::string& folder) {
  std::error_code code;
  std::vector<std::string> found;
  for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
    if (is_input_file(at->path()) && !holds_no_input(*at)) found.push_back(at->path().string());
  }
  if (code) return input_error(folder, code.message(), "name a folder that can be read");
  if (found.empty()) {
    return input_error(folder, "no " + shown() + " in this folder", "name the files");
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace causa::intake
