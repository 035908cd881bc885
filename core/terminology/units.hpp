// SPDX-License-Identifier: Apache-2.0
//
// Spellings of units met in the field, and the UCUM unit that each means. UCUM is case-sensitive;
// the alias table is the only place where case or spelling is forgiven.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa::terminology {

class UnitAliases {
 public:
  /// Reads units.json.
  static Result<UnitAliases> load(const std::string& file);

  /// The UCUM unit for a written one; the text itself (trimmed) if no alias is known.
  [[nodiscard]] std::string_view ucum(std::string_view written) const;

 private:
  std::map<std::string, std::string, std::less<>> aliases_;
};

}  // namespace causa::terminology
