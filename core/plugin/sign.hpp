// SPDX-License-Identifier: Apache-2.0
//
// Signs modules that were reviewed: one file, or what the lock of a folder approves. Any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "plugin/keys.hpp"
#include "plugin/signature.hpp"

namespace causa::plugin {

struct SignRequest {
  std::filesystem::path what;  ///< a module's file, or a folder with a lock
  SecretKeyFile key;
  std::string on;  ///< date
};

struct SignedFile {
  std::string file;
  Signed it;
};

/// Of a folder all enabled lines, or none: every file is looked at before the first is signed.
/// Error: what can't be signed, and why; a write that failed leaves whole signatures only.
Result<std::vector<SignedFile>> sign_modules(const SignRequest& request);

}  // namespace causa::plugin
