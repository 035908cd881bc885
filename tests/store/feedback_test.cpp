// SPDX-License-Identifier: Apache-2.0

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <random>

#include "folder.hpp"
#include "random_assessment.hpp"
#include "shell.hpp"

using namespace causa;
using namespace causa::store_test;
using store::Channel;
using store::FeedbackCount;
using store::FeedbackKept;
using store::FeedbackOutcome;
using store::ShownCard;

namespace {

constexpr std::int64_t noon = 1'790'000'000'000;

assess::Assessment with_alerts(std::uint64_t patient, const std::vector<std::string>& alerts,
                               std::int64_t created_ms = noon) {
  assess::Assessment assessment = usual_assessment(patient);
  assessment.created_ms = created_ms;
  for (const std::string& id : alerts) {
    assess::RaisedAlert& alert = assessment.alerts.emplace_back();
    alert.module = 1;
    alert.id = id;
    alert.urgency = knowledge::Urgency::urgent;
  }
  return assessment;
}

std::vector<ShownCard> cards_of(const assess::Assessment& assessment) {
  std::vector<ShownCard> cards{
      {std::string(store::ranking_card), assessment.id + "-r", std::nullopt, "digest r", false}};
  for (std::uint32_t i = 0; i < assessment.alerts.size(); ++i)
    cards.push_back({assessment.alerts[i].id, assessment.id + '-' + assessment.alerts[i].id, i,
                     "digest " + assessment.alerts[i].id, false});
  return cards;
}

std::vector<ShownCard> shown_in(const store::LastShown& last) {
  return {last.cards.begin(), last.cards.end()};
}

void show(store::Store& store, const assess::Assessment& assessment,
          const std::vector<ShownCard>& cards, Channel channel = Channel::cards) {
  const store::Showing showing{assessment.id, assessment.version, channel, noon, cards};
  store.note_shown({&showing, 1}).value();
}

store::Feedback about_alert(std::string alert, std::string assessment_id = {}) {
  store::Feedback feedback;
  feedback.alert = std::move(alert);
  feedback.assessment_id = std::move(assessment_id);
  feedback.outcome = FeedbackOutcome::overridden;
  feedback.reason_system = "urn:reasons";
  feedback.reason_code = "not-convenient-feasible";
  feedback.outcome_ms = noon + 1;
  return feedback;
}

store::Feedback about_card(const std::string& uuid, FeedbackOutcome outcome,
                           std::int64_t outcome_ms = noon + 1) {
  store::Feedback feedback;
  feedback.card = uuid;
  feedback.outcome = outcome;
  feedback.outcome_ms = outcome_ms;
  return feedback;
}

Result<FeedbackKept> add(store::Store& store, const store::Feedback& feedback) {
  return store.add_feedback({&feedback, 1}).value().at(0);
}

/// A refusal that names its cure.
void check_wrong(store::Store& store, const store::Feedback& feedback, const std::string& words) {
  const Result<FeedbackKept> result = add(store, feedback);
  BOOST_TEST_REQUIRE(result.has_error());
  BOOST_TEST((result.error().fault == Fault::input));
  const std::string text = to_string(result.error());
  BOOST_TEST(text.find(words) != std::string::npos, text);
  BOOST_TEST(!result.error().cure.empty());
}

FeedbackCount count_of(store::Store& store, FeedbackCount::Kind kind, const std::string& id,
                       const store::FeedbackFilter& filter = {}) {
  const store::FeedbackCounts counts = store.feedback_counts(filter).value();
  for (const FeedbackCount& count : counts.counts)
    if (count.kind == kind && count.id == id) return count;
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(store_feedback)

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

BOOST_AUTO_TEST_CASE(the_last_answer_about_a_thing_counts) {
  const Folder folder;
  store::Store store = folder.open();
  std::vector<assess::Assessment> saved;
  for (std::uint64_t i = 0; i < 4; ++i) {
    saved.push_back(with_alerts(i, {"potassium_low"}));
    save(store, saved.back());
    show(store, saved.back(), cards_of(saved.back()));
  }
  const auto answer = [&](std::size_t i, FeedbackOutcome outcome, std::int64_t after_ms,
                          const char* reason) {
    store::Feedback feedback = about_card(saved[i].id + "-potassium_low", outcome, noon + after_ms);
    feedback.reason_code = reason;
    BOOST_TEST(add(store, feedback).has_value());
  };
  answer(0, FeedbackOutcome::accepted, 9, "");
  answer(0, FeedbackOutcome::overridden, 2, "late-but-earlier");
  answer(1, FeedbackOutcome::accepted, 1, "");
  answer(1, FeedbackOutcome::overridden, 2, "cds-not-applicable");
  answer(2, FeedbackOutcome::overridden, 1, "cds-not-applicable");
  const FeedbackCount count = count_of(store, FeedbackCount::Kind::alert, "potassium_low");
  BOOST_TEST(count.fired == 4u);
  BOOST_TEST(count.shown == 4u);
  BOOST_TEST(count.accepted == 1u);
  BOOST_TEST(count.overridden == 2u);
  BOOST_TEST((count.reasons == std::vector<store::ReasonCount>{{"", "cds-not-applicable", 2}}));
  BOOST_TEST((count.urgency == knowledge::Urgency::urgent));
}

BOOST_AUTO_TEST_CASE(an_answer_about_the_ranking_counts_for_the_rules_of_its_first_cause) {
  const Folder folder;
  store::Store store = folder.open();
  const assess::Assessment saved = with_alerts(1, {});
  save(store, saved);
  show(store, saved, cards_of(saved));
  BOOST_TEST(add(store, about_card(saved.id + "-r", FeedbackOutcome::overridden)).has_value());
  const auto rule = [&](const std::string& number) {
    return count_of(store, FeedbackCount::Kind::rule, "rule_about_something_" + number);
  };
  BOOST_TEST(rule("0").fired == 1u);
  BOOST_TEST(rule("0").shown == 1u);
  BOOST_TEST(rule("0").overridden == 1u);
  BOOST_TEST(rule("2").overridden == 1u);
  BOOST_TEST(rule("3").fired == 1u);  // of the second cause
  BOOST_TEST(rule("3").overridden == 0u);
  BOOST_TEST(count_of(store, FeedbackCount::Kind::card, "ranking").overridden == 1u);
}

BOOST_AUTO_TEST_CASE(counts_are_of_the_time_and_channel_that_are_asked_for) {
  const Folder folder;
  store::Store store = folder.open();
  const assess::Assessment early = with_alerts(1, {"potassium_low"});
  const assess::Assessment late = with_alerts(2, {"potassium_low"}, noon + 1000);
  for (const auto* each : {&early, &late}) save(store, *each);
  show(store, early, {}, Channel::text);
  std::vector<ShownCard> cards = cards_of(late);
  cards[1].unchanged = true;
  show(store, late, cards);
  BOOST_TEST(add(store, about_alert("potassium_low", early.id)).has_value());
  const auto alert = [&](const store::FeedbackFilter& filter) {
    return count_of(store, FeedbackCount::Kind::alert, "potassium_low", filter);
  };
  BOOST_TEST(store.feedback_counts().value().assessments == 2u);
  BOOST_TEST(alert({}).fired == 2u);
  BOOST_TEST(alert({}).shown == 1u);  // what was left out as unchanged isn't shown
  BOOST_TEST(alert({.since_ms = noon + 1, .until_ms = {}, .channel = {}}).fired == 1u);
  BOOST_TEST(alert({.since_ms = noon + 1, .until_ms = {}, .channel = {}}).overridden == 0u);
  BOOST_TEST(alert({.since_ms = {}, .until_ms = noon, .channel = {}}).overridden == 1u);
  BOOST_TEST(alert({.since_ms = {}, .until_ms = noon - 1, .channel = {}}).fired == 0u);
  BOOST_TEST(alert({.since_ms = {}, .until_ms = {}, .channel = Channel::html}).shown == 0u);
  BOOST_TEST(alert({.since_ms = {}, .until_ms = {}, .channel = Channel::text}).shown == 1u);
}

BOOST_AUTO_TEST_CASE(counts_need_no_right_to_write) {
  const Folder folder;
  {
    store::Store store = folder.open();
    save(store, with_alerts(1, {"potassium_low"}));
  }
  store::Store store = folder.open(store::Mode::read_only);
  for (int i = 0; i < 2; ++i)
    BOOST_TEST(count_of(store, FeedbackCount::Kind::alert, "potassium_low").fired == 1u);
  BOOST_TEST(store::Store::open(folder.path() / "none.db", store::Mode::existing).has_error());
  BOOST_TEST(!std::filesystem::exists(folder.path() / "none.db"));
  const store::Feedback feedback = about_alert("potassium_low");
  BOOST_TEST(store.add_feedback({&feedback, 1}).has_error());
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
  BOOST_TEST(store.integrity().value().size() == 1u);
}

namespace {

/// For a child process: answers the alert `times` times, each at another instant.
int answer_many(const Folder& folder, std::int64_t first, int times) {
  Result<store::Store> store = store::Store::open(folder.file(), store::Mode::create);
  if (store.has_error()) return 2;
  for (int i = 0; i < times; ++i) {
    store::Feedback pair[2] = {about_alert("potassium_low"), about_alert("sodium_low")};
    for (store::Feedback& each : pair) each.outcome_ms = first + i;
    const auto kept = store->add_feedback(pair);
    if (!kept || (*kept)[0].has_error() || (*kept)[1].has_error()) return 3;
  }
  return 0;
}

std::string answers_in(const Folder& folder) {
  return Shell(folder.file()).column("SELECT count(*) FROM feedback")[0];
}

}  // namespace

BOOST_AUTO_TEST_CASE(two_processes_answer_at_once_and_nothing_is_lost_or_doubled) {
  const Folder folder;
  {
    store::Store store = folder.open();
    save(store, with_alerts(1, {"potassium_low", "sodium_low"}));
  }
  // Half of what each says, the other says too.
  pid_t children[2];
  for (int i = 0; i < 2; ++i) {
    children[i] = ::fork();
    if (children[i] == 0) ::_exit(answer_many(folder, noon + 50 * i, 100));
  }
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
  }
  BOOST_TEST(answers_in(folder) == "300");
}

BOOST_AUTO_TEST_CASE(killed_while_it_keeps_answers_it_holds_whole_batches_only) {
  std::random_device random;
  for (int round = 0; round < 5; ++round) {
    const Folder folder;
    {
      store::Store store = folder.open();
      save(store, with_alerts(1, {"potassium_low", "sodium_low"}));
    }
    const pid_t child = ::fork();
    if (child == 0) ::_exit(answer_many(folder, noon, 1'000'000));
    ::usleep(1000 * (random() % 100));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    store::Store store = folder.open();
    BOOST_TEST(store.integrity().value().empty());
    BOOST_TEST(std::stoul(answers_in(folder)) % 2 == 0u);
  }
}

BOOST_AUTO_TEST_SUITE_END()
