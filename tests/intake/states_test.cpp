// SPDX-License-Identifier: Apache-2.0
//
// What each status of conditions, medications, allergies and procedures amounts to. A stopped drug
// counted as current, or a refuted diagnosis counted as present, would hurt a patient.

#include <boost/test/unit_test.hpp>

#include "intake/reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_states)

using namespace causa::record;
using namespace intake_test;

namespace {

/// "present", "absent past", "ignored: reason" ... of the only resource beside the patient.
std::string outcome(const std::string& resource) {
  const Record record = read_one(bundle({resource}));
  BOOST_TEST(adds_up(record));
  if (record.items.empty()) return "ignored: " + record.ignored.at(0).reason;
  const Item& item = record.items.at(0);
  std::string text = item.state == State::present  ? "present"
                     : item.state == State::absent ? "absent"
                                                   : "unknown";
  if (item.flags & past) text += " past";
  if (item.flags & provisional) text += " provisional";
  if (item.flags & planned) text += " planned";
  return text;
}

std::string coded(std::string_view code) {
  return R"({"coding":[{"code":")" + std::string(code) + R"("}]})";
}

std::string condition(std::string_view clinical, std::string_view verification,
                      std::string_view more = {}) {
  std::string json = R"({"resourceType":"Condition","id":"c","code":{"text":"x"})";
  if (!clinical.empty()) json += R"(,"clinicalStatus":)" + coded(clinical);
  if (!verification.empty()) json += R"(,"verificationStatus":)" + coded(verification);
  return json + std::string(more) + "}";
}

std::string medication(std::string_view type, std::string_view status, std::string_view more = {}) {
  return R"({"resourceType":")" + std::string(type) + R"(","id":"m","status":")" +
         std::string(status) + R"(","medicationCodeableConcept":{"text":"x"})" + std::string(more) +
         "}";
}

std::string procedure(std::string_view status) {
  return R"({"resourceType":"Procedure","code":{"text":"x"},"status":")" + std::string(status) +
         "\"}";
}

}  // namespace

BOOST_AUTO_TEST_CASE(conditions) {
  for (const char* status : {"active", "recurrence", "relapse"}) {
    BOOST_TEST(outcome(condition(status, "confirmed")) == "present");
  }
  for (const char* status : {"inactive", "remission", "resolved"}) {
    BOOST_TEST(outcome(condition(status, "confirmed")) == "present past");
  }
  BOOST_TEST(outcome(condition("", "")) == "present");
  BOOST_TEST(outcome(condition("odd", "")) == "unknown");
  BOOST_TEST(outcome(condition("", "refuted")) == "absent");
  BOOST_TEST(outcome(condition("", "entered-in-error")) == "ignored: status entered-in-error");
  for (const char* status : {"unconfirmed", "provisional", "differential"}) {
    BOOST_TEST(outcome(condition("active", status)) == "present provisional");
  }
}

BOOST_AUTO_TEST_CASE(a_status_in_words_counts_where_no_code_stands) {
  const auto stated = [](std::string_view field, const std::string& concept_json) {
    return outcome(condition("", "", R"(,")" + std::string(field) + R"(":)" + concept_json));
  };
  const auto in_words = [](std::string_view words) {
    return R"({"text":")" + std::string(words) + R"("})";
  };
  const auto verified = [&](std::string_view words) {
    return stated("verificationStatus", in_words(words));
  };
  BOOST_TEST(verified("refuted") == "absent");
  BOOST_TEST(verified(" Refuted ") == "absent");
  BOOST_TEST(verified("Confirmed") == "present");
  BOOST_TEST(verified("Entered in Error") == "ignored: status entered-in-error");
  for (const char* words : {"Provisional", "Differential", "unconfirmed", "not sure", "ruled out?"})
    BOOST_TEST(verified(words) == "present provisional", words);
  BOOST_TEST(verified("") == "present");
  const auto clinical = [&](std::string_view words) {
    return stated("clinicalStatus", in_words(words));
  };
  for (const char* words : {"Active", "recurrence", "relapse"})
    BOOST_TEST(clinical(words) == "present", words);
  for (const char* words : {"Resolved", "inactive", "REMISSION"})
    BOOST_TEST(clinical(words) == "present past", words);
  for (const char* words : {"aktiv", "current", "over and done"})
    BOOST_TEST(clinical(words) == "present", words);
  BOOST_TEST(stated("clinicalStatus", R"({"coding":[{"code":"unknown"}]})") == "unknown");
  // What a coding shows instead of its code is words, too.
  BOOST_TEST(stated("verificationStatus", R"({"coding":[{"display":"Refuted"}]})") == "absent");
  BOOST_TEST(stated("verificationStatus",
                    R"({"text":"Refuted","coding":[{"display":"x","code":null}]})") == "absent");
  // A code outweighs words, wherever they stand.
  BOOST_TEST(stated("verificationStatus",
                    R"({"text":"refuted","coding":[{"code":"confirmed"}]})") == "present");
  BOOST_TEST(stated("verificationStatus",
                    R"({"coding":[{"code":"refuted","display":"x"}],"text":"confirmed"})") ==
             "absent");
}

BOOST_AUTO_TEST_CASE(codes_of_a_status_count_in_any_case) {
  BOOST_TEST(outcome(condition("Active", "Confirmed")) == "present");
  BOOST_TEST(outcome(condition("RESOLVED", "confirmed")) == "present past");
  BOOST_TEST(outcome(condition("active", "Refuted")) == "absent");
  BOOST_TEST(outcome(condition("", "Entered-In-Error")) == "ignored: status entered-in-error");
}

BOOST_AUTO_TEST_CASE(abatement_of_any_form_makes_a_condition_past) {
  for (const char* more :
       {R"(,"abatementDateTime":"2020")", R"(,"abatementString":"last year")",
        R"(,"abatementAge":{"value":60})", R"(,"abatementPeriod":{"end":"2020"})",
        R"(,"abatementPeriod":{"start":"2020"})", R"(,"abatementRange":{"low":{"value":60}})"}) {
    const bool timed = std::string_view(more).find("2020") != std::string_view::npos &&
                       std::string_view(more).find("start") == std::string_view::npos;
    BOOST_TEST(outcome(condition("", "confirmed", more)) == "present past", more);
    BOOST_TEST(outcome(condition("resolved", "confirmed", more)) == "present past", more);
    // FHIR has none of what is active: only a time that is known outweighs that.
    for (const char* status : {"active", "recurrence", "relapse"})
      BOOST_TEST(
          outcome(condition(status, "confirmed", more)) == (timed ? "present past" : "present"),
          more);
    const Record record = read_one(bundle({condition("active", "confirmed", more)}));
    BOOST_REQUIRE(record.ignored.size() == 1u);
    BOOST_TEST(!record.ignored[0].grouped);
    BOOST_TEST(record.ignored[0].source == "Condition.abatement");
    BOOST_TEST(record.ignored[0].examples.at(0) == "Condition/c");
    BOOST_TEST(read_one(bundle({condition("resolved", "confirmed", more)})).ignored.empty());
    BOOST_TEST(read_one(bundle({condition("active", "refuted", more)})).ignored.empty());
  }
  const Record in_words = read_one(bundle({condition("", "", R"(,"abatementString":"none")")}));
  BOOST_TEST(ignored(in_words, "Condition.abatement").starts_with("only words say"));
}

BOOST_AUTO_TEST_CASE(an_empty_abatement_is_none) {
  for (const char* empty :
       {R"("DateTime":"")", R"("String":" ")", R"("Age":{})", R"("Age":{"value":null,"unit":"a"})",
        R"("Age":{"value":""})", R"("Range":{"low":{}})", R"("Period":{})",
        R"("Period":{"end":""})", R"("Period":{"start":null})"}) {
    const std::string more = R"(,"abatement)" + std::string(empty).substr(1);
    for (const char* status : {"active", ""})
      BOOST_TEST(outcome(condition(status, "confirmed", more)) == "present", more);
    BOOST_TEST(read_one(bundle({condition("active", "confirmed", more)})).ignored.empty());
  }
}

BOOST_AUTO_TEST_CASE(an_abatement_of_null_is_none) {
  for (const char* form : {"DateTime", "String", "Age", "Period", "Range"})
    BOOST_TEST(outcome(condition("active", "confirmed",
                                 R"(,"abatement)" + std::string(form) + R"(":null)")) == "present",
               form);
  const Record record = read_one(bundle({condition("active", "", R"(,"onsetString":null)")}));
  BOOST_TEST(ignored(record, "Condition.onset").empty());
}

BOOST_AUTO_TEST_CASE(onset_in_words_is_said_to_be_unread) {
  const Record record = read_one(bundle({condition("active", "", R"(,"onsetString":"long ago")")}));
  BOOST_TEST(!record.items.at(0).start.known());
  BOOST_TEST(!ignored(record, "Condition.onset").empty());
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(requests) {
  const auto request = [](std::string_view status, std::string_view more = {}) {
    return outcome(medication("MedicationRequest", status, more));
  };
  BOOST_TEST(request("active") == "present");
  BOOST_TEST(request("stopped") == "present past");
  BOOST_TEST(request("completed") == "present past");
  BOOST_TEST(request("on-hold") == "present past");
  BOOST_TEST(request("unknown") == "unknown");
  for (const char* status : {"cancelled", "entered-in-error", "draft", "not-taken", "intended"}) {
    BOOST_TEST(request(status) == "ignored: status " + std::string(status));
  }
  BOOST_TEST(request("active", R"(,"intent":"plan")") == "present planned");
  BOOST_TEST(request("active", R"(,"intent":"proposal")") == "present planned");
  BOOST_TEST(request("active", R"(,"intent":"instance-order")") == "present");
  BOOST_TEST(request("active", R"(,"doNotPerform":true)").starts_with("ignored: an order not to"));
  BOOST_TEST(request("active", R"(,"doNotPerform":false)") == "present");
}

BOOST_AUTO_TEST_CASE(statements) {
  const auto statement = [](std::string_view status) {
    return outcome(medication("MedicationStatement", status));
  };
  BOOST_TEST(statement("active") == "present");
  BOOST_TEST(statement("intended") == "present planned");
  BOOST_TEST(statement("not-taken") == "absent");
  BOOST_TEST(statement("stopped") == "present past");
  BOOST_TEST(statement("entered-in-error") == "ignored: status entered-in-error");
}

BOOST_AUTO_TEST_CASE(administrations) {
  const auto administration = [](std::string_view status) {
    return outcome(medication("MedicationAdministration", status));
  };
  BOOST_TEST(administration("in-progress") == "present");
  BOOST_TEST(administration("completed") == "present past");
  BOOST_TEST(administration("stopped") == "present past");
  BOOST_TEST(administration("on-hold") == "present past");
  BOOST_TEST(administration("unknown") == "unknown");
  BOOST_TEST(administration("not-done") == "ignored: a dose that wasn't given (not-done)");
  for (const char* status : {"entered-in-error", "active", "intended", "not-taken"}) {
    BOOST_TEST(administration(status) == "ignored: status " + std::string(status));
  }
}

BOOST_AUTO_TEST_CASE(what_other_versions_say_of_a_drug_that_is_not_taken_counts) {
  const auto statement = [](std::string_view more, std::string_view status = "active") {
    return outcome(medication("MedicationStatement", status, more));
  };
  BOOST_TEST(statement(R"(,"taken":"n")") == "absent");
  BOOST_TEST(statement(R"(,"taken":"n")", "completed") == "absent");
  BOOST_TEST(statement(R"(,"taken":"y")") == "present");
  for (const char* taken : {"unk", "na", "N"})
    BOOST_TEST(statement(R"(,"taken":")" + std::string(taken) + "\"") ==
               "ignored: whether it is taken isn't known (taken)");
  BOOST_TEST(statement(R"(,"wasNotTaken":true)") == "absent");
  BOOST_TEST(statement(R"(,"wasNotTaken":false)") == "present");
  BOOST_TEST(statement(R"(,"wasNotTaken":true)", "entered-in-error") ==
             "ignored: status entered-in-error");
  for (const char* more : {R"(,"wasNotGiven":true)", R"(,"notGiven":true)"})
    BOOST_TEST(outcome(medication("MedicationAdministration", "completed", more)) ==
               "ignored: a dose that wasn't given (not-done)");
  const auto adheres = [&](std::string_view code) {
    return statement(R"(,"adherence":{"code":)" + coded(code) + "}", "recorded");
  };
  BOOST_TEST(adheres("not-taking") == "absent");
  BOOST_TEST(adheres("taking-as-directed") == "present");
  BOOST_TEST(adheres("stopped-as-directed") == "present past");
  BOOST_TEST(adheres("on-hold") == "present past");
  BOOST_TEST(adheres("unknown") == "ignored: status recorded");
  for (const char* more : {R"(,"notDone":true)", R"(,"notPerformed":true)"}) {
    std::string json = procedure("completed");
    json.insert(json.size() - 1, more);
    BOOST_TEST(outcome(json) == "absent");
  }
}

BOOST_AUTO_TEST_CASE(a_drug_is_named_as_r5_does) {
  const auto named = [](std::string_view medication) {
    return read_one(
        bundle({R"({"resourceType":"MedicationRequest","status":"active","medication":)" +
                std::string(medication) +
                R"(,"contained":[{"resourceType":"Medication",)"
                R"("id":"m","code":{"text":"thiazide"}}]})"}));
  };
  BOOST_TEST(named(R"({"concept":{"text":"thiazide"}})").items.at(0).text == "thiazide");
  BOOST_TEST(named(R"({"reference":{"reference":"#m"}})").items.at(0).text == "thiazide");
}

BOOST_AUTO_TEST_CASE(a_status_that_fhir_does_not_have_is_shown_by_name) {
  const auto is_shown = [](const std::string& resource) {
    const Record record = read_one(bundle({resource}));
    return !record.ignored.at(0).grouped;
  };
  for (const char* type : {"MedicationRequest", "MedicationStatement", "MedicationAdministration"})
    for (const char* status : {"Active", "recorded", ""})
      BOOST_TEST(is_shown(medication(type, status)));
  BOOST_TEST(is_shown(procedure("Completed")));
  BOOST_TEST(!is_shown(procedure("entered-in-error")));
  BOOST_TEST(!is_shown(medication("MedicationRequest", "draft")));
  BOOST_TEST(is_shown(R"({"resourceType":"MedicationOrder","status":"active"})"));
  BOOST_TEST(!is_shown(R"({"resourceType":"Claim","status":"active"})"));
}

BOOST_AUTO_TEST_CASE(end_of_a_medication) {
  const auto end = [](std::string_view status, std::string_view more) {
    return read_one(bundle({medication("MedicationStatement", status, more)})).items.at(0).end;
  };
  const auto day = causa::parse_time("2024-06-03").value();
  BOOST_TEST((end("stopped", R"(,"effectivePeriod":{"end":"2024-06-03"})") == day));
  // An injection of one day has ended with that day; what is taken since then has not.
  BOOST_TEST((end("completed", R"(,"effectiveDateTime":"2024-06-03")") == day));
  BOOST_TEST(!end("active", R"(,"effectiveDateTime":"2024-06-03")").known());
  BOOST_TEST(!end("stopped", R"(,"effectiveDateTime":"2024-06-03")").known());
}

BOOST_AUTO_TEST_CASE(start_of_a_medication) {
  const auto start = [](std::string_view more) {
    return read_one(bundle({medication("MedicationStatement", "active", more)})).items.at(0).start;
  };
  BOOST_TEST(
      (start(R"(,"effectivePeriod":{"start":"2024-05"})") == causa::parse_time("2024-05").value()));
  BOOST_TEST((start(R"(,"effectiveDateTime":"2024-06")") == causa::parse_time("2024-06").value()));
  BOOST_TEST(!start(R"(,"dateAsserted":"2024-07")").known());
}

BOOST_AUTO_TEST_CASE(procedures) {
  BOOST_TEST(outcome(procedure("completed")) == "present");
  BOOST_TEST(outcome(procedure("in-progress")) == "present");
  BOOST_TEST(outcome(procedure("not-done")) == "absent");
  for (const char* status : {"preparation", "on-hold", "stopped", "entered-in-error", "unknown"}) {
    BOOST_TEST(outcome(procedure(status)) == "ignored: status " + std::string(status));
  }
}

BOOST_AUTO_TEST_CASE(replaced_and_inactive_patients_are_noted) {
  const Record record = read_one(
      R"({"resourceType":"Patient","id":"p","active":false,"deceasedDateTime":"2020","link":[{"type":"replaced-by"}]})");
  BOOST_TEST(record.deceased);
  BOOST_TEST(!ignored(record, "Patient.active").empty());
  BOOST_TEST(!ignored(record, "Patient.link").empty());
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_SUITE_END()
