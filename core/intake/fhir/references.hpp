// SPDX-License-Identifier: Apache-2.0
//
// Whom a reference means: by fullUrl, `Type/id` (with or without a version), absolute URL,
// urn:uuid, `#contained`, identifier, or a search for one (`Patient?identifier=system|value`, as in
// a transaction). Borrows the draft, which must not change meanwhile.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "intake/fhir/draft.hpp"

namespace causa::intake::fhir {

/// "Patient" and "1" of "http://host/fhir/Patient/1/_history/2"; empty if it isn't of that form.
struct TypeAndId {
  std::string_view type;
  std::string_view id;
  bool absolute = false;
};
TypeAndId split_reference(std::string_view reference);

inline std::string_view without_version(std::string_view reference) {
  return reference.substr(0, reference.find("/_history/"));
}

/// "2026/12345" of "Patient/2026/12345", which FHIR doesn't allow and hospitals write; empty if the
/// reference is of another form.
std::string_view id_with_slash(std::string_view reference);

/// Whether two references name one subject, as far as they say so themselves. Of one absolute and
/// one relative address the tails decide; two systems may give the same number to two people.
bool same_subject(const Reference& a, const Reference& b);

/// Whether it says beside what it names that this is of another type ("Device").
bool names_another_type(const Reference& subject);
inline constexpr std::string_view no_patient_reason = "its subject is not a patient";

/// `malformed`: neither an address nor of a type that FHIR has, so it may mean a patient.
enum class Found : std::uint8_t { one, none, several, not_stated, not_a_patient, malformed };

struct Target {
  Found found = Found::none;
  std::uint32_t index = 0;
};

/// Names of resources of one type in a document.
class Directory {
 public:
  void add(std::uint32_t index, std::string_view id, std::string_view full_url);

  /// After all were added, before any is looked for: an address that is used. Where only the id of
  /// it is known here, the address tells on which server that is, and an id that is used of two
  /// servers means several. One that doesn't decide makes no other mean several.
  void meet(std::string_view address, std::string_view type, bool decides);

  /// `type` is the type of what the directory holds.
  [[nodiscard]] Target find(std::string_view reference, std::string_view type) const;
  [[nodiscard]] Target find_id(std::string_view id) const;

 private:
  struct Server {
    std::string_view address;  ///< of what was met; empty if nothing was
    bool several = false;

    [[nodiscard]] bool leaves_open(std::string_view other) const {
      return several || (!other.empty() && !address.empty() && other != address);
    }
  };
  struct Named {
    std::uint32_t index;
    bool on_server;  ///< its fullUrl is an http address: only that address names it absolutely
    bool several;
    Server server = {};
  };
  std::unordered_map<std::string_view, Named> by_url_;
  std::unordered_map<std::string_view, Named> by_id_;
  std::unordered_map<std::string_view, Server> unknown_;  ///< by id, of what wasn't added
};

/// The patients of a document.
class PatientDirectory {
 public:
  explicit PatientDirectory(const Draft& draft);

  [[nodiscard]] Target find(const Reference& reference, std::uint32_t resource) const;
  [[nodiscard]] Target find_id(std::string_view id) const { return directory_.find_id(id); }

 private:
  [[nodiscard]] Target find_contained(std::string_view id, std::uint32_t resource) const;
  [[nodiscard]] Target find_identifier(std::string_view system, std::string_view value) const;
  [[nodiscard]] Target find_by_search(std::string_view query) const;

  void meet_servers();
  void index_identifiers() const;

  const Draft& draft_;
  Directory directory_;
  /// By system and value.
  mutable std::map<std::pair<std::string_view, std::string_view>, Target> by_identifier_;
  mutable bool identifiers_indexed_ = false;
};

}  // namespace causa::intake::fhir
