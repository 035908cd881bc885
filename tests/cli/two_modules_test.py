# SPDX-License-Identifier: Apache-2.0
"""Two modules that derive one fact: it is said who stands back for whom."""

import unittest

import program
from wild import ID, library, with_calcium


class OneFact(program.ProgramTest):
    """A fact has one provider; the other would have given it, so that a site may choose."""

    TWIN = "org.third.wild"

    def test_who_was_refused_for_a_module_that_failed_is_named(self):
        self.write("p.ndjson", with_calcium(2.5) + "\n")
        run = self.assess("p.ndjson", "--plugin", library("crash"), "--plugin", library("twin"),
                          "--isolation", "worker")
        self.assert_code(run, 3)
        modules = {module["id"]: module for module in run.json()["plugins"]}
        self.assertEqual(modules[self.TWIN]["status"], "refused")
        self.assertIn(f"which {ID} derives already", modules[self.TWIN]["why"])
        self.assertEqual(modules[ID]["status"], "failed")
        self.assertIn(f"; {self.TWIN} would have derived it as well, and was refused: leave out "
                      f"{ID} to have it instead", modules[ID]["why"])
        run = self.assess("p.ndjson", "--plugin", library("crash"), "--plugin", library("twin"),
                          "--without", ID)
        self.assert_code(run, 0)
        self.assertIn("wild.copied", [fact["concept"] for fact in run.json()["facts"]])

    def test_the_list_says_for_whose_sake_one_is_refused(self):
        run = self.run_program("plugins", "list", "--plugin", library("none"), "--plugin",
                               library("twin"))
        self.assert_code(run, 3)
        self.assertRegex(" ".join(run.out.split()),
                         rf"{self.TWIN} 1\.0\.0 refused [^,]* {self.TWIN} derives wild\.copied, "
                         rf"which {ID} derives already")


if __name__ == "__main__":
    unittest.main()
