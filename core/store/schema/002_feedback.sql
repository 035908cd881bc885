-- SPDX-License-Identifier: Apache-2.0
--
-- Schema 2 of the causa store: what was shown of an assessment, and what clinicians answered.
--
-- Both are kept beside the assessment and never change it. Conventions as in 001_first.sql;
-- enumerations are their numbers in core/store/feedback.hpp.

-- An assessment was given out in a form. Once a form: to print it again shows nothing new.
CREATE TABLE shown (
  assessment INTEGER NOT NULL REFERENCES assessment (id),
  channel INTEGER NOT NULL,
  shown_ms INTEGER NOT NULL,
  cards INTEGER NOT NULL,            -- rows of `card` that belong to it; 0 in a form without cards,
                                     -- which always names every alert
  PRIMARY KEY (assessment, channel)
) STRICT, WITHOUT ROWID;

-- One card of an answer that consists of cards. `unchanged`: the same card stood already for this
-- patient and was left out, so it is not shown, but known when the next answer is compared.
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

-- One answer of a clinician. The same answer may arrive many times; it is kept once. It belongs to
-- the first version of the assessment that has the alert or the card, so that a version that is
-- added later makes no second answer of a repeated one.
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
CREATE TRIGGER shown_no_delete BEFORE DELETE ON shown
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER card_no_update BEFORE UPDATE ON card
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER card_no_delete BEFORE DELETE ON card
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER feedback_no_update BEFORE UPDATE ON feedback
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
CREATE TRIGGER feedback_no_delete BEFORE DELETE ON feedback
BEGIN SELECT RAISE(ABORT, 'what is stored is never changed; add a version instead'); END;
