// SPDX-License-Identifier: Apache-2.0

#include "assess/prepared.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "assess/broader_check.hpp"
#include "assess/derive_order.hpp"
#include "assess/joining.hpp"
#include "assess/module_check.hpp"
#include "assess/prior_weight.hpp"
#include "assess/site_profile.hpp"

namespace causa::assess {

bool Prepared::takes_part(std::uint32_t module) const {
  return std::none_of(faults.begin(), faults.end(),
                      [&](const Fault& fault) { return fault.module == module; });
}

class Compiler {
 public:
  Compiler(Prepared& prepared, const std::set<std::string>& coming)
      : prepared_(prepared), coming_(coming) {}

  Result<void> run() {
    if (auto added = add_terminology(); !added) return added.error();
    apply_site_profiles();
    weigh(prepared_.no_prior);
    const auto modules = prepared_.registry.modules();
    ModuleCheck check(modules, prepared_.vocabulary, prepared_.conditions);
    each_that_takes_part([&](std::uint32_t module) { return check.run(module); });
    // What takes no part owns nothing: a faulty module must not cost another its facts or causes.
    order_steps();
    each_that_takes_part([&](std::uint32_t module) { return check.own_causes(module); });
    for (std::uint32_t module = 0; module < modules.size(); ++module)
      if (prepared_.takes_part(module)) {
        compile_module(module);
        prepared_.first_reader.resize(prepared_.layout.size(), module);
      }
    join_rules();
    compile_steps();
    join_modules(prepared_, cause_index_);
    number_masks(prepared_);
    return {};
  }

 private:
  const knowledge::Manifest& manifest(std::uint32_t module) const {
    return prepared_.registry.modules()[module].manifest;
  }

  void fault(std::uint32_t module, std::string why) {
    if (prepared_.takes_part(module)) prepared_.faults.push_back({module, std::move(why)});
  }

  /// `check` gives back why a module can't take part; empty if it can.
  template <class Check>
  void each_that_takes_part(const Check& check) {
    for (std::uint32_t module = 0; module < prepared_.registry.modules().size(); ++module)
      if (prepared_.takes_part(module))
        if (std::string why = check(module); !why.empty()) fault(module, std::move(why));
  }

  Result<void> add_terminology() {
    const auto modules = prepared_.registry.modules();
    for (auto& broader : find_broader_faults(modules, prepared_.vocabulary))
      fault(broader.module, std::move(broader.why));
    std::unique_ptr<terminology::Vocabulary> before;
    if (bring_terms())
      before = std::make_unique<terminology::Vocabulary>(prepared_.vocabulary.copy());
    add_terms(prepared_.vocabulary, [](const knowledge::Manifest&) { return true; });
    if (before) {
      add_terms(*before, [&](const auto& manifest) { return !coming_.contains(manifest.id); });
      if (auto finished = before->finish(); !finished) return finished;
      prepared_.vocabulary_before = std::move(before);
    }
    return prepared_.vocabulary.finish();
  }

  /// Whether modules that come define, compute or wish for what nobody else does.
  [[nodiscard]] bool bring_terms() const {
    std::set<std::string_view> others;
    for (const auto& module : prepared_.registry.modules()) {
      if (coming_.contains(module.manifest.id)) continue;
      for (const auto& definition : module.manifest.terminology) others.insert(definition.id);
      for (const auto& step : module.manifest.derives)
        for (const auto& provided : step.provides) others.insert(provided.id);
      for (const auto& wish : module.manifest.facts) others.insert(wish.id);
    }
    const auto modules = prepared_.registry.modules();
    return std::any_of(modules.begin(), modules.end(), [&](const auto& module) {
      const knowledge::Manifest& it = module.manifest;
      return coming_.contains(it.id) &&
             (!it.terminology.empty() || !it.derives.empty() ||
              std::any_of(it.facts.begin(), it.facts.end(), [&](const auto& wish) {
                return !prepared_.vocabulary.find(wish.id) && !others.contains(wish.id);
              }));
    });
  }

  template <class Wanted>
  void add_terms(terminology::Vocabulary& vocabulary, const Wanted& wanted) {
    const auto modules = prepared_.registry.modules();
    for (std::uint32_t module = 0; module < modules.size(); ++module) {
      if (!prepared_.takes_part(module) || !wanted(manifest(module))) continue;
      const auto& id = manifest(module).id;
      for (const auto& definition : manifest(module).terminology)
        if (auto added = vocabulary.add(definition, id); !added)
          fault(module, added.error().message + "; " + added.error().cure);
      for (const auto& step : manifest(module).derives)
        for (const auto& provided : step.provides) add_derived(vocabulary, module, provided);
    }
    // Facts of modules that aren't loaded are known by name, and always unknown.
    for (std::uint32_t module = 0; module < modules.size(); ++module) {
      if (!wanted(manifest(module))) continue;
      for (const auto& wish : manifest(module).facts) {
        if (vocabulary.find(wish.id)) continue;
        terminology::ConceptDefinition definition;
        definition.id = definition.name = wish.id;
        definition.kind = wish.kind;
        definition.unit = wish.unit;
        if (auto added = vocabulary.add(std::move(definition), manifest(module).id, true); !added)
          fault(module, added.error().message);
      }
    }
  }

  void add_derived(terminology::Vocabulary& vocabulary, std::uint32_t module,
                   const knowledge::DerivedFact& provided) {
    terminology::ConceptDefinition definition;
    definition.id = provided.id;
    definition.name = provided.name;
    definition.kind = provided.kind;
    definition.unit = provided.unit;
    if (auto added = vocabulary.add(std::move(definition), manifest(module).id, true); !added)
      fault(module, added.error().message + "; " + added.error().cure);
  }

  /// A profile with any fault of its own changes nothing.
  void apply_site_profiles() {
    const auto modules = prepared_.registry.modules_to_adjust();
    SiteProfiles profiles(modules, prepared_.vocabulary);
    for (std::uint32_t module = 0; module < modules.size(); ++module) {
      if (manifest(module).adjusts.empty() || !prepared_.takes_part(module)) continue;
      Conditions before_changes;
      std::string why = ModuleCheck(modules, prepared_.vocabulary, before_changes).run(module);
      if (why.empty()) why = profiles.apply(module);
      if (!why.empty()) fault(module, std::move(why));
    }
  }

  void order_steps() {
    std::vector<const knowledge::Manifest*> manifests;
    for (std::uint32_t module = 0; module < prepared_.registry.modules().size(); ++module)
      manifests.push_back(prepared_.takes_part(module) ? &manifest(module) : nullptr);
    auto order = order_derive_steps(std::move(manifests));
    for (auto& refused : order.refused) fault(refused.module, std::move(refused.why));
    step_order_ = std::move(order.steps);
  }

  Test test(std::uint32_t module, const knowledge::ConditionText& text,
            rules::Ties ties = rules::Ties::must_agree,
            rules::Windows windows = rules::Windows::apply) {
    if (text.text.empty()) return {};
    Test result;
    result.program = rules::Program(condition(module, text), prepared_.layout, prepared_.vocabulary,
                                    ties, windows);
    result.mask = 0;  // given its number by number_masks()
    return result;
  }

  /// Of a module that was checked.
  const rules::Condition& condition(std::uint32_t module, const knowledge::ConditionText& text) {
    return std::get<rules::Condition>(
        prepared_.conditions.parse(text, manifest(module), prepared_.vocabulary));
  }

  void compile_module(std::uint32_t module) {
    const auto& it = manifest(module);
    for (const auto& cause : it.causes) compile_cause(module, cause);
    for (const auto& rule : it.rules) compile_rule(module, rule);
    for (const auto& alert : it.alerts) {
      std::string threshold = condition(module, alert.when).words(prepared_.vocabulary);
      if (!alert.adjusted.empty()) threshold += fmt::format(" ({})", alert.adjusted);
      prepared_.alerts.push_back(
          {module, &alert, test(module, alert.when, rules::Ties::take_worse),
           test(module, alert.when, rules::Ties::take_worse, rules::Windows::lift),
           std::move(threshold)});
    }
    for (const auto& advice : it.advice)
      prepared_.advice.push_back(
          {module, &advice, test(module, advice.when),
           std::vector<SharedText>(advice.for_causes.begin(), advice.for_causes.end())});
    for (const auto& withhold : it.withholds)
      prepared_.withholds.push_back({module, &withhold,
                                     test(module, withhold.when, rules::Ties::take_worse),
                                     Check(withhold.check)});
  }

  void compile_cause(std::uint32_t module, const knowledge::Cause& cause) {
    PreparedCause prepared;
    prepared.module = module;
    prepared.cause = &cause;
    prepared.requires_test = test(module, cause.requires_condition);
    prepared.pattern = test(module, cause.pattern);
    for (const auto& prior : cause.prior) prepared.priors.push_back(compile_prior(module, prior));
    for (const auto& account : cause.accounts_for) {
      PreparedAccount bands{account.complaint, {}};
      for (const auto& band : account.bands) bands.bands.push_back(compile_band(module, band));
      prepared.accounts.push_back(std::move(bands));
    }
    for (const auto& decision : cause.decided_by)
      prepared.decisions.push_back(compile_decision(module, decision));
    cause_index_[cause.id] = static_cast<std::uint32_t>(prepared_.causes.size());
    prepared_.causes.push_back(std::move(prepared));
  }

  PreparedPrior compile_prior(std::uint32_t module, const knowledge::Prior& prior) {
    const bool speaks = !condition(module, prior.when).concepts().empty();
    PreparedPrior prepared{&prior, test(module, prior.when), speaks};
    weigh(prepared);
    return prepared;
  }

  PreparedBand compile_band(std::uint32_t module, const knowledge::Account& account) {
    PreparedBand band{test(module, account.when), {}, 0};
    if (account.grade)
      band.x = estimate_of(*account.grade, prepared_.constants);
    else if (account.ratio)
      band.x = attributable_fraction(*account.ratio, account.ci);
    else if (account.p)
      band.x = {*account.p, account.range ? account.range->low : *account.p,
                account.range ? account.range->high : *account.p};
    band.variance = logit_variance(band.x);
    return band;
  }

  PreparedDecision compile_decision(std::uint32_t module, const knowledge::Decision& decision) {
    PreparedDecision prepared;
    prepared.decision = &decision;
    prepared.test = test(module, decision.when);
    if (decision.fact.empty()) {
      prepared.diagnosis = diagnosis_of(module, decision.when);
      return prepared;
    }
    const auto concept_id = *prepared_.vocabulary.find(decision.fact);
    const auto unit = prepared_.vocabulary.conversion(concept_id, decision.unit).value();
    prepared.below = decision.below.has_value();
    prepared.threshold =
        (prepared.below ? *decision.below : *decision.above) * unit.factor + unit.offset;
    prepared.sigma = decision.sigma * unit.factor;
    prepared.column = prepared_.layout.add(
        {concept_id, facts::Aspect::value, knowledge::Take::latest, window_of(module, concept_id)},
        prepared_.vocabulary);
    return prepared;
  }

  /// The column of a condition that asks for one diagnosis and nothing else.
  std::uint32_t diagnosis_of(std::uint32_t module, const knowledge::ConditionText& text) {
    const auto id = prepared_.vocabulary.find(text.text);
    if (!id || !text.text.starts_with("condition.")) return no_index;
    return prepared_.layout.add(
        {*id, facts::Aspect::value, knowledge::Take::latest, window_of(module, *id)},
        prepared_.vocabulary);
  }

  std::int64_t window_of(std::uint32_t module, terminology::ConceptId concept_id) const {
    const auto& definition = prepared_.vocabulary[concept_id].definition;
    for (const auto& wish : manifest(module).facts)
      if (wish.id == definition.id && wish.within_ms >= 0) return wish.within_ms;
    return definition.window_ms;
  }

  void compile_rule(std::uint32_t module, const knowledge::Rule& rule) {
    PreparedRule prepared;
    prepared.module = module;
    prepared.rule = &rule;
    prepared.test = test(module, rule.when);
    prepared.group = rule.group.empty() ? manifest(module).id + "/" + rule.id : rule.group;
    if (rule.holds) {
      prepared.holds = weight_of(*rule.holds, true, prepared_.constants);
      if (!rule.holds->lr_from.empty())
        if (const auto concept_id = prepared_.vocabulary.find(rule.holds->lr_from))
          prepared.lr_column =
              prepared_.layout.add({*concept_id, facts::Aspect::value, knowledge::Take::latest, 0},
                                   prepared_.vocabulary);
    }
    if (rule.fails) prepared.fails = weight_of(*rule.fails, false, prepared_.constants);
    loose_rules_.push_back(std::move(prepared));
  }

  void join_rules() {
    for (auto& rule : loose_rules_) {
      const auto found = cause_index_.find(rule.rule->cause);
      auto& target = found == cause_index_.end() ? prepared_.orphan_rules
                                                 : prepared_.causes[found->second].rules;
      target.push_back(std::move(rule));
    }
    for (auto& cause : prepared_.causes) number_groups(cause);
  }

  static void number_groups(PreparedCause& cause) {
    std::set<std::string_view> groups;
    for (const auto& rule : cause.rules) groups.insert(rule.group);
    cause.groups = static_cast<std::uint32_t>(groups.size());
    for (auto& rule : cause.rules)
      rule.group_place =
          static_cast<std::uint32_t>(std::distance(groups.begin(), groups.find(rule.group)));
  }

  void compile_steps() {
    for (const auto& [module, step] : step_order_) {
      if (!prepared_.takes_part(module)) continue;
      const auto& one = prepared_.registry.modules()[module];
      PreparedStep prepared;
      prepared.module = module;
      prepared.step = step;
      prepared.definition = &manifest(module).derives[step];
      for (const auto& need : prepared.definition->needs)
        prepared.needs.push_back(compile_need(module, need));
      for (const auto& provided : prepared.definition->provides)
        prepared.provides.push_back(*prepared_.vocabulary.find(provided.id));
      note_reader(prepared, module);
      // What a step reads that isn't run again is known all the same, and shown.
      const bool runs = one.has_library() && !one.idle_steps.contains(prepared.definition->id);
      if (runs) prepared_.steps.push_back(std::move(prepared));
    }
  }

  void note_reader(const PreparedStep& step, std::uint32_t module) {
    auto& first_reader = prepared_.first_reader;
    first_reader.resize(prepared_.layout.size(), module);
    for (const auto& need : step.needs)
      for (const std::uint32_t column : {need.column, need.start_column})
        if (column != no_index) first_reader[column] = std::min(first_reader[column], module);
  }

  PreparedStep::Need compile_need(std::uint32_t module, const std::string& need) {
    if (need == "patient.age") return {facts::age_column, false, 1, 0, no_index};
    if (need == "patient.female") return {facts::female_column, false, 1, 0, no_index};
    const auto concept_id = *prepared_.vocabulary.find(need);
    facts::ColumnKey key{concept_id, facts::Aspect::value, knowledge::Take::latest,
                         window_of(module, concept_id)};
    PreparedStep::Need prepared;
    for (const auto& wish : manifest(module).facts) {
      if (wish.id != need) continue;
      key.take = wish.take;
      prepared.all = wish.take == knowledge::Take::all;
      if (!wish.unit.empty())
        if (const auto unit = prepared_.vocabulary.conversion(concept_id, wish.unit)) {
          prepared.factor = unit->factor;
          prepared.offset = unit->offset;
        }
    }
    prepared.column = prepared_.layout.add(key, prepared_.vocabulary);
    if (prepared_.vocabulary[concept_id].definition.kind == terminology::ConceptKind::truth)
      prepared.start_column =
          prepared_.layout.add({concept_id, facts::Aspect::start_days, knowledge::Take::latest, 0},
                               prepared_.vocabulary);
    return prepared;
  }

  Prepared& prepared_;
  const std::set<std::string>& coming_;
  std::vector<StepPlace> step_order_;
  std::unordered_map<std::string, std::uint32_t> cause_index_;
  std::vector<PreparedRule> loose_rules_;
};

Result<std::shared_ptr<const Prepared>> Prepared::make(
    plugin::Registry registry, terminology::Vocabulary vocabulary, const Constants& constants,
    std::map<std::string, std::string> module_settings, const std::set<std::string>& coming) {
  std::shared_ptr<Prepared> prepared(new Prepared);
  prepared->registry = std::move(registry);
  prepared->vocabulary = std::move(vocabulary);
  prepared->constants = constants;
  prepared->module_settings = std::move(module_settings);
  if (auto done = Compiler(*prepared, coming).run(); !done) return done.error();
  prepared->concept_words = words_of_concepts(prepared->vocabulary);
  for (const ConceptWords& words : prepared->concept_words)
    prepared->complains.push_back(words.complaint.empty() ? 0 : 1);
  prepared->modules_used = modules_of(prepared->registry);
  for (const Fault& fault : prepared->faults)
    refuse(fault.why, prepared->modules_used[fault.module]);
  return std::shared_ptr<const Prepared>(std::move(prepared));
}

}  // namespace causa::assess
