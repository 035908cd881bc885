// SPDX-License-Identifier: Apache-2.0

#include "store/stated.hpp"

#include "store/enumerations.hpp"
#include "store/lists.hpp"

namespace causa::store {

bool ModuleKept::read(Cursor& cursor) {
  cursor.read(id, version, sha256);
  return true;
}

bool ConceptStated::read(Cursor& cursor) {
  cursor.read(concept_id, name, unit, original_unit, original_code, derived_from);
  return true;
}

bool CauseStated::read(Cursor& cursor) {
  assess::Estimate& estimate = prior.estimate;
  cursor.read(id, family, name, action, role, estimate.p, estimate.low, estimate.high,
              prior.population, prior.basis);
  return true;
}

bool RuleStated::read(Cursor& cursor) {
  std::optional<double> ci_low, ci_high;
  std::string missing_text, sources_text;
  cursor.read(rule, about, outcome, lr_published, ci_low, ci_high, basis, grade, text, missing_text,
              sources_text);
  if (ci_low && ci_high) ci = knowledge::Interval{*ci_low, *ci_high};
  return read_list(missing_text, missing) && read_list(sources_text, sources);
}

bool AlertStated::read(Cursor& cursor) {
  std::string sources_text;
  cursor.read(id, cause, title, action, threshold, sources_text);
  return read_list(sources_text, sources);
}

bool AdviceStated::read(Cursor& cursor) {
  std::string sources_text, check_text;
  cursor.read(id, kind, for_cause, text, sources_text, withheld, check_text);
  return read_list(sources_text, sources) && read_list(check_text, check);
}

bool NameStated::read(Cursor& cursor) {
  cursor.read(cause, name, action);
  return true;
}

bool FindingStated::read(Cursor& cursor) {
  cursor.read(id, severity, safety, cure);
  return true;
}

Stated::Stated(sqlite3* database)
    : modules(database, "SELECT module_id, version, sha256 FROM module WHERE id = ?"),
      concepts(database,
               "SELECT concept, name, unit, original_unit, original_code, derived_from "
               "FROM concept_stated WHERE id = ?"),
      causes(database,
             "SELECT cause, family, name, action, role, prior_p, prior_low, prior_high, "
             "prior_population, prior_basis FROM cause_stated WHERE id = ?"),
      rules(database,
            "SELECT rule, about, outcome, lr_published, ci_low, ci_high, basis, grade, text, "
            "missing, sources FROM rule_stated WHERE id = ?"),
      alerts(database,
             "SELECT alert, cause, title, action, threshold, sources FROM alert_stated "
             "WHERE id = ?"),
      advice(database,
             "SELECT advice, kind, for_cause, text, sources, withheld, \"check\" "
             "FROM advice_stated WHERE id = ?"),
      names(database, "SELECT cause, name, action FROM name_stated WHERE id = ?"),
      findings(database,
               "SELECT finding, severity, safety, cure FROM finding_stated WHERE id = ?") {}

void Stated::forget() {
  modules.forget();
  concepts.forget();
  causes.forget();
  rules.forget();
  alerts.forget();
  advice.forget();
  names.forget();
  findings.forget();
}

}  // namespace causa::store
