// SPDX-License-Identifier: Apache-2.0

#include "report/paragraph.hpp"

#include "base/text.hpp"

namespace causa::report {

std::string paragraph(std::string_view first, std::string_view text) {
  std::string out;
  std::string margin(first);
  for (const auto& line : wrap(text, text_columns - margin.size())) {
    out += margin + line + "\n";
    margin.assign(margin.size(), ' ');
  }
  return out;
}

}  // namespace causa::report
