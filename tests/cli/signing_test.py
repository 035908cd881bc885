# SPDX-License-Identifier: Apache-2.0
"""Ed25519 signatures of modules: made, checked, of another file, of a key that isn't trusted."""

import shutil
import unittest

from trusting import ID, Trust


class Signing(Trust):
    def setUp(self):
        super().setUp()
        self.locked()
        self.plugins("keys", "new", "pharmacy")
        self.keys = self.home / "config/causa/keys"
        self.trusted = self.home / "config/causa/trusted-keys"
        self.trusted.mkdir()
        self.trust("pharmacy")

    def trust(self, name):
        shutil.copy(self.keys / f"{name}.pub", self.trusted)

    def signed(self, code=0):
        return self.used("--policy", "signed", "--without",
                         "chronic_disease,circulation,electrolytes,hydration,medication,neurologic,"
                         "strain", code=code)

    def test_what_a_trusted_key_signed_loads(self):
        self.assertIn("no signature beside it", self.signed(code=3)["why"])
        self.assertIn(f"{ID} 1.0.0 signed by pharmacy",
                      self.plugins("sign", self.folder, "--on", "2026-11-22").words)
        self.assertEqual(self.signed()["status"], "ok")
        self.assertEqual(self.signed()["approved_by"],
                         "j.smith on 2026-11-20, signed by pharmacy")
        self.assertIn("Signed by pharmacy", self.plugins("why", "cold_floor").words)
        self.assertIn("signed by pharmacy",
                      self.plugins("verify", self.folder, CAUSA_POLICY="signed").words)
        listed = self.plugins("keys", "list").words
        self.assertIn("pharmacy.pub", listed)
        self.assertIn("pharmacy.key", listed)

    def test_a_tampered_file_with_a_tampered_lock(self):
        self.plugins("sign", self.folder)
        self.add("cold_floor.yaml", "version: 1.0.0", "version: 1.0.1")
        self.plugins("lock", "--by", "mallory", "--update", ID)
        self.assertIn("isn't what pharmacy signed", self.signed(code=3)["why"])
        self.assertIn("isn't what pharmacy signed", self.plugins("verify", self.folder, code=5).words)

    def test_an_unknown_key(self):
        self.plugins("keys", "new", "mallory")
        self.plugins("sign", self.module, "--key", self.keys / "mallory.key")
        self.assertIn("isn't trusted here", self.signed(code=3)["why"])

    def test_a_withdrawn_key(self):
        self.plugins("sign", self.folder)
        self.assertEqual(self.signed()["status"], "ok")
        (self.trusted / "pharmacy.pub").unlink()
        self.assertIn("isn't trusted here", self.signed(code=3)["why"])

    def test_the_signature_of_another_file(self):
        other = self.add("warm_floor.yaml", "cold_floor", "warm_floor")
        self.plugins("sign", other)
        shutil.move(f"{other}.sig", f"{self.module}.sig")
        other.unlink()
        self.assertIn("is of another file", self.signed(code=3)["why"])

    def test_a_wrong_signature_that_the_policy_allows_is_told_and_stamped(self):
        other = self.add("warm_floor.yaml", "cold_floor", "warm_floor")
        self.plugins("sign", other)
        shutil.move(f"{other}.sig", f"{self.module}.sig")
        other.unlink()
        module = self.used()
        self.assertEqual((module["status"], module["approved"]), ("ok", True))
        self.assertIn("which the policy doesn't mind", module["allowed_because"])
        self.assertIn("isn't what pharmacy signed", self.warned)

    def test_unsigned_but_allowed(self):
        module = self.used("--policy", "signed", "--allow-unapproved", "all")
        self.assertEqual((module["status"], module["approved"]), ("ok", False))
        self.assertIn("no signature beside it", module["allowed_because"])

    def test_nothing_is_signed_that_the_lock_does_not_approve(self):
        self.add("cold_floor.yaml", "version: 1.0.0", "version: 1.0.1")
        run = self.plugins("sign", self.folder, code=3)
        self.assertIn("isn't what plugins.lock approves", run.warned)
        self.assertEqual(list(self.folder.glob("*.sig")), [])

    def test_a_secret_key_that_others_may_read_signs_nothing(self):
        (self.keys / "pharmacy.key").chmod(0o644)
        self.assertIn("others may read", self.plugins("sign", self.folder, code=2).warned)
        self.plugins("keys", "new", "pharmacy", code=2)  # nothing is overwritten

    def test_trusted_keys_may_be_elsewhere(self):
        self.plugins("sign", self.folder)
        self.trusted.rename(self.home / "keys")
        self.assertIn("isn't trusted here", self.signed(code=3)["why"])
        self.assertEqual(self.used("--policy", "signed", "--allow-unapproved", "all",
                                   "--trusted-keys", "keys")["approved"], True)


if __name__ == "__main__":
    unittest.main()
