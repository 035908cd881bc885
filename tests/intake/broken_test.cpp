// SPDX-License-Identifier: Apache-2.0
//
// Broken input ends in an error with its place, never in a crash and never in half a record. Within
// a Bundle a resource that can't be read costs itself, and that is told.

#include <boost/test/unit_test.hpp>

#include "intake/reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_broken)

using namespace causa::record;
using namespace intake_test;

namespace {

struct Wrong {
  std::string resource;
  std::string path;
};

std::string resource(std::string_view type, std::string_view more) {
  return R"({"resourceType":")" + std::string(type) + R"(","status":"active",)" +
         std::string(more) + "}";
}

const std::vector<Wrong> wrong_types{
    {observation(R"("valueQuantity":{"value":"4.1"})"), "valueQuantity.value"},
    {observation(R"("valueQuantity":{"value":true})"), "valueQuantity.value"},
    {observation(R"("valueQuantity":{"value":4,"unit":1})"), "valueQuantity.unit"},
    {observation(R"("valueQuantity":{"value":4,"code":{}})"), "valueQuantity.code"},
    {observation(R"("valueQuantity":{"value":4,"comparator":[]})"), "valueQuantity.comparator"},
    {observation(R"("valueQuantity":[])"), "valueQuantity"},
    {observation(R"("valueInteger":"4")"), "valueInteger"},
    {observation(R"("valueBoolean":"true")"), "valueBoolean"},
    {observation(R"("valueBoolean":1)"), "valueBoolean"},
    {observation(R"("valueString":4)"), "valueString"},
    {observation(R"("valueCodeableConcept":"yes")"), "valueCodeableConcept"},
    {observation(R"("valueCodeableConcept":{"coding":{}})"), "valueCodeableConcept.coding"},
    {observation(R"("valueCodeableConcept":{"coding":[{"code":5}]})"),
     "valueCodeableConcept.coding[0].code"},
    {observation(R"("valueInteger":1,"valueString":"x")"), "valueString"},
    {observation(R"("effectiveDateTime":"yesterday")"), "effectiveDateTime"},
    {observation(R"("effectiveDateTime":"2024-13")"), "effectiveDateTime"},
    {observation(R"("effectiveDateTime":2024)"), "effectiveDateTime"},
    {observation(R"("effectivePeriod":{"end":"2024-02-30"})"), "effectivePeriod.end"},
    {observation(R"("issued":{})"), "issued"},
    {observation(R"("component":{})"), "component"},
    {observation(R"("component":[{},{"valueQuantity":{"value":[]}}])"),
     "component[1].valueQuantity.value"},
    {observation(R"("interpretation":{})"), "interpretation"},
    {observation(R"("referenceRange":[{"low":{"value":"3"}}])"), "referenceRange[0].low.value"},
    {observation(R"("note":[{"text":[]}])"), "note[0].text"},
    {observation(R"("bodySite":"leg")"), "bodySite"},
    {observation(R"("subject":"Patient/p")"), "subject"},
    {observation(R"("subject":{"reference":1})"), "subject.reference"},
    {observation(R"("contained":[1])"), "contained[0]"},
    {observation(R"("modifierExtension":{})"), "modifierExtension"},
    {observation(R"("id":5)"), "id"},
    {observation(R"("status":"final")"), "status"},  // given twice
    {resource("Condition", R"("code":"x")"), "code"},
    {resource("Condition", R"("clinicalStatus":"active")"), "clinicalStatus"},
    {resource("Condition", R"("verificationStatus":{"coding":[{"code":1}]})"),
     "verificationStatus.coding[0].code"},
    {resource("Condition", R"("onsetDateTime":"2020-1-1")"), "onsetDateTime"},
    {resource("Condition", R"("abatementDateTime":false)"), "abatementDateTime"},
    {resource("Condition", R"("recordedDate":"x")"), "recordedDate"},
    {resource("Condition", R"("bodySite":{})"), "bodySite"},
    {resource("MedicationRequest", R"("doNotPerform":"true")"), "doNotPerform"},
    {resource("MedicationRequest", R"("intent":1)"), "intent"},
    {resource("MedicationRequest", R"("authoredOn":"x")"), "authoredOn"},
    {resource("MedicationRequest", R"("medicationReference":"Medication/1")"),
     "medicationReference"},
    {resource("MedicationStatement", R"("effectivePeriod":{"start":1})"), "effectivePeriod.start"},
    {resource("MedicationStatement", R"("dateAsserted":[])"), "dateAsserted"},
    {resource("Medication", R"("ingredient":[{"isActive":"no"}])"), "ingredient[0].isActive"},
    {resource("Procedure", R"("performedDateTime":"x")"), "performedDateTime"},
    {resource("AllergyIntolerance", R"("patient":[])"), "patient"},
    {resource("Patient", R"("gender":1)"), "gender"},
    {resource("Patient", R"("birthDate":"1950-2")"), "birthDate"},
    {resource("Patient", R"("deceasedBoolean":"no")"), "deceasedBoolean"},
    {resource("Patient", R"("identifier":[{"value":1}])"), "identifier[0].value"},
    {resource("Patient", R"("link":[{"type":1}])"), "link[0].type"},
    {R"({"id":"x"})", ""},
    {R"({"resourceType":"Pa.tient"})", "resourceType"},
    {"[]", ""},
    {"5", ""},
};

}  // namespace

/// Without its patient, or without what it is, nothing of a Bundle can be used.
bool costs_all(const Wrong& wrong) {
  return !wrong.resource.starts_with(R"({"resourceType":)") || wrong.path == "resourceType" ||
         wrong.resource.find(R"("Patient")") != std::string::npos;
}

BOOST_AUTO_TEST_CASE(wrong_type_is_an_error_with_its_path) {
  for (const Wrong& wrong : wrong_types) {
    BOOST_TEST_CONTEXT(wrong.resource) {
      const bool lone = !costs_all(wrong);
      const std::string error = error_of(lone ? wrong.resource : bundle({wrong.resource}));
      std::string place = "x.json: Bundle.entry[1].resource";
      if (lone) place = "x.json: " + wrong.resource.substr(17, wrong.resource.find('"', 17) - 17);
      if (!wrong.path.empty()) place += "." + wrong.path;
      BOOST_TEST(error.starts_with(place + ": "), error);
      BOOST_TEST(error.find("; ") != std::string::npos, error);
    }
  }
}

BOOST_AUTO_TEST_CASE(in_a_bundle_it_costs_its_own_resource_and_is_told) {
  const std::string good = observation(R"("valueInteger":6,"note":[{"text":"a \"good\" one"}])");
  for (const Wrong& wrong : wrong_types) {
    if (costs_all(wrong)) continue;
    BOOST_TEST_CONTEXT(wrong.resource) {
      const Record record = read_one(bundle({good, wrong.resource, good}));
      BOOST_TEST(record.items.size() == 2u);
      for (const Item& item : record.items) {
        BOOST_TEST(item.number == 6);
        BOOST_TEST(item.text == "K");
      }
      BOOST_REQUIRE(record.ignored.size() == 1u);
      const auto& told = record.ignored.front();
      BOOST_TEST(told.reason.starts_with("can't be read: " + wrong.path + ": "), told.reason);
      BOOST_TEST(told.reason.find("; ") != std::string::npos, told.reason);
      BOOST_TEST(!told.grouped);
      BOOST_TEST(record.resources_read == 4u);
      BOOST_TEST(adds_up(record));
    }
  }
}

BOOST_AUTO_TEST_CASE(what_it_had_added_is_taken_back) {
  const Record record = read_one(bundle(
      {R"({"resourceType":"DiagnosticReport","id":"r","status":"final","code":{"text":"x"},)"
       R"("contained":[{"resourceType":"Observation","id":"k","status":"final",)"
       R"("code":{"coding":[{"code":"1"}]},"valueInteger":4,"component":[{"code":{"text":"c"}}]},)"
       R"({"resourceType":"Patient","id":"q"},{"resourceType":"Medication","id":"m"}],)"
       R"("subject":{"reference":"Patient/p"},"conclusion":[]})",
       observation(R"("valueInteger":6)")}));
  BOOST_REQUIRE(record.items.size() == 1u);
  BOOST_TEST(record.items[0].source == "Observation/o");
  BOOST_TEST(record.codings.empty());
  BOOST_TEST(record.ignored.size() == 1u);
  BOOST_TEST((record.ignored[0].examples == std::vector<std::string>{"DiagnosticReport/r"}));
  BOOST_TEST(adds_up(record));
}

BOOST_AUTO_TEST_CASE(what_may_be_of_any_of_several_patients_is_told_to_each) {
  const auto read = [](std::string_view more) {
    return read_all(R"({"resourceType":"Bundle","type":"searchset","entry":[)"
                    R"({"resource":{"resourceType":"Patient","id":"p"}},)"
                    R"({"resource":{"resourceType":"Patient","id":"q"}},)"
                    R"({"resource":{"resourceType":"Claim","patient":{"reference":5}}},)"
                    R"({"resource":{"resourceType":"Observation","id":"o","issued":{})" +
                    std::string(more) + "}}]}");
  };
  const auto told = [](const Record& record) {
    BOOST_TEST(adds_up(record));
    return !record.ignored.empty() && !record.ignored[0].grouped &&
           record.ignored[0].reason.starts_with("can't be read: issued: ");
  };
  const auto any = read("");
  BOOST_REQUIRE(any.size() == 2u);
  BOOST_TEST((told((*any[0]).record) && told((*any[1]).record)));
  const auto one = read(R"(,"subject":{"reference":"Patient/q"})");
  BOOST_REQUIRE(one.size() == 2u);
  BOOST_TEST((!told((*one[0]).record) && told((*one[1]).record)));
}

BOOST_AUTO_TEST_CASE(null_counts_as_absent) {
  const Record record = read_one(bundle({observation(
      R"("valueQuantity":{"value":4,"unit":null},"effectiveDateTime":null,"note":null)")}));
  BOOST_TEST(record.items.size() == 1u);
}

BOOST_AUTO_TEST_CASE(null_never_takes_a_value_away) {
  for (const char* more :
       {R"("dataAbsentReason":null)", R"("valueString":null)", R"("valueRange":null)",
        R"("valueDateTime":null)", R"("implicitRules":null)", R"("modifierExtension":null)",
        R"("focus":null)", R"("component":null)", R"("interpretation":null)"}) {
    const std::string value = R"("valueQuantity":{"value":7.1,"unit":"mmol/L"})";
    for (const std::string& both : {value + "," + more, std::string(more) + "," + value}) {
      const Record record = read_one(bundle({observation(both)}));
      BOOST_REQUIRE_MESSAGE(record.items.size() == 1u, both);
      BOOST_TEST(record.items[0].number == 7.1);
      BOOST_TEST((record.items[0].state == State::present));
      const Record part =
          read_one(bundle({observation(R"("component":[{"code":{"text":"K"},)" + both + "}]")}));
      BOOST_REQUIRE_MESSAGE(part.items.size() == 1u, both);
      BOOST_TEST(part.items[0].number == 7.1);
    }
  }
}

BOOST_AUTO_TEST_CASE(rules_that_hold_for_all_of_it_make_a_bundle_unusable) {
  const auto with = [](std::string_view rules, bool first) {
    const std::string given = R"("implicitRules":")" + std::string(rules) + "\"";
    const std::string entry = R"("entry":[{"resource":{"resourceType":"Patient","id":"p"}}])";
    return R"({"resourceType":"Bundle","type":"collection",)" +
           (first ? given + "," + entry : entry + "," + given) + "}";
  };
  for (const bool first : {true, false}) {
    BOOST_TEST(error_of(with("http://example.org/rules", first))
                   .starts_with("x.json: Bundle.implicitRules: rules that may change the meaning"));
    BOOST_TEST(error_of(with("", first)).empty());
    BOOST_TEST(read_one(with("", first)).ignored.empty());
  }
}

BOOST_AUTO_TEST_CASE(empty_rules_take_nothing_away_and_others_do) {
  const auto medication = [](std::string_view rules) {
    return R"({"resourceType":"MedicationRequest","id":"r","status":"active","intent":"order",)"
           R"("contained":[{"resourceType":"Medication","id":"m","implicitRules":")" +
           std::string(rules) +
           R"(","code":{"coding":[{"code":"5487"}]}}],)"
           R"("medicationReference":{"reference":"#m"}})";
  };
  const Record empty = read_one(
      R"({"resourceType":"Patient","id":"p","gender":"female","birthDate":"1950","implicitRules":""})");
  BOOST_TEST((empty.sex == causa::record::Sex::female));
  BOOST_TEST(empty.birth.known());
  const Record ruled =
      read_one(R"({"resourceType":"Patient","id":"p","gender":"female","implicitRules":"x"})");
  BOOST_TEST((ruled.sex == causa::record::Sex::unknown));
  BOOST_TEST(
      read_one(bundle({observation(R"("implicitRules":"","valueInteger":4)")})).items.size() == 1u);
  BOOST_TEST(read_one(bundle({medication("")})).items.size() == 1u);
  BOOST_TEST(read_one(bundle({medication("x")})).items.empty());
}

BOOST_AUTO_TEST_CASE(null_takes_nothing_away_from_a_patient) {
  const Record record = read_one(
      R"({"resourceType":"Patient","id":"p","gender":"female","birthDate":"1950-02-13",)"
      R"("implicitRules":null,"modifierExtension":null,"deceasedDateTime":null,"active":null})");
  BOOST_TEST((record.sex == Sex::female));
  BOOST_TEST(record.birth.known());
  BOOST_TEST(!record.deceased);
  BOOST_TEST(record.ignored.empty());
}

BOOST_AUTO_TEST_CASE(what_only_begins_like_null_is_refused) {
  for (const char* value : {"nul", "nulls", "nothing"}) {
    const std::string error =
        error_of(bundle({observation(R"("valueInteger":1,"issued":)" + std::string(value))}));
    BOOST_TEST(error.starts_with("x.json: "), value);
  }
}

BOOST_AUTO_TEST_CASE(cut_anywhere_it_is_an_error) {
  const std::string whole = file("whole.json");
  for (std::size_t size = 0; size + 2 < whole.size(); size += 97) {
    const std::string error = error_of(whole.substr(0, size));
    BOOST_TEST(error.starts_with("x.json: "), "cut at " + std::to_string(size) + ": " + error);
    BOOST_TEST(error.find("byte ") != std::string::npos, error);
  }
}

BOOST_AUTO_TEST_CASE(syntax_error_names_the_byte) {
  std::string json = bundle({observation(R"("valueInteger":1)")});
  const std::size_t at = json.find(R"("code")");
  json[at - 1] = ';';
  const auto found = read_all(json);
  const std::string& place = found.at(0).error().place;
  const std::size_t byte = std::stoul(place.substr(place.find("byte ") + 5));
  BOOST_TEST(byte + 16 > at);
  BOOST_TEST(byte < at + 16);
}

BOOST_AUTO_TEST_CASE(not_utf8_names_the_byte) {
  std::string json = bundle({observation(R"("valueString":"caf? crampes")")});
  const std::size_t at = json.find('?');
  json[at] = '\xe9';
  BOOST_TEST(
      error_of(json).starts_with("x.json: byte " + std::to_string(at) + ": the text is not UTF-8"),
      error_of(json));
}

// Whose the resource is stands behind the break: simdjson has let go of the document by then.
BOOST_AUTO_TEST_CASE(broken_json_behind_a_wrong_element_is_broken_json) {
  const std::string wrong = R"({"resourceType":"Observation","effectiveDateTime":"202*-11-20",)";
  for (const char* rest : {R"("id":"a","subject"=:{"reference":"Patient/p"}})",
                           R"("id"=:"a","subject":{"reference":"Patient/p"}})",
                           R"("subject":{"reference"=:"Patient/p"}})"})
    BOOST_TEST(error_of(bundle({wrong + rest})).find("broken JSON") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(something_after_the_end) {
  BOOST_TEST(error_of(bundle({}) + "{}").find("something follows") != std::string::npos);
  BOOST_TEST(error_of(bundle({}) + "}") != "");
  BOOST_TEST(error_of(bundle({}) + " \n\t") == "");
}

BOOST_AUTO_TEST_CASE(nesting_beyond_the_limit) {
  const auto nested = [](std::size_t depth) {
    return bundle({R"({"resourceType":"Claim","x":)" + std::string(depth, '[') +
                       std::string(depth, ']') + "}",
                   observation(R"("valueInteger":1)")});
  };
  BOOST_TEST(read_one(nested(900)).items.size() == 1u);
  BOOST_TEST(error_of(nested(1001)).find("nested deeper than 1000") != std::string::npos);
  BOOST_TEST(error_of(nested(1000000)).find("nested deeper") != std::string::npos);
  std::string objects = R"({"resourceType":"Patient","id":"p","x":)";
  for (int i = 0; i < 1100; ++i) objects += R"({"a":)";
  objects += "1" + std::string(1100, '}') + "}";
  BOOST_TEST(error_of(objects).find("nested deeper") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(brackets_within_text_are_not_nesting) {
  const std::string many(5000, '[');
  BOOST_TEST(read_one(bundle({observation(R"("valueString":"a\")" + many + "\"")})).items.size() ==
             1u);
}

BOOST_AUTO_TEST_CASE(a_very_long_text_is_refused_with_its_place) {
  const std::string text(100'000'000, 'x');
  const auto found = read_all(observation(R"("valueString":")" + text + "\""));
  BOOST_TEST(found.at(0).error().message == "a text of 95 MiB");
  BOOST_TEST(found.at(0).error().place.ends_with("Observation.valueString"));
}

BOOST_AUTO_TEST_CASE(a_long_note_is_read) {
  const std::string text(1'000'000, 'x');
  const Record record = read_one(bundle({observation(R"("valueString":")" + text + "\"")}));
  BOOST_TEST(record.items.at(0).value_text.size() == text.size());
}

BOOST_AUTO_TEST_CASE(a_document_beyond_the_limit) {
  const auto found = read_all(bundle({}), {.document_bytes = 50, .nesting = 1000});
  BOOST_TEST(found.at(0).error().message == "larger than 50 bytes");
}

BOOST_AUTO_TEST_CASE(a_name_with_an_escape_is_refused_not_overlooked) {
  const std::string json = R"({"resourceType":"MedicationRequest","status":"active",)"
                           R"("doNot\u0050erform":true,"medicationCodeableConcept":{"text":"x"}})";
  BOOST_TEST(error_of(json).find("escape") != std::string::npos);
  const Record record = read_one(bundle({json}));
  BOOST_TEST(record.items.empty());
  BOOST_TEST(record.ignored.at(0).reason.find("escape") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_number_too_large) {
  BOOST_TEST(error_of(bundle({observation(R"("valueInteger":1e999)")})).find("number") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
