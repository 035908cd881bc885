// SPDX-License-Identifier: Apache-2.0

#include "random_assessment.hpp"

#include <random>

#include "base/hash.hpp"
#include "store/enumerations.hpp"

namespace causa::store_test {

namespace {

class Filler {
 public:
  explicit Filler(std::uint64_t seed) : random_(seed) {}

  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

  void fill(bool& field) { field = below(2) == 1; }
  void fill(double& field) {
    // All 52 bits of the fraction, over many orders of magnitude, with either sign.
    field = std::uniform_real_distribution<double>(-1, 1)(random_);
    for (std::uint64_t i = below(20); i > 0; --i) field *= 10;
  }
  void fill(std::string& field) {
    field = "text " + std::to_string(random_());
    if (below(4) == 0) field += " \"quoted\\\" \n\t [\u00b5mol/L], \u03b1 \U0001F9B5";
    if (below(8) == 0) field.clear();
  }
  template <class Number>
    requires std::is_integral_v<Number>
  void fill(Number& field) {
    field = static_cast<Number>(random_());
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void fill(Enum& field) {
    const auto first = static_cast<std::uint64_t>(store::Enumerators<Enum>::first);
    const auto last = static_cast<std::uint64_t>(store::Enumerators<Enum>::last);
    field = static_cast<Enum>(first + below(last - first + 1));
  }
  template <class Value>
  void fill(std::optional<Value>& field) {
    field.reset();
    if (below(3) != 0) fill(field.emplace());
  }
  template <class Value>
  void fill(std::vector<Value>& field) {
    field.resize(below(5));
    for (Value& value : field) fill(value);
  }
  void positions(std::vector<std::uint32_t>& field, std::size_t count) {
    field.resize(count == 0 ? 0 : below(4));
    for (std::uint32_t& value : field) value = static_cast<std::uint32_t>(below(count));
  }
  void position(std::uint32_t& field, std::size_t count) {
    field = static_cast<std::uint32_t>(below(count));
  }

  // The names of all fields: a field that is added doesn't compile here until it is filled, and
  // the round trip then fails until it is stored.
  void fill(SharedText& text) {
    std::string made;
    fill(made);
    text = made;
  }
  void fill(SharedTexts& texts) {
    std::vector<std::string> made;
    fill(made);
    texts = made;
  }
  void fill(knowledge::Interval& interval) {
    auto& [low, high] = interval;
    each(low, high);
  }
  void fill(AgeRange& age) {
    auto& [low, high] = age;
    each(low, high);
  }
  void fill(assess::Estimate& estimate) {
    auto& [p, low, high] = estimate;
    each(p, low, high);
  }
  void fill(assess::PriorUsed& prior) {
    auto& [estimate, population, basis] = prior;
    each(estimate, population, basis);
  }
  void fill(assess::Chain& chain) {
    auto& [because_of, f] = chain;
    each(because_of, f);
  }
  void fill(assess::ShownFact& fact) {
    auto& [concept_id, name, state, comparator, value, unit, time_ms, start_ms, age_days, low, high,
           laterality, source, matched_text, derived_from, original_value, original_unit,
           original_code, quality] = fact;
    each(concept_id, name, state, comparator, value, unit, time_ms, start_ms, age_days, low, high,
         laterality, source, matched_text, derived_from, original_value, original_unit,
         original_code, quality);
    if (below(4) == 0) time_ms = unknown_time;
    if (below(4) == 0) start_ms = unknown_time;
  }
  void fill(assess::Evidence& evidence) {
    auto& [module, rule, about, outcome, counted, weight_millibans, lr, lr_published, ci, basis,
           grade, facts, missing, text, sources] = evidence;
    each(rule, about, outcome, counted, weight_millibans, lr, lr_published, ci, basis, grade,
         missing, text, sources);
    position(module, modules_);
    positions(facts, facts_);
  }
  void fill(assess::CauseResult& cause) {
    auto& [module, id, family, name, action, role, rank, explains, present, accounts_for,
           complaint_class, prior, decided_by, chain, chain_head, judgement_only, about_equal_to,
           evidence] = cause;
    each(id, family, name, action, role, rank, explains, present, accounts_for, complaint_class,
         prior, decided_by, chain, chain_head, judgement_only, about_equal_to, evidence);
    position(module, modules_);
  }
  void fill(assess::RaisedAlert& alert) {
    auto& [module, id, cause, title, action, urgency, repeat_now, value, threshold, age_hours,
           from_text, facts, sources] = alert;
    each(id, cause, title, action, urgency, repeat_now, value, threshold, age_hours, from_text,
         sources);
    position(module, modules_);
    positions(facts, facts_);
  }
  void fill(assess::MustNotMiss& danger) {
    auto& [id, name, action, present] = danger;
    each(id, name, action, present);
  }
  void fill(assess::State& state) {
    auto& [id, name, present] = state;
    each(id, name, present);
  }
  void fill(assess::GivenAdvice& advice) {
    auto& [module, id, kind, for_cause, text, sources, withheld, withheld_by, check] = advice;
    each(id, kind, for_cause, text, sources, withheld, check);
    position(module, modules_);
    position(withheld_by, modules_);
  }
  void fill(record::Ignored& ignored) {
    auto& [source, reason, count, examples, grouped] = ignored;
    each(source, reason, count, examples, grouped);
  }
  void fill(lint::Finding& finding) {
    auto& [id, severity, safety, place, message, cure] = finding;
    each(id, severity, safety, place, message, cure);
  }
  void fill(assess::ModuleUsed& module) {
    auto& [id, version, sha256, status, approved, approved_by, allowed_because, why, ran_in,
           microseconds] = module;
    each(id, version, sha256, status, approved, approved_by, allowed_because, why, ran_in,
         microseconds);
  }
  void fill(assess::Assessment& assessment) {
    auto& [id, created_ms, as_of_ms, config_sha256, version, patient_id, sex, age,
           complaint_present, complaint_classes, complaint_text, ranking, ranking_why, alerts,
           causes, states, must_not_miss, unexplained, advice, facts, ignored, not_understood,
           findings, resources_read, resources_used, modules] = assessment;
    each(id, created_ms, as_of_ms, config_sha256, patient_id, sex, age, complaint_present,
         complaint_classes, complaint_text, ranking, ranking_why, states, must_not_miss,
         unexplained, facts, ignored, not_understood, findings, resources_read, resources_used,
         modules);
    modules.resize(modules.size() + 1);
    fill(modules.back());
    modules_ = modules.size();
    facts_ = facts.size();
    each(alerts, causes, advice);
    id += " id " + std::to_string(random_());
    version = 1;
  }

 private:
  template <class... Fields>
  void each(Fields&... fields) {
    (fill(fields), ...);
  }

  std::mt19937_64 random_;
  std::size_t modules_ = 1, facts_ = 0;
};

constexpr char config_text[] = "[model]\nshrink = 0.5\n";

assess::Evidence usual_evidence(Filler& filler, std::uint32_t number) {
  assess::Evidence evidence;
  evidence.module = number % 8;
  evidence.rule = "rule_about_something_" + std::to_string(number);
  evidence.outcome = static_cast<assess::Outcome>(1 + number % 3);
  evidence.counted = assess::Counted::yes;
  evidence.weight_millibans = static_cast<std::int32_t>(filler.below(2000));
  evidence.lr = 1.0 + static_cast<double>(filler.below(100)) / 7;
  evidence.lr_published = 4.7;
  evidence.ci = knowledge::Interval{2.2, 9.9};
  evidence.basis = knowledge::Basis::measured;
  evidence.grade = "A";
  evidence.text = "leg pulse reduced or absent on the side of the complaint";
  if (number % 5 == 0)
    evidence.text = "potassium " + std::to_string(filler.below(60)) + " mmol/L, below 3.5";
  evidence.sources = {"khan2006", "guideline_of_somebody_2019"};
  if (evidence.outcome == assess::Outcome::unknown) {
    evidence.missing = {"lab.magnesium"};
  } else {
    evidence.facts = {number % 10};
  }
  return evidence;
}

assess::CauseResult usual_cause(Filler& filler, std::uint32_t number) {
  assess::CauseResult cause;
  cause.module = number % 8;
  cause.id = "electrolytes.cause_" + std::to_string(number);
  cause.family = "electrolytes";
  cause.name = "Low something in the blood";
  cause.rank = number + 1;
  filler.fill(cause.explains);
  filler.fill(cause.present);
  filler.fill(cause.accounts_for);
  cause.complaint_class = "leg_cramp";
  cause.prior = {{0.03, 0.01, 0.08}, "adults with leg cramps", knowledge::Basis::expert};
  for (std::uint32_t i = 0; i < (number == 0 ? 3u : 2u); ++i)
    cause.evidence.push_back(usual_evidence(filler, number * 3 + i));
  return cause;
}

assess::ShownFact usual_fact(Filler& filler, std::uint32_t number) {
  assess::ShownFact fact;
  fact.concept_id = "lab.concept_" + std::to_string(number);
  fact.name = "Concept measured in serum";
  fact.value = static_cast<double>(filler.below(500)) / 10;
  fact.unit = fact.original_unit = "mmol/L";
  fact.time_ms = 1'700'000'000'000 + static_cast<std::int64_t>(filler.below(ms_per_day));
  fact.age_days = 1.5;
  fact.reference_low = 3.5;
  fact.reference_high = 5.1;
  fact.source = "Observation/" + std::to_string(filler.below(1'000'000));
  fact.original_value = fact.value;
  fact.original_code = "2823-3";
  return fact;
}

}  // namespace

assess::Assessment random_assessment(std::uint64_t seed) {
  assess::Assessment assessment;
  Filler(seed).fill(assessment);
  return assessment;
}

std::string random_record(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string bytes(1 + random() % 3000, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random() & 0xff);
  return bytes;
}

assess::Assessment usual_assessment(std::uint64_t patient) {
  Filler filler(patient);
  assess::Assessment assessment;
  assessment.id = random_uuid();
  assessment.created_ms = assessment.as_of_ms = 1'790'000'000'000;
  assessment.config_sha256 = sha256_hex(config_text);
  assessment.patient_id = "patient-" + std::to_string(patient);
  assessment.age = {67, 67};
  assessment.complaint_present = true;
  assessment.complaint_classes = {"leg_cramp"};
  assessment.complaint_text = "cramp in lower leg, at night";
  assessment.ranking = assess::Sufficiency::sufficient;
  for (std::uint32_t i = 0; i < 8; ++i) {
    const std::string id = "org.causa.module_" + std::to_string(i);
    assessment.modules.push_back({id, "1.0.0", sha256_hex(id), assess::ModuleStatus::ok, true, "",
                                  "", "", assess::RanIn::program, filler.below(100)});
  }
  for (std::uint32_t i = 0; i < 10; ++i) {
    assessment.facts.push_back(usual_fact(filler, i));
    assessment.causes.push_back(usual_cause(filler, i));
  }
  return assessment;
}

Manifests::Manifests(const assess::Assessment& assessment) {
  texts_.reserve(assessment.modules.size());
  for (const assess::ModuleUsed& module : assessment.modules) {
    texts_.push_back("{\"id\":\"" + module.sha256 + "\"}");
    sources_.push_back({module.id, module.version, module.sha256, texts_.back()});
  }
}

void save(store::Store& store, const assess::Assessment& assessment, std::uint64_t record_seed) {
  const Manifests manifests(assessment);
  store.keep_modules(manifests.sources()).value();
  const std::string record = random_record(record_seed);
  const store::Entry entry{&assessment, record};
  store::Batch batch;
  batch.entries = {&entry, 1};
  batch.config_text = config_text;
  store.save(batch).value();
}

}  // namespace causa::store_test
