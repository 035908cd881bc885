// SPDX-License-Identifier: Apache-2.0
//
// What the labels of items mean, remembered between patients: the same few hundred make up most
// records, and finding a name in words is dear. Of one Vocabulary, on which alone a meaning
// depends. One thread; forgets all when it holds too many.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "facts/fact.hpp"
#include "record/record.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::facts {

class KnownWords {
 public:
  struct Meaning {
    std::vector<terminology::ConceptId> concepts;
    bool not_taken = false;  ///< of a drug: its words say so
  };

  /// Of a label of an item of this kind; make(meaning) finds it the first time. Valid until the
  /// next call.
  template <class Make>
  const Meaning& of(record::Kind kind, std::string_view text, Make&& make) {
    const bool remembered = text.size() <= longest_remembered;
    Meanings& meanings = by_kind_[kind];
    if (remembered) {
      const auto found = meanings.find(text);
      if (found != meanings.end()) return found->second;
    }
    made_ = {};
    make(made_);
    if (!remembered) return made_;
    if (meanings.size() >= most_remembered) meanings.clear();
    return meanings.emplace(text, made_).first->second;
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  using Meanings = std::unordered_map<std::string, Meaning, Hash, std::equal_to<>>;

  static constexpr std::size_t longest_remembered = 256;
  static constexpr std::size_t most_remembered = 8192;

  std::map<record::Kind, Meanings> by_kind_;
  Meaning made_;
};

/// As extract(), with what is known from patients before.
void extract(const record::Record& record, const terminology::Vocabulary& vocabulary,
             std::int64_t as_of_ms, KnownWords& known, PatientFacts& out);

}  // namespace causa::facts
