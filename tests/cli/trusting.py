# SPDX-License-Identifier: Apache-2.0
"""What tests of approval share: the installed program and a module of the user that nobody approved."""

import program

FOLK = program.DATA / "modules/cold_floor.yaml"
ID = "org.example.cold_floor"


class Trust(program.ProgramTest):
    """The user's own folder of modules, with one module that nobody approved."""

    def setUp(self):
        super().setUp()
        self.install()
        self.folder = self.home / "data/causa/plugins"
        self.folder.mkdir(parents=True)
        self.module = self.add("cold_floor.yaml")
        self.lock = self.folder / "plugins.lock"

    def add(self, name, old="", new=""):
        path = self.folder / name
        path.write_text(FOLK.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        path.chmod(0o644)
        return path

    def plugins(self, *arguments, code=0, **environment):
        run = self.run_program("plugins", *arguments, **environment)
        self.assert_code(run, code)
        run.words = " ".join(run.out.split())
        run.warned = " ".join(run.err.split())
        return run

    def locked(self):
        self.plugins("lock", "--by", "j.smith", "--on", "2026-11-20")

    def line(self):
        """The fields of the one line of the lock."""
        [line] = [line for line in self.lock.read_text().splitlines()
                  if line and not line.startswith("#")]
        return line.split()

    def used(self, *arguments, code=0, **environment):
        """The module, as an assessment says that it took part."""
        run = self.assess(program.patient("night_cramps"), *arguments, **environment)
        self.assert_code(run, code)
        self.warned = " ".join(run.err.split())
        [module] = [one for one in run.json()["plugins"] if "cold_floor" in one["id"]]
        return module
