// SPDX-License-Identifier: Apache-2.0
//
// What the resources of one exported assessment share: their ids, how they point at one another and
// at what they were made from. Borrows the assessment and the context. Pure; one thread.
//
// Ids are UUIDs made of the assessment's id, so that a second export names the same resources and a
// server that has them sees no change.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/context.hpp"
#include "report/fhir/elements.hpp"

namespace causa::report::fhir {

class Export {
 public:
  Export(const assess::Assessment& assessment, const Context& context);

  const assess::Assessment& assessment;
  const Context& context;

  /// Of the resource that stands for this part of the assessment: "risk", "alert/0".
  [[nodiscard]] std::string id_of(std::string_view part) const;

  /// A reference to another resource of the same Bundle.
  [[nodiscard]] static json::object link(const std::string& id);

  /// Version 1 is final; what modules that came later added makes it amended.
  [[nodiscard]] const char* status() const { return assessment.version > 1 ? "amended" : "final"; }

  /// The patient: a reference if they were read from FHIR, else an identifier, since the id of a
  /// message or a table names nobody, or somebody else, on a FHIR server.
  [[nodiscard]] json::object subject() const;

  [[nodiscard]] std::string as_of() const { return format_time(assessment.as_of_ms); }
  [[nodiscard]] json::object performer() const { return link(device_id); }

  /// References to the resources of these facts, each once, in order.
  [[nodiscard]] json::array resources(const std::vector<std::uint32_t>& facts) const;

  /// The same for all facts of the assessment.
  [[nodiscard]] json::array resources() const;

  /// Empty if the vocabulary doesn't know it (any more).
  [[nodiscard]] const terminology::ConceptDefinition* find(std::string_view concept_id) const;

  /// The cause as its module states it, or null.
  [[nodiscard]] const knowledge::Cause* stated(const assess::CauseResult& cause) const;

  /// Standard codes, if there are any, causa's own id, and the name.
  [[nodiscard]] json::object concept_of(const assess::CauseResult& cause) const;

  /// Of the software with exactly these modules: the same for every assessment that they made.
  const std::string device_id;

 private:
  [[nodiscard]] std::vector<terminology::CodeDefinition> named(
      std::vector<terminology::CodeDefinition> codes) const;

  bool from_fhir_ = false;
};

}  // namespace causa::report::fhir
