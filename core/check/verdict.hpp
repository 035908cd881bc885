// SPDX-License-Identifier: Apache-2.0
//
// What a test of a module found: a status and one sentence that says what is wrong, where, and the
// cure. Plain value.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace causa::check {

enum class Status : std::uint8_t {
  pass = 1,
  warn,   ///< works, but somebody should look at it
  skip,   ///< wasn't tried; the sentence says why
  fail,   ///< breaks the contract
  crash,  ///< ended the process that tried it, or had to be ended
};

struct Verdict {
  Status status = Status::pass;
  std::string text;  ///< empty: nothing to say
};

inline Verdict pass(std::string note = {}) { return {Status::pass, std::move(note)}; }
inline Verdict warn(std::string text) { return {Status::warn, std::move(text)}; }
inline Verdict skip(std::string why) { return {Status::skip, std::move(why)}; }
inline Verdict fail(std::string text) { return {Status::fail, std::move(text)}; }
inline Verdict crash(std::string text) { return {Status::crash, std::move(text)}; }

/// "pass".
const char* word(Status status);

}  // namespace causa::check
