-- SPDX-License-Identifier: Apache-2.0
--
-- Who approved a module that took part, and in spite of what it did (see 001_first.sql for the
-- conventions). Assessments that were stored before this migration say neither.

ALTER TABLE module_used ADD COLUMN approved_by TEXT NOT NULL DEFAULT '';
ALTER TABLE module_used ADD COLUMN allowed_because TEXT NOT NULL DEFAULT '';
