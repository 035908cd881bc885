// SPDX-License-Identifier: Apache-2.0
//
// What is forgotten is gone, from the file too; the chain still verifies, and nobody else notices.

#include "store/forget.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>
#include <vector>

#include "folder.hpp"
#include "random_assessment.hpp"
#include "shell.hpp"
#include "store/check.hpp"

BOOST_AUTO_TEST_SUITE(store_forget)

using namespace causa;
using namespace causa::store_test;

namespace {

constexpr char secret[] = "SECRET-LETTER-4711";

assess::Assessment assessment_of(const std::string& patient, std::uint64_t seed) {
  assess::Assessment assessment = random_assessment(seed);
  assessment.patient_id = patient;
  return assessment;
}

std::vector<assess::Assessment> usual_ones(std::uint64_t first, std::uint64_t last) {
  std::vector<assess::Assessment> assessments;
  for (std::uint64_t patient = first; patient < last; ++patient)
    assessments.push_back(usual_assessment(patient));
  return assessments;
}

/// Somebody whose words stand in every place that can hold them.
assess::Assessment secretive(std::uint64_t seed) {
  assess::Assessment assessment = assessment_of(std::string("id ") + secret, seed);
  assessment.complaint_text = std::string("complaint ") + secret;
  for (auto& cause : assessment.causes)
    for (auto& evidence : cause.evidence) evidence.text = std::string("text ") + secret;
  for (auto& fact : assessment.facts) fact.matched_text = std::string("fact ") + secret;
  for (auto& alert : assessment.alerts) alert.value = std::string("value ") + secret;
  return assessment;
}

store::Forgotten forget(const Folder& folder, const std::string& patient) {
  store::ForgetFilter filter;
  filter.patient_id = patient;
  return store::forget(folder.file(), filter, {}).value();
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

bool is_anywhere(const Folder& folder, const std::string& text) {
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    if (bytes_of(entry.path()).find(text) != std::string::npos) return true;
  return false;
}

}  // namespace

BOOST_AUTO_TEST_CASE(nothing_of_a_forgotten_patient_is_left_in_any_file) {
  const Folder folder;
  {
    store::Store store = folder.open();
    save(store, secretive(1), 1);
    for (std::uint64_t seed = 2; seed < 40; ++seed) save(store, assessment_of("other", seed), seed);
    save(store, secretive(50), 50);
  }
  BOOST_TEST(is_anywhere(folder, secret));
  const store::Forgotten forgotten = forget(folder, std::string("id ") + secret);
  BOOST_TEST(forgotten.assessments == 2u);
  BOOST_TEST(!forgotten.unscrubbed.has_value());
  BOOST_TEST(!is_anywhere(folder, secret));
  store::Store store = folder.open();
  const store::CheckReport report = store.check().value();
  for (const Error& fault : report.faults) BOOST_TEST_MESSAGE(to_string(fault));
  BOOST_TEST(report.faults.empty());
  BOOST_TEST(report.assessments == 38u);
  for (std::uint64_t seed = 2; seed < 40; ++seed)
    BOOST_TEST((store.load(random_assessment(seed).id).value() == assessment_of("other", seed)));
}

BOOST_AUTO_TEST_CASE(a_store_that_was_open_goes_on_with_the_same_words) {
  const Folder folder;
  store::Store open = folder.open();
  save(open, usual_assessment(1));  // whose statements it now remembers
  BOOST_TEST(forget(folder, usual_assessment(1).patient_id).assessments == 1u);
  const auto later = usual_ones(2, 5);
  for (const auto& assessment : later) save(open, assessment);
  for (const auto& assessment : later) BOOST_TEST((open.load(assessment.id).value() == assessment));
  BOOST_TEST(open.integrity().value().empty());
}

BOOST_AUTO_TEST_CASE(words_that_others_share_stay_theirs) {
  const Folder folder;
  const auto all = usual_ones(1, 5);
  {
    store::Store store = folder.open();
    for (const auto& assessment : all) save(store, assessment);
  }
  forget(folder, all.front().patient_id);
  store::Store store = folder.open();
  for (std::size_t i = 1; i < all.size(); ++i)
    BOOST_TEST((store.load(all[i].id).value() == all[i]));
  BOOST_TEST(store.integrity().value().empty());
}

BOOST_AUTO_TEST_CASE(an_assessment_goes_with_all_its_versions_and_answers) {
  const Folder folder;
  assess::Assessment assessment = usual_assessment(1);
  assessment.alerts.resize(1);
  assessment.alerts[0].id = "potassium_low";
  {
    store::Store store = folder.open();
    save(store, assessment);
    assessment.version = 2;
    const store::Entry later{&assessment, {}};
    store::Batch batch;
    batch.entries = {&later, 1};
    const std::string config = store.load_config(assessment.config_sha256).value();
    batch.config_text = config;
    store.save(batch).value();
    store::Feedback feedback;
    feedback.alert = "potassium_low";
    feedback.comment = secret;
    BOOST_TEST(store.add_feedback({&feedback, 1}).value().at(0).has_value());
  }
  const store::Forgotten forgotten = forget(folder, assessment.patient_id);
  BOOST_TEST(forgotten.assessments == 1u);
  BOOST_TEST(forgotten.versions == 2u);
  BOOST_TEST(!is_anywhere(folder, secret));
  Shell shell(folder.file());
  for (const char* table : {"assessment", "patient", "record", "feedback", "fact", "evidence",
                            "rule_stated", "forgetting"})
    BOOST_TEST(shell.column(std::string("SELECT count(*) FROM ") + table)[0] == "0", table);
  BOOST_TEST(folder.open().integrity().value().empty());
}

BOOST_AUTO_TEST_CASE(what_is_older_than_a_day_goes_and_what_is_not_stays) {
  const Folder folder;
  {
    store::Store store = folder.open();
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      assess::Assessment assessment = assessment_of("p" + std::to_string(seed), seed);
      assessment.created_ms = static_cast<std::int64_t>(seed) * ms_per_day;
      save(store, assessment, seed);
    }
  }
  store::ForgetFilter filter;
  filter.before_ms = 4 * ms_per_day;
  BOOST_TEST(store::count_to_forget(folder.file(), filter).value().assessments == 4u);
  std::vector<std::uint64_t> told;
  const auto tell = [&](std::uint64_t done, std::uint64_t all) {
    BOOST_TEST(done < all);  // the new file is still to be written
    told.push_back(done);
  };
  BOOST_TEST(store::forget(folder.file(), filter, {}, tell).value().assessments == 4u);
  BOOST_TEST(std::is_sorted(told.begin(), told.end()));
  BOOST_TEST(told.size() > 8u);
  store::Store store = folder.open();
  BOOST_TEST(store.list().value().size() == 6u);
  BOOST_TEST(store.load(random_assessment(4).id).has_value());
  BOOST_TEST(store.load(random_assessment(3).id).has_error());
  BOOST_TEST(store.integrity().value().empty());
}

BOOST_AUTO_TEST_CASE(who_fits_nobody_changes_nothing) {
  const Folder folder;
  {
    store::Store store = folder.open();
    save(store, random_assessment(1), 1);
  }
  const store::ChainEnd before = folder.open().check().value().end;
  BOOST_TEST(forget(folder, "nobody").versions == 0u);
  BOOST_TEST((folder.open().check().value().end == before));
}

BOOST_AUTO_TEST_CASE(rows_cannot_be_deleted_by_another_door) {
  const Folder folder;
  {
    store::Store store = folder.open();
    save(store, random_assessment(1), 1);
  }
  Shell shell(folder.file());
  for (const char* table : {"evidence", "fact", "alert", "record", "patient", "assessment", "audit",
                            "rule_stated", "module", "config", "actor"}) {
    if (shell.column(std::string("SELECT count(*) FROM ") + table)[0] == "0") continue;
    BOOST_TEST(!shell.execute(std::string("DELETE FROM ") + table), table);
  }
}

BOOST_AUTO_TEST_SUITE_END()
