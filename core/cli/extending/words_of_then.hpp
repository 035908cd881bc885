// SPDX-License-Identifier: Apache-2.0
//
// Records that were read from words, and modules that come with words of their own: who would have
// been read otherwise with them isn't extended, since not all of what was written is kept
// (intake/written/new_words.hpp). One thread.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "assess/prepared.hpp"
#include "intake/written/new_words.hpp"

namespace causa::cli::extending {

class WordsOfThen {
 public:
  /// `added`: ids of the modules that come.
  WordsOfThen(std::shared_ptr<const assess::Prepared> prepared, const std::set<std::string>& added);

  /// Why the record can't be read with the words that come: a sentence; empty if it can.
  [[nodiscard]] std::string why_not(const record::Record& record);

 private:
  const std::shared_ptr<const assess::Prepared> prepared_;
  const std::set<std::string>& added_;
  bool bring_words_ = false;
  /// Made when somebody was read from words, since most are not.
  std::unique_ptr<intake::written::NewWords> words_;
};

}  // namespace causa::cli::extending
