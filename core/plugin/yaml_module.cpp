// SPDX-License-Identifier: Apache-2.0

#include "plugin/yaml_module.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>

#include "base/byte_order_mark.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "knowledge/yaml.hpp"

namespace causa::plugin {

namespace {

constexpr std::string_view cache_format = "causa.cache/1 ";

bool is_private(const std::filesystem::path& file) {
  struct stat status{};
  return ::lstat(file.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         status.st_uid == ::geteuid() && (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

/// First line: format and hash of what follows.
std::optional<std::string> read_cache(const std::filesystem::path& file) {
  if (!is_private(file)) return std::nullopt;
  auto bytes = read_file(file);
  if (!bytes) return std::nullopt;
  const std::size_t end = bytes->find('\n');
  if (end == std::string::npos) return std::nullopt;
  std::string json = bytes->substr(end + 1);
  if (bytes->substr(0, end) != std::string(cache_format) + sha256_hex(json)) return std::nullopt;
  return json;
}

void write_cache(const std::filesystem::path& folder, const std::filesystem::path& file,
                 const std::string& json) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error)
    (void)write_file(file, fmt::format("{}{}\n{}", cache_format, sha256_hex(json), json), 0600);
}

}  // namespace

Result<std::string> yaml_to_json(std::string_view yaml, std::string_view sha256,
                                 const std::filesystem::path& path,
                                 const std::filesystem::path& cache_folder) {
  const std::filesystem::path file =
      cache_folder.empty() ? cache_folder : cache_folder / fmt::format("{}.json", sha256);
  if (!file.empty())
    if (auto cached = read_cache(file)) return std::move(*cached);
  auto document = knowledge::YamlDocument::parse(yaml);
  if (!document) {
    Error error = document.error();
    error.place = fmt::format("{}:{}", path.string(), error.place);
    return error;
  }
  if (!file.empty()) write_cache(cache_folder, file, document->json());
  return document->json();
}

bool looks_like_manifest(std::string_view yaml) {
  yaml = without_byte_order_mark(yaml);
  for (std::size_t at = yaml.find("causa.manifest/"); at != std::string_view::npos;
       at = yaml.find("causa.manifest/", at + 1)) {
    const std::size_t newline = yaml.substr(0, at).rfind('\n');
    const std::size_t start = newline == std::string_view::npos ? 0 : newline + 1;
    if (yaml.substr(start).starts_with("schema") || yaml.substr(start).starts_with("\"schema"))
      return true;
  }
  return false;
}

}  // namespace causa::plugin
