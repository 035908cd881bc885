// SPDX-License-Identifier: Apache-2.0
//
// One file that may be a module, judged without running any of its code: is it one, is it whole,
// does it fit this causa, may it load? Internal to this room. Any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "knowledge/manifest.hpp"
#include "plugin/image.hpp"
#include "plugin/lock.hpp"
#include "plugin/registry.hpp"

namespace causa::plugin {

/// What a folder's plugins.lock says.
struct FolderLock {
  std::optional<Lock> lock;  ///< nothing: there is none, or it can't be used
  std::string fault;         ///< it is there and can't be used: nothing of the folder may load
};

/// Reads FOLDER/plugins.lock; a lock that others may write is no lock.
FolderLock read_folder_lock(const std::filesystem::path& folder);

enum class Verdict : std::uint8_t {
  good = 1,
  not_a_module,  ///< some other library or text: left alone
  left_out,      ///< a module, but disabled
  refused,
};

struct Judged {
  Verdict verdict = Verdict::good;
  std::string why;  ///< a sentence, unless good
  bool approved = false;
  std::string sha256;
  std::string manifest_json;
  knowledge::Manifest manifest;    ///< id and version as far as they are known
  std::optional<SealedFile> file;  ///< libraries only
  Image image;                     ///< libraries only; points into `file`
};

/// By its suffix: .so is a library, .yaml and .yml a manifest.
enum class FileKind : std::uint8_t { other = 1, library, yaml };
FileKind kind_of(const std::filesystem::path& path);

Judged judge(const std::filesystem::path& path, const FolderLock& lock, const LoadOptions& options);

/// "hydration.so MESSAGE; CURE".
std::string sentence(const std::filesystem::path& path, const Error& error);

}  // namespace causa::plugin
