# SPDX-License-Identifier: Apache-2.0
"""The whole way of a card: given out, overridden with a reason of its own list by the body that a
CDS Hooks client sends, counted, and left out of the next answer if that loses no pressing alert."""

import contextlib
import json
import sqlite3
import unittest

import program
from cds_hooks_test import request_of

TIME = "2026-11-21T09:15:00Z"


class CardFeedback(program.ProgramTest):
    def from_files(self, name, *arguments):
        return self.assess(program.patient(name), *arguments, store="s.db", to="cards")

    def from_hook(self, name, *arguments):
        return self.run_program("cds-hooks", *program.AS_OF, "--store", "s.db", *arguments,
                                text=json.dumps(request_of(name)))

    def cards(self, give, name, *arguments):
        run = give(name, *arguments)
        self.assert_code(run, 0)
        return run.json()["cards"]

    def send(self, *cards):
        """As a client does that shows the reasons which came with the card, and sends one back."""
        body = {"feedback": [{"card": card["uuid"], "outcome": "overridden",
                              "outcomeTimestamp": TIME,
                              "overrideReason": {"reason": card["overrideReasons"][0],
                                                 "userComment": "seen by the neurologist"}}
                             for card in cards]}
        run = self.run_program("feedback", "-", "--store", "s.db", text=json.dumps(body))
        self.assert_code(run, 0)
        return run.out

    def stats(self):
        return self.run_program("store", "stats", "--store", "s.db", "--to", "json").json()

    def indicators(self, cards):
        return [card["indicator"] for card in cards]

    def test_an_overridden_urgent_alert_is_counted_once_and_not_shown_again(self):
        for give in (self.from_files, self.from_hook):
            with self.subTest(give.__name__):
                (self.home / "s.db").unlink(missing_ok=True)
                first = self.cards(give, "bulbar_signs")
                self.assertEqual(self.indicators(first), ["warning", "info"])
                alert, ranking = first
                self.assertEqual(self.send(alert), "1 kept, 0 known already, 0 refused\n")
                counted = self.stats()
                row, = (row for row in counted["alerts"] if row["overridden"])
                reason = alert["overrideReasons"][0]
                self.assertEqual(row["reasons"], [{"system": reason["system"],
                                                   "code": reason["code"], "count": 1}])
                self.assertEqual((row["shown"], row["accepted"], row["overridden"]), (1, 0, 1))

                self.assertEqual(self.send(alert), "0 kept, 1 known already, 0 refused\n")
                self.assertEqual(self.stats(), counted)

                self.assertEqual(self.cards(give, "bulbar_signs"), [])
                again = self.cards(give, "bulbar_signs", "--cards", "all")
                self.assertEqual([card["summary"] for card in again],
                                 [alert["summary"], ranking["summary"]])

    def test_an_urgent_alert_that_nobody_answered_comes_again(self):
        self.cards(self.from_hook, "bulbar_signs")
        self.assertEqual(self.indicators(self.cards(self.from_files, "bulbar_signs")), ["warning"])

    def test_what_was_given_out_last_counts_though_the_clock_had_been_ahead(self):
        alert, _ = self.cards(self.from_files, "bulbar_signs")
        self.send(alert)
        with contextlib.closing(sqlite3.connect(self.home / "s.db")) as store:
            (trigger,), = store.execute("SELECT sql FROM sqlite_schema WHERE name = "
                                        "'assessment_no_update'")
            store.executescript("DROP TRIGGER assessment_no_update; UPDATE assessment SET "
                                f"created_ms = created_ms + 3600000; {trigger}")
        bundle = program.bundle("bulbar_signs")
        bundle["entry"] = [entry for entry in bundle["entry"]
                           if entry["resource"]["resourceType"] != "Observation"]
        self.write("without.json", json.dumps(bundle))
        without = self.assess("without.json", store="s.db", to="cards").json()["cards"]
        self.assertNotIn(alert["summary"], [card["summary"] for card in without])
        again = self.cards(self.from_files, "bulbar_signs")
        self.assertIn(alert["summary"], [card["summary"] for card in again])

    def test_nothing_is_left_out_by_older_answers_that_were_merged(self):
        alert, _ = self.cards(self.from_files, "bulbar_signs")
        self.send(alert)
        (self.home / "s.db").rename(self.home / "old.db")
        (self.home / "s.db.audit").rename(self.home / "old.db.audit")
        self.cards(self.from_files, "bulbar_signs", "--without", "neurologic")
        self.assert_code(self.run_program("store", "merge", "old.db", "--store", "s.db"), 0)
        again = self.cards(self.from_files, "bulbar_signs")
        self.assertIn(alert["summary"], [card["summary"] for card in again])

    def test_an_overridden_emergency_comes_again_each_time(self):
        first = self.cards(self.from_files, "potassium_critical")
        critical = [card for card in first if card["indicator"] == "critical"]
        self.assertTrue(critical)
        self.send(*first)
        again = self.cards(self.from_hook, "potassium_critical")
        self.assertEqual([card["summary"] for card in again],
                         [card["summary"] for card in critical])
        self.assertNotEqual(again[0]["uuid"], critical[0]["uuid"])

    def test_all_cards_of_one_answer_are_answered_together(self):
        cards = self.cards(self.from_hook, "bulbar_signs")
        self.assertEqual(self.send(*cards), f"{len(cards)} kept, 0 known already, 0 refused\n")
        ranking, = (row for row in self.stats()["cards"] if row["id"] == "ranking")
        self.assertEqual((ranking["shown"], ranking["overridden"]), (1, 1))

    def test_an_alert_is_answered_by_the_name_that_the_text_tells(self):
        out = self.assess(program.patient("bulbar_signs"), store="s.db", to="text").out
        *_, last = out.strip().splitlines()
        self.assertIn("causa feedback takes its name: ", last)
        name = last.rstrip(".").rpartition(" ")[2]
        run = self.run_program("feedback", name, "accepted", "--store", "s.db")
        self.assert_code(run, 0)
        row, = (row for row in self.stats()["alerts"] if row["accepted"])
        self.assertTrue(name.endswith("/" + row["id"]))

    def test_what_is_not_kept_tells_no_names(self):
        out = self.assess(program.patient("bulbar_signs"), to="text").out
        self.assertNotIn("causa feedback", out)


if __name__ == "__main__":
    unittest.main()
