// SPDX-License-Identifier: Apache-2.0

#include "assess/extension.hpp"

#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "assess/difference.hpp"
#include "paths.hpp"
#include "properties/answers.hpp"
#include "properties/host.hpp"
#include "properties/patients.hpp"

// A module that comes later gives the same answer as one that was there from the start.
BOOST_AUTO_TEST_SUITE(property_extension)

using namespace causa;
using namespace causa::properties;

namespace {

using Ids = std::set<std::string>;

constexpr const char* core_id = "org.causa.core";

Ids all_ids() {
  Ids ids;
  for (const auto& module : host()->registry.modules()) ids.insert(module.manifest.id);
  return ids;
}

std::shared_ptr<const assess::Prepared> prepared_of(std::vector<plugin::Module> modules,
                                                    const Ids& coming = {}) {
  return assess::Prepared::make(plugin::Registry::of(std::move(modules)),
                                terminology::Vocabulary::load(tests::terminology_folder).value(),
                                assess::Constants{}, {}, coming)
      .value();
}

std::vector<plugin::Module> modules_of(const Ids& ids) {
  std::vector<plugin::Module> modules;
  for (const auto& module : host()->registry.modules())
    if (ids.contains(module.manifest.id)) modules.push_back(module);
  return modules;
}

/// As `causa extend` prepares it: the earlier ones without their libraries, but for the steps that
/// must run, and these only if the modules are still installed.
std::shared_ptr<const assess::Prepared> extended_host(const Ids& earlier, const Ids& added,
                                                      bool installed = true) {
  std::vector<const knowledge::Manifest*> old_manifests, new_manifests;
  for (const auto& module : host()->registry.modules()) {
    if (earlier.contains(module.manifest.id)) old_manifests.push_back(&module.manifest);
    if (added.contains(module.manifest.id)) new_manifests.push_back(&module.manifest);
  }
  const auto vocabulary = terminology::Vocabulary::load(tests::terminology_folder).value();
  const auto steps = assess::steps_to_run(old_manifests, new_manifests, vocabulary);
  auto modules = modules_of(earlier);
  for (auto& module : modules) {
    const auto needed = steps.find(module.manifest.id);
    if (needed == steps.end() || !installed) {
      module.library = nullptr;
      continue;
    }
    for (const auto& step : module.manifest.derives)
      if (!needed->second.contains(step.id)) module.idle_steps.insert(step.id);
  }
  for (auto& module : modules_of(added)) modules.push_back(std::move(module));
  return prepared_of(std::move(modules), added);
}

assess::Assessment extend(assess::Worker& worker, const assess::Assessment& before,
                          const record::Record& record, const Ids& added) {
  const assess::Worker::Earlier earlier[] = {{&before, &record, false}};
  std::vector<assess::Assessment> made;
  worker.extend(earlier, added, as_of_ms, made);
  return std::move(made.front());
}

std::string first_difference(const assess::Assessment& at_once, const assess::Assessment& later) {
  const auto found = assess::differences(at_once, later);
  if (found.empty()) return {};
  return found.front().what + ": at once " + found.front().then + ", later " + found.front().now;
}

/// Each alert of before, as urgent as it was.
bool has_lost_an_alert(const assess::Assessment& before, const assess::Assessment& now) {
  for (const auto& alert : before.alerts) {
    const bool kept = std::any_of(now.alerts.begin(), now.alerts.end(), [&](const auto& one) {
      return one.id == alert.id && one.urgency >= alert.urgency &&
             now.modules[one.module].id == before.modules[alert.module].id;
    });
    if (!kept) return true;
  }
  return false;
}

/// Words that are one finding to the module that comes may be read as a shorter one without it: an
/// alert of before would not be raised any more. It stays, which is the one thing that is not as it
/// would have been at once. Each such alert was looked at: by whose coming, and which.
const std::set<std::pair<std::string, std::string>> alerts_that_stay{
    // "Missed dialysis session" alone is read as dialysis.
    {"org.causa.chronic_disease", "dialysis_unstable"},
    // "Exertional compartment syndrome" alone is read as compartment syndrome.
    {"org.causa.circulation", "compartment_syndrome_diagnosed"},
    // Symmetric pain of the calf muscles alone is read as pain of the calf.
    {"org.causa.medication", "possible_pulmonary_embolism"},
    {"org.causa.medication", "dvt_suspected"},
    {"org.causa.medication", "cauda_equina"},
    // Leg pain that standing brings on, or from thigh to calf, alone is read as pain of the leg.
    {"org.causa.neurologic", "dvt_suspected"},
    {"org.causa.neurologic", "possible_pulmonary_embolism"},
    // A fall of pressure in dialysis alone is read as low pressure.
    {"org.causa.hydration", "shock_low_pressure"},
    // A cramp in dialysis alone is read as dialysis.
    {"org.causa.hydration", "denosumab_kidney_symptoms"},
};

bool has_alert(const assess::Assessment& it, const assess::Assessment& other,
               const assess::RaisedAlert& alert) {
  return std::any_of(it.alerts.begin(), it.alerts.end(), [&](const auto& one) {
    return one.id == alert.id && it.modules[one.module].id == other.modules[alert.module].id;
  });
}

/// The ids of alerts that are there only because they were there before.
Ids kept_alerts(const assess::Assessment& at_once, const assess::Assessment& later) {
  Ids kept;
  for (const auto& alert : later.alerts)
    if (!has_alert(at_once, later, alert)) kept.insert(alert.id);
  return kept;
}

/// One choice of modules that were there, and of those that come.
class Comparison {
 public:
  Comparison(const Ids& earlier, const Ids& added)
      : added_(added),
        before_(prepared_of(modules_of(earlier)), ""),
        later_(extended_host(earlier, added), ""),
        at_once_(prepared_of(modules_of(with(earlier, added))), "") {}

  using Patient = cases::Case (*)(std::uint64_t seed);

  void run(std::size_t count, std::uint64_t first_seed, Patient patient_of = patient) {
    for (std::uint64_t seed = first_seed; seed < first_seed + count; ++seed) {
      const auto made = patient_of(seed);
      const std::string wrong = fault_of(made);
      if (wrong.empty()) continue;
      const auto fails = [&](const cases::Case& smaller) { return fault_of(smaller) == wrong; };
      BOOST_TEST(false, *added_.begin() << " added: " << wrong << "\n" << shrunk(made, fails));
      return;
    }
    const bool enough = count >= 50;  // of few patients none may have what the module knows of
    BOOST_TEST((changed_ > 0 || !enough), *added_.begin() << " added nothing to any patient");
  }

  /// How many are ranked and need not be assessed again.
  [[nodiscard]] std::size_t ranked_and_repeated() const { return ranked_and_repeated_; }

 private:
  static Ids with(const Ids& some, const Ids& others) {
    Ids both = some;
    both.insert(others.begin(), others.end());
    return both;
  }

  std::string fault_of(const cases::Case& made) {
    const auto record = record_of(made);
    if (!record) return {};
    const auto old = assess_with(before_, *record);
    const auto extended = extend(later_, old, *record, added_);
    const auto whole = assess_with(at_once_, *record);
    if (extended.id != old.id || extended.version != old.version + 1)
      return "it isn't the next version";
    if (has_lost_an_alert(old, extended)) return "an alert is lost";
    ranked_and_repeated_ += is_ranked_and_repeated(old, *record);
    changed_ += extended.causes.size() != old.causes.size() || extended.facts != old.facts;
    const Ids kept = kept_alerts(whole, extended);
    for (const auto& alert : kept)
      if (!alerts_that_stay.contains({*added_.begin(), alert}))
        return "alert " + alert + " stays, which nobody has looked at";
    return kept.empty() ? first_difference(whole, extended) : std::string();
  }

  bool is_ranked_and_repeated(const assess::Assessment& old, const record::Record& record) {
    constexpr double adult_years = 18;
    if (!old.complaint_present || !(old.age.low_years >= adult_years)) return false;
    const assess::SaidBefore said = assess::said_before(old);
    const assess::Worker::Known known[] = {
        {&record, old.age, old.sex, old.complaint_present, !old.alerts.empty(), &said}};
    return later_.concerned(known, as_of_ms, added_).empty();
  }

  Ids added_;
  assess::Worker before_, later_, at_once_;
  std::size_t changed_ = 0, ranked_and_repeated_ = 0;
};

/// Assesses with the earlier modules, extends, and compares with what all of them say at once.
void compare(const Ids& earlier, const Ids& added, std::size_t count, std::uint64_t first_seed) {
  Comparison(earlier, added).run(count, first_seed);
}

}  // namespace

/// Somebody who has little to tell, and no complaint of the legs, so that nothing is ranked and
/// many a module has nothing to say.
cases::Case quiet_patient(std::uint64_t seed) {
  cases::Case made = patient(seed);
  std::erase_if(made.given, [](const cases::Stated& stated) {
    const auto id = host()->vocabulary.find(stated.concept_id);
    return !id || !host()->vocabulary[*id].definition.complaint.empty();
  });
  Dice dice(seed);
  dice.shuffle(made.given);
  made.given.resize(std::min<std::size_t>(made.given.size(), dice.below(4)));
  return made;
}

BOOST_AUTO_TEST_CASE(who_has_no_complaint_is_told_the_same_too) {
  const auto ids = all_ids();
  for (const auto& added : ids) {
    if (added == core_id) continue;
    Ids earlier = ids;
    earlier.erase(added);
    Comparison(earlier, {added}).run(patients(), 1, quiet_patient);
  }
}

/// Somebody who has a complaint of the legs and little else to tell.
cases::Case complaining_patient(std::uint64_t seed) {
  cases::Case made = patient(seed), rest = quiet_patient(seed);
  std::erase_if(made.given, [](const cases::Stated& stated) {
    const auto id = host()->vocabulary.find(stated.concept_id);
    return !id || host()->vocabulary[*id].definition.complaint.empty();
  });
  made.given.resize(std::min<std::size_t>(made.given.size(), 1));
  made.given.insert(made.given.end(), rest.given.begin(), rest.given.end());
  return made;
}

BOOST_AUTO_TEST_CASE(who_is_ranked_and_has_little_to_tell_is_told_the_same_too) {
  const auto ids = all_ids();
  std::size_t repeated = 0;
  for (const auto& added : ids) {
    if (added == core_id) continue;
    Ids earlier = ids;
    earlier.erase(added);
    Comparison comparison(earlier, {added});
    comparison.run(patients(), 1, complaining_patient);
    repeated += comparison.ranked_and_repeated();
  }
  const bool enough = patients() >= 50;  // of few all may be told something
  BOOST_TEST((repeated > patients() / 20 || !enough), repeated << " of " << patients());
}

BOOST_AUTO_TEST_CASE(a_module_that_comes_last_says_what_it_would_have_said_at_once) {
  const auto ids = all_ids();
  for (const auto& added : ids) {
    if (added == core_id) continue;
    Ids earlier = ids;
    earlier.erase(added);
    compare(earlier, {added}, patients() / 4, 1);
  }
}

BOOST_AUTO_TEST_CASE(a_module_that_comes_to_one_other_says_the_same_too) {
  std::uint64_t seed = 1;
  for (const auto& one : all_ids())
    for (const auto& other : all_ids())
      if (one != other && one != core_id && other != core_id)
        compare({core_id, one}, {other}, patients() / 40 + 5, seed += 1000);
}

BOOST_AUTO_TEST_CASE(modules_that_come_one_after_the_other_end_where_all_at_once_begin) {
  Dice dice(7);
  for (int turn = 0; turn < 3; ++turn) {
    std::vector<std::string> order;
    for (const auto& id : all_ids())
      if (id != core_id) order.push_back(id);
    dice.shuffle(order);
    std::vector<std::unique_ptr<assess::Worker>> workers;
    Ids there{core_id};
    for (const auto& id : order) {
      workers.push_back(std::make_unique<assess::Worker>(extended_host(there, {id}), ""));
      there.insert(id);
    }
    assess::Worker first(prepared_of(modules_of({core_id})), ""), at_once(host(), "");
    for (std::uint64_t seed = 1; seed <= patients() / 10; ++seed) {
      const auto record = record_of(patient(seed));
      if (!record) continue;
      assess::Assessment last = assess_with(first, *record);
      for (std::size_t i = 0; i < order.size(); ++i)
        last = extend(*workers[i], last, *record, {order[i]});
      const auto whole = assess_with(at_once, *record);
      const std::string differs =
          kept_alerts(whole, last).empty() ? first_difference(whole, last) : std::string();
      BOOST_TEST(differs.empty(), "seed " << seed << ": " << differs);
      if (!differs.empty()) return;
    }
  }
}

BOOST_AUTO_TEST_CASE(modules_that_are_gone_keep_their_alerts) {
  const auto ids = all_ids();
  for (const auto& added : ids) {
    if (added == core_id) continue;
    Ids earlier = ids;
    earlier.erase(added);
    assess::Worker before(prepared_of(modules_of(earlier)), "");
    assess::Worker later(extended_host(earlier, {added}, false), "");
    for (std::uint64_t seed = 1; seed <= patients() / 4; ++seed) {
      const auto record = record_of(patient(seed));
      if (!record) continue;
      const auto old = assess_with(before, *record);
      const auto extended = extend(later, old, *record, {added});
      BOOST_TEST(!has_lost_an_alert(old, extended), added << ": an alert is lost, seed " << seed);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
