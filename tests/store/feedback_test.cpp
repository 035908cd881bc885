// SPDX-License-Identifier: Apache-2.0

#include <boost/test/unit_test.hpp>

#include "folder.hpp"
#include "shell.hpp"
#include "showing.hpp"

BOOST_AUTO_TEST_SUITE(store_feedback)

using namespace causa;
using namespace causa::store_test;

namespace {

/// A refusal that names its cure.
void check_wrong(store::Store& store, const store::Feedback& feedback, const std::string& words) {
  const Result<FeedbackKept> result = add(store, feedback);
  BOOST_TEST_REQUIRE(result.has_error());
  BOOST_TEST((result.error().fault == Fault::input));
  const std::string text = to_string(result.error());
  BOOST_TEST(text.find(words) != std::string::npos, text);
  BOOST_TEST(!result.error().cure.empty());
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_was_last_shown_comes_back) {
  const Folder folder;
  store::Store store = folder.open();
  const assess::Assessment first = with_alerts(1, {"potassium_low"});
  const assess::Assessment second = with_alerts(1, {"potassium_low"}, noon + 1);
  const assess::Assessment other = with_alerts(2, {"sodium_low"}, noon + 2);
  for (const auto* each : {&first, &second, &other}) save(store, *each);
  BOOST_TEST(!store.last_shown("patient-1").value().has_value());
  show(store, first, cards_of(first));
  show(store, other, cards_of(other));
  std::optional<store::LastShown> last = store.last_shown("patient-1").value();
  BOOST_TEST_REQUIRE(last.has_value());
  BOOST_TEST(last->assessment_id == first.id);
  BOOST_TEST(last->shown_ms == noon);
  BOOST_TEST((shown_in(*last) == cards_of(first)));
  // Left out as unchanged, it stands all the same.
  std::vector<ShownCard> cards = cards_of(second);
  cards[1].unchanged = true;
  show(store, second, cards);
  last = store.last_shown("patient-1").value();
  BOOST_TEST(last->assessment_id == second.id);
  BOOST_TEST((shown_in(*last) == cards));
  BOOST_TEST(!store.last_shown("patient-1", Channel::html).value().has_value());
}

BOOST_AUTO_TEST_CASE(an_answer_without_cards_ends_what_stood) {
  const Folder folder;
  store::Store store = folder.open();
  const assess::Assessment first = with_alerts(1, {"potassium_low"});
  const assess::Assessment second = with_alerts(1, {}, noon + 1);
  save(store, first);
  save(store, second);
  show(store, first, cards_of(first));
  show(store, second, {});
  BOOST_TEST(store.last_shown("patient-1").value()->cards.empty());
}

// A card that is left out as unchanged has a UUID of its own, which nobody could answer.
BOOST_AUTO_TEST_CASE(what_was_answered_stays_answered_while_it_stands) {
  const Folder folder;
  store::Store store = folder.open();
  for (std::int64_t visit = 0; visit < 3; ++visit) {
    const assess::Assessment saved = with_alerts(1, {"potassium_low", "sodium_low"}, noon + visit);
    save(store, saved);
    show(store, saved, cards_of(saved));
    if (visit == 0)
      for (const char* card : {"-potassium_low", "-r"})
        BOOST_TEST(
            add(store, about_card(saved.id + card, FeedbackOutcome::overridden)).has_value());
    const store::LastShown last = store.last_shown("patient-1").value().value();
    BOOST_TEST(last.cards[0].answered);
    BOOST_TEST(last.cards[1].answered);
    BOOST_TEST(!last.cards[2].answered);
  }
  const assess::Assessment other = with_alerts(2, {"potassium_low", "sodium_low"});
  save(store, other);
  show(store, other, cards_of(other));
  const store::LastShown last = store.last_shown("patient-2").value().value();
  for (const store::LastShown::Card& card : last.cards) BOOST_TEST(!card.answered);
}

BOOST_AUTO_TEST_CASE(patients_without_an_id_share_nothing) {
  const Folder folder;
  store::Store store = folder.open();
  assess::Assessment saved = with_alerts(1, {"potassium_low"});
  saved.patient_id.clear();
  save(store, saved);
  show(store, saved, cards_of(saved));
  BOOST_TEST(!store.last_shown("").value().has_value());
}

BOOST_AUTO_TEST_CASE(shown_again_is_shown_once) {
  const Folder folder;
  store::Store store = folder.open();
  const assess::Assessment saved = with_alerts(1, {"potassium_low"});
  save(store, saved);
  for (int i = 0; i < 3; ++i) {
    show(store, saved, cards_of(saved));
    show(store, saved, {}, Channel::text);
  }
  const FeedbackCount count = count_of(store, FeedbackCount::Kind::alert, "potassium_low");
  BOOST_TEST(count.fired == 1u);
  BOOST_TEST(count.shown == 1u);
  BOOST_TEST(count.module == "org.causa.module_1");
  BOOST_TEST(count.versions == std::vector<std::string>{"1.0.0"});
}

BOOST_AUTO_TEST_CASE(what_is_shown_is_stored_with_its_batch_or_not_at_all) {
  const Folder folder;
  store::Store store = folder.open();
  const assess::Assessment saved = with_alerts(1, {"potassium_low"});
  const Manifests manifests(saved);
  store.keep_modules(manifests.sources()).value();
  const store::Entry entry{&saved, {}};
  std::vector<ShownCard> cards = cards_of(saved);
  cards[1].alert = 7;
  store::Showing showing{saved.id, 1, Channel::cards, noon, cards};
  store::Batch batch;
  batch.entries = {&entry, 1};
  batch.shown = {&showing, 1};
  const Result<void> refused = store.save(batch);
  BOOST_TEST_REQUIRE(refused.has_error());
  BOOST_TEST(refused.error().message.find("about an alert") != std::string::npos);
  BOOST_TEST(store.list().value().empty());
  cards[1].alert = 0;
  store.save(batch).value();
  BOOST_TEST(store.last_shown("patient-1").value()->cards.size() == 2u);
  BOOST_TEST(store.integrity().value().empty());
  showing.assessment_id = "nobody";
  BOOST_TEST(store.note_shown({&showing, 1}).has_error());
}

BOOST_AUTO_TEST_CASE(an_answer_never_changes_an_assessment) {
  const Folder folder;
  store::Store store = folder.open();
  const assess::Assessment saved = with_alerts(1, {"potassium_low", "sodium_low"});
  save(store, saved);
  show(store, saved, cards_of(saved));
  for (const char* alert : {"potassium_low", "sodium_low"})
    BOOST_TEST(add(store, about_alert(alert)).has_value());
  BOOST_TEST(add(store, about_card(saved.id + "-r", FeedbackOutcome::overridden)).has_value());
  BOOST_TEST((store.load(saved.id).value() == saved));
  BOOST_TEST(store.list().value().size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_same_answer_is_kept_once) {
  const Folder folder;
  store::Store store = folder.open();
  const assess::Assessment saved = with_alerts(1, {"potassium_low"});
  save(store, saved);
  show(store, saved, cards_of(saved));
  store::Feedback feedback = about_alert("potassium_low");
  BOOST_TEST((add(store, feedback).value() == FeedbackKept::added));
  BOOST_TEST((add(store, feedback).value() == FeedbackKept::known));
  // By its long name, or with the assessment, it is the same alert.
  feedback.alert = "org.causa.module_1/potassium_low";
  feedback.assessment_id = saved.id;
  BOOST_TEST((add(store, feedback).value() == FeedbackKept::known));
  feedback.alert = "module_1/potassium_low";
  BOOST_TEST((add(store, feedback).value() == FeedbackKept::known));
  feedback.comment = "on second thoughts";
  BOOST_TEST((add(store, feedback).value() == FeedbackKept::differs));
  ++feedback.outcome_ms;
  BOOST_TEST((add(store, feedback).value() == FeedbackKept::added));
  feedback.outcome = FeedbackOutcome::accepted;
  BOOST_TEST((add(store, feedback).value() == FeedbackKept::added));
  // Upper case in a UUID is the same card; a card about an alert is that alert.
  const store::Feedback card = about_card(saved.id + "-potassium_low", FeedbackOutcome::overridden);
  BOOST_TEST((add(store, card).value() == FeedbackKept::differs));
  BOOST_TEST(Shell(folder.file()).column("SELECT count(*) FROM feedback")[0] == "3");
}

// A version that a later module adds must not make a second answer of one that is repeated.
BOOST_AUTO_TEST_CASE(a_repeat_after_a_new_version_is_the_same_answer) {
  const Folder folder;
  store::Store store = folder.open();
  assess::Assessment saved = with_alerts(1, {"potassium_low"});
  save(store, saved);
  show(store, saved, cards_of(saved));
  const store::Feedback alert = about_alert("potassium_low");
  const store::Feedback card = about_card(saved.id + "-r", FeedbackOutcome::accepted);
  BOOST_TEST((add(store, alert).value() == FeedbackKept::added));
  BOOST_TEST((add(store, card).value() == FeedbackKept::added));
  saved.version = 2;
  save(store, saved);
  show(store, saved, cards_of(saved));
  BOOST_TEST((add(store, alert).value() == FeedbackKept::known));
  BOOST_TEST((add(store, card).value() == FeedbackKept::known));
  const FeedbackCount count = count_of(store, FeedbackCount::Kind::alert, "potassium_low");
  BOOST_TEST(count.fired == 1u);
  BOOST_TEST(count.shown == 1u);
  BOOST_TEST(count.overridden == 1u);
  BOOST_TEST(count_of(store, FeedbackCount::Kind::card, "ranking").shown == 1u);
}

BOOST_AUTO_TEST_CASE(what_nobody_was_shown_is_refused_and_the_rest_is_kept) {
  const Folder folder;
  store::Store store = folder.open();
  const assess::Assessment first = with_alerts(1, {"potassium_low"});
  const assess::Assessment second = with_alerts(2, {"potassium_low", "sodium_low"});
  for (const auto* each : {&first, &second}) {
    save(store, *each);
    show(store, *each, cards_of(*each));
  }
  check_wrong(store, about_card("no-such-card", FeedbackOutcome::accepted), "no card no-such-card");
  check_wrong(store, about_alert("sodium_lo"), "did you mean sodium_low?");
  check_wrong(store, about_alert("potassium_low"), "--assessment");
  check_wrong(store, about_alert("sodium_low", first.id), "has no alert sodium_low");
  check_wrong(store, about_alert("sodium_low", "nobody"), "there is no assessment nobody");
  check_wrong(store, about_alert("module_2/sodium_low"), "no assessment raised alert");
  store::Feedback wrong_assessment = about_card(first.id + "-r", FeedbackOutcome::accepted);
  wrong_assessment.assessment_id = second.id;
  check_wrong(store, wrong_assessment, first.id);

  const store::Feedback batch[] = {about_card("no-such-card", FeedbackOutcome::accepted),
                                   about_alert("sodium_low"),
                                   about_alert("potassium_low", first.id)};
  const std::vector<Result<FeedbackKept>> kept = store.add_feedback(batch).value();
  BOOST_TEST_REQUIRE(kept.size() == 3u);
  BOOST_TEST(kept[0].has_error());
  BOOST_TEST(kept[1].has_value());
  BOOST_TEST(kept[2].has_value());
}

BOOST_AUTO_TEST_CASE(an_alert_of_two_modules_is_named_in_full) {
  const Folder folder;
  store::Store store = folder.open();
  assess::Assessment saved = with_alerts(1, {"potassium_low", "potassium_low"});
  saved.alerts[1].module = 2;
  save(store, saved);
  check_wrong(store, about_alert("potassium_low"), "org.causa.module_2/potassium_low");
  BOOST_TEST(add(store, about_alert("module_2/potassium_low")).has_value());
  const store::FeedbackCounts counts = store.feedback_counts().value();
  for (const FeedbackCount& count : counts.counts)
    if (count.id == "potassium_low")
      BOOST_TEST(count.overridden == (count.module == "org.causa.module_2" ? 1u : 0u));
}

BOOST_AUTO_TEST_CASE(cards_that_were_taken_away_are_noticed) {
  const Folder folder;
  store::Store store = folder.open();
  const assess::Assessment saved = with_alerts(1, {"potassium_low"});
  save(store, saved);
  show(store, saved, cards_of(saved));
  BOOST_TEST(store.integrity().value().empty());
  Shell shell(folder.file());
  BOOST_TEST(shell.execute("DROP TRIGGER card_no_delete; DELETE FROM card"));
  BOOST_TEST(store.integrity().value().size() == 2u);  // the trigger too
}

BOOST_AUTO_TEST_SUITE_END()
