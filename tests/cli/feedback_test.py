# SPDX-License-Identifier: Apache-2.0
"""What clinicians answer is kept once, changes nothing, and is counted."""

import csv
import datetime
import io
import json
import random
import signal
import sqlite3
import subprocess
import time
import unittest
import uuid

import golden
import program

HL7 = "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes"
TIME = "2026-11-23T09:15:00Z"


class FeedbackTest(program.ProgramTest):
    """A store with one patient whose potassium raises an alert; its ranking was shown as a card."""

    def setUp(self):
        super().setUp()
        self.assessment = self.assess(program.patient("potassium_critical"), store="s.db").json()
        self.alert = self.assessment["alerts"][0]["id"]
        self.card = self.show_card(self.assessment["id"])

    def show_card(self, assessment):
        """As a program does that gives out the ranking as a card."""
        card = str(uuid.uuid5(uuid.UUID(assessment), "ranking"))
        with sqlite3.connect(self.home / "s.db") as store:
            [(row,)] = store.execute("SELECT id FROM assessment WHERE uuid = ?", (assessment,))
            store.execute("INSERT INTO shown VALUES (?, 5, 0, 1)", (row,))
            store.execute("INSERT INTO card VALUES (?, 5, 0, 'ranking', ?, NULL, 'digest', 0)",
                          (row, card))
        return card

    def feedback(self, *arguments, **options):
        return self.run_program("feedback", *arguments, "--store", "s.db", **options)

    def override(self, *arguments):
        return self.feedback(self.alert, "overridden", "--time", TIME, *arguments)

    def send(self, *entries):
        return self.feedback("-", text=json.dumps({"feedback": list(entries)}))

    def answer(self, **changes):
        return {"card": self.card, "outcome": "overridden", "outcomeTimestamp": TIME,
                "overrideReason": {"reason": {"system": HL7, "code": "cds-not-applicable"},
                                   "userComment": "on palliative care"}, **changes}

    def stats(self, *arguments):
        return self.run_program("store", "stats", "--store", "s.db", "--to", "json",
                                *arguments).json()

    def count(self, kind, name):
        return next((row for row in self.stats()[kind] if row["id"] == name), None)

    def rows(self):
        with sqlite3.connect(self.home / "s.db") as store:
            return store.execute("SELECT count(*) FROM feedback").fetchone()[0]


class OneAnswer(FeedbackTest):
    def test_an_alert_is_overridden(self):
        run = self.override("--reason", "recipient-disagrees-evidence", "--user", "Dr. Example",
                            "--comment", "hemolyzed")
        self.assert_code(run, 0)
        self.assertEqual(run.out, f"kept: {self.alert} overridden\n")
        row = self.count("alerts", self.alert)
        self.assertEqual((row["fired"], row["shown"], row["accepted"], row["overridden"]),
                         (1, 1, 0, 1))
        self.assertEqual(row["reasons"], [{"system": HL7, "code": "recipient-disagrees-evidence",
                                           "count": 1}])
        with sqlite3.connect(self.home / "s.db") as store:
            kept = store.execute("SELECT user, comment FROM feedback").fetchall()
        self.assertEqual(kept, [("Dr. Example", "hemolyzed")])

    def test_what_was_assessed_stays_as_it_was(self):
        before = self.run_program("show", self.assessment["id"], "--to", "json", "--store", "s.db")
        self.override("--comment", "no")
        self.feedback(self.card, "accepted")
        after = self.run_program("show", self.assessment["id"], "--to", "json", "--store", "s.db")
        self.assertEqual(after.out, before.out)
        again = self.assess(program.patient("potassium_critical"), store="s.db").json()
        for key in ("alerts", "causes", "ranking"):
            self.assertEqual(again[key], self.assessment[key])

    def test_a_repeat_is_known(self):
        self.assert_code(self.override("--comment", "no"), 0)
        again = self.override("--comment", "no")
        self.assert_code(again, 0)
        self.assertEqual(again.out, f"known already: {self.alert} overridden\n")
        self.assert_silent(again)
        other = self.override("--comment", "yes")
        self.assert_code(other, 0)
        self.assertIn("which stays", other.err)
        self.assertEqual(self.rows(), 1)

    def test_a_card_is_accepted(self):
        self.assert_code(self.feedback(self.card.upper(), "accepted"), 0)
        self.assertEqual(self.count("cards", "ranking")["accepted"], 1)

    def test_of_two_assessments_one_is_named(self):
        second = self.assess(program.patient("potassium_critical"), store="s.db").json()["id"]
        run = self.override("--comment", "no")
        self.assert_code(run, 2)
        self.assertIn("more than one assessment", run.err)
        self.assertIn("--assessment", run.err)
        self.assert_code(self.override("--comment", "no", "--assessment", second), 0)

    def test_wrong_words_are_told_with_a_cure(self):
        known = [self.alert, "overridden"]
        for arguments, words in (
                ([*known, "--reason", "cds-not-aplicable"], "did you mean cds-not-applicable?"),
                ([*known, "--reason", "I think it is wrong"], "--comment"),
                (known, "say why"),
                ([self.alert, "overriden", "--comment", "x"], "did you mean overridden?"),
                ([self.alert, "accepted", "--reason", "cds-not-applicable"], "--reason"),
                ([self.alert], "accepted or overridden"),
                ([self.alert[:-1], "accepted"], f"did you mean {self.alert}?"),
                ([self.alert, "accepted", "--assessment", "nobody"], "no assessment nobody"),
                ([str(uuid.uuid4()), "accepted"], "was shown"),
                ([self.assessment["id"], "accepted"], "is an assessment, not a card"),
                ([self.alert, "accepted", "--time", "2026-11-23"], "RFC 3339"),
                ([self.alert, "accepted", "--time", "2100-01-01T00:00:00Z"], "in the future"),
                ([self.alert, "accepted", "--time", "yesterday"], "RFC 3339")):
            run = self.feedback(*arguments)
            self.assert_code(run, 2)
            self.assertIn(words, run.err, arguments)
            self.assertEqual(run.out, "")
        self.assertEqual(self.rows(), 0)

    def test_no_store_is_made_for_an_answer(self):
        run = self.run_program("feedback", "potassium_low", "accepted", "--store", "none.db")
        self.assert_code(run, 4)
        self.assertIn("no store yet", run.err)
        self.assertFalse((self.home / "none.db").exists())
        none = self.run_program("feedback", "potassium_low", "accepted", "--store", "none")
        self.assert_code(none, 2)

    def test_a_store_of_a_newer_version_is_left_alone(self):
        with sqlite3.connect(self.home / "s.db") as store:
            store.execute("PRAGMA user_version=99")
        for run in (self.override("--comment", "no"), self.run_program("store", "stats", "--store",
                                                                       "s.db")):
            self.assert_code(run, 4)
            self.assertIn("newer version of causa", run.err)


class Bodies(FeedbackTest):
    def test_a_batch_with_repeats_and_late_answers(self):
        late = self.answer(outcomeTimestamp="2026-11-22T10:00:00+01:00", outcome="accepted",
                           acceptedSuggestions=[{"id": "s1"}], overrideReason=None)
        run = self.send(self.answer(), self.answer(), late)
        self.assert_code(run, 0)
        self.assertEqual(run.out, "2 kept, 1 known already, 0 refused\n")
        self.assertEqual(self.send(late, self.answer()).out, "0 kept, 2 known already, 0 refused\n")
        # The last one by its own time counts, not the one that arrived last.
        row = self.count("cards", "ranking")
        self.assertEqual((row["accepted"], row["overridden"]), (0, 1))

    def test_a_bad_entry_is_told_and_the_others_are_kept(self):
        secret = "Tamarisk"  # what a body says must not stand in a log
        bad = [
            ("$.feedback[0]", secret),
            ("$.feedback[1].card", self.answer(card=None)),
            ("$.feedback[2].outcome", self.answer(outcome=secret)),
            ("$.feedback[3].outcomeTimestamp", self.answer(outcomeTimestamp=secret)),
            ("$.feedback[4].outcomeTimestamp", self.answer(outcomeTimestamp="2026-11-23")),
            ("$.feedback[5].overrideReason.reason", self.answer(overrideReason={"reason": secret})),
            ("$.feedback[6].overrideReason.reason.code",
             self.answer(overrideReason={"reason": {"code": 7}})),
            ("$.feedback[7].acceptedSuggestions[1].id",
             self.answer(acceptedSuggestions=[{"id": "a"}, {}])),
            ("$.feedback[8]", self.answer(card=str(uuid.uuid4()))),
        ]
        run = self.send(*(entry for _, entry in bad), self.answer())
        self.assert_code(run, 1)
        self.assertEqual(run.out, "1 kept, 0 known already, 9 refused\n")
        for path, _ in bad:
            self.assertIn(f"standard input {path}: ", run.err)
        self.assertEqual(self.rows(), 1)

    def test_an_answer_of_the_future_takes_the_place_of_none(self):
        def later(**span):
            moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**span)
            return self.answer(outcomeTimestamp=moment.strftime("%Y-%m-%dT%H:%M:%SZ"))

        run = self.send(later(days=1), later(minutes=2))
        self.assert_code(run, 1)
        self.assertEqual(run.out, "1 kept, 0 known already, 1 refused\n")
        self.assertIn("$.feedback[0].outcomeTimestamp: lies in the future; ", run.err)

    def test_a_body_that_is_none(self):
        for text in ("", "feedback", "[]", "{}", '{"feedback": {}}', '{"feedback": [',
                     "[" * 100000, "\0", '{"feedback": [{"card": "\\ud800"}]}'):
            run = self.feedback("-", text=text)
            self.assert_code(run, 1)
            self.assertIn("standard input $", run.err)
        self.assert_code(self.send(), 0)
        self.assert_code(self.feedback("-", "--comment", "x", text="{}"), 2)

    def test_reasons_of_another_system_are_kept_as_they_are(self):
        self.send(self.answer(overrideReason={"reason": {"system": "urn:ehr", "code": "nine"}}))
        self.assertEqual(self.count("cards", "ranking")["reasons"],
                         [{"system": "urn:ehr", "code": "nine", "count": 1}])
        text = self.run_program("store", "stats", "--store", "s.db").out
        self.assertIn("nine of urn:ehr 1", text)


class Processes(FeedbackTest):
    def test_two_at_once_lose_and_double_nothing(self):
        bodies = []
        for first in (0, 50):
            entries = [self.answer(outcomeTimestamp=f"2026-11-23T09:{n // 60:02}:{n % 60:02}Z")
                       for n in range(first, first + 100)]
            bodies.append(json.dumps({"feedback": entries}).encode())
        started = [subprocess.Popen(self.command("feedback", "--store", "s.db"), cwd=self.home,
                                    env=self.environment, stdin=subprocess.PIPE,
                                    stdout=subprocess.DEVNULL) for _ in bodies]
        for process, body in zip(started, bodies):
            process.stdin.write(body)
            process.stdin.close()
        self.assertEqual([process.wait(timeout=60) for process in started], [0, 0])
        self.assertEqual(self.rows(), 150)

    def test_killed_it_leaves_a_whole_store_and_a_whole_batch(self):
        entries = [self.answer(outcomeTimestamp=f"2026-11-{1 + n // 1440:02}T{n // 60 % 24:02}:"
                                                f"{n % 60:02}:00Z") for n in range(20000)]
        body = json.dumps({"feedback": entries}).encode()
        for _ in range(5):
            before = self.rows()
            process = subprocess.Popen(self.command("feedback", "-", "--store", "s.db"),
                                       cwd=self.home, env=self.environment, stdin=subprocess.PIPE,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            process.stdin.write(body)
            process.stdin.close()
            time.sleep(random.uniform(0, 0.3))
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=60)
            self.assertIn(self.rows(), (before, 20000))
            check = self.run_program("store", "check", "--store", "s.db")
            self.assert_code(check, 0)
        self.assert_code(self.feedback("-", text=body.decode()), 0)
        self.assertEqual(self.rows(), 20000)


class Stats(FeedbackTest):
    def fill(self):
        for name in ("thiazide", "swollen_calf", "potassium_critical", "night_cramps"):
            shown = self.assess(program.patient(name), store="s.db").json()
            self.show_card(shown["id"])
            for alert in shown["alerts"]:
                self.feedback(alert["id"], "accepted", "--assessment", shown["id"])
        self.override("--reason", "recipient-disagrees-evidence", "--assessment",
                      self.assessment["id"], "--user", "Dr. Tamarisk", "--comment", "Tamarisk")
        self.send(self.answer())

    def test_the_tables(self):
        self.fill()
        for form, name in (("text", "stats.txt"), ("csv", "stats.csv")):
            run = self.run_program("store", "stats", "--store", "s.db", "--to", form)
            self.assert_code(run, 0)
            self.assertNotIn("Tamarisk", run.out)
            golden.check(self, name, run.out.replace("\r\n", "\n"))
        golden.check_json(self, "stats.json", json.dumps(self.stats()))
        text = self.run_program("store", "stats", "--store", "s.db").out
        self.assertEqual([line for line in text.splitlines() if len(line) > 100], [])

    def test_the_share_and_its_range(self):
        self.fill()
        row = self.count("alerts", self.alert)
        self.assertEqual((row["accepted"], row["overridden"]), (1, 1))
        # Wilson, 95 %: of 1 in 2 it is 0.0945 to 0.9055.
        share = row["accepted_share"]
        self.assertEqual((share["p"], round(share["low"], 4), round(share["high"], 4)),
                         (0.5, 0.0945, 0.9055))
        self.assertIsNone(next(rule for rule in self.stats()["rules"]
                               if rule["accepted"] + rule["overridden"] == 0)["accepted_share"])

    def test_the_csv_has_one_form_in_every_line(self):
        self.fill()
        run = self.run_program("store", "stats", "--store", "s.db", "--to", "csv")
        rows = list(csv.DictReader(io.StringIO(run.out)))
        self.assertEqual({row["kind"] for row in rows}, {"alert", "card", "rule"})
        for row in rows:
            self.assertNotIn(None, row)
            self.assertNotIn(None, row.values())

    def test_a_span_of_time(self):
        self.assertEqual(self.stats()["assessments"], 1)
        self.assertEqual(self.stats("--since", "2100-01-01")["assessments"], 0)
        self.assertEqual(self.stats("--until", "2100")["assessments"], 1)
        self.assertEqual(self.stats("--until", "2000-01-01")["alerts"], [])
        self.assertEqual(self.stats("--channel", "json")["alerts"][0]["shown"], 1)
        self.assertEqual(self.stats("--channel", "html")["alerts"][0]["shown"], 0)
        for arguments, words in ((["--since", "soon"], "--since"), (["--channel", "fax"], "hl7v2"),
                                 (["--comment", "x"], "--comment")):
            run = self.run_program("store", "stats", "--store", "s.db", *arguments)
            self.assert_code(run, 2)
            self.assertIn(words, run.err)

    def test_a_store_without_answers(self):
        empty = self.run_program("store", "stats", "--store", "none.db")
        self.assert_code(empty, 4)
        self.assertIn("no store yet", empty.err)


if __name__ == "__main__":
    unittest.main()
