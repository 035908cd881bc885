// SPDX-License-Identifier: Apache-2.0

#include "intake/folder.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>

#include "base/text.hpp"

namespace causa::intake {

namespace {

namespace fs = std::filesystem;

/// Without the dot, in lower case; both cases are found.
constexpr std::array<std::string_view, 8> input_extensions{"json", "ndjson", "jsonl", "hl7",
                                                           "yaml", "yml",    "csv",   "tsv"};
/// May follow one of the above.
constexpr std::array<std::string_view, 2> packed_extensions{"gz", "zst"};

enum class Holds : std::uint8_t { input, folder, nothing };

/// Nothing: a pipe that nobody may ever write to, a device. What can't be looked at is left to
/// whoever opens it, who then says why.
Holds what_it_holds(const fs::directory_entry& entry) {
  std::error_code code;
  const fs::file_status status = entry.status(code);
  if (fs::is_directory(status)) return Holds::folder;
  return fs::exists(status) && !fs::is_regular_file(status) ? Holds::nothing : Holds::input;
}

std::string shown() {
  std::string text;
  for (const std::string_view extension : input_extensions) {
    text.append(text.empty() ? "*." : ", *.").append(extension);
  }
  return text + " (or one of these with .gz or .zst)";
}

}  // namespace

bool is_input_name(const fs::path& path) {
  const auto is_one_of = [](const auto& list, const fs::path& extension) {
    return std::find(list.begin(), list.end(), fold(extension.string())) != list.end();
  };
  fs::path name = path.filename();
  if (is_one_of(packed_extensions, name.extension())) name = name.stem();
  return is_one_of(input_extensions, name.extension());
}

Result<FolderFiles> list_folder(const std::string& folder) {
  std::error_code code;
  FolderFiles found;
  for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
    const Holds holds = what_it_holds(*at);
    if (holds == Holds::input && is_input_name(at->path()))
      found.inputs.push_back(at->path().string());
    else if (holds != Holds::nothing && !at->path().filename().string().starts_with('.'))
      found.passed_over.push_back(at->path().string());
  }
  if (code) return input_error(folder, code.message(), "name a folder that can be read");
  if (found.inputs.empty()) {
    return input_error(folder, "no " + shown() + " in this folder", "name the files");
  }
  std::sort(found.inputs.begin(), found.inputs.end());
  std::sort(found.passed_over.begin(), found.passed_over.end());
  return found;
}

}  // namespace causa::intake
