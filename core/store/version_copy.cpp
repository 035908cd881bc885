// SPDX-License-Identifier: Apache-2.0

#include "store/version_copy.hpp"

namespace causa::store {

VersionCopy::VersionCopy(sqlite3* database)
    : alerts_(database,
              "INSERT INTO alert (assessment, position, module, alert, urgency, repeat_now, "
              "value, age_hours, from_text, facts) SELECT ?1, position, module, alert, "
              "urgency, repeat_now, value, age_hours, from_text, facts FROM alert "
              "WHERE assessment = ?2"),
      modules_(database,
               "INSERT INTO module_used (assessment, position, module, status, approved, "
               "approved_by, allowed_because, why, ran_in, microseconds) SELECT ?1, position, "
               "module, status, approved, approved_by, allowed_because, why, ran_in, "
               "microseconds FROM module_used WHERE assessment = ?2 AND position < ?3"),
      facts_(database,
             "INSERT INTO fact (assessment, position, concept, state, comparator, value, "
             "time_ms, start_ms, age_days, reference_low, reference_high, laterality, "
             "source, matched_text, original_value, quality) SELECT ?1, position, concept, "
             "state, comparator, value, time_ms, start_ms, age_days, reference_low, "
             "reference_high, laterality, source, matched_text, original_value, quality "
             "FROM fact WHERE assessment = ?2"),
      causes_(database,
              "INSERT INTO cause_result (assessment, position, module, cause, rank, "
              "explains_p, explains_low, explains_high, present_p, present_low, "
              "present_high, accounts_for_p, accounts_for_low, accounts_for_high, "
              "complaint_class, decided_by, because_of, chain_f, chain_head, "
              "judgement_only, about_equal_to, evidence_cause) SELECT ?1, position, module, "
              "cause, rank, explains_p, explains_low, explains_high, present_p, present_low, "
              "present_high, accounts_for_p, accounts_for_low, accounts_for_high, "
              "complaint_class, decided_by, because_of, chain_f, chain_head, "
              "judgement_only, about_equal_to, evidence_cause FROM cause_result "
              "WHERE assessment = ?2"),
      evidence_(database,
                "INSERT INTO evidence (assessment, cause, position, module, rule, counted, "
                "weight_millibans, lr, facts, text, missing) SELECT ?1, cause, position, "
                "module, rule, counted, weight_millibans, lr, facts, text, missing "
                "FROM evidence WHERE assessment = ?2"),
      advice_(database,
              "INSERT INTO advice (assessment, position, module, advice, withheld_by) "
              "SELECT ?1, position, module, advice, withheld_by FROM advice "
              "WHERE assessment = ?2"),
      states_(database,
              "INSERT INTO state (assessment, position, name, present_p, present_low, "
              "present_high) SELECT ?1, position, name, present_p, present_low, "
              "present_high FROM state WHERE assessment = ?2"),
      must_not_miss_(database,
                     "INSERT INTO must_not_miss (assessment, position, name, present_p, "
                     "present_low, present_high) SELECT ?1, position, name, present_p, "
                     "present_low, present_high FROM must_not_miss WHERE assessment = ?2"),
      ignored_(database,
               "INSERT INTO ignored (assessment, position, source, reason, count, examples, "
               "grouped) SELECT ?1, position, source, reason, count, examples, grouped "
               "FROM ignored WHERE assessment = ?2"),
      findings_(database,
                "INSERT INTO finding (assessment, position, finding, place, message) "
                "SELECT ?1, position, finding, place, message FROM finding "
                "WHERE assessment = ?2") {}

bool VersionCopy::own_rows(std::int64_t to, std::int64_t from, std::uint32_t modules) {
  if (!modules_.run(to, from, modules)) return false;
  for (Statement* copy :
       {&facts_, &causes_, &evidence_, &advice_, &states_, &must_not_miss_, &ignored_, &findings_})
    if (!copy->run(to, from)) return false;
  return true;
}

}  // namespace causa::store
