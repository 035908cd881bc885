# SPDX-License-Identifier: Apache-2.0
"""`causa extend`: a module that is installed later adds its evidence to what is stored."""

import contextlib
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
import unittest

import program
from extending import FEW, StoredTest, in_one_order

LATER = ("medication", "neurologic", "circulation", "chronic_disease", "strain")
ALL = ",".join((FEW, *LATER))
PATIENTS = sorted(program.PATIENTS.glob("*.json"))
MODULE = program.SOURCE / "tests/data/knowledge/module/whole.yaml"


def varint(number):
    out = b""
    while number >= 128:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def text(value):
    return varint(len(value.encode())) + value.encode()


def repeated_content(store, row):
    """The digest of a version to which modules had nothing to say: as core/store/content.hpp says
    of form 2, and nothing else."""
    uuid, version, created_ms, before = store.execute(
        "SELECT a.uuid, a.version, a.created_ms, u.content FROM assessment a JOIN assessment b "
        "ON b.uuid = a.uuid AND b.version = a.version - 1 JOIN audit u ON u.number = b.audit "
        "WHERE a.id = ?", (row,)).fetchone()
    came = store.execute(
        "SELECT m.digest, m.module_id, m.version, m.sha256, u.status, u.approved, u.approved_by, "
        "u.allowed_because, u.why, u.ran_in, u.microseconds FROM module_used u "
        "JOIN module m ON m.id = u.module WHERE u.assessment = ? ORDER BY u.position",
        (row,)).fetchall()
    content = b"causa.content/2" + before + text(uuid) + varint(version) + varint(2 * created_ms)
    content += varint(len(came))
    for (_, module, number, sha256, status, approved, by, because, why, ran_in, took) in came:
        content += text(module) + text(number) + text(sha256) + varint(status)
        content += bytes([approved]) + text(by) + text(because) + text(why)
        content += varint(ran_in) + varint(took)
    for one in came:
        content += text(one[0])
    return hashlib.blake2b(content, digest_size=32).digest()

WATCH = """schema: causa.manifest/1
id: org.example.watch
version: 1.0.0
title: A clinic's own watch on potassium
intended_use: Alerts on a value that other modules read as well. Made for a test.
attributes: {developer: causa, license: Apache-2.0, released: 2026-11-26,
  reviewed: {by: null, on: null, until: null}, funding: none, population: adults, uses: []}
sources: [{id: judgement, citation: Judgement of the test, verified: false}]
alerts:
  - {id: watched, when: "lab.potassium >= 7 mmol/L within 14 days", urgency: urgent,
    title: Watched potassium, action: Tell the clinic, basis: expert, sources: [judgement]}
"""


class Extend(StoredTest):
    def test_only_what_is_new_is_written(self):
        """Who isn't ranked, and knows nothing of what the module reads."""
        self.assess_few(program.patient("no_complaint"))
        folder = self.home / "data/causa/plugins"
        folder.mkdir(parents=True)
        shutil.copy(program.SOURCE / "docs/examples/rules-module/alcohol.yaml", folder)
        self.assert_code(self.extend("--all", plugins="alcohol"), 0)
        with sqlite3.connect(self.home / "s.db") as store:
            for table in ("fact", "ignored", "state", "cause_result", "evidence", "advice"):
                self.assertEqual(store.execute(
                    f"SELECT count(*) FROM {table} WHERE assessment = 2").fetchone(), (0,), table)
            self.assertEqual(store.execute(
                "SELECT count(*) FROM module_used WHERE assessment = 2").fetchone(), (1,))
            self.assertEqual(store.execute(
                "SELECT u.content, u.form FROM audit u JOIN assessment a ON a.audit = u.number "
                "WHERE a.id = 2").fetchone(), (repeated_content(store, 2), 2))
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)

    def test_usage(self):
        for arguments, words in ((["extend"], "one assessment ID"), (["extend", "x"], "--plugins"),
                                 (["extend", "x", "--all", "--plugins", "strain"], "or --all"),
                                 (["extend", "--all", "--plugins", ","], "names no module"),
                                 (["extend", "x", "--plugins", "stain"], 'did you mean "strain"'),
                                 (["extend", "x", "--plugins", "strain", "--to", "html"], "html")):
            run = self.run_program(*arguments, "--store", "s.db")
            self.assert_code(run, 2)
            self.assertIn(words, run.err)
        self.assert_code(self.extend("--all", plugins="strain"), 4)

    def test_the_same_as_with_all_modules_at_once(self):
        """Each patient, each module after the other; each version before stays as it was."""
        versions = {one["id"]: [one] for one in self.assess_few(*PATIENTS)}
        at_once = {one["patient"]["id"]: one
                   for one in self.assess(*PATIENTS, "--plugins", ALL).json_lines()}
        for module in LATER:
            run = self.extend("--all", plugins=module)
            self.assert_code(run, 0)
            self.assertIn(f"{len(PATIENTS)} extended", run.out)
            for each, earlier in versions.items():
                earlier.append(self.show(each))
        for each, earlier in versions.items():
            patient = earlier[0]["patient"]["id"]
            with self.subTest(patient):
                self.assertEqual(in_one_order(earlier[-1]), in_one_order(at_once[patient]))
                for number in (1, 3, len(LATER) + 1):
                    then = self.show(each, "--version", number)
                    then.pop("would_change"), earlier[number - 1].pop("would_change", None)
                    then.pop("would_change_to", None)
                    earlier[number - 1].pop("would_change_to", None)
                    self.assertEqual(then, earlier[number - 1])
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)
        replayed = self.replay("--all")
        self.assert_code(replayed, 0)
        self.assertIn(f"{len(PATIENTS)} replayed: {len(PATIENTS)} the same", replayed.out)

    def test_whichever_module_comes_last(self):
        """Visits of all sorts, each of the seven modules as the one that comes later: the same as
        with all at once, and every version before as it was."""
        with open(self.home / "p.ndjson", "wb") as visits:
            subprocess.run([os.environ["CAUSA_GENERATE"], "--patients", "24", "--seed", "11"],
                           check=True, stdout=visits)
            visits.write(program.many_patients(len(PATIENTS)).encode())
        at_once = {one["patient"]["id"]: one
                   for one in self.assess("p.ndjson", "--plugins", ALL).json_lines()}
        # Under sanitizers a call takes a second, and there are hundreds.
        modules = ALL.split(",")[:2 if os.environ.get("CAUSA_SANITIZE") else None]
        for module in modules:
            for left in self.home.glob("s.db*"):
                left.unlink()
            others = ",".join(one for one in ALL.split(",") if one != module)
            then = {one["id"]: one for one in self.assess_few("p.ndjson", plugins=others)}
            self.assertEqual(len(then), 24 + len(PATIENTS))
            self.assert_code(self.extend("--all", "--batch", "16", plugins=module), 0)
            for each, before in then.items():
                with self.subTest(module, patient=before["patient"]["id"]):
                    now = self.show(each)
                    self.assertEqual(in_one_order(now),
                                     in_one_order(at_once[before["patient"]["id"]]))
            self.assertEqual(self.show(each, "--version", 1)["facts"], before["facts"])
            self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)

    def test_one_only(self):
        first, other = self.assess_few(*PATIENTS[:2])
        run = self.extend(first["id"], plugins="medication,strain", to="json")
        self.assert_code(run, 0)
        self.assertEqual([self.show(one["id"])["plugins"] == one["plugins"]
                          for one in (first, other)], [False, True])
        missing = self.show(first["id"], "--version", "2")
        self.assertEqual([one["status"] for one in missing["plugins"]
                          if one["id"].endswith((".medication", ".strain"))], ["ok", "ok"])
        unknown = self.run_program("show", first["id"], "--version", "3", "--store", "s.db")
        self.assert_code(unknown, 4)
        self.assert_code(self.run_program("show", first["id"], "--version", "0", "--store", "s.db"),
                         2)

    def test_a_new_alert_is_told(self):
        assessed, = self.assess_few(program.patient("swollen_calf"))
        self.assertNotIn("same-day", [one["urgency"] for one in assessed["alerts"]])
        run = self.extend("--all", "--fail-on", "same-day", "--to", "json", plugins="circulation")
        self.assert_code(run, 10)
        extension, counts = run.json_lines()
        self.assertIn("same-day", [one["urgency"] for one in extension["new_alerts"]])
        self.assertEqual(extension["version"], 2)
        self.assertEqual(counts["extended"], 1)

    def extend_onto_a_full_disk(self, *arguments, plugins):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                self.command("extend", *arguments, "--plugins", plugins, "--store", "s.db"),
                cwd=self.home, env=self.environment, stdout=full, stderr=subprocess.PIPE,
                timeout=120, check=False)
        return program.Run(done.returncode, "", done.stderr.decode())

    def test_new_alerts_that_could_not_be_printed_are_printed_by_the_next_call(self):
        """Whichever modules it adds, also if its own output fails; and then no more."""
        assessed, = self.assess_few(program.patient("swollen_calf"))
        alert = f"{assessed['id']} version 2: new alert, same-day"
        for arguments in (("--all",), (assessed["id"],)):
            cut_off = self.extend_onto_a_full_disk(*arguments, plugins="circulation")
            self.assert_code(cut_off, 2)
            self.assertIn("No space left", cut_off.err)
            self.assertIn("the next call of extend prints", cut_off.err)
        self.assertEqual(self.versions(), [(1, 1), (2, 1)])
        run = self.extend("--all", "--fail-on", "same-day", plugins="strain")
        self.assert_code(run, 10)
        self.assertIn(alert, run.out)
        self.assertIn("1 extended, with ", run.out)
        self.assertIn("an earlier call was cut off: what it had stored of 1", run.err)
        again = self.extend("--all", "--fail-on", "same-day", plugins="circulation")
        self.assert_code(again, 0)
        self.assertNotIn("new alert,", again.out)
        self.assertEqual(again.told, "")

    def test_one_that_is_damaged_keeps_no_other_from_being_printed(self):
        self.assess_few(program.patient("swollen_calf"), program.patient("thiazide"))
        swollen, other = self.stored("s.db")[::-1]
        self.extend_onto_a_full_disk("--all", plugins="circulation")
        with contextlib.closing(sqlite3.connect(self.home / "s.db")) as store, store:
            store.execute("DROP TRIGGER fact_no_delete")
            store.execute("DELETE FROM fact WHERE assessment IN "
                          "(SELECT id FROM assessment WHERE uuid = ?)", (other,))
        run = self.extend("--all", plugins="strain")
        self.assert_code(run, 4)
        self.assertIn(f"{swollen} version 2: new alert, same-day", run.out)

    def test_what_could_not_be_printed_as_json_is_printed_by_the_next_call(self):
        assessed, = self.assess_few(program.patient("swollen_calf"))
        self.assert_code(
            self.extend_onto_a_full_disk("--all", "--to", "json", plugins="circulation"), 2)
        extension, counts = self.extend("--all", "--to", "json", plugins="circulation").json_lines()
        self.assertEqual((extension["id"], extension["version"], extension["added"]),
                         (assessed["id"], 2, ["org.causa.circulation"]))
        self.assertIn("same-day", [one["urgency"] for one in extension["new_alerts"]])
        self.assertEqual((counts["extended"], counts["there_already"]), (0, 1))

    def test_what_is_forgotten_meanwhile_is_no_fault(self):
        self.write("p.ndjson", program.many_patients(1500))
        for pause in (0.1, 0.05, 0.2, 0.1, 0.3):
            [file.unlink() for file in self.home.glob("s.db*")]
            self.assess_few("p.ndjson")
            out, err = self.forget_while_it_extends(pause)
            if "were forgotten meanwhile" in err:
                return self.assertIn("0 extended, with 0 new alerts", out)
        self.fail(err)

    def forget_while_it_extends(self, pause):
        process = subprocess.Popen(
            self.command("extend", "--all", "--plugins", "medication", "--store", "s.db", "--jobs",
                         "1", "--batch", "1000"), cwd=self.home, env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with sqlite3.connect(f"file:{self.home / 's.db'}?mode=ro", uri=True) as store:
            while process.poll() is None and len(store.execute("SELECT id FROM run").fetchall()) < 2:
                time.sleep(0.002)
        time.sleep(pause)  # the first thousand are read, if the machine is neither busy nor fast
        forgotten = self.run_program("store", "forget", "--older-than", program.tomorrow(),
                                     "--store", "s.db")
        out, err = process.communicate(timeout=60)
        self.assertIn("1500 assessments", forgotten.out)
        self.assertEqual(process.returncode, 0, err)
        return out.decode(), err.decode()

    def test_again_there_is_nothing_to_do(self):
        self.assess_few(*PATIENTS)
        self.assert_code(self.extend("--all", plugins="strain"), 0)
        run = self.extend("--all", plugins="strain")
        self.assert_code(run, 0)
        self.assertIn(f"0 extended, with 0 new alerts; {len(PATIENTS)} had the modules", run.out)
        listed = self.run_program("list", "--limit", "0", "--to", "json", "--store", "s.db")
        self.assertEqual({one["version"] for one in listed.json_lines()}, {2})

    def test_another_file_of_a_module_that_took_part(self):
        folder = self.home / "data/causa/plugins"
        folder.mkdir(parents=True)
        shutil.copy(MODULE, folder)
        assessed, = self.assess_few(PATIENTS[0], plugins="whole")
        (folder / "whole.yaml").write_text(MODULE.read_text() + "\n# mended\n")
        run = self.extend(assessed["id"], plugins="whole")
        self.assert_code(run, 1)
        self.assertIn("took part already, from another file", run.err)
        self.assertIn("assess the patient again", run.err)
        self.assertEqual(self.show(assessed["id"])["plugins"], assessed["plugins"])

    def test_a_module_that_is_refused_adds_nothing(self):
        assessed, = self.assess_few(PATIENTS[0])
        folder = self.home / "data/causa/plugins"
        folder.mkdir(parents=True)
        (folder / "whole.yaml").write_text(MODULE.read_text().replace("abi:", "abu:", 1) + "x: y\n")
        run = self.extend("--all", plugins="whole")
        self.assertIn(run.code, (2, 3))
        self.assertEqual(self.show(assessed["id"])["plugins"], assessed["plugins"])

    def test_the_other_modules_need_not_be_there(self):
        """What they said stays; what they would compute from new facts is told to be missing."""
        plugins = self.install()
        before = {one["id"]: one for one in self.assess_few(*PATIENTS)}
        for name in FEW.split(","):
            (plugins / f"{name}.so").unlink()
        for left in plugins.glob("plugins.lock"):
            left.unlink()
        run = self.extend("--all", plugins="medication")
        self.assert_code(run, 0)
        self.assertIn("isn't there as it was", run.err)
        for each, earlier in before.items():
            now = self.show(each)
            alerts = {(one["plugin"], one["id"], one["urgency"]) for one in now["alerts"]}
            self.assertLessEqual({(one["plugin"], one["id"], one["urgency"])
                                  for one in earlier["alerts"]}, alerts)

    def test_settings_of_then_count(self):
        self.write("then.toml", "[model]\njudgement_only_cap = 0.5\n")
        self.assess_few(*PATIENTS, CAUSA_CONFIG=str(self.home / "then.toml"))
        self.assert_code(self.extend("--all", plugins=",".join(LATER)), 0)
        at_once = self.assess(*PATIENTS, "--plugins", ALL,
                              CAUSA_CONFIG=str(self.home / "then.toml")).json_lines()
        now = {one["patient"]["id"]: one for one in map(self.show, self.stored("s.db"))}
        for one in at_once:
            self.assertEqual(in_one_order(now[one["patient"]["id"]]), in_one_order(one))

    def test_a_module_that_comes_is_set_as_it_is_set_today(self):
        self.write("now.toml", "[modules.electrolytes]\nreference_albumin_g_l = 42\n")
        today = {"CAUSA_CONFIG": str(self.home / "now.toml")}
        assessed, = self.assess_few(program.EXAMPLE, plugins="hydration")
        self.assert_code(self.extend("--all", plugins="electrolytes", **today), 0)
        at_once, = self.assess(program.EXAMPLE, "--plugins", FEW, **today).json_lines()
        self.assertNotEqual(assessed["config_sha256"], at_once["config_sha256"])
        self.assertEqual(in_one_order(self.show(assessed["id"])), in_one_order(at_once))
        self.assert_code(self.replay("--all"), 0)
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)

    def test_who_is_not_concerned_is_repeated_though_the_module_was_left_out(self):
        """Who isn't ranked; the second module alerts of one of them."""
        patients = [self.with_potassium(one, value) for one, value in (("a", 4.2), ("b", 7.1))]
        self.write("p.ndjson", "\n".join(json.dumps(one) for one in patients))
        self.assess_few("p.ndjson", plugins="hydration,strain")
        self.assertIn("with 0 new alerts", self.extend("--all", plugins="neurologic").out)
        self.assertEqual(self.forms_of(2), {"a": 3, "b": 3})
        run = self.extend("--all", plugins="electrolytes")
        self.assertIn("2 extended, with 1 new alerts", run.out)
        self.assertEqual(self.forms_of(3)["b"], 1)
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)

    def test_an_alert_on_what_others_read_already_is_raised(self):
        """Nothing is new to read for the module that comes, and nobody is ranked."""
        self.write("watch.yaml", WATCH)
        patients = [self.with_potassium(one, value) for one, value in (("a", 4.2), ("b", 7.1))]
        self.write("p.ndjson", "\n".join(json.dumps(one) for one in patients))
        self.assess_few("p.ndjson", plugins="electrolytes,hydration")
        run = self.extend("--all", "--plugin", "watch.yaml", plugins="watch")
        self.assertIn("2 extended, with 1 new alerts", run.out)

    def forms_of(self, version):
        with sqlite3.connect(self.home / "s.db") as store:
            return dict(store.execute(
                "SELECT p.patient_id, u.form FROM audit u JOIN assessment a ON a.audit = u.number "
                "JOIN patient p ON p.id = a.patient WHERE a.version = ?", (version,)).fetchall())

    @staticmethod
    def with_potassium(patient, value):
        return {"resourceType": "Bundle", "type": "collection", "entry": [
            {"resource": {"resourceType": "Patient", "id": patient, "birthDate": "1960-01-01",
                          "gender": "female"}},
            {"resource": {"resourceType": "Observation", "id": "k", "status": "final",
                          "subject": {"reference": f"Patient/{patient}"},
                          "effectiveDateTime": "2026-11-19T08:00:00Z",
                          "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
                          "valueQuantity": {"value": value, "unit": "mmol/L",
                                            "system": "http://unitsofmeasure.org",
                                            "code": "mmol/L"}}}]}

    def test_every_number_of_threads_gives_the_same(self):
        self.write("p.ndjson", program.many_patients(40))
        stores = []
        for jobs in ("1", "3"):
            for left in self.home.glob("s.db*"):
                left.unlink()
            self.assess_few("p.ndjson", plugins="hydration,circulation")
            run = self.extend("--all", "--batch", "3", "--jobs", jobs, plugins="neurologic")
            self.assert_code(run, 0)
            self.assertIn("40 extended", run.out)
            shown = [in_one_order(self.show(one)) for one in self.stored("s.db")]
            stores.append(sorted(shown, key=lambda one: one["patient"]["id"]))
            self.assertEqual(self.versions(), [(1, 40), (2, 40)])
        self.assertEqual(*stores)

    def test_stopped_and_gone_on(self):
        self.write("p.ndjson", program.many_patients(600))
        self.assess_few("p.ndjson")
        for number, code in ((signal.SIGTERM, 143), (signal.SIGKILL, -9)):
            process = subprocess.Popen(
                self.command("extend", "--all", "--plugins", "medication", "--store", "s.db"),
                cwd=self.home, env=self.environment, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL)
            before = self.versions()
            while self.versions() == before and process.poll() is None:
                time.sleep(0.002)
            process.send_signal(number)
            self.assertIn(process.wait(timeout=60), (code, 0))
        self.assert_code(self.extend("--all", plugins="medication"), 0)
        self.assertEqual(self.versions(), [(1, 600), (2, 600)])
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)

    def versions(self):
        with sqlite3.connect(f"file:{self.home / 's.db'}?mode=ro", uri=True) as store:
            return store.execute("SELECT version, count(*) FROM assessment GROUP BY version "
                                 "ORDER BY version").fetchall()


if __name__ == "__main__":
    unittest.main()
