// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include "writer.hpp"

namespace causa::bench {

namespace {

class Resources {
 public:
  explicit Resources(const Person& person)
      : person_(person), subject_(fmt::format("Patient/gen-{}", person.number)) {}

  std::vector<std::pair<std::string_view, std::string>> run() {
    add("Patient",
        fmt::format(R"("id":"gen-{}","identifier":[{{"system":"https://practice.example/mrn",)"
                    R"("value":"G{:08}"}}],"gender":"{}","birthDate":"{}")",
                    person_.number, person_.number, person_.female ? "female" : "male",
                    birth_date(person_)));
    for (const Problem& problem : person_.problems) condition(problem, "problem-list-item");
    for (const Problem& complaint : person_.complaints) condition(complaint, "encounter-diagnosis");
    for (const Prescription& prescription : person_.prescriptions) medication(prescription);
    for (const Result& result : person_.results) laboratory(result);
    if (person_.systolic != 0) vital_signs();
    if (!person_.note.empty()) note();
    return std::move(all_);
  }

 private:
  void add(std::string_view type, const std::string& rest) {
    all_.emplace_back(type, fmt::format(R"({{"resourceType":"{}",{}}})", type, rest));
  }

  std::string id() { return fmt::format("gen-{}-{}", person_.number, ++resources_); }

  void condition(const Problem& problem, std::string_view category) {
    add("Condition",
        fmt::format(
            R"("id":"{}","clinicalStatus":{{"coding":[{{"system":)"
            R"("http://terminology.hl7.org/CodeSystem/condition-clinical","code":"{}"}}]}},)"
            R"("category":[{{"coding":[{{"code":"{}"}}]}}],"code":{{"coding":[{{"system":)"
            R"("http://snomed.info/sct","code":"{}","display":"{}"}}],"text":"{}"}},)"
            R"("subject":{{"reference":"{}"}},"onsetDateTime":"{}","recordedDate":"{}"{})",
            id(), problem.active ? "active" : "resolved", category, problem.snomed, problem.name,
            problem.name, subject_, date_of(problem.since), date_of(problem.since),
            problem.active
                ? std::string()
                : fmt::format(R"(,"abatementDateTime":"{}")", date_of(problem.since - 14))));
  }

  void medication(const Prescription& prescription) {
    add("MedicationRequest",
        fmt::format(R"("id":"{}","status":"{}","intent":"order","medicationCodeableConcept":)"
                    R"({{"coding":[{{"system":"http://www.nlm.nih.gov/research/umls/rxnorm",)"
                    R"("code":"{}","display":"{}"}}],"text":"{}"}},"subject":{{"reference":"{}"}},)"
                    R"("authoredOn":"{}")",
                    id(), prescription.stopped ? "stopped" : "active", prescription.drug->rxnorm,
                    prescription.drug->name, prescription.drug->name, subject_,
                    date_of(prescription.since)));
  }

  void laboratory(const Result& result) {
    add("Observation",
        fmt::format(R"("id":"{}","status":"final","category":[{{"coding":[{{"code":)"
                    R"("laboratory"}}]}}],{},"subject":{{"reference":"{}"}},)"
                    R"("effectiveDateTime":"{}T08:30:00+01:00","valueQuantity":{})",
                    id(), code(result.test->loinc, result.test->name), subject_,
                    date_of(result.taken),
                    quantity(fmt::format("{:.{}f}", result.value, result.test->decimals),
                             result.test->unit)));
  }

  void vital_signs() {
    add("Observation",
        fmt::format(R"("id":"{}","status":"final",{},"subject":{{"reference":"{}"}},)"
                    R"("effectiveDateTime":"{}T09:00:00+01:00","component":[{{{},)"
                    R"("valueQuantity":{}}},{{{},"valueQuantity":{}}}])",
                    id(), code("85354-9", "Blood pressure"), subject_, date_of(0),
                    code("8480-6", "Systolic blood pressure"),
                    quantity(std::to_string(person_.systolic), "mm[Hg]"),
                    code("8462-4", "Diastolic blood pressure"),
                    quantity(std::to_string(person_.diastolic), "mm[Hg]")));
    add("Observation",
        fmt::format(R"("id":"{}","status":"final",{},"subject":{{"reference":"{}"}},)"
                    R"("effectiveDateTime":"{}T09:00:00+01:00","valueQuantity":{})",
                    id(), code("8867-4", "Heart rate"), subject_, date_of(0),
                    quantity(std::to_string(person_.pulse), "/min")));
  }

  void note() {
    add("Observation",
        fmt::format(R"("id":"{}","status":"final",{},"subject":{{"reference":"{}"}},)"
                    R"("effectiveDateTime":"{}","valueString":"{}")",
                    id(), code("10164-2", "History of present illness"), subject_, date_of(0),
                    person_.note));
  }

  static std::string code(std::string_view loinc, std::string_view name) {
    return fmt::format(
        R"("code":{{"coding":[{{"system":"http://loinc.org","code":"{}","display":"{}"}}],)"
        R"("text":"{}"}})",
        loinc, name, name);
  }

  static std::string quantity(std::string_view value, std::string_view unit) {
    return fmt::format(
        R"({{"value":{},"unit":"{}","system":"http://unitsofmeasure.org","code":"{}"}})", value,
        unit, unit);
  }

  const Person& person_;
  std::string subject_;
  int resources_ = 0;
  std::vector<std::pair<std::string_view, std::string>> all_;
};

}  // namespace

std::vector<std::pair<std::string_view, std::string>> fhir_resources(const Person& person) {
  return Resources(person).run();
}

void write_bundle(const Person& person, std::string& out) {
  out += R"({"resourceType":"Bundle","type":"collection","entry":[)";
  bool first = true;
  for (const auto& [type, resource] : fhir_resources(person)) {
    out += first ? R"({"resource":)" : R"(,{"resource":)";
    out += resource;
    out += '}';
    first = false;
  }
  out += "]}\n";
}

void write_bulk(const Person& person, std::map<std::string_view, std::string>& out) {
  for (const auto& [type, resource] : fhir_resources(person)) {
    out[type] += resource;
    out[type] += '\n';
  }
}

}  // namespace causa::bench
