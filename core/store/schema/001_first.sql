-- SPDX-License-Identifier: Apache-2.0
--
-- Schema 1 of the causa store.
--
-- What is said of one patient stands in rows of small numbers (assessment, cause_result, evidence,
-- fact ...). What modules say of everybody (the name of a cause, the sources and published numbers
-- of a rule) stands once in the tables *_stated, found by the digest of their content; a new version
-- of a module makes new rows beside the old ones. So an assessment reads the same after every
-- module is uninstalled and after the program's reading of manifests has changed, at the price of
-- one row a statement instead of one a patient. Manifests are kept whole beside them, for what
-- assessments point at by id: citations, intended use, attributes.
--
-- Conventions: `position` counts from 0 in the order of the assessment. Enumerations are their
-- numbers in core/assess/assessment.hpp, core/knowledge/manifest.hpp and core/record/record.hpp.
-- Lists are JSON arrays; NULL is an empty list unless a comment says otherwise. Times are
-- milliseconds since 1970, NULL if unknown. A REAL is NULL if it is not a number.
-- Content is only ever added: the triggers at the end refuse the rest.

CREATE TABLE config (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  text TEXT NOT NULL
) STRICT;

-- One call of the program over one source. The only table whose rows change: `position` moves with
-- the transaction that stores what was read up to it, so a run that was cut off goes on exactly.
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  started_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  source_sha256 TEXT NOT NULL,
  position INTEGER NOT NULL DEFAULT 0,
  program_version TEXT NOT NULL
) STRICT;
CREATE INDEX run_source ON run (source_sha256);

CREATE TABLE module (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,       -- of id, version, the file's digest and the manifest
  module_id TEXT NOT NULL,           -- "org.causa.electrolytes"
  version TEXT NOT NULL,
  sha256 TEXT NOT NULL,              -- of the file
  manifest TEXT                      -- JSON; NULL: refused or absent, never read
) STRICT;
CREATE INDEX module_file ON module (module_id, version, sha256);

CREATE TABLE patient (
  id INTEGER PRIMARY KEY,
  patient_id TEXT NOT NULL UNIQUE    -- '' if the source named none
) STRICT;

-- The whole record as it was read, coded by core/record; versions of one assessment share it.
CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE assessment (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  patient INTEGER NOT NULL REFERENCES patient (id),
  record INTEGER REFERENCES record (id),
  config INTEGER NOT NULL REFERENCES config (id),
  run INTEGER REFERENCES run (id),
  created_ms INTEGER NOT NULL,
  as_of_ms INTEGER NOT NULL,
  sex INTEGER NOT NULL,
  age_low_years REAL,
  age_high_years REAL,
  complaint_present INTEGER NOT NULL,
  complaint_classes TEXT,
  complaint_text TEXT NOT NULL,
  ranking INTEGER NOT NULL,
  ranking_why TEXT NOT NULL,
  unexplained REAL,
  not_understood TEXT,
  resources_read INTEGER NOT NULL,
  resources_used INTEGER NOT NULL,
  parts INTEGER NOT NULL,            -- rows below that belong to it: what is whole can be proved
  UNIQUE (uuid, version)
) STRICT;
CREATE INDEX assessment_patient ON assessment (patient, created_ms);
CREATE INDEX assessment_created ON assessment (created_ms);

CREATE TABLE module_used (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  position INTEGER NOT NULL,
  module INTEGER NOT NULL REFERENCES module (id),
  status INTEGER NOT NULL,
  approved INTEGER NOT NULL,
  why TEXT NOT NULL,
  microseconds INTEGER NOT NULL,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE concept_stated (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  concept TEXT NOT NULL,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  original_unit TEXT NOT NULL,
  original_code TEXT NOT NULL,
  derived_from TEXT NOT NULL
) STRICT;

-- Facts that are cited or shown; all others are in the record.
CREATE TABLE fact (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  position INTEGER NOT NULL,
  concept INTEGER NOT NULL REFERENCES concept_stated (id),
  state INTEGER NOT NULL,
  comparator INTEGER NOT NULL,
  value REAL,
  time_ms INTEGER,
  start_ms INTEGER,
  age_days REAL,
  reference_low REAL,
  reference_high REAL,
  laterality TEXT NOT NULL,
  source TEXT NOT NULL,
  matched_text TEXT NOT NULL,
  original_value REAL,
  quality INTEGER NOT NULL,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE cause_stated (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  module INTEGER NOT NULL REFERENCES module (id),
  cause TEXT NOT NULL,
  family TEXT NOT NULL,
  name TEXT NOT NULL,
  action TEXT NOT NULL,
  role INTEGER NOT NULL,
  prior_p REAL,
  prior_low REAL,
  prior_high REAL,
  prior_population TEXT NOT NULL,
  prior_basis INTEGER NOT NULL
) STRICT;

CREATE TABLE cause_result (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  position INTEGER NOT NULL,
  module INTEGER NOT NULL,           -- position in module_used
  cause INTEGER NOT NULL REFERENCES cause_stated (id),
  rank INTEGER NOT NULL,             -- 0: not ranked
  explains_p REAL,
  explains_low REAL,
  explains_high REAL,
  present_p REAL,
  present_low REAL,
  present_high REAL,
  accounts_for_p REAL,
  accounts_for_low REAL,
  accounts_for_high REAL,
  complaint_class TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  because_of TEXT,                   -- NULL: no chain
  chain_f REAL,
  chain_head TEXT NOT NULL,
  judgement_only INTEGER NOT NULL,
  about_equal_to TEXT,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;

-- A rule with one of its outcomes. `text` and `missing` are those of the first patient; a patient
-- for whom they differ (a value in the text) has their own in `evidence`.
CREATE TABLE rule_stated (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,       -- of all but text and missing
  module INTEGER NOT NULL REFERENCES module (id),
  rule TEXT NOT NULL,
  about INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  lr_published REAL,
  ci_low REAL,
  ci_high REAL,
  basis INTEGER NOT NULL,
  grade TEXT NOT NULL,
  sources TEXT,
  text TEXT NOT NULL,
  missing TEXT NOT NULL
) STRICT;

CREATE TABLE evidence (
  assessment INTEGER NOT NULL,
  cause INTEGER NOT NULL,            -- position in cause_result
  position INTEGER NOT NULL,
  module INTEGER NOT NULL,           -- position in module_used
  rule INTEGER NOT NULL REFERENCES rule_stated (id),
  counted INTEGER NOT NULL,
  weight_millibans INTEGER NOT NULL,
  lr REAL,
  facts TEXT,                        -- positions in fact
  text TEXT,                         -- NULL: as in rule_stated
  missing TEXT,                      -- NULL: as in rule_stated
  PRIMARY KEY (assessment, cause, position),
  FOREIGN KEY (assessment, cause) REFERENCES cause_result (assessment, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE alert_stated (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  module INTEGER NOT NULL REFERENCES module (id),
  alert TEXT NOT NULL,
  cause TEXT NOT NULL,
  title TEXT NOT NULL,
  action TEXT NOT NULL,
  threshold TEXT NOT NULL,
  sources TEXT
) STRICT;

CREATE TABLE alert (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  position INTEGER NOT NULL,
  module INTEGER NOT NULL,           -- position in module_used
  alert INTEGER NOT NULL REFERENCES alert_stated (id),
  urgency INTEGER NOT NULL,
  repeat_now INTEGER NOT NULL,
  value TEXT NOT NULL,
  age_hours REAL,
  from_text INTEGER NOT NULL,
  facts TEXT,                        -- positions in fact
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE advice_stated (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  module INTEGER NOT NULL REFERENCES module (id),
  advice TEXT NOT NULL,
  kind INTEGER NOT NULL,
  for_cause TEXT NOT NULL,
  text TEXT NOT NULL,
  sources TEXT,
  withheld TEXT NOT NULL,            -- '': given
  "check" TEXT
) STRICT;

CREATE TABLE advice (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  position INTEGER NOT NULL,
  module INTEGER NOT NULL,           -- position in module_used
  advice INTEGER NOT NULL REFERENCES advice_stated (id),
  withheld_by INTEGER NOT NULL,      -- position in module_used
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE name_stated (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  cause TEXT NOT NULL,
  name TEXT NOT NULL,
  action TEXT NOT NULL
) STRICT;

CREATE TABLE state (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  position INTEGER NOT NULL,
  name INTEGER NOT NULL REFERENCES name_stated (id),
  present_p REAL,
  present_low REAL,
  present_high REAL,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE must_not_miss (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  position INTEGER NOT NULL,
  name INTEGER NOT NULL REFERENCES name_stated (id),
  present_p REAL,
  present_low REAL,
  present_high REAL,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE ignored (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  position INTEGER NOT NULL,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  count INTEGER NOT NULL,
  examples TEXT,
  grouped INTEGER NOT NULL,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;

-- Version n follows version n - 1 of the same patient's assessment; nothing is skipped.
CREATE TRIGGER assessment_follows BEFORE INSERT ON assessment
WHEN NEW.version > 1 AND NOT EXISTS (
  SELECT 1 FROM assessment AS before
  WHERE before.uuid = NEW.uuid AND before.version = NEW.version - 1
    AND before.patient = NEW.patient)
BEGIN SELECT RAISE(ABORT, 'the version before this one is not in the store'); END;

CREATE TRIGGER config_no_update BEFORE UPDATE ON config
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER config_no_delete BEFORE DELETE ON config
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER module_no_update BEFORE UPDATE ON module
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER module_no_delete BEFORE DELETE ON module
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER patient_no_update BEFORE UPDATE ON patient
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER patient_no_delete BEFORE DELETE ON patient
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER record_no_update BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER record_no_delete BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER assessment_no_update BEFORE UPDATE ON assessment
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER assessment_no_delete BEFORE DELETE ON assessment
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER module_used_no_update BEFORE UPDATE ON module_used
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER module_used_no_delete BEFORE DELETE ON module_used
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER concept_stated_no_update BEFORE UPDATE ON concept_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER concept_stated_no_delete BEFORE DELETE ON concept_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER fact_no_update BEFORE UPDATE ON fact
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER fact_no_delete BEFORE DELETE ON fact
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER cause_stated_no_update BEFORE UPDATE ON cause_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER cause_stated_no_delete BEFORE DELETE ON cause_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER cause_result_no_update BEFORE UPDATE ON cause_result
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER cause_result_no_delete BEFORE DELETE ON cause_result
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER rule_stated_no_update BEFORE UPDATE ON rule_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER rule_stated_no_delete BEFORE DELETE ON rule_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER alert_stated_no_update BEFORE UPDATE ON alert_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER alert_stated_no_delete BEFORE DELETE ON alert_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER alert_no_update BEFORE UPDATE ON alert
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER alert_no_delete BEFORE DELETE ON alert
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER advice_stated_no_update BEFORE UPDATE ON advice_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER advice_stated_no_delete BEFORE DELETE ON advice_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER advice_no_update BEFORE UPDATE ON advice
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER advice_no_delete BEFORE DELETE ON advice
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER name_stated_no_update BEFORE UPDATE ON name_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER name_stated_no_delete BEFORE DELETE ON name_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER state_no_update BEFORE UPDATE ON state
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER state_no_delete BEFORE DELETE ON state
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER must_not_miss_no_update BEFORE UPDATE ON must_not_miss
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER must_not_miss_no_delete BEFORE DELETE ON must_not_miss
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER ignored_no_update BEFORE UPDATE ON ignored
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER ignored_no_delete BEFORE DELETE ON ignored
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
