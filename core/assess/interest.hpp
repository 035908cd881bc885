// SPDX-License-Identifier: Apache-2.0
//
// Whether a record holds anything that modules which come later would recognize, read, or compute
// from: most of a long history says nothing to one more module. It asks the vocabulary what facts
// are asked of it, and remembers each code and text, which many patients share. Never says no where
// the modules would find a fact. One thread; borrows the Prepared.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "assess/prepared.hpp"
#include "facts/narrative.hpp"
#include "record/record.hpp"

namespace causa::assess {

class Interest {
 public:
  /// `added` are ids of modules.
  Interest(const Prepared& prepared, const std::set<std::string>& added);

  bool is_there(const record::Record& record);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>{}(key);
    }
  };
  using Known = std::unordered_map<std::string, bool, Hash, std::equal_to<>>;

  void want(const std::set<std::string>& added);
  [[nodiscard]] bool wants(terminology::ConceptId id) const { return wanted_[id]; }
  bool wants_any() const;
  bool codings(const record::Record& record, record::CodingRange range, bool with_words);
  bool words(std::string_view text);
  bool prose(std::string_view text);
  template <class Look>
  static bool remembered(Known& known, std::string_view key, const Look& look);

  const Prepared& prepared_;
  std::vector<bool> wanted_;  ///< by concept: it, or a broader one, is read or recognized
  Known codes_, words_, prose_;
  std::string key_;
  std::vector<terminology::CodeMatch> matches_;
  facts::NarrativeReader reader_;
};

}  // namespace causa::assess
