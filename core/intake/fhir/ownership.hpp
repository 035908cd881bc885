// SPDX-License-Identifier: Apache-2.0
//
// Whose each resource of a document is. See bundle.hpp for the rules. Borrows the draft; on an
// error, error() says at which resource.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "intake/fhir/references.hpp"
#include "intake/patient_input.hpp"

namespace causa::intake::fhir {

inline constexpr std::uint32_t nobody = 0xffffffffu;
inline constexpr std::uint32_t refused = 0xfffffffeu;  ///< an error stands for it

inline constexpr std::string_view one_patient_cure =
    "give each patient a Bundle of their own, or a searchset, collection or batch with all their "
    "Patient resources";

class Ownership {
 public:
  Ownership(Draft& draft, const std::string& place)
      : draft_(draft), place_(place), directory_(draft), owners_(draft.resources.size(), nobody) {}

  /// Patients that get a record, as indices into Draft::patients.
  std::vector<std::uint32_t> patients();

  /// Every used resource must be the one patient's.
  bool give_all_to(std::uint32_t patient);

  /// Each used resource must name its patient.
  bool tell_apart();

  /// For lines: each resource goes to the patient that it names, who is made up if there is no
  /// Patient resource. `sink` gets an error for each used one that can't be given to one patient.
  void join(const Sink& sink);

  /// Without a Patient resource all subjects must be the same; that becomes the last patient.
  bool invent();

  [[nodiscard]] std::uint32_t owner(std::uint32_t resource) const { return owners_[resource]; }

  /// The patient that a resource names which isn't read.
  [[nodiscard]] Target find(const Reference& reference) const {
    return reference.text.starts_with('#') ? Target{} : directory_.find(reference, nobody);
  }

  [[nodiscard]] Target find_patient(std::string_view id) const { return directory_.find_id(id); }

  [[nodiscard]] const Error& error() const { return error_; }

 private:
  void leave_out(Resource& resource);
  bool fail(const Resource& resource, std::string message,
            std::string_view cure = one_patient_cure);
  bool common_subject(bool used, std::string_view& id);

  /// Patients made up by join(): by what names them.
  using MadeUps = std::unordered_map<std::string, std::uint32_t>;
  std::string_view join_one(std::uint32_t index, MadeUps& made_up);
  std::string_view make_up(const Resource& resource, std::uint32_t& owner, MadeUps& made_up);

  Draft& draft_;
  const std::string& place_;
  PatientDirectory directory_;
  std::vector<std::uint32_t> owners_;
  Error error_;
  const Resource* malformed_ = nullptr;  ///< the first whose subject is no reference
};

}  // namespace causa::intake::fhir
