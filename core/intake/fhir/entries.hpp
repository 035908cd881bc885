// SPDX-License-Identifier: Apache-2.0
//
// Walks the entries of a Bundle (and of Bundles in it), or a single resource, into a Draft. False
// once something is wrong, as in json.hpp. One use a document.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "intake/fhir/draft.hpp"
#include "intake/fhir/json.hpp"

namespace causa::intake::fhir {

class Entries {
 public:
  /// `telling_apart`: also of resources that aren't read it matters whose they are.
  Entries(Draft& draft, const char* first_byte, std::size_t nesting_limit, bool telling_apart)
      : draft_(draft),
        checked_until_(first_byte),
        nesting_limit_(nesting_limit),
        telling_apart_(telling_apart) {}

  bool read_bundle(ondemand::object object, std::string path, int depth = 1);
  bool read_single(ondemand::object object, std::string_view type);

  /// Deep nesting does no harm to what is read here, but it is never a patient's record. Checked
  /// between the starts of resources, where no string is open, and at last up to the end.
  bool check_nesting(const char* here);

 private:
  bool read_entry(ondemand::value entry, Position position, int depth);
  bool read_entry_resource(ondemand::value value, Position position, int depth);
  bool read_resource(ondemand::object object, std::string_view type, Position position);
  bool skip(ondemand::object object, std::string_view type);
  bool read_skipped(ondemand::object object, Skipped& skipped, bool want_example);
  bool read_request(ondemand::value value, std::uint32_t entry);
  bool read_links(ondemand::value value);
  bool pass_over(ondemand::object object);

  Draft& draft_;
  const char* checked_until_;
  std::size_t nesting_limit_;
  bool telling_apart_;
};

}  // namespace causa::intake::fhir
