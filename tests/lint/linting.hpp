// SPDX-License-Identifier: Apache-2.0
//
// A patient with nothing to complain of; each test spoils one thing.
#pragma once

#include <boost/test/unit_test.hpp>

#include "facts/clinic.hpp"
#include "lint/linter.hpp"
#include "lint/rule.hpp"

namespace causa::lint {

inline constexpr std::string_view loinc = "http://loinc.org";
inline constexpr std::string_view snomed = "http://snomed.info/sct";
inline constexpr std::string_view icd10cm = "http://hl7.org/fhir/sid/icd-10-cm";
inline constexpr std::string_view rxnorm = "http://www.nlm.nih.gov/research/umls/rxnorm";

struct Linting : facts::Clinic {
  Linting() {
    record.set_patient_id("p-1");
    record.sex = record::Sex::female;
    record.birth = *parse_time("1960-05-01");
  }

  record::Item& condition(std::string_view system, std::string_view code,
                          std::string_view display = {}) {
    record::Item& item = add(record::Kind::condition, system, code);
    record.codings.back().display = record.keep(display);
    return item;
  }

  /// All findings of one rule; `all` keeps the rest.
  std::vector<Finding> lint(std::string_view id) {
    read();
    record.mark_zones();
    Linter(vocabulary).check(record, facts, as_of_ms, all);
    std::vector<Finding> found;
    for (const Finding& finding : all)
      if (finding.id == id) found.push_back(finding);
    return found;
  }
  std::size_t count(std::string_view id) { return lint(id).size(); }

  std::vector<Finding> all;
};

}  // namespace causa::lint
