// SPDX-License-Identifier: Apache-2.0

#include "plugin/sign.hpp"

#include <fmt/core.h>

#include "plugin/candidate.hpp"

namespace causa::plugin {

namespace {

namespace fs = std::filesystem;

Error refused(const fs::path& path, std::string message, std::string cure) {
  return {Fault::plugin, path.string(), std::move(message), std::move(cure)};
}

Result<Identity> module_in(const fs::path& path) {
  const Judged judged = judge_file(path);
  if (judged.verdict == Verdict::good) return identity_of(judged);
  return refused(path, "isn't signed: " + judged.why, {});
}

Result<std::vector<SignedFile>> lines_of(const SignRequest& request) {
  const FolderLock read = read_folder_lock(request.what);
  if (!read.unsafe.empty() || !read.fault.empty())
    return refused(request.what, read.unsafe.empty() ? read.fault : read.unsafe,
                   "nothing was signed");
  if (!read.lock)
    return refused(request.what, "has no plugins.lock, which says what is to be signed",
                   "causa plugins lock first, or name one file");
  std::vector<SignedFile> files;
  for (const LockEntry& entry : read.lock->entries) {
    if (!entry.enabled) continue;
    const auto it = module_in(request.what / entry.file);
    if (!it) return it.error();
    if (const std::string other = difference(entry, *it); !other.empty())
      return refused(request.what / entry.file,
                     fmt::format("isn't what plugins.lock approves: {}; nothing was signed", other),
                     "causa plugins verify shows all faults");
    files.push_back({entry.file, {it->id, it->version, it->sha256}});
  }
  return files;
}

}  // namespace

Result<std::vector<SignedFile>> sign_modules(const SignRequest& request) {
  std::error_code error;
  std::vector<SignedFile> files;
  fs::path folder = request.what;
  if (fs::is_directory(request.what, error)) {
    auto lines = lines_of(request);
    if (!lines) return lines.error();
    files = std::move(*lines);
  } else {
    const auto it = module_in(request.what);
    if (!it) return it.error();
    files.push_back({request.what.filename().string(), {it->id, it->version, it->sha256}});
    folder = request.what.parent_path();
  }
  for (const SignedFile& file : files)
    if (auto done = add_signature(folder / file.file, file.it, request.key.secret_key, request.on);
        !done)
      return Error{Fault::usage, done.error().place, done.error().message, done.error().cure};
  return files;
}

}  // namespace causa::plugin
