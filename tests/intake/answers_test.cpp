// SPDX-License-Identifier: Apache-2.0
//
// Answered questionnaires: every type of answer, what is not answered says nothing, and answers
// about relatives are never the patient's.

#include <boost/test/unit_test.hpp>

#include "intake/reading.hpp"
#include "terminology/vocabulary.hpp"

BOOST_AUTO_TEST_SUITE(intake_answers)

using namespace causa::record;
using namespace intake_test;

namespace {

std::string response(std::string_view items, std::string_view status = "completed") {
  return R"({"resourceType":"QuestionnaireResponse","id":"q","authored":"2026-11-20","status":")" +
         std::string(status) + R"(","item":[)" + std::string(items) + "]}";
}

std::string question(std::string_view link_id, std::string_view answer,
                     std::string_view more = {}) {
  return R"({"linkId":")" + std::string(link_id) + R"(","answer":[{)" + std::string(answer) + "}]" +
         std::string(more) + "}";
}

Record read(std::string_view items, std::string_view status = "completed") {
  Record record = read_one(bundle({response(items, status)}));
  BOOST_TEST(adds_up(record));
  return record;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_link_id_is_a_concept) {
  const Record record = read(question("symptom.x", R"("valueBoolean":true)"));
  const Item& item = record.items.at(0);
  BOOST_TEST(record.begin_of(item.codes)->system == causa::terminology::concept_system);
  BOOST_TEST(record.begin_of(item.codes)->code == "symptom.x");
  BOOST_TEST((item.kind == Kind::observation && item.state == State::present));
  BOOST_TEST((item.time == causa::parse_time("2026-11-20").value()));
  BOOST_TEST(item.source == "QuestionnaireResponse/q.item[symptom.x]");
}

BOOST_AUTO_TEST_CASE(types_of_answers) {
  const Record record = read(
      question("no", R"("valueBoolean":false)") + "," +
      question("decimal", R"("valueDecimal":2.5)") + "," +
      question("integer", R"("valueInteger":3)") + "," +
      question("quantity", R"("valueQuantity":{"value":0.3,"comparator":"<",)"
                           R"("system":"http://unitsofmeasure.org","code":"mmol/L"})") +
      "," + question("coding", R"("valueCoding":{"system":"urn:causa:answer","code":"unknown"})") +
      "," + question("words", R"("valueString":"no")"));
  BOOST_REQUIRE(record.items.size() == 6u);
  BOOST_TEST((record.items[0].state == State::absent && !record.items[0].truth));
  BOOST_TEST(record.items[1].number == 2.5);
  BOOST_TEST(record.items[2].number == 3.0);
  BOOST_TEST((record.items[3].comparator == Comparator::less));
  BOOST_TEST(record.items[3].unit_code == "mmol/L");
  BOOST_TEST(record.begin_of(record.items[4].value_codes)->code == "unknown");
  BOOST_TEST((record.items[5].value_kind == ValueKind::text));
}

BOOST_AUTO_TEST_CASE(what_holds_no_finding_is_told) {
  const Record record = read(question("a", R"("valueReference":{"reference":"Patient/p"})") + "," +
                             question("b", R"("valueDate":"2020")") + "," +
                             question("c", R"("valueQuantity":{"value":1,"comparator":"ad"})") +
                             "," + question("d", R"("valueBoolean":true)"));
  BOOST_TEST(record.items.size() == 1u);
  const std::string told = ignored(record, "QuestionnaireResponse.item");
  BOOST_TEST(told.find("reference x1") != std::string::npos);
  BOOST_TEST(told.find("a date x1") != std::string::npos);
  BOOST_TEST(told.find("comparator ad is not understood x1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(nested_items_and_items_of_answers_are_read) {
  const Record record = read(R"({"linkId":"group","item":[)" +
                             question("a", R"("valueBoolean":true,"item":[)" +
                                               question("b", R"("valueBoolean":false)") + "]") +
                             "]}");
  BOOST_REQUIRE(record.items.size() == 2u);
  BOOST_TEST(record.begin_of(record.items[0].codes)->code == "b");
  BOOST_TEST(record.begin_of(record.items[1].codes)->code == "a");
}

BOOST_AUTO_TEST_CASE(an_answer_may_say_since_when) {
  const Record record =
      read(question("drug.x", R"("valueCoding":{"code":"yes"},"item":[)" +
                                  question("drug.x.start", R"("valueDateTime":"2026-05")") + "]"));
  BOOST_REQUIRE(record.items.size() == 1u);
  BOOST_TEST((record.items[0].start == causa::parse_time("2026-05").value()));
  const Record alone = read(question("drug.y.start", R"("valueDateTime":"2026-05")") + "," +
                            question("drug.x", R"("valueBoolean":true)"));
  BOOST_TEST(!alone.items.at(0).start.known());
  BOOST_TEST(!ignored(alone, "QuestionnaireResponse.item").empty());
}

BOOST_AUTO_TEST_CASE(an_unanswered_question_says_nothing) {
  const Record record = read(R"({"linkId":"a"},{"linkId":"b","answer":[]})");
  BOOST_TEST(record.items.empty());
  BOOST_TEST(ignored(record, "QuestionnaireResponse") == "no answers x1; ");
}

BOOST_AUTO_TEST_CASE(status_of_a_response) {
  const std::string item = question("a", R"("valueBoolean":true)");
  for (const char* status : {"completed", "amended"})
    BOOST_TEST(read(item, status).items.at(0).flags == 0);
  for (const char* status : {"in-progress", "stopped"})
    BOOST_TEST(read(item, status).items.at(0).flags == provisional);
  const Record none = read(item, "entered-in-error");
  BOOST_TEST(none.items.empty());
  BOOST_TEST(ignored(none, "QuestionnaireResponse") == "status entered-in-error x1; ");
}

BOOST_AUTO_TEST_CASE(answers_about_relatives_are_not_the_patients) {
  const std::string disease = question("d", R"("valueCoding":{"code":"73211009"})");
  for (const char* text : {"Family member health history", "Your mother's diseases"}) {
    // The words may follow what they are about.
    for (const bool first : {true, false}) {
      const std::string words = R"("text":")" + std::string(text) + "\"";
      const std::string items = R"("item":[)" + disease + "]";
      const Record record =
          read(R"({"linkId":"g",)" + (first ? words + "," + items : items + "," + words) + "}," +
               question("e", R"("valueBoolean":true)"));
      BOOST_REQUIRE(record.items.size() == 2u);
      BOOST_TEST((record.items[0].flags & family_history) != 0);
      BOOST_TEST((record.items[1].flags & family_history) == 0);
    }
  }
}

BOOST_AUTO_TEST_CASE(questions_of_others_are_mapped_by_the_user) {
  const auto ids = std::make_shared<causa::intake::LinkIds>(
      causa::intake::LinkIds{{"7.2", "symptom.x"}, {"7.3", "symptom.x.start"}});
  const std::string json = bundle({response(question("7.2", R"("valueBoolean":true)") + "," +
                                            question("7.3", R"("valueDate":"2026-05-01")"))});
  std::string padded = json + std::string(causa::intake::padding_bytes, '\0');
  causa::intake::fhir::BundleReader reader({}, ids);
  std::vector<Record> found;
  reader.read({std::string_view(padded).substr(0, json.size()), padded.size(), "x", false},
              [&](Result<PatientInput> patient) { found.push_back(std::move(patient->record)); });
  BOOST_REQUIRE(found.size() == 1u);
  const Item& item = found[0].items.at(0);
  BOOST_TEST(found[0].begin_of(item.codes)->code == "symptom.x");
  BOOST_TEST(item.start.known());
  BOOST_TEST(item.source == "QuestionnaireResponse/q.item[7.2]");
}

BOOST_AUTO_TEST_CASE(too_deep_a_nesting_is_an_error) {
  std::string items = question("a", R"("valueBoolean":true)");
  for (int i = 0; i < 40; ++i) items = R"({"linkId":"g","item":[)" + items + "]}";
  BOOST_TEST(error_of(response(items)).find("nested too deep") != std::string::npos);
  const Record record = read_one(bundle({response(items)}));
  BOOST_TEST(record.items.empty());
  BOOST_TEST(record.ignored.at(0).reason.find("nested too deep") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
