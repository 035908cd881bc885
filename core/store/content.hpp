// SPDX-License-Identifier: Apache-2.0
//
// The digest of all that a store keeps of an assessment, which its record in the audit holds. It
// speaks of what is said, not of rows, so that it is the same in every store. Pure; any thread.
//
// Form 1: BLAKE2b-256 over these bytes, in this order:
//
//     "causa.content/1"
//     digest of the record's bytes (byte 0: no record is kept; byte 1, then 32 bytes)
//     digest of the configuration's text (32 bytes)
//     for each module of the assessment: the digest under which the store keeps it (text)
//     the fields of assess::Assessment (core/assess/assessment.hpp) and of what it consists of, in
//     the order in which they are declared
//
// Texts are their length and bytes; lists are their count and elements; an optional value is byte
// 0, or byte 1 and the value; numbers without a sign and enumerations are varints, those with one
// zigzag varints, truths bytes, reals the eight bytes of IEEE 754, least first (record/bytes.hpp).
// Two things are as the store keeps them: zero has no sign, and a real that is not a number is
// 0x7ff8000000000000, or absent where it is optional.
//
// Form 2, of a version to which the modules that came to it had nothing to say (Repeat in
// store.hpp): all but them is as in the version before it. BLAKE2b-256 over
//
//     "causa.content/2"
//     content digest of the version before (32 bytes)
//     id, version and created_ms of this version
//     the modules that came, as a list
//     for each of them: the digest under which the store keeps it (text)
//
// Form 3, of the same if a module that came had a place already, where it was said that it took no
// part: as form 2, with "causa.content/3", and before the modules that came how many modules of the
// version before, from the first one on, stand as they stood. Those that came are all after them.
//
// A field that is added to an assessment makes a new form; a store holds records of several.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "assess/assessment.hpp"
#include "base/hash.hpp"

namespace causa::store {

inline constexpr std::uint32_t no_content_form = 0;
inline constexpr std::uint32_t whole_content = 1;
inline constexpr std::uint32_t repeated_content = 2;
inline constexpr std::uint32_t replaced_content = 3;
inline constexpr std::uint32_t newest_content_form = replaced_content;

/// What an assessment refers to.
struct ContentParts {
  std::optional<Digest> record;
  Digest config{};
  std::span<const std::string> modules;  ///< parallel to Assessment::modules
};

/// `space` is only memory, which a caller with many assessments gives again and again.
Digest content_digest(const assess::Assessment& assessment, const ContentParts& parts,
                      std::string& space);

/// Form 2 or 3. `came` are the modules after those that are kept; `digests` is parallel to it.
struct RepeatedParts {
  std::uint32_t form = repeated_content;
  Digest before{};
  std::string_view id;
  std::uint32_t version = 0;
  std::int64_t created_ms = 0;
  std::uint64_t kept = 0;  ///< form 3
  std::span<const assess::ModuleUsed> came;
  std::span<const std::string> digests;
};

Digest repeated_digest(const RepeatedParts& parts, std::string& space);

}  // namespace causa::store
