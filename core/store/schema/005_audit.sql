-- SPDX-License-Identifier: Apache-2.0
--
-- Schema 5 of the causa store: an audit whose records are chained by hash, forgetting, and where a
-- module ran. Conventions as in 001_first.sql; digests are BLAKE2b-256 (`b2sum -l 256`), 32 bytes.
--
-- The hash of a record is the digest of its fields as netstrings ("LENGTH:TEXT,") one after the
-- other: the text "causa.audit/1", `before` in lower-case hexadecimal, number, time_ms, the
-- actor's host, system_user, user, program and version, what, subject in hexadecimal, content in
-- hexadecimal, form, about, detail. Numbers are decimal; NULL is the empty text. `before` is the
-- hash of the record with the number before, 32 zero bytes in the first.
--
-- No record names a patient. `subject` is the digest of "causa.assessment/1", the assessment's
-- uuid and its version as netstrings: who has a printed assessment can prove what became of it, and
-- nobody can guess a patient from it. docs/store.md says what is proved by all this and what isn't.

CREATE TABLE actor (
  id INTEGER PRIMARY KEY,
  host TEXT NOT NULL,
  system_user TEXT NOT NULL,
  user TEXT NOT NULL,                -- of the setting audit-user; '': none was given
  program TEXT NOT NULL,
  version TEXT NOT NULL,
  UNIQUE (host, system_user, user, program, version)
) STRICT;

CREATE TABLE audit (
  number INTEGER PRIMARY KEY,        -- from 1 without gaps
  time_ms INTEGER NOT NULL,
  actor INTEGER NOT NULL REFERENCES actor (id),
  what INTEGER NOT NULL,             -- core/store/audit.hpp
  subject BLOB,
  content BLOB,                      -- of what was added; of an assessment: core/store/content.hpp
  form INTEGER,                      -- of the content of an assessment, there
  about INTEGER,                     -- number of the record that this one is about
  detail TEXT NOT NULL,
  before BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;

CREATE TRIGGER actor_no_update BEFORE UPDATE ON actor
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER actor_no_delete BEFORE DELETE ON actor
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;

ALTER TABLE module_used ADD COLUMN ran_in INTEGER NOT NULL DEFAULT 1;
ALTER TABLE record ADD COLUMN digest BLOB;   -- of bytes; NULL: stored before this migration

-- Number of its record in the audit; in the order of `id` they ascend. Given once: assessments that
-- were stored before this migration get theirs with it.
ALTER TABLE assessment ADD COLUMN audit INTEGER;
DROP TRIGGER assessment_no_update;
CREATE TRIGGER assessment_no_update BEFORE UPDATE OF id, uuid, version, patient, record, config,
  run, created_ms, as_of_ms, sex, age_low_years, age_high_years, complaint_present,
  complaint_classes, complaint_text, ranking, ranking_why, unexplained, not_understood,
  resources_read, resources_used, parts ON assessment
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER assessment_audit_once BEFORE UPDATE OF audit ON assessment
WHEN OLD.audit IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;

-- The door that only `store forget` opens, and only within its transaction: rows of the assessments
-- that are named here may be deleted, and with them what no other assessment speaks of.
CREATE TABLE forgetting (assessment INTEGER PRIMARY KEY) STRICT;

-- One row. The count goes up when rows of *_stated were deleted or blanked: whoever remembers
-- theirs from another process's time reads them again.
CREATE TABLE forgotten (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  times INTEGER NOT NULL
) STRICT;
INSERT INTO forgotten VALUES (1, 0);

DROP TRIGGER module_used_no_delete;
CREATE TRIGGER module_used_no_delete BEFORE DELETE ON module_used
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER fact_no_delete;
CREATE TRIGGER fact_no_delete BEFORE DELETE ON fact
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER cause_result_no_delete;
CREATE TRIGGER cause_result_no_delete BEFORE DELETE ON cause_result
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER evidence_no_delete;
CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER alert_no_delete;
CREATE TRIGGER alert_no_delete BEFORE DELETE ON alert
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER advice_no_delete;
CREATE TRIGGER advice_no_delete BEFORE DELETE ON advice
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER state_no_delete;
CREATE TRIGGER state_no_delete BEFORE DELETE ON state
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER must_not_miss_no_delete;
CREATE TRIGGER must_not_miss_no_delete BEFORE DELETE ON must_not_miss
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER ignored_no_delete;
CREATE TRIGGER ignored_no_delete BEFORE DELETE ON ignored
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER finding_no_delete;
CREATE TRIGGER finding_no_delete BEFORE DELETE ON finding
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER shown_no_delete;
CREATE TRIGGER shown_no_delete BEFORE DELETE ON shown
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER card_no_delete;
CREATE TRIGGER card_no_delete BEFORE DELETE ON card
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER feedback_no_delete;
CREATE TRIGGER feedback_no_delete BEFORE DELETE ON feedback
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER assessment_no_delete;
CREATE TRIGGER assessment_no_delete BEFORE DELETE ON assessment
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.id)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER record_no_delete;
CREATE TRIGGER record_no_delete BEFORE DELETE ON record
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER patient_no_delete;
CREATE TRIGGER patient_no_delete BEFORE DELETE ON patient
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER concept_stated_no_delete;
CREATE TRIGGER concept_stated_no_delete BEFORE DELETE ON concept_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER cause_stated_no_delete;
CREATE TRIGGER cause_stated_no_delete BEFORE DELETE ON cause_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER rule_stated_no_delete;
CREATE TRIGGER rule_stated_no_delete BEFORE DELETE ON rule_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER alert_stated_no_delete;
CREATE TRIGGER alert_stated_no_delete BEFORE DELETE ON alert_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER advice_stated_no_delete;
CREATE TRIGGER advice_stated_no_delete BEFORE DELETE ON advice_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER name_stated_no_delete;
CREATE TRIGGER name_stated_no_delete BEFORE DELETE ON name_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
DROP TRIGGER finding_stated_no_delete;
CREATE TRIGGER finding_stated_no_delete BEFORE DELETE ON finding_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
-- The words of the first patient, which may hold his values, when no other shares them.
DROP TRIGGER rule_stated_no_update;
CREATE TRIGGER rule_stated_no_update BEFORE UPDATE ON rule_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
