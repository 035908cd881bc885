// SPDX-License-Identifier: Apache-2.0

#include "plugin/keys.hpp"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/signature.hpp"
#include "plugin/fields.hpp"
#include "plugin/image.hpp"
#include "plugin/rights.hpp"

namespace causa::plugin {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t public_bytes = 32, secret_bytes = 64;

Error wrong(const fs::path& path, std::string message, std::string cure) {
  return {Fault::usage, path.string(), std::move(message), std::move(cure)};
}

Result<TrustedKey> read_public_key(const fs::path& path) {
  const auto file = SealedFile::open(path);
  if (!file) return file.error();
  auto line = parse_key(file->bytes(), public_key_format, public_bytes, path.string());
  if (!line) return line.error();
  return TrustedKey{path.stem().string(), fingerprint_of(line->digits), line->digits, path};
}

std::vector<fs::path> public_keys_of(const fs::path& folder, std::vector<std::string>& faults) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error))
    if (entry->path().extension() == ".pub") files.push_back(entry->path());
  if (error && error != std::errc::no_such_file_or_directory)
    faults.push_back(fmt::format("{}: can't be read: {}; no key of it is trusted", folder.string(),
                                 error.message()));
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

const TrustedKey* KeyRing::find(std::string_view fingerprint) const {
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const TrustedKey& key) {
    return key.fingerprint == fingerprint;
  });
  return found == keys.end() ? nullptr : &*found;
}

KeyRing read_trusted_keys(std::span<const fs::path> folders) {
  KeyRing ring;
  for (const fs::path& folder : folders) {
    if (const std::string unsafe = unsafe_folder(folder, Sticky::refused); !unsafe.empty()) {
      ring.faults.push_back(fmt::format("no key is trusted: {}", unsafe));
      continue;
    }
    for (const fs::path& path : public_keys_of(folder, ring.faults)) {
      auto key = read_public_key(path);
      if (key)
        ring.keys.push_back(std::move(*key));
      else
        ring.faults.push_back(to_string(key.error()) + "; this key isn't trusted");
    }
  }
  return ring;
}

Result<KeyLine> parse_key(std::string_view text, std::string_view format, std::size_t bytes,
                          std::string_view place) {
  std::optional<KeyLine> found;
  for (const FieldLine& line : field_lines(text)) {
    const auto error = [&](std::string message) {
      return Error{Fault::usage, fmt::format("{}:{}", place, line.number), std::move(message),
                   fmt::format("a key is one line: {} ed25519:DIGITS NAME", format)};
    };
    if (found) return error("holds a second key");
    if (line.fields.size() != 3) return error("isn't a key");
    if (line.fields[0] != format) return error(fmt::format("isn't of the form {}", format));
    std::string_view digits = line.fields[1];
    if (!take_prefix(digits, "ed25519:") || !is_hex(digits, bytes))
      return error(fmt::format("has no ed25519: with {} hexadecimal digits", bytes * 2));
    found = KeyLine{std::string(digits), std::string(line.fields[2])};
  }
  if (found) return std::move(*found);
  return Error{Fault::usage, std::string(place), "holds no key",
               "copy the .pub file that causa plugins keys new made"};
}

Result<SecretKeyFile> read_secret_key(const fs::path& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0)
    return wrong(path, "there is no such secret key",
                 "make one with causa plugins keys new NAME, or name it with --key FILE");
  if (S_ISREG(status.st_mode) && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return wrong(path, "is a secret key that others may read",
                 "chmod 600; if anybody could have read it, make a new one and withdraw this one");
  const auto file = SealedFile::open(path);
  if (!file) return wrong(path, file.error().message, file.error().cure);
  auto line = parse_key(file->bytes(), secret_key_format, secret_bytes, path.string());
  if (!line) return line.error();
  return SecretKeyFile{path.stem().string(), std::move(line->digits)};
}

Result<NewKey> make_key(const fs::path& path) {
  NewKey made{path, fs::path(path).replace_extension(".pub"), {}};
  const std::string name = path.stem().string();
  if (path.extension() != ".key" || !is_one_word(name))
    return wrong(path, "can't be the name of a key", "write a word, as in pharmacy.key");
  std::error_code error;
  for (const fs::path& file : {made.secret, made.open})
    if (fs::exists(fs::symlink_status(file, error)))
      return wrong(file, "is there already", "choose another name; nothing is overwritten");
  const fs::path folder = path.parent_path();
  if (!folder.empty() && fs::create_directories(folder, error))
    fs::permissions(folder, fs::perms::owner_all, error);
  const KeyPair pair = make_key_pair();
  made.fingerprint = fingerprint_of(pair.public_key);
  const auto line = [&](std::string_view format, std::string_view digits) {
    return fmt::format("{} ed25519:{} {}\n", format, digits, name);
  };
  if (auto done = write_file(made.secret, line(secret_key_format, pair.secret_key), 0600); !done)
    return wrong(path, done.error().message, done.error().cure);
  if (auto done = write_public(made.open, line(public_key_format, pair.public_key)); !done)
    return wrong(made.open, done.error().message, done.error().cure);
  return made;
}

}  // namespace causa::plugin
