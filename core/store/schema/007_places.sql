-- SPDX-License-Identifier: Apache-2.0
--
-- Schema 7 of the causa store: a version of an assessment may have a row of its own where its base
-- has another one. Conventions as in 001_first.sql; why so: docs/decisions/0013-versions-share-rows.md.
--
-- As in schema 6 the rows of `base` before position *_shared belong to the version, but now only
-- those in whose place it has no row of its own. No row is touched: what was written with schema 6
-- has its own rows after those that it shares, and reads the same.

DROP VIEW module_used_of_version;
CREATE VIEW module_used_of_version AS
  SELECT a.id AS version_row, u.* FROM assessment a JOIN module_used u
  ON u.assessment IN (a.id, a.base)
  AND (u.assessment = a.id OR (a.modules_shared IS NULL OR u.position < a.modules_shared)
    AND NOT EXISTS (SELECT 1 FROM module_used own
      WHERE own.assessment = a.id AND own.position = u.position));
DROP VIEW fact_of_version;
CREATE VIEW fact_of_version AS
  SELECT a.id AS version_row, f.* FROM assessment a JOIN fact f
  ON f.assessment IN (a.id, a.base)
  AND (f.assessment = a.id OR (a.facts_shared IS NULL OR f.position < a.facts_shared)
    AND NOT EXISTS (SELECT 1 FROM fact own
      WHERE own.assessment = a.id AND own.position = f.position));
DROP VIEW evidence_of_version;
DROP VIEW cause_result_of_version;
CREATE VIEW cause_result_of_version AS
  SELECT a.id AS version_row, r.*,
    iif(r.evidence_cause IS NULL, r.assessment, a.base) AS evidence_row,
    coalesce(r.evidence_cause, r.position) AS evidence_position
  FROM assessment a JOIN cause_result r
  ON r.assessment IN (a.id, a.base)
  AND (r.assessment = a.id OR (a.causes_shared IS NULL OR r.position < a.causes_shared)
    AND NOT EXISTS (SELECT 1 FROM cause_result own
      WHERE own.assessment = a.id AND own.position = r.position));
CREATE VIEW evidence_of_version AS
  SELECT c.version_row, c.position AS cause_position, c.cause AS cause_stated, e.*
  FROM cause_result_of_version c JOIN evidence e
  ON e.assessment = c.evidence_row AND e.cause = c.evidence_position;
DROP VIEW advice_of_version;
CREATE VIEW advice_of_version AS
  SELECT a.id AS version_row, d.* FROM assessment a JOIN advice d
  ON d.assessment IN (a.id, a.base)
  AND (d.assessment = a.id OR (a.advice_shared IS NULL OR d.position < a.advice_shared)
    AND NOT EXISTS (SELECT 1 FROM advice own
      WHERE own.assessment = a.id AND own.position = d.position));
DROP VIEW state_of_version;
CREATE VIEW state_of_version AS
  SELECT a.id AS version_row, s.* FROM assessment a JOIN state s
  ON s.assessment IN (a.id, a.base)
  AND (s.assessment = a.id OR (a.states_shared IS NULL OR s.position < a.states_shared)
    AND NOT EXISTS (SELECT 1 FROM state own
      WHERE own.assessment = a.id AND own.position = s.position));
DROP VIEW must_not_miss_of_version;
CREATE VIEW must_not_miss_of_version AS
  SELECT a.id AS version_row, s.* FROM assessment a JOIN must_not_miss s
  ON s.assessment IN (a.id, a.base)
  AND (s.assessment = a.id OR (a.must_not_miss_shared IS NULL
    OR s.position < a.must_not_miss_shared)
    AND NOT EXISTS (SELECT 1 FROM must_not_miss own
      WHERE own.assessment = a.id AND own.position = s.position));
DROP VIEW ignored_of_version;
CREATE VIEW ignored_of_version AS
  SELECT a.id AS version_row, i.* FROM assessment a JOIN ignored i
  ON i.assessment IN (a.id, a.base)
  AND (i.assessment = a.id OR (a.ignored_shared IS NULL OR i.position < a.ignored_shared)
    AND NOT EXISTS (SELECT 1 FROM ignored own
      WHERE own.assessment = a.id AND own.position = i.position));
DROP VIEW finding_of_version;
CREATE VIEW finding_of_version AS
  SELECT a.id AS version_row, f.* FROM assessment a JOIN finding f
  ON f.assessment IN (a.id, a.base)
  AND (f.assessment = a.id OR (a.findings_shared IS NULL OR f.position < a.findings_shared)
    AND NOT EXISTS (SELECT 1 FROM finding own
      WHERE own.assessment = a.id AND own.position = f.position));
