// SPDX-License-Identifier: Apache-2.0
//
// A plugin folder that lives for one test, and the bytes of the sample libraries. One thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/registry.hpp"

namespace causa::contract {

/// Bytes of build/…/NAME, for example "sample/sample.so".
std::string built(std::string_view name);

/// The same bytes with one number changed.
std::string with_u8(std::string bytes, std::size_t offset, std::uint8_t value);
std::string with_u16(std::string bytes, std::size_t offset, std::uint16_t value);
std::string with_u32(std::string bytes, std::size_t offset, std::uint32_t value);
std::string with_text(std::string bytes, std::string_view from, std::string_view to);

/// Where the manifest's JSON begins in a library, found by the reader itself.
std::size_t manifest_offset(std::string_view library);

class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  std::filesystem::path add(std::string_view name, std::string_view bytes, unsigned mode = 0644);

  /// A lock line of the sample module; fields may be replaced by the caller in the text.
  [[nodiscard]] static std::string lock_line(std::string_view file, std::string_view bytes,
                                             std::string_view state = "enabled");

  [[nodiscard]] plugin::LoadOptions options() const;

  /// Loads and gives one line for each absence: "refused: …" or "left out: …", or "loaded: ids";
  /// the folder's path and hashes are replaced by DIR and HASH.
  [[nodiscard]] std::vector<std::string> outcome(const plugin::LoadOptions& options) const;
  [[nodiscard]] std::vector<std::string> outcome() const { return outcome(options()); }

 private:
  std::filesystem::path path_;
};

}  // namespace causa::contract
