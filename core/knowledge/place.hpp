// SPDX-License-Identifier: Apache-2.0
//
// Where a value stands in its document: steps from its top, each a part of who reads that value. A
// JSON pointer is made of them only when there is something to say of the value: most documents are
// right, and each start reads them all.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace causa::knowledge {

/// One part of a JSON pointer, escaped and with its slash.
std::string pointer_part(std::string_view key);

class Place {
 public:
  Place() = default;  ///< the top of a document
  /// A member of the mapping at `around`, or an item of the list. `around` and the key outlive it.
  Place(const Place& around, std::string_view key) : around_(&around), key_(key) {}
  Place(const Place& around, std::size_t index) : around_(&around), is_item_(true), index_(index) {}

  [[nodiscard]] bool is_top() const { return around_ == nullptr; }
  [[nodiscard]] std::string pointer() const;

 private:
  void append_to(std::string& pointer) const;

  const Place* around_ = nullptr;
  bool is_item_ = false;
  std::string_view key_;
  std::size_t index_ = 0;
};

}  // namespace causa::knowledge
