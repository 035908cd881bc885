// SPDX-License-Identifier: Apache-2.0
//
// One file that may be a module, judged without running any of its code: is it one, is it whole,
// does it fit this causa, may it load? Internal to this room. Any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "knowledge/manifest.hpp"
#include "plugin/approval.hpp"
#include "plugin/image.hpp"
#include "plugin/registry.hpp"

namespace causa::plugin {

enum class Verdict : std::uint8_t {
  good = 1,
  not_a_module,  ///< some other library or text: left alone
  left_out,      ///< a module, but disabled
  refused,
};

struct Judged {
  Verdict verdict = Verdict::good;
  std::string why;  ///< a sentence, unless good
  Approval approval;
  std::string sha256;
  std::string manifest_json;
  knowledge::Manifest manifest;    ///< id and version as far as they are known
  std::optional<SealedFile> file;  ///< libraries only
  Image image;                     ///< libraries only; points into `file`
};

/// What a line of a lock is compared with.
Identity identity_of(const Judged& judged);

/// Whether it is a module that fits; nothing of locks. The verdict is good if so.
Judged judge_file(const std::filesystem::path& path);

/// That, and whether it may load.
Judged judge(const std::filesystem::path& path, const Trust& trust);

/// "hydration.so MESSAGE; CURE".
std::string sentence(const std::filesystem::path& path, const Error& error);

}  // namespace causa::plugin
