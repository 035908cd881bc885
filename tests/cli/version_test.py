# SPDX-License-Identifier: Apache-2.0
"""The version, and the notices of the code systems, the same as in the documentation."""

import unittest

import program


def plain(text):
    return " ".join(text.replace("**", "").replace("`", "").split())


class Version(program.ProgramTest):
    def test_alone(self):
        for word in ("--version", "version"):
            run = self.run_program(word)
            self.assert_code(run, 0)
            self.assertEqual(run.out.count("\n"), 1)

    def test_notices(self):
        page = (program.SOURCE / "docs/terminology.md").read_text(encoding="utf-8")
        notices = [plain(line[2:]) for line in page.split("## Licenses and notices", 1)[1].split("\n")
                   if line.startswith("- **")]
        self.assertGreaterEqual(len(notices), 6)
        for words in (("--version", "--licenses"), ("--version", "--licences"),
                      ("version", "--licences")):
            run = self.run_program(*words)
            self.assert_code(run, 0)
            self.assertTrue(run.out.startswith(self.run_program("version").out))
            self.assertIn("Apache License 2.0", run.out)
            said = [plain(part) for part in run.out.split("\n\n")]
            self.assertEqual(said[-len(notices):], notices)
            self.assertLessEqual(max(map(len, run.out.splitlines())), 100)

    def test_what_it_does_not_take(self):
        run = self.run_program("--version", "--license")
        self.assert_code(run, 2)
        self.assertEqual(run.out, "")
        self.assertIn("--license;", run.err)
        self.assertIn("--licenses", run.err)

    def test_notices_that_are_gone(self):
        self.install()
        (self.home / "prefix/share/causa/terminology/notices.txt").unlink()
        run = self.run_program("--version", "--licenses")
        self.assert_code(run, 2)
        self.assertEqual(run.out, "")
        self.assertIn("reinstall causa", run.err)


if __name__ == "__main__":
    unittest.main()
