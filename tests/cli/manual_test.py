# SPDX-License-Identifier: Apache-2.0
"""The manual page names every verb, every action, every option and every setting of the program."""

import re
import unittest

from completing import tables
from program import SOURCE, ProgramTest


def plain(page):
    """The text of a page, without requests and fonts."""
    text = re.sub(r'^\.\\".*$', "", page, flags=re.MULTILINE)
    text = re.sub(r"^\.[A-Z]+\s*", "", text, flags=re.MULTILINE)
    return re.sub(r"\\f.|\\fP", "", text).replace("\\-", "-").replace('"', "")


class Manual(ProgramTest):
    def setUp(self):
        super().setUp()
        self.text = plain((SOURCE / "docs/causa.1").read_text(encoding="utf-8"))
        run = self.run_program("completion", "bash")
        self.assert_code(run, 0)
        _, self.verbs = tables(run.out)

    def names(self, words):
        return re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", self.text) is not None

    def test_verbs(self):
        self.assertGreater(len(self.verbs), 10)
        self.assertEqual([verb for verb in self.verbs if not self.names(verb)], [])

    def test_actions(self):
        """Each in the head of an entry: "plugins list | show ID"."""
        missing = []
        for verb, (actions, _) in self.verbs.items():
            heads = [line for line in self.text.splitlines() if line.startswith(f"{verb} ")]
            for action in actions if verb != "help" else []:
                if not any(re.search(rf"(?<![\w-]){action}(?![\w-])", head) for head in heads):
                    missing.append(f"{verb} {action}")
        self.assertEqual(missing, [])

    def test_options(self):
        offered = {option for _, options in self.verbs.values() for option in options}
        self.assertGreater(len(offered), 20)
        self.assertEqual(sorted(option for option in offered - {"--help"} if not self.names(option)),
                         [])

    @staticmethod
    def entries(section):
        """Head and text of each entry."""
        page = (SOURCE / "docs/causa.1").read_text(encoding="utf-8")
        for entry in page.split(f".SH {section}\n")[1].split("\n.SH ")[0].split(".TP\n")[1:]:
            head, _, text = entry.partition("\n")
            yield plain(head).strip(), plain(text).strip()

    def lacking(self):
        """Options of verbs that neither an entry of the verb names, nor one of the options that is
        for all verbs ("Text.") or for this one ("list, store stats: text.")."""
        verbs = "|".join(self.verbs)
        own = {verb: " ".join(f"{head} {text}" for head, text in self.entries("VERBS")
                              if re.match(rf"{verb}\b", head)) for verb in self.verbs}
        general, special = set(), set()
        for head, text in self.entries("OPTIONS"):
            options = re.findall(r"--[a-z-]+", head)
            named = re.findall(rf"(?:^|\n)((?:{verbs})\b[a-z, -]*):\n", text)
            if not named:
                general.update(options)
            for verb in re.findall(rf"\b(?:{verbs})\b", " ".join(named)):
                special.update((verb, option) for option in options)
        return sorted(f"{verb} {option}" for verb, (_, options) in self.verbs.items()
                      for option in set(options) - general - {"--help"}
                      if (verb, option) not in special
                      and not re.search(rf"{option}(?![\w-])", own[verb]))

    def test_each_option_of_each_verb(self):
        self.assertEqual(self.lacking(), [])

    def test_settings(self):
        table = (SOURCE / "core/cli/settings.cpp").read_text(encoding="utf-8")
        table = table.split("definitions[] = {", 1)[1].split("};", 1)[0]
        settings = re.findall(r'\{"([a-z-]+)",\s*"[a-z_.]*",', table)
        self.assertGreater(len(settings), 20)
        self.assertEqual([name for name in settings if not self.names(f"--{name}")], [])

    def test_a_page_that_lacks_one_is_found(self):
        self.text = self.text.replace("--as-of", "--asof")
        self.assertFalse(self.names("--as-of"))
        self.assertFalse(self.names("--as"))


if __name__ == "__main__":
    unittest.main()
