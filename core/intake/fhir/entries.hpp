// SPDX-License-Identifier: Apache-2.0
//
// Walks the entries of a Bundle (and of Bundles in it), or a single resource, into a Draft. False
// once something is wrong, as in json.hpp; but of a Bundle a resource that can't be read costs no
// more than itself, if it isn't the Patient, and is shown by name. One use a document.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "intake/fhir/draft.hpp"
#include "intake/fhir/json.hpp"

namespace causa::intake::fhir {

/// Drugs in other versions of FHIR (DSTU1 and DSTU2, drafts of R5).
bool is_drug_elsewhere(std::string_view type);

/// Whether resources of the type are read at all.
bool is_read_type(std::string_view name);

class Entries {
 public:
  /// `telling_apart`: also of resources that aren't read it matters whose they are.
  Entries(Draft& draft, ondemand::document& json, std::string_view document,
          std::size_t nesting_limit, bool telling_apart)
      : draft_(draft),
        json_(json),
        unchecked_(document),
        nesting_limit_(nesting_limit),
        telling_apart_(telling_apart) {}

  bool read_bundle(ondemand::object object, std::string path, int depth = 1);
  bool read_single(ondemand::object object, std::string_view type, Position position = {});

  /// Checks the nesting of what follows the last resource's start.
  bool check_rest() { return check_nesting(unchecked_.size()); }

 private:
  /// What an entry has that FHIR doesn't know and that may hold a resource.
  struct EntryOthers {
    bool any = false;
    bool renamed = false;  ///< it is a resource but for capitals
    void see(std::string_view key, ondemand::value& value);
  };

  bool check_nesting(std::size_t size);
  bool read_entry(ondemand::value entry, Position position, int depth);
  bool read_entry_resource(ondemand::value value, Position position, int depth);
  bool read_resource(ondemand::object object, std::string_view type, Position position);
  bool read_known(ondemand::object object, std::string_view type, Position position);
  bool leave_out(ondemand::object object, std::string_view type, Position position,
                 const Draft::Mark& before);
  bool skip(ondemand::object object, std::string_view type, Position position);
  bool read_skipped(ondemand::object object, Skipped& skipped, bool want_example);
  bool read_request(ondemand::value value, Deletion& deletion, bool& deletes);
  bool read_response(ondemand::value value, Position position, Deletion& deletion);
  bool read_links(ondemand::value value);
  bool refuse_rules(ondemand::value value);

  // What may hide a patient (passed_over.cpp).
  bool may_be_passed_over(std::string_view type);
  bool pass_over(ondemand::object object, std::string_view type, Position position);
  void tell_without_resource(std::string place);
  bool tell_if_hiding(ondemand::object object, std::string_view type, Position position);
  bool tell_if_entries(ondemand::value value, Position position);
  void tell_hiding(std::string place);
  bool hides_none(std::string_view key, ondemand::value value, std::string_view type);
  bool holds_none(ondemand::value elements, int depth);
  bool refuse_holder();
  bool says_complete(ondemand::value issues, Position position);

  Draft& draft_;
  ondemand::document& json_;
  std::string_view unchecked_;  ///< the rest of the document, from outside of a string
  std::size_t nesting_limit_;
  bool telling_apart_;
};

}  // namespace causa::intake::fhir
