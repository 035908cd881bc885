// SPDX-License-Identifier: Apache-2.0
//
// The last few of what takes much memory and can be made again: stores may hold assessments of any
// number of sets of modules and settings, mostly one set after another. Not for several threads.
#pragma once

#include <algorithm>
#include <cstddef>
#include <list>
#include <utility>

namespace causa::cli::extending {

template <class Key, class Value>
class Recent {
 public:
  /// Null: it isn't there, or no longer. What was found stays until `most` others were used.
  Value* find(const Key& key) {
    const auto found = std::find_if(kept_.begin(), kept_.end(),
                                    [&](const auto& entry) { return entry.first == key; });
    if (found == kept_.end()) return nullptr;
    kept_.splice(kept_.begin(), kept_, found);
    return &found->second;
  }

  /// Of a key that isn't there.
  Value& put(Key key, Value value) {
    kept_.emplace_front(std::move(key), std::move(value));
    if (kept_.size() > most) kept_.pop_back();
    return kept_.front().second;
  }

 private:
  static constexpr std::size_t most = 16;
  std::list<std::pair<Key, Value>> kept_;  ///< what was used last is first
};

}  // namespace causa::cli::extending
