// SPDX-License-Identifier: Apache-2.0

#include "facts/narrative.hpp"
#include "facts/suspicion.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>
#include <thread>

#include "facts/fact.hpp"
#include "paths.hpp"
#include "sanitized.hpp"

namespace causa::facts {

BOOST_AUTO_TEST_SUITE(facts_narrative)

namespace {

using record::State;

const terminology::Vocabulary& vocabulary() {
  static const terminology::Vocabulary loaded = [] {
    auto made = terminology::Vocabulary::load(causa::tests::terminology_folder).value();
    made.finish().value();
    return made;
  }();
  return loaded;
}

std::string with_line_breaks(std::string text) {
  for (std::size_t at = 0; (at = text.find("\\n", at)) != std::string::npos;)
    text.replace(at, 2, "\n");
  return text;
}

/// "+symptom.cramp -symptom.fever", sorted.
std::string said(std::string_view text, const terminology::Vocabulary& known = vocabulary()) {
  NarrativeReader reader(known);
  std::vector<std::string> parts;
  for (const Said& one : reader.read(text))
    parts.push_back((one.state == State::present ? "+" : "-") +
                    known[one.concept_id].definition.id);
  std::sort(parts.begin(), parts.end());
  std::string joined;
  for (const auto& part : parts) joined += (joined.empty() ? "" : " ") + part;
  return joined;
}

std::string sorted_words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  std::sort(words.begin(), words.end());
  std::string joined;
  for (const auto& word : words) joined += (joined.empty() ? "" : " ") + word;
  return joined;
}

/// The phrases by which the terminology calls a finding or a condition.
std::vector<std::string> all_phrases() {
  std::vector<std::string> phrases;
  for (terminology::ConceptId id = 0; id < vocabulary().size(); ++id) {
    const auto& definition = vocabulary()[id].definition;
    if (definition.kind != terminology::ConceptKind::truth) continue;
    phrases.push_back(definition.name);
    const auto texts = vocabulary().texts(id);
    phrases.insert(phrases.end(), texts.begin(), texts.end());
  }
  return phrases;
}

/// Without "+suspected.dvt": that somebody suspects a thing says nothing of the thing.
std::string findings_said(std::string_view text) {
  std::istringstream stream(said(text));
  std::string findings;
  for (std::string word; stream >> word;)
    if (word.find("suspected.") == std::string::npos) findings += word;
  return findings;
}

/// Phrases of which `frame` ("possible %") still lets something be read with this sign.
std::vector<std::string> readings(std::string_view frame, char sign) {
  std::vector<std::string> found;
  const std::size_t slot = frame.find('%');
  const auto phrases = all_phrases();
  for (std::size_t i = 0; i < phrases.size(); i += causa::tests::stride) {
    const std::string& phrase = phrases[i];
    // "No pedal pulses" is itself a phrase, of pulses that are absent; so are "no ankle jerks".
    const auto names = [&](const char* word) { return phrase.find(word) != std::string::npos; };
    if (frame == "no %" && (names("pulse") || names("reflex") || names("jerk"))) continue;
    const std::string text =
        std::string(frame.substr(0, slot)) + phrase + std::string(frame.substr(slot + 1));
    if (findings_said(text).find(sign) != std::string::npos) found.push_back(text);
  }
  return found;
}

BOOST_AUTO_TEST_CASE(sentences_of_records_are_read_as_they_are_meant) {
  std::ifstream file(causa::tests::data_folder + "/facts/narrative.txt");
  std::size_t sentences = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with("#")) continue;
    const std::size_t arrow = line.find(" ->");
    BOOST_REQUIRE_MESSAGE(arrow != std::string::npos, line);
    BOOST_TEST_CONTEXT(line)
    BOOST_TEST(said(with_line_breaks(line.substr(0, arrow))) ==
               sorted_words(line.substr(arrow + 3)));
    ++sentences;
  }
  BOOST_TEST(sentences >= 60u);
}

/// Sentences of records, some phrases in sentences, and what is unlike either.
std::vector<std::string> all_kinds_of_texts() {
  std::vector<std::string> texts;
  std::ifstream file(causa::tests::data_folder + "/facts/narrative.txt");
  for (std::string line; std::getline(file, line);)
    if (const std::size_t arrow = line.find(" ->"); !line.starts_with("#") && arrow != line.npos)
      texts.push_back(with_line_breaks(line.substr(0, arrow)));
  const auto phrases = all_phrases();
  for (std::size_t i = 0; i < phrases.size(); i += 97)
    for (const char* frame : {"He reports %.", "no %", "% as if asleep, possible numbness"})
      texts.push_back(std::string(frame).replace(std::string_view(frame).find('%'), 1, phrases[i]));
  for (const char* text : {"Schmerzen über den Waden — no fever; température 38,2 °C",
                           "pain that radiates to the left calf and foot", "Thompson test negative",
                           "cramps like an electric shock which come at night", "", "?"})
    texts.emplace_back(text);
  return texts;
}

/// One of which every phrase has been asked for.
const terminology::Vocabulary& well_read() {
  static const terminology::Vocabulary made = [] {
    auto loaded = terminology::Vocabulary::load(causa::tests::terminology_folder).value();
    loaded.finish().value();
    for (const auto& phrase : all_phrases()) said(phrase, loaded);
    return loaded;
  }();
  return made;
}

/// The words of the terminology are taken in as texts ask for them.
BOOST_AUTO_TEST_CASE(a_text_says_the_same_as_the_first_one_and_after_all_others) {
  const auto texts = all_kinds_of_texts();
  auto fresh = terminology::Vocabulary::load(causa::tests::terminology_folder).value();
  // To be made anew for each text takes minutes under sanitizers.
  constexpr std::size_t read_by_one = 8;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i % read_by_one == 0) fresh.finish().value();
    BOOST_TEST_CONTEXT(texts[i])
    BOOST_TEST(said(texts[i], fresh) == said(texts[i], well_read()));
  }
  BOOST_TEST(texts.size() > 300u);
}

BOOST_AUTO_TEST_CASE(many_threads_that_ask_for_new_words_at_once_read_what_one_reads) {
  const auto texts = all_kinds_of_texts();
  std::vector<std::string> expected;
  for (const auto& text : texts) expected.push_back(said(text, well_read()));
  auto fresh = terminology::Vocabulary::load(causa::tests::terminology_folder).value();
  fresh.finish().value();
  std::vector<std::size_t> unlike(4);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < unlike.size(); ++t)
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::size_t at = (i + t * 5) % texts.size();
        unlike[t] += said(texts[at], fresh) == expected[at] ? 0u : 1u;
      }
    });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(unlike == std::vector<std::size_t>(4));
}

BOOST_AUTO_TEST_CASE(no_phrase_is_present_where_it_is_denied) {
  using Phrases = std::vector<std::string>;
  for (const char* frame : {"no %", "No evidence of %.", "denies %", "without %", "negative for %",
                            "denies chills, % or cough", "no chills, %, or cough",
                            "% was ruled out", "no improvement of %", "not only %"})
    BOOST_TEST(readings(frame, '+') == Phrases{}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_phrase_says_anything_under_doubt_or_of_others) {
  using Phrases = std::vector<std::string>;
  for (const char* frame : {"possible %", "her father had %", "rule out %", "return if %", "%?",
                            "may have %", "Mother: %", "counseled on % and fatigue"})
    for (const char sign : {'+', '-'})
      BOOST_TEST(readings(frame, sign) == Phrases{}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_dangerous_is_suspected_under_doubt_and_nothing_else_is) {
  std::size_t dangerous = 0;
  for (terminology::ConceptId id = 0; id < vocabulary().size(); ++id) {
    const auto& definition = vocabulary()[id].definition;
    if (!definition.id.starts_with("condition.")) continue;
    const terminology::ConceptId suspicion = vocabulary().suspicion_of(id);
    const bool is_dangerous = suspicion != terminology::no_concept;
    dangerous += is_dangerous ? 1u : 0u;
    const std::string open = is_dangerous ? "+" + vocabulary()[suspicion].definition.id : "";
    for (const char* frame : {"possible ", "rule out ", "?", "query "}) {
      const std::string text = frame + definition.name;
      BOOST_TEST_CONTEXT(text) BOOST_TEST(said(text) == open);
    }
    for (const char* frame : {"no ", "low suspicion for ", "risk of ", "mother with possible "}) {
      const std::string text = frame + definition.name;
      BOOST_TEST_CONTEXT(text) BOOST_TEST(said(text).find("suspected.") == std::string::npos);
    }
  }
  BOOST_TEST(dangerous >= 11u);
}

BOOST_AUTO_TEST_CASE(no_symptom_is_of_today_if_it_has_ended) {
  using Phrases = std::vector<std::string>;
  for (const char* frame : {"% 10 years ago", "% has resolved", "% in the past", "used to have %"})
    BOOST_TEST(readings(frame, '+') == Phrases{}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(most_phrases_are_read_where_they_are_stated) {
  // The rest needs its symptom beside it, or means too much alone: narratives.json.
  const std::size_t all = all_phrases().size();
  std::size_t drugs = 0;
  for (terminology::ConceptId id = 0; id < vocabulary().size(); ++id)
    if (vocabulary()[id].definition.id.starts_with("drug."))
      drugs += 1 + vocabulary().texts(id).size();
  const std::size_t read = readings("He reports %.", '+').size() * causa::tests::stride;
  BOOST_TEST(read * 20 > (all - drugs) * 17);
}

BOOST_AUTO_TEST_CASE(a_drug_in_prose_is_no_exposure) {
  BOOST_TEST(said("takes furosemide and atorvastatin") == "");
}

BOOST_AUTO_TEST_CASE(the_matched_words_are_those_of_the_text) {
  NarrativeReader reader(vocabulary());
  const std::string text = "Since Monday: swelling of the left Calf, no fever.";
  const auto& all = reader.read(text);
  BOOST_REQUIRE(all.size() == 2u);
  BOOST_TEST(text.substr(all[0].first, all[0].size) == "swelling of the left Calf");
  BOOST_TEST(text.substr(all[1].first, all[1].size) == "fever");
}

BOOST_AUTO_TEST_CASE(what_a_text_says_both_ways_it_does_not_say) {
  BOOST_TEST(said("Fever at home. No fever.") == "");
  BOOST_TEST(said("Calf cramps. No leg cramps.") == "");
}

BOOST_AUTO_TEST_CASE(a_long_text_is_read_to_its_end) {
  std::string text;
  while (text.size() < 400000 / causa::tests::stride) text += "no fever, chills or cough and the ";
  text += ". Leg cramps at night.";
  // What has no end is no sentence.
  BOOST_TEST(said(text) == "+symptom.cramp.nocturnal");
  for (const char* unit :
       {"(", "no ", "cramps ", "calf tender, ", "Na 140 ", "?", "\n", "leg leg ", "a.", "\xE2"}) {
    std::string many;
    while (many.size() < 200000 / causa::tests::stride) many += unit;
    NarrativeReader reader(vocabulary());
    BOOST_TEST(reader.read(many).size() <= 3u);
  }
}

BOOST_AUTO_TEST_CASE(broken_utf_8_is_no_word) {
  BOOST_TEST(said("\xC3(leg cramps\xE2\x80") == "+symptom.cramp.leg");
  BOOST_TEST(said("Baker\xE2\x80\x99s cyst") == "+condition.baker_cyst");
  BOOST_TEST(said("") == "");
}

struct Clinic {
  record::Record record;
  PatientFacts facts;

  record::Item& add(std::string_view system, std::string_view code) {
    record::Item item;
    item.state = State::present;
    item.codes = {static_cast<std::uint32_t>(record.codings.size()), 1};
    record.codings.push_back({record.keep(system), record.keep(code), {}});
    item.source = record.keep("Observation/" + std::to_string(record.items.size()));
    item.time = *parse_time("2026-11-19");
    record.items.push_back(item);
    return record.items.back();
  }
  record::Item& narrative(std::string_view text, std::string_view loinc = "10164-2") {
    record::Item& item = add("http://loinc.org", loinc);
    item.value_kind = record::ValueKind::text;
    item.value_text = record.keep(text);
    return item;
  }
  record::Item& condition(std::string_view snomed, State state) {
    record::Item& item = add("http://snomed.info/sct", snomed);
    item.kind = record::Kind::condition;
    item.state = state;
    return item;
  }
  std::vector<const Fact*> read(std::string_view id) {
    record.resources_read = record.items.size();
    extract(record, vocabulary(), parse_time("2026-11-20T12:00:00Z")->latest_ms, facts);
    std::vector<const Fact*> found;
    for (const Fact& fact : facts.facts)
      if (fact.concept_id == vocabulary().find(id).value()) found.push_back(&fact);
    return found;
  }
};

BOOST_FIXTURE_TEST_CASE(a_fact_of_words_has_the_time_of_the_text_and_not_its_start, Clinic) {
  narrative("leg cramps for 3 weeks").start = *parse_time("2026-10-01");
  const auto found = read("symptom.cramp.leg");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0]->from_text);
  BOOST_TEST(found[0]->text_size == 10u);
  BOOST_TEST(found[0]->time.latest_ms == parse_time("2026-11-19")->latest_ms);
  BOOST_TEST(!(found[0]->start == record.items[0].start));
  BOOST_TEST(facts.ignored.empty());
}

BOOST_FIXTURE_TEST_CASE(words_never_overrule_a_code, Clinic) {
  narrative("leg cramps");
  condition("449917004", State::absent);
  const auto found = read("symptom.cramp.leg");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(!found[0]->from_text);
  BOOST_REQUIRE(facts.ignored.size() == 1u);
  BOOST_TEST(facts.ignored[0].reason == "says nothing that is not coded");
}

BOOST_FIXTURE_TEST_CASE(what_was_denied_or_ended_before_says_nothing_of_today, Clinic) {
  narrative("leg cramps");
  condition("449917004", State::absent).time = *parse_time("2019-03-01");
  auto found = read("symptom.cramp.leg");
  BOOST_REQUIRE(found.size() == 2u);
  BOOST_TEST(found[1]->from_text);
  record.items[1].state = State::present;
  record.items[1].flags = record::Flag::past;
  record.items[1].end = *parse_time("2019-04-01");
  found = read("symptom.cramp.leg");
  BOOST_REQUIRE(found.size() == 2u);
  BOOST_TEST(found[0]->past);
  BOOST_TEST(found[1]->from_text);
  // One that ended on the day of the text is of that day.
  record.items[1].end = *parse_time("2026-11-19");
  BOOST_TEST(read("symptom.cramp.leg").size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(what_is_there_stays_until_a_code_says_that_it_ended, Clinic) {
  narrative("no leg cramps");
  condition("449917004", State::present).time = *parse_time("2019-03-01");
  const auto found = read("symptom.cramp.leg");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(!found[0]->from_text);
}

BOOST_FIXTURE_TEST_CASE(a_narrower_code_outweighs_broader_words, Clinic) {
  narrative("no cramps");
  condition("449917004", State::present);
  BOOST_TEST(read("symptom.cramp").empty());
}

BOOST_FIXTURE_TEST_CASE(a_broader_code_that_is_absent_outweighs_narrower_words, Clinic) {
  narrative("leg cramps at night");
  condition("449917004", State::absent);
  BOOST_TEST(read("symptom.cramp.nocturnal").empty());
}

BOOST_FIXTURE_TEST_CASE(text_under_another_code_is_no_narrative, Clinic) {
  narrative("leg cramps", "8302-2");
  BOOST_TEST(read("symptom.cramp.leg").empty());
}

BOOST_FIXTURE_TEST_CASE(a_narrative_without_known_words_is_counted_as_ignored, Clinic) {
  narrative("lives in a small house");
  read("symptom.cramp");
  BOOST_REQUIRE(facts.ignored.size() == 1u);
  BOOST_TEST(facts.ignored[0].reason == "no words that a module knows");
  BOOST_TEST(facts.ignored[0].count == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_narrative_of_tomorrow_is_no_fact, Clinic) {
  narrative("leg cramps").time = *parse_time("2026-12-01");
  BOOST_TEST(read("symptom.cramp.leg").empty());
  BOOST_TEST(facts.ignored.at(0).reason == "dated after the date of the assessment");
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::facts
