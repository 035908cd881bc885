// SPDX-License-Identifier: Apache-2.0
//
// What is to be checked before advice is followed, in the words of a withhold that can't be judged:
// "the medicine list, potassium and kidney function" are three things. Points into shared texts,
// which live as long as the program. Pure; any thread.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/shared_text.hpp"

namespace causa::assess {

struct Check {
  explicit Check(SharedText text);

  /// What is to be checked in some case covers nothing; what always is covers that case, too.
  [[nodiscard]] bool covers(const Check& other) const;

  SharedText text;
  std::vector<std::string_view> things;
  bool conditional = false;  ///< "sodium, if there was much drinking"
};

/// What modules say twice, each in its own list of things, is said once: by the longest list.
std::vector<SharedText> said_once(std::span<const Check* const> checks);

}  // namespace causa::assess
