// SPDX-License-Identifier: Apache-2.0

#include "cli/source_name.hpp"

#include <fmt/core.h>
#include <sys/stat.h>

#include <filesystem>

#include "base/hash.hpp"
#include "intake/folder.hpp"

namespace causa::cli {

namespace {

namespace fs = std::filesystem;

void add_file(const std::string& path, std::string& text, SourceName& name) {
  struct stat status = {};
  if (path == "-" || ::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
    name.tells_content = false;
    text += path + '\n';
    return;
  }
  std::error_code code;
  text += fmt::format("{}\n{} {} {}\n", fs::absolute(path, code).lexically_normal().string(),
                      status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

}  // namespace

SourceName source_name(std::span<const std::string> inputs) {
  SourceName name;
  std::string text = "causa assess\n";
  for (const std::string& input : inputs) {
    std::error_code code;
    if (input == "-" || !fs::is_directory(input, code)) {
      add_file(input, text, name);
    } else if (const auto files = intake::list_folder(input)) {
      for (const std::string& file : files->inputs) add_file(file, text, name);
    }
  }
  name.sha256 = sha256_hex(text);
  return name;
}

}  // namespace causa::cli
