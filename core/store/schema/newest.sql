-- SPDX-License-Identifier: Apache-2.0
--
-- What the numbered files make one after another, as SQLite holds it: a new store is made of this,
-- since it takes half the time. Not written by hand: a test compares it with the numbered files, and
-- writes it anew when CAUSA_REWRITE_GOLDEN=1 is set.
CREATE TABLE config (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  text TEXT NOT NULL
) STRICT;
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
CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
, digest BLOB) STRICT;
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
  parts INTEGER NOT NULL, audit INTEGER, base INTEGER REFERENCES assessment (id), modules_shared INTEGER, facts_shared INTEGER, causes_shared INTEGER, advice_shared INTEGER, states_shared INTEGER, must_not_miss_shared INTEGER, ignored_shared INTEGER, findings_shared INTEGER,            -- rows below that belong to it: what is whole can be proved
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
  microseconds INTEGER NOT NULL, approved_by TEXT NOT NULL DEFAULT '', allowed_because TEXT NOT NULL DEFAULT '', ran_in INTEGER NOT NULL DEFAULT 1,
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
  about_equal_to TEXT, evidence_cause INTEGER,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;
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
CREATE TRIGGER record_no_update BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER module_used_no_update BEFORE UPDATE ON module_used
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER concept_stated_no_update BEFORE UPDATE ON concept_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER fact_no_update BEFORE UPDATE ON fact
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER cause_stated_no_update BEFORE UPDATE ON cause_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER cause_result_no_update BEFORE UPDATE ON cause_result
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER alert_stated_no_update BEFORE UPDATE ON alert_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER alert_no_update BEFORE UPDATE ON alert
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER advice_stated_no_update BEFORE UPDATE ON advice_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER advice_no_update BEFORE UPDATE ON advice
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER name_stated_no_update BEFORE UPDATE ON name_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER state_no_update BEFORE UPDATE ON state
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER must_not_miss_no_update BEFORE UPDATE ON must_not_miss
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER ignored_no_update BEFORE UPDATE ON ignored
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TABLE shown (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  channel INTEGER NOT NULL,
  shown_ms INTEGER NOT NULL,
  cards INTEGER NOT NULL,            -- rows of `card` that belong to it; 0 in a form without cards,
                                     -- which always names every alert
  PRIMARY KEY (assessment, channel)
) STRICT, WITHOUT ROWID;
CREATE TABLE card (
  assessment INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  position INTEGER NOT NULL,
  key TEXT NOT NULL,                 -- its name within the assessment: "ranking" ...
  uuid TEXT NOT NULL,                -- made from the assessment's id and the key
  alert INTEGER,                     -- position in alert; NULL: about no single alert
  content_sha256 TEXT NOT NULL,
  unchanged INTEGER NOT NULL,
  PRIMARY KEY (assessment, channel, position),
  FOREIGN KEY (assessment, channel) REFERENCES shown (assessment, channel),
  FOREIGN KEY (assessment, alert) REFERENCES alert (assessment, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_uuid ON card (uuid);
CREATE TABLE feedback (
  id INTEGER PRIMARY KEY,
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  about TEXT NOT NULL,               -- "org.causa.electrolytes/potassium_low", or a card's key
  alert INTEGER,                     -- position in alert; NULL: about no single alert
  card TEXT NOT NULL,                -- UUID; '': given on the alert, not on a card
  outcome INTEGER NOT NULL,
  reason_system TEXT NOT NULL,
  reason_code TEXT NOT NULL,         -- '': none was given
  reason_display TEXT NOT NULL,
  comment TEXT NOT NULL,
  user TEXT NOT NULL,
  suggestions TEXT,                  -- ids of those that were accepted
  outcome_ms INTEGER NOT NULL,
  received_ms INTEGER NOT NULL,
  UNIQUE (assessment, about, outcome_ms, outcome),
  FOREIGN KEY (assessment, alert) REFERENCES alert (assessment, position)
) STRICT;
CREATE TRIGGER shown_no_update BEFORE UPDATE ON shown
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER card_no_update BEFORE UPDATE ON card
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER feedback_no_update BEFORE UPDATE ON feedback
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TABLE finding_stated (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  finding TEXT NOT NULL,             -- "value.implausible"
  severity INTEGER NOT NULL,         -- core/lint/finding.hpp
  safety INTEGER NOT NULL,
  cure TEXT NOT NULL
) STRICT;
CREATE TABLE finding (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  position INTEGER NOT NULL,
  finding INTEGER NOT NULL REFERENCES finding_stated (id),
  place TEXT NOT NULL,               -- '': the record as a whole
  message TEXT NOT NULL,
  PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER finding_stated_no_update BEFORE UPDATE ON finding_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER finding_no_update BEFORE UPDATE ON finding
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
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
CREATE TRIGGER assessment_audit_once BEFORE UPDATE OF audit ON assessment
WHEN OLD.audit IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TABLE forgetting (assessment INTEGER PRIMARY KEY) STRICT;
CREATE TABLE forgotten (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  times INTEGER NOT NULL
) STRICT;
CREATE TRIGGER module_used_no_delete BEFORE DELETE ON module_used
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER fact_no_delete BEFORE DELETE ON fact
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER cause_result_no_delete BEFORE DELETE ON cause_result
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER alert_no_delete BEFORE DELETE ON alert
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER advice_no_delete BEFORE DELETE ON advice
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER state_no_delete BEFORE DELETE ON state
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER must_not_miss_no_delete BEFORE DELETE ON must_not_miss
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER ignored_no_delete BEFORE DELETE ON ignored
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER finding_no_delete BEFORE DELETE ON finding
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER shown_no_delete BEFORE DELETE ON shown
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER card_no_delete BEFORE DELETE ON card
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER feedback_no_delete BEFORE DELETE ON feedback
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER assessment_no_delete BEFORE DELETE ON assessment
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE assessment = OLD.id)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER record_no_delete BEFORE DELETE ON record
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER patient_no_delete BEFORE DELETE ON patient
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER concept_stated_no_delete BEFORE DELETE ON concept_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER cause_stated_no_delete BEFORE DELETE ON cause_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER rule_stated_no_delete BEFORE DELETE ON rule_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER alert_stated_no_delete BEFORE DELETE ON alert_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER advice_stated_no_delete BEFORE DELETE ON advice_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER name_stated_no_delete BEFORE DELETE ON name_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER finding_stated_no_delete BEFORE DELETE ON finding_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER rule_stated_no_update BEFORE UPDATE ON rule_stated
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER assessment_no_update BEFORE UPDATE OF id, uuid, version, patient, record, config,
  run, created_ms, as_of_ms, sex, age_low_years, age_high_years, complaint_present,
  complaint_classes, complaint_text, ranking, ranking_why, unexplained, not_understood,
  resources_read, resources_used, parts, base, modules_shared, facts_shared, causes_shared,
  advice_shared, states_shared, must_not_miss_shared, ignored_shared, findings_shared ON assessment
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER assessment_base BEFORE INSERT ON assessment
WHEN NEW.base IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM assessment AS base
  WHERE base.id = NEW.base AND base.uuid = NEW.uuid AND base.version < NEW.version
    AND base.base IS NULL)
BEGIN SELECT RAISE(ABORT, 'the version whose rows are shared is not in the store'); END;
CREATE VIEW module_used_of_version AS
  SELECT a.id AS version_row, u.* FROM assessment a JOIN module_used u
  ON u.assessment IN (a.id, a.base)
  AND (u.assessment = a.id OR (a.modules_shared IS NULL OR u.position < a.modules_shared)
    AND NOT EXISTS (SELECT 1 FROM module_used own
      WHERE own.assessment = a.id AND own.position = u.position));
CREATE VIEW fact_of_version AS
  SELECT a.id AS version_row, f.* FROM assessment a JOIN fact f
  ON f.assessment IN (a.id, a.base)
  AND (f.assessment = a.id OR (a.facts_shared IS NULL OR f.position < a.facts_shared)
    AND NOT EXISTS (SELECT 1 FROM fact own
      WHERE own.assessment = a.id AND own.position = f.position));
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
CREATE VIEW advice_of_version AS
  SELECT a.id AS version_row, d.* FROM assessment a JOIN advice d
  ON d.assessment IN (a.id, a.base)
  AND (d.assessment = a.id OR (a.advice_shared IS NULL OR d.position < a.advice_shared)
    AND NOT EXISTS (SELECT 1 FROM advice own
      WHERE own.assessment = a.id AND own.position = d.position));
CREATE VIEW state_of_version AS
  SELECT a.id AS version_row, s.* FROM assessment a JOIN state s
  ON s.assessment IN (a.id, a.base)
  AND (s.assessment = a.id OR (a.states_shared IS NULL OR s.position < a.states_shared)
    AND NOT EXISTS (SELECT 1 FROM state own
      WHERE own.assessment = a.id AND own.position = s.position));
CREATE VIEW must_not_miss_of_version AS
  SELECT a.id AS version_row, s.* FROM assessment a JOIN must_not_miss s
  ON s.assessment IN (a.id, a.base)
  AND (s.assessment = a.id OR (a.must_not_miss_shared IS NULL
    OR s.position < a.must_not_miss_shared)
    AND NOT EXISTS (SELECT 1 FROM must_not_miss own
      WHERE own.assessment = a.id AND own.position = s.position));
CREATE VIEW ignored_of_version AS
  SELECT a.id AS version_row, i.* FROM assessment a JOIN ignored i
  ON i.assessment IN (a.id, a.base)
  AND (i.assessment = a.id OR (a.ignored_shared IS NULL OR i.position < a.ignored_shared)
    AND NOT EXISTS (SELECT 1 FROM ignored own
      WHERE own.assessment = a.id AND own.position = i.position));
CREATE VIEW finding_of_version AS
  SELECT a.id AS version_row, f.* FROM assessment a JOIN finding f
  ON f.assessment IN (a.id, a.base)
  AND (f.assessment = a.id OR (a.findings_shared IS NULL OR f.position < a.findings_shared)
    AND NOT EXISTS (SELECT 1 FROM finding own
      WHERE own.assessment = a.id AND own.position = f.position));
INSERT INTO forgotten VALUES (1, 0);
