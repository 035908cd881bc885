-- SPDX-License-Identifier: Apache-2.0
--
-- What the linter found in the input of an assessment. Id, severity and cure of a finding are the
-- same for many patients and stand once (see 001_first.sql for the conventions). Assessments that
-- were stored before this migration have none.

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
CREATE TRIGGER finding_stated_no_delete BEFORE DELETE ON finding_stated
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER finding_no_update BEFORE UPDATE ON finding
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER finding_no_delete BEFORE DELETE ON finding
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
