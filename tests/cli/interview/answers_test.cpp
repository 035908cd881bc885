// SPDX-License-Identifier: Apache-2.0
//
// Answers as people give them, and the case that comes of them. The words are those of the real
// tables.

#include "cli/interview/answers.hpp"

#include <boost/test/unit_test.hpp>

#include "cli/interview/draft_reader.hpp"
#include "cli/interview/prompt.hpp"

namespace {

using namespace causa;
using namespace causa::cli::interview;

const terminology::Vocabulary& vocabulary() {
  static const terminology::Vocabulary made = [] {
    auto loaded = terminology::Vocabulary::load(TERMINOLOGY_FOLDER);
    BOOST_REQUIRE(loaded.has_value());
    BOOST_REQUIRE(loaded->finish().has_value());
    return std::move(*loaded);
  }();
  return made;
}

const intake::written::Words& words() {
  static const intake::written::Words made(&vocabulary());
  return made;
}

terminology::ConceptId concept_of(const char* id) { return vocabulary().find(id).value(); }

const TimeSpan day = *parse_time("2026-11-20");

Result<DraftEntry> value(const char* text, const char* id) {
  return read_value(text, concept_of(id), vocabulary(), day);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(interview_answers)

BOOST_AUTO_TEST_CASE(nothing_and_a_question_mark_mean_not_known_and_never_no) {
  for (const char* text : {"", "  ", "?", "unknown", "not known"})
    BOOST_TEST((command_of(text) == Command::unknown), text);
  for (const char* text : {"no", "n", "0", "-", "..."})
    BOOST_TEST((command_of(text) == Command::none), text);
  BOOST_TEST((command_of("b") == Command::back));
  BOOST_TEST((command_of("q") == Command::quit));
}

BOOST_AUTO_TEST_CASE(a_value_is_taken_with_a_unit_that_fits) {
  BOOST_TEST(value("2.9 mmol/L", "lab.potassium")->value == "2.9 mmol/L");
  BOOST_TEST(value("<2.5 mEq/L", "lab.potassium")->value == "<2.5 mEq/L");
  BOOST_TEST(value("2.9 mmol/L, yesterday", "lab.potassium")->time == "yesterday");
}

BOOST_AUTO_TEST_CASE(a_value_that_can_be_misread_is_refused) {
  for (const char* text : {"2.9", "2,9 mmol/L", "low", "2.9 mg", "2.9 4.1 mmol/L", "-3 mmol/L",
                           "290 mmol/L", "2.9 mmol/L, tomorrow", "2.9 mmol/L, 2027-01-01"}) {
    const auto read = value(text, "lab.potassium");
    BOOST_TEST(read.has_error(), text);
    if (read.has_error()) BOOST_TEST(!read.error().cure.empty(), text);
  }
}

BOOST_AUTO_TEST_CASE(a_truth_is_yes_no_or_since_when) {
  BOOST_TEST(read_truth("yes", day)->status == "yes");
  BOOST_TEST(read_truth("no", day)->status == "no");
  const auto since = read_truth("3 weeks ago", day);
  BOOST_TEST(since->status == "present");
  BOOST_TEST(since->start == "3 weeks ago");
  BOOST_TEST(read_truth("yes, since 2026-11-01", day)->start == "2026-11-01");
  BOOST_TEST(read_truth("yes, until 2026-11-10", day)->stop == "2026-11-10");
}

BOOST_AUTO_TEST_CASE(a_truth_that_says_two_things_is_refused) {
  for (const char* text : {"maybe", "no, 3 weeks ago", "yes, no", "recently", "2027", "y n"})
    BOOST_TEST(read_truth(text, day).has_error(), text);
}

BOOST_AUTO_TEST_CASE(a_medicine_is_understood_with_dose_and_time) {
  const auto named =
      read_named("hydrochlorothiazide 25 mg, 3 weeks ago", Section::drugs, words(), day);
  BOOST_REQUIRE(named.has_value());
  BOOST_TEST(named->entry.concept_id == concept_of("drug.hydrochlorothiazide"));
  BOOST_TEST(named->entry.start == "3 weeks ago");
  const auto stopped = read_named("simvastatin, stopped 2 weeks ago", Section::drugs, words(), day);
  BOOST_TEST(stopped->entry.stop == "2 weeks ago");
}

BOOST_AUTO_TEST_CASE(a_medicine_with_a_word_that_would_be_passed_over_is_refused) {
  const auto read = read_named("simvastatin stopped", Section::drugs, words(), day);
  BOOST_REQUIRE(read.has_error());
  BOOST_TEST(read.error().cure.find('{') == std::string::npos);  // no keys of a case file
  BOOST_TEST(read_named("simvastatin, lisinopril", Section::drugs, words(), day).has_error());
}

BOOST_AUTO_TEST_CASE(what_is_nearly_a_known_word_is_offered_and_not_taken) {
  const auto near = read_named("hydroclorothiazide", Section::drugs, words(), day);
  BOOST_REQUIRE(near.has_value());
  BOOST_TEST(near->suggestion == "hydrochlorothiazide");
  BOOST_TEST(near->entry.concept_id == terminology::no_concept);
}

BOOST_AUTO_TEST_CASE(a_medicine_among_illnesses_is_refused) {
  BOOST_TEST(read_named("simvastatin", Section::conditions, words(), day).has_error());
  BOOST_TEST(read_named("potassium", Section::conditions, words(), day).has_error());
}

BOOST_AUTO_TEST_CASE(each_complaint_of_the_list_is_a_complaint_of_the_tables) {
  for (const auto& choice : complaint_choices()) {
    const auto id = vocabulary().find(choice.concept_id);
    BOOST_REQUIRE(id.has_value());
    BOOST_TEST(!vocabulary()[*id].definition.complaint.empty());
  }
}

BOOST_AUTO_TEST_CASE(each_unit_that_a_question_names_is_read_back_as_that_unit) {
  for (terminology::ConceptId id = 0; id < vocabulary().size(); ++id) {
    const auto& definition = vocabulary()[id].definition;
    if (definition.kind != terminology::ConceptKind::number) continue;
    const std::string shown = unit_words(definition.unit);
    const double middle =
        definition.plausible ? (definition.plausible->first + definition.plausible->second) / 2 : 1;
    const auto read = read_value(std::to_string(middle) + " " + shown, id, vocabulary(), day);
    BOOST_TEST(read.has_value(), definition.id << " in " << shown);
  }
}

BOOST_AUTO_TEST_CASE(a_detail_of_a_medicine_that_is_no_time_is_told_as_it_was_written) {
  const auto read = read_named("simvastatin, stopped lately", Section::drugs, words(), day);
  BOOST_REQUIRE(read.has_error());
  BOOST_TEST(read.error().message == "\"stopped lately\" is neither a status nor a time");
  BOOST_TEST(read_named("simvastatin, since 2027", Section::drugs, words(), day).has_error());
  BOOST_TEST(read_named("simvastatin, until 2027", Section::drugs, words(), day).has_value());
}

BOOST_AUTO_TEST_CASE(complaints_are_numbers_or_words) {
  const std::vector<terminology::ConceptId> choices{concept_of("symptom.cramp.leg"),
                                                    concept_of("symptom.urge_to_move")};
  BOOST_TEST(read_complaints("1, 2", choices, words())->size() == 2u);
  BOOST_TEST(read_complaints("leg cramp", choices, words())->front() == choices[0]);
  for (const char* text : {"3", "0", "1,", "fever", "leg cramsp", "1.5"})
    BOOST_TEST(
        read_complaints(text, choices, words()).has_error() == (std::string_view(text) != "1,"),
        text);
}

BOOST_AUTO_TEST_CASE(whatever_is_typed_stays_one_text_of_the_case) {
  DraftReader reader(vocabulary());
  for (const char* text : {"x\"}\nsex: male", "a: b # c", "{d}", "\\", "- e", "&f *g !h", "no"}) {
    Draft draft;
    draft.date = "2026-11-20";
    DraftEntry entry;
    entry.section = Section::conditions;
    entry.name = text;
    entry.kept_words = true;
    draft.entries.push_back(entry);
    draft.not_known.emplace_back(text);
    const auto patient = reader.read(draft);
    BOOST_REQUIRE_MESSAGE(patient.has_value(), text);
    BOOST_TEST(patient->record.items.size() == 1u);
    BOOST_TEST((patient->record.sex == record::Sex::unknown));
  }
}

BOOST_AUTO_TEST_SUITE_END()
