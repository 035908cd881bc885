// SPDX-License-Identifier: Apache-2.0

#include "store/content.hpp"

#include <cmath>
#include <limits>

#include "record/bytes.hpp"

namespace causa::store {

namespace {

class Form {
 public:
  explicit Form(std::string& space) : writer_(std::move(space)), space_(space) {}
  Form(const Form&) = delete;
  Form& operator=(const Form&) = delete;
  ~Form() { space_ = writer_.take_space(); }

  void raw(std::string_view bytes) { writer_.raw(bytes); }
  void digest(const Digest& digest) {
    writer_.raw({static_cast<const char*>(static_cast<const void*>(digest.data())), digest.size()});
  }

  void add(const std::string& text) { add(std::string_view(text)); }
  void add(std::string_view text) {
    writer_.varint(text.size());
    writer_.raw(text);
  }
  void add(SharedText text) { add(text.text()); }
  void add(SharedTexts texts) { add(texts.texts()); }
  void add(double value) {
    if (std::isnan(value)) value = std::numeric_limits<double>::quiet_NaN();
    writer_.real(value == 0 ? 0.0 : value);
  }
  void add(bool value) { writer_.byte(value ? 1 : 0); }
  template <class Number>
    requires std::is_unsigned_v<Number>
  void add(Number value) {
    writer_.varint(value);
  }
  template <class Number>
    requires(std::is_signed_v<Number> && std::is_integral_v<Number>)
  void add(Number value) {
    writer_.zigzag(value);
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void add(Enum value) {
    writer_.varint(static_cast<std::uint64_t>(value));
  }
  template <class Value>
  void add(const std::vector<Value>& list) {
    add(std::span<const Value>(list));
  }
  template <class Value>
  void add(std::span<const Value> list) {
    writer_.varint(list.size());
    for (const Value& value : list) add(value);
  }
  template <class Value>
  void add(const std::optional<Value>& value) {
    add(value.has_value());
    if (value) add(*value);
  }
  void add(const std::optional<double>& value) {
    const bool is_number = value && !std::isnan(*value);
    add(is_number);
    if (is_number) add(*value);
  }
  void add(const std::optional<knowledge::Interval>& value) {
    const bool is_whole = value && !std::isnan(value->low) && !std::isnan(value->high);
    add(is_whole);
    if (is_whole) each(value->low, value->high);
  }

  // The names of all fields: one that is added doesn't compile here until the form knows it.
  void add(const AgeRange& age) {
    const auto& [low, high] = age;
    each(low, high);
  }
  void add(const assess::Estimate& estimate) {
    const auto& [p, low, high] = estimate;
    each(p, low, high);
  }
  void add(const assess::PriorUsed& prior) {
    const auto& [estimate, population, basis] = prior;
    each(estimate, population, basis);
  }
  void add(const assess::Chain& chain) {
    const auto& [because_of, f] = chain;
    each(because_of, f);
  }
  void add(const assess::ShownFact& fact) {
    const auto& [concept_id, name, state, comparator, value, unit, time_ms, start_ms, age_days,
                 reference_low, reference_high, laterality, source, matched_text, derived_from,
                 original_value, original_unit, original_code, quality] = fact;
    each(concept_id, name, state, comparator, value, unit, time_ms, start_ms, age_days,
         reference_low, reference_high, laterality, source, matched_text, derived_from,
         original_value, original_unit, original_code, quality);
  }
  void add(const assess::Evidence& evidence) {
    const auto& [module, rule, about, outcome, counted, weight_millibans, lr, lr_published, ci,
                 basis, grade, facts, missing, text, sources] = evidence;
    each(module, rule, about, outcome, counted, weight_millibans, lr, lr_published, ci, basis,
         grade, facts, missing, text, sources);
  }
  void add(const assess::CauseResult& cause) {
    const auto& [module, id, family, name, action, role, rank, explains, present, accounts_for,
                 complaint_class, prior, decided_by, chain, chain_head, judgement_only,
                 about_equal_to, evidence] = cause;
    each(module, id, family, name, action, role, rank, explains, present, accounts_for,
         complaint_class, prior, decided_by, chain, chain_head, judgement_only, about_equal_to,
         evidence);
  }
  void add(const assess::RaisedAlert& alert) {
    const auto& [module, id, cause, title, action, urgency, repeat_now, value, threshold, age_hours,
                 from_text, facts, sources] = alert;
    each(module, id, cause, title, action, urgency, repeat_now, value, threshold, age_hours,
         from_text, facts, sources);
  }
  void add(const assess::MustNotMiss& danger) {
    const auto& [id, name, action, present] = danger;
    each(id, name, action, present);
  }
  void add(const assess::State& state) {
    const auto& [id, name, present] = state;
    each(id, name, present);
  }
  void add(const assess::GivenAdvice& advice) {
    const auto& [module, id, kind, for_cause, text, sources, withheld, withheld_by, check] = advice;
    each(module, id, kind, for_cause, text, sources, withheld, withheld_by, check);
  }
  void add(const record::Ignored& ignored) {
    const auto& [source, reason, count, examples, grouped] = ignored;
    each(source, reason, count, examples, grouped);
  }
  void add(const lint::Finding& finding) {
    const auto& [id, severity, safety, place, message, cure] = finding;
    each(id, severity, safety, place, message, cure);
  }
  void add(const assess::ModuleUsed& module) {
    const auto& [id, version, sha256, status, approved, approved_by, allowed_because, why, ran_in,
                 microseconds] = module;
    each(id, version, sha256, status, approved, approved_by, allowed_because, why, ran_in,
         microseconds);
  }
  void add(const assess::Assessment& assessment) {
    const auto& [id, created_ms, as_of_ms, config_sha256, version, patient_id, sex, age,
                 complaint_present, complaint_classes, complaint_text, ranking, ranking_why, alerts,
                 causes, states, must_not_miss, unexplained, advice, facts, ignored, not_understood,
                 findings, resources_read, resources_used, modules] = assessment;
    each(id, created_ms, as_of_ms, config_sha256, version, patient_id, sex, age, complaint_present,
         complaint_classes, complaint_text, ranking, ranking_why, alerts, causes, states,
         must_not_miss, unexplained, advice, facts, ignored, not_understood, findings,
         resources_read, resources_used, modules);
  }

  [[nodiscard]] Digest hash() { return blake2b(writer_.written()); }

 private:
  template <class... Fields>
  void each(const Fields&... fields) {
    (add(fields), ...);
  }

  record::ByteWriter writer_;
  std::string& space_;
};

}  // namespace

Digest content_digest(const assess::Assessment& assessment, const ContentParts& parts,
                      std::string& space) {
  Form form(space);
  form.raw("causa.content/1");
  form.add(parts.record.has_value());
  if (parts.record) form.digest(*parts.record);
  form.digest(parts.config);
  for (const std::string& module : parts.modules) form.add(module);
  form.add(assessment);
  return form.hash();
}

Digest repeated_digest(const RepeatedParts& parts, std::string& space) {
  Form form(space);
  form.raw(parts.form == replaced_content ? "causa.content/3" : "causa.content/2");
  form.digest(parts.before);
  form.add(parts.id);
  form.add(parts.version);
  form.add(parts.created_ms);
  if (parts.form == replaced_content) form.add(parts.kept);
  form.add(parts.came);
  for (const std::string& module : parts.digests) form.add(module);
  return form.hash();
}

}  // namespace causa::store
