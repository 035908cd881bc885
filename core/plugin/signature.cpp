// SPDX-License-Identifier: Apache-2.0

#include "plugin/signature.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/signature.hpp"
#include "plugin/fields.hpp"
#include "plugin/image.hpp"
#include "plugin/rights.hpp"

namespace causa::plugin {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view format_name = "causa.signature/1";
constexpr std::size_t signature_bytes = 64, fingerprint_bytes = 8;

SignatureCheck unusable(std::string why) {
  return {SignatureState::wrong,
          {},
          "has a signature beside it that can't be used: " + why,
          "sign it again with causa plugins sign"};
}

SignatureCheck judge(const std::vector<Signature>& signatures, const Signed& it,
                     const KeyRing& ring) {
  std::vector<std::string> good, wrong, unknown;
  for (const Signature& signature : signatures) {
    const TrustedKey* key = ring.find(signature.fingerprint);
    if (key == nullptr)
      unknown.push_back(signature.fingerprint);
    else if (is_signed(statement_of(it, signature.fingerprint, signature.date), signature.digits,
                       key->public_key))
      good.push_back(key->name);
    else
      wrong.push_back(key->name);
  }
  if (!good.empty())
    return {SignatureState::good, fmt::format("{}", fmt::join(good, ", ")), {}, {}};
  if (!wrong.empty())
    return {SignatureState::wrong,
            {},
            fmt::format("isn't what {} signed: the signature beside it is of another file",
                        fmt::join(wrong, " and ")),
            "put the signed file back, or have this one reviewed and signed"};
  return {SignatureState::unknown,
          {},
          unknown.empty() ? "has an empty file of signatures beside it"
                          : fmt::format("is signed only by key {}, which isn't trusted here",
                                        fmt::join(unknown, " and ")),
          "have it signed by a trusted key, or put the .pub file of the key into trusted-keys"};
}

}  // namespace

std::string statement_of(const Signed& it, std::string_view fingerprint, std::string_view date) {
  return fmt::format("{}\nid {}\nversion {}\nsha256 {}\nkey {}\ndate {}\n", format_name, it.id,
                     it.version, it.sha256, fingerprint, date);
}

Result<std::vector<Signature>> parse_signatures(std::string_view text, std::string_view place) {
  std::vector<Signature> signatures;
  for (const FieldLine& line : field_lines(text)) {
    const auto& fields = line.fields;
    const bool good = fields.size() == 4 && fields[0] == format_name &&
                      is_hex(fields[1], fingerprint_bytes) && is_one_word(fields[2]) &&
                      is_hex(fields[3], signature_bytes);
    if (!good)
      return Error{Fault::plugin, fmt::format("{}:{}", place, line.number), "isn't a signature",
                   fmt::format("a line is: {} KEY DATE DIGITS", format_name)};
    signatures.push_back({std::string(fields[1]), std::string(fields[2]), std::string(fields[3])});
  }
  return signatures;
}

std::string format_signatures(const std::vector<Signature>& signatures) {
  std::string text;
  for (const Signature& signature : signatures)
    text += fmt::format("{} {} {} {}\n", format_name, signature.fingerprint, signature.date,
                        signature.digits);
  return text;
}

fs::path signature_path(const fs::path& file) { return file.string() + ".sig"; }

SignatureCheck check_signature(const fs::path& file, const Signed& it, const KeyRing& ring) {
  const fs::path path = signature_path(file);
  std::error_code error;
  if (!fs::exists(fs::symlink_status(path, error)))
    return {SignatureState::none,
            {},
            "has no signature beside it",
            "have it reviewed and signed: causa plugins sign"};
  const auto sealed = SealedFile::open(path);
  if (!sealed)
    return unusable(fmt::format("{} {}", path.filename().string(), sealed.error().message));
  const auto signatures = parse_signatures(sealed->bytes(), path.filename().string());
  if (!signatures) return unusable(to_string(signatures.error()));
  return judge(*signatures, it, ring);
}

Result<void> add_signature(const fs::path& file, const Signed& it, std::string_view secret_key,
                           std::string_view date) {
  const fs::path path = signature_path(file);
  const std::string fingerprint = fingerprint_of(public_key_of(secret_key));
  std::vector<Signature> signatures;
  std::error_code error;
  if (fs::exists(fs::symlink_status(path, error))) {
    const auto sealed = SealedFile::open(path);
    if (!sealed) return sealed.error();
    auto read = parse_signatures(sealed->bytes(), path.string());
    if (!read) return read.error();
    signatures = std::move(*read);
  }
  std::erase_if(signatures,
                [&](const Signature& other) { return other.fingerprint == fingerprint; });
  auto digits = sign(statement_of(it, fingerprint, date), secret_key);
  if (!digits) return digits.error();
  signatures.push_back({fingerprint, std::string(date), std::move(*digits)});
  return write_public(path, format_signatures(signatures));
}

}  // namespace causa::plugin
