// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/hemolysis.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace causa::intake::fhir {

bool mentions_hemolysis(std::string_view text) {
  const auto lower = [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  };
  std::string folded(text.substr(0, 4096));
  std::transform(folded.begin(), folded.end(), folded.begin(), lower);
  for (std::size_t at = folded.find("molys"), next = 0; true; at = folded.find("molys", next)) {
    at = std::min(at, folded.find("molyz", next));
    if (at == std::string::npos) return false;
    next = at + 5;
    const std::string_view before = std::string_view(folded).substr(0, at);
    if (!before.ends_with("he") && !before.ends_with("hae") && !before.ends_with("h\xc3\xa4")) {
      continue;
    }
    const std::string_view near =
        before.substr(before.size() - std::min<std::size_t>(before.size(), 16));
    const bool denied = near.starts_with("no ") || near.find(" no ") != std::string_view::npos ||
                        near.find("not ") != std::string_view::npos ||
                        near.find("non") != std::string_view::npos ||
                        near.find("without ") != std::string_view::npos;
    if (!denied) return true;
  }
}

}  // namespace causa::intake::fhir
