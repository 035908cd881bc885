// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "intake/cds_hooks/request.hpp"
#include "intake/cds_hooks/service.hpp"

namespace causa::intake::cds_hooks {

BOOST_AUTO_TEST_SUITE(intake_cds_hooks)

namespace {

const std::string patient =
    R"({"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1960"})";
const std::string potassium = R"({"resourceType": "Bundle", "type": "searchset", "entry": [
  {"resource": {"resourceType": "Observation", "id": "k1", "status": "final",
    "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
    "subject": {"reference": "https://ehr.example/fhir/Patient/p1"},
    "valueQuantity": {"value": 2.3, "system": "http://unitsofmeasure.org", "code": "mmol/L"}}}]})";

std::string request_with(const std::string& prefetch, const std::string& patient_id = "p1") {
  return R"({"hook": "patient-view", "hookInstance": "d1577c69", "fhirServer": "https://ehr",
    "fhirAuthorization": {"access_token": "secret"},
    "context": {"userId": "Practitioner/1", "patientId": ")" +
         patient_id + R"("}, "prefetch": {)" + prefetch + "}}";
}

std::string all_of(const std::string& labs, const std::string& who = patient) {
  return R"("patient": )" + who + R"(, "conditions": null, "medications": null, "labs": )" + labs;
}

Request answered(const std::string& bytes) {
  Answerable read = read_request(bytes, "here");
  if (auto* refusal = std::get_if<Refusal>(&read)) BOOST_FAIL(to_string(refusal->error));
  return std::get<Request>(std::move(read));
}

Refusal refused(const std::string& bytes) {
  Answerable read = read_request(bytes, "here");
  BOOST_REQUIRE(std::holds_alternative<Refusal>(read));
  return std::get<Refusal>(std::move(read));
}

bool ignores(const record::Record& record, std::string_view source) {
  for (const auto& entry : record.ignored)
    if (entry.source == source && !entry.grouped) return true;
  return false;
}

BOOST_AUTO_TEST_CASE(the_prefetch_becomes_one_record) {
  const Request request = answered(request_with(all_of(potassium)));
  BOOST_TEST(request.hook_instance == "d1577c69");
  BOOST_TEST(request.patient.record.patient_id() == "p1");
  BOOST_REQUIRE(request.patient.record.items.size() == 1);
  BOOST_TEST(request.patient.record.items[0].number == 2.3);
  BOOST_TEST(request.patient.record.items[0].source == "Observation/k1");
}

BOOST_AUTO_TEST_CASE(null_is_an_answer_and_absence_is_not) {
  BOOST_TEST(answered(request_with(all_of("null"))).patient.record.items.empty());
  const Refusal refusal =
      refused(request_with(R"("patient": )" + patient + R"(, "conditions": null)"));
  BOOST_TEST(refusal.status == 412);
  const std::vector<std::string> missing{"medications", "labs"};
  BOOST_TEST(refusal.missing == missing, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_prefetch_or_patient_the_status_is_412) {
  BOOST_TEST(refused(R"({"hook": "patient-view", "hookInstance": "1",
    "context": {"patientId": "p1"}})")
                 .missing.size() == 4u);
  BOOST_TEST(refused(request_with(all_of("null", "null"))).status == 412);
  BOOST_TEST(
      refused(request_with(all_of("null", R"({"resourceType": "OperationOutcome"})"))).status ==
      412);
}

/// A clinician who sees no potassium must know that nobody could look.
BOOST_AUTO_TEST_CASE(a_failed_search_and_further_pages_are_told) {
  const Request failed =
      answered(request_with(all_of(R"({"resourceType": "OperationOutcome", "issue": []})")));
  BOOST_TEST(ignores(failed.patient.record, "prefetch.labs"));
  const Request partial = answered(request_with(all_of(
      R"({"resourceType": "Bundle", "type": "searchset",
          "link": [{"relation": "next", "url": "https://ehr/page2"}]})")));
  BOOST_TEST(ignores(partial.patient.record, "Bundle.link"));
}

BOOST_AUTO_TEST_CASE(another_patient_is_never_answered) {
  for (const auto& bytes :
       {request_with(all_of("null"), "p2"),
        request_with(all_of("null", R"({"resourceType": "Patient", "gender": "male"})")),
        request_with(all_of(R"({"resourceType": "Observation", "id": "k", "status": "final",
          "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
          "subject": {"reference": "Patient/q77"}, "valueQuantity": {"value": 2}})")),
        request_with(all_of(R"({"resourceType": "Patient", "id": "q77"})"))}) {
    const Refusal refusal = refused(bytes);
    BOOST_TEST(refusal.status == 400);
    BOOST_TEST(to_string(refusal.error).find("q77") == std::string::npos);
    BOOST_TEST(to_string(refusal.error).find("p2") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_reference_in_the_context_is_its_id) {
  BOOST_TEST(answered(request_with(all_of("null"), "Patient/p1")).patient.record.patient_id() ==
             "p1");
}

BOOST_AUTO_TEST_CASE(an_error_in_the_prefetch_names_its_key) {
  const Refusal refusal = refused(request_with(all_of(
      R"({"resourceType": "Bundle", "type": "searchset", "entry": [{"resource":
          {"resourceType": "Patient", "id": "p1", "birthDate": "yesterday"}}]})")));
  BOOST_TEST(refusal.status == 400);
  BOOST_TEST(refusal.error.place == "here: prefetch.labs.entry[0].resource.birthDate");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_of_the_prefetch_costs_nothing_else) {
  const Request request = answered(request_with(all_of(
      R"({"resourceType": "Bundle", "type": "searchset", "entry": [{"resource":
          {"resourceType": "Observation", "status": "final", "effectiveDateTime": "yesterday",
           "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
           "subject": {"reference": "Patient/p1"}, "valueQuantity": {"value": 2.3}}}]})")));
  BOOST_REQUIRE(!request.patient.record.ignored.empty());
  BOOST_TEST(
      request.patient.record.ignored[0].reason.starts_with("can't be read: effectiveDateTime: "));
}

BOOST_AUTO_TEST_CASE(what_is_no_request_is_refused_with_a_place_and_a_cure) {
  const std::string whole = request_with(all_of(potassium));
  const std::pair<std::string, std::string_view> cases[] = {
      {"", "here"},
      {"[]", "here"},
      {"{", "here"},
      {whole.substr(0, whole.size() / 2), "here"},
      {whole + "x", "here"},
      {R"({"hook": "patient-view"})", "here: hookInstance"},
      {R"({"hookInstance": "1"})", "here: hook"},
      {R"({"hook": "order-sign", "hookInstance": "1", "context": {"patientId": "p1"}})",
       "here: hook"},
      {R"({"hook": "patient-view", "hookInstance": "1", "context": {}})",
       "here: context.patientId"},
      {R"({"hook": "patient-view", "hookInstance": "1", "context": []})", "here: context"},
      {R"({"hook": "patient-view", "hookInstance": "1", "context": {"patientId": 1}})",
       "here: context.patientId"},
      {request_with(R"("labs": 3)"), "here: prefetch.labs"},
      {request_with(R"("labs": {})"), "here: prefetch.labs"},
      {request_with(R"("labs": null, "labs": null)"), "here: prefetch.labs"}};
  for (const auto& [bytes, place] : cases) {
    const Refusal refusal = refused(bytes);
    BOOST_TEST(refusal.status == 400, bytes);
    BOOST_TEST(refusal.error.place.starts_with(place), refusal.error.place);
    BOOST_TEST(!refusal.error.message.empty());
    BOOST_TEST(!refusal.error.cure.empty());
    BOOST_TEST(to_string(refusal.error).find("secret") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(nesting_and_size_are_bounded) {
  const std::string deep(5000, '[');
  BOOST_TEST(
      refused(request_with(all_of(R"({"resourceType": "Bundle", "type": "searchset", "x": )" +
                                  deep + std::string(5000, ']') + "}")))
          .status == 400);
  Limits small;
  small.document_bytes = 100;
  const Answerable read = read_request(request_with(all_of(potassium)), "here", small);
  BOOST_TEST(std::holds_alternative<Refusal>(read));
}

BOOST_AUTO_TEST_CASE(the_templates_use_only_what_cds_hooks_allows) {
  for (const auto& wanted : service().prefetch)
    BOOST_TEST(wanted.query.find("{{context.patientId}}") != std::string_view::npos);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::intake::cds_hooks
