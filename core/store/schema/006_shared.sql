-- SPDX-License-Identifier: Apache-2.0
--
-- Schema 6 of the causa store: a version of an assessment shares the rows of an earlier one that
-- say the same. Conventions as in 001_first.sql; why so: docs/decisions/0013-versions-share-rows.md.
--
-- `base` is the version whose rows are shared; it has no base itself. Of each of its lists the rows
-- before position *_shared belong to this version too (NULL: all of them); this version's own rows
-- follow after them. The evidence of a cause is its own, or that of the cause at position
-- `evidence_cause` of the base. Alerts are never shared, for answers point at them. `parts` counts
-- own and shared rows alike. The views *_of_version below show what belongs to a version.
--
-- A version to which its modules had nothing to say but that they looked has form 2 of the content
-- digest (core/store/content.hpp), which is made from that of the version before it.

ALTER TABLE assessment ADD COLUMN base INTEGER REFERENCES assessment (id);
ALTER TABLE assessment ADD COLUMN modules_shared INTEGER;
ALTER TABLE assessment ADD COLUMN facts_shared INTEGER;
ALTER TABLE assessment ADD COLUMN causes_shared INTEGER;
ALTER TABLE assessment ADD COLUMN advice_shared INTEGER;
ALTER TABLE assessment ADD COLUMN states_shared INTEGER;
ALTER TABLE assessment ADD COLUMN must_not_miss_shared INTEGER;
ALTER TABLE assessment ADD COLUMN ignored_shared INTEGER;
ALTER TABLE assessment ADD COLUMN findings_shared INTEGER;
ALTER TABLE cause_result ADD COLUMN evidence_cause INTEGER;   -- NULL: its evidence is its own

DROP TRIGGER assessment_no_update;
CREATE TRIGGER assessment_no_update BEFORE UPDATE OF id, uuid, version, patient, record, config,
  run, created_ms, as_of_ms, sex, age_low_years, age_high_years, complaint_present,
  complaint_classes, complaint_text, ranking, ranking_why, unexplained, not_understood,
  resources_read, resources_used, parts, base, modules_shared, facts_shared, causes_shared,
  advice_shared, states_shared, must_not_miss_shared, ignored_shared, findings_shared ON assessment
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;

-- Only rows of an earlier version of the same assessment can be shared, and only where they stand.
CREATE TRIGGER assessment_base BEFORE INSERT ON assessment
WHEN NEW.base IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM assessment AS base
  WHERE base.id = NEW.base AND base.uuid = NEW.uuid AND base.version < NEW.version
    AND base.base IS NULL)
BEGIN SELECT RAISE(ABORT, 'the version whose rows are shared is not in the store'); END;

CREATE VIEW module_used_of_version AS
  SELECT a.id AS version_row, u.* FROM assessment a JOIN module_used u
  ON u.assessment IN (a.id, a.base)
  AND (u.assessment = a.id OR a.modules_shared IS NULL OR u.position < a.modules_shared);
CREATE VIEW fact_of_version AS
  SELECT a.id AS version_row, f.* FROM assessment a JOIN fact f
  ON f.assessment IN (a.id, a.base)
  AND (f.assessment = a.id OR a.facts_shared IS NULL OR f.position < a.facts_shared);
CREATE VIEW cause_result_of_version AS
  SELECT a.id AS version_row, r.*,
    iif(r.evidence_cause IS NULL, r.assessment, a.base) AS evidence_row,
    coalesce(r.evidence_cause, r.position) AS evidence_position
  FROM assessment a JOIN cause_result r
  ON r.assessment IN (a.id, a.base)
  AND (r.assessment = a.id OR a.causes_shared IS NULL OR r.position < a.causes_shared);
CREATE VIEW evidence_of_version AS
  SELECT c.version_row, c.position AS cause_position, c.cause AS cause_stated, e.*
  FROM cause_result_of_version c JOIN evidence e
  ON e.assessment = c.evidence_row AND e.cause = c.evidence_position;
CREATE VIEW advice_of_version AS
  SELECT a.id AS version_row, d.* FROM assessment a JOIN advice d
  ON d.assessment IN (a.id, a.base)
  AND (d.assessment = a.id OR a.advice_shared IS NULL OR d.position < a.advice_shared);
CREATE VIEW state_of_version AS
  SELECT a.id AS version_row, s.* FROM assessment a JOIN state s
  ON s.assessment IN (a.id, a.base)
  AND (s.assessment = a.id OR a.states_shared IS NULL OR s.position < a.states_shared);
CREATE VIEW must_not_miss_of_version AS
  SELECT a.id AS version_row, s.* FROM assessment a JOIN must_not_miss s
  ON s.assessment IN (a.id, a.base)
  AND (s.assessment = a.id OR a.must_not_miss_shared IS NULL
    OR s.position < a.must_not_miss_shared);
CREATE VIEW ignored_of_version AS
  SELECT a.id AS version_row, i.* FROM assessment a JOIN ignored i
  ON i.assessment IN (a.id, a.base)
  AND (i.assessment = a.id OR a.ignored_shared IS NULL OR i.position < a.ignored_shared);
CREATE VIEW finding_of_version AS
  SELECT a.id AS version_row, f.* FROM assessment a JOIN finding f
  ON f.assessment IN (a.id, a.base)
  AND (f.assessment = a.id OR a.findings_shared IS NULL OR f.position < a.findings_shared);
