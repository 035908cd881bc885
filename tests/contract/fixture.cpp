// SPDX-License-Identifier: Apache-2.0

#include "fixture.hpp"

#include <fmt/core.h>
#include <sys/stat.h>

#include <cstring>
#include <regex>
#include <stdexcept>

#include "base/file.hpp"
#include "base/hash.hpp"
#include "plugin/image.hpp"

namespace causa::contract {

std::string built(std::string_view name) {
  return read_file(std::filesystem::path(CAUSA_CONTRACT_BINARY) / name).value();
}

namespace {

template <class T>
std::string with_value(std::string bytes, std::size_t offset, T value) {
  if (offset + sizeof(T) > bytes.size()) throw std::out_of_range("a change outside of the file");
  std::memcpy(bytes.data() + offset, &value, sizeof(T));
  return bytes;
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

}  // namespace

std::string with_u8(std::string bytes, std::size_t offset, std::uint8_t value) {
  return with_value(std::move(bytes), offset, value);
}
std::string with_u16(std::string bytes, std::size_t offset, std::uint16_t value) {
  return with_value(std::move(bytes), offset, value);
}
std::string with_u32(std::string bytes, std::size_t offset, std::uint32_t value) {
  return with_value(std::move(bytes), offset, value);
}

std::string with_text(std::string bytes, std::string_view from, std::string_view to) {
  if (from.size() != to.size() || bytes.find(from) == std::string::npos)
    throw std::invalid_argument("a replacement that doesn't fit");
  return replace_all(std::move(bytes), from, to);
}

std::size_t manifest_offset(std::string_view library) {
  const auto image = plugin::read_image(library);
  if (image.note != plugin::Note::found) throw std::invalid_argument("a library without a note");
  return static_cast<std::size_t>(image.manifest.data() - library.data());
}

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "causa-contract-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

Folder::~Folder() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

std::filesystem::path Folder::add(std::string_view name, std::string_view bytes, unsigned mode) {
  const auto file = path_ / name;
  write_file(file, bytes).value();
  ::chmod(file.c_str(), mode);
  return file;
}

std::string Folder::lock_line(std::string_view file, std::string_view bytes,
                              std::string_view state) {
  return fmt::format(
      "org.example.sample 1.0.0 sha256:{} abi:1.0 {} approved:2026-11-22:j.smith {}\n",
      sha256_hex(bytes), state, file);
}

plugin::LoadOptions Folder::options() const {
  plugin::LoadOptions options;
  options.folders = {path_};
  return options;
}

std::vector<std::string> Folder::outcome(const plugin::LoadOptions& options) const {
  static const std::regex hash("[0-9a-f]{64}|[0-9a-f]{12}…");
  std::vector<std::string> lines;
  const auto clean = [&](std::string text) {
    return std::regex_replace(replace_all(std::move(text), path_.string(), "DIR"), hash, "HASH");
  };
  auto registry = plugin::Registry::load(options);
  if (!registry) return {clean("error: " + to_string(registry.error()))};
  for (const auto& module : registry->modules())
    if (!module.path.empty())
      lines.push_back(fmt::format(
          "loaded{}: {}{}", module.approved ? ", approved" : "", module.manifest.id,
          module.allowed_because.empty() ? "" : fmt::format(" ({})", module.allowed_because)));
  for (const auto& absence : registry->absences())
    lines.push_back(clean((absence.refused ? "refused: " : "left out: ") + absence.why));
  if (lines.empty()) lines.emplace_back("nothing");
  return lines;
}

}  // namespace causa::contract
