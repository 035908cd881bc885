// SPDX-License-Identifier: Apache-2.0

#include "plugin/signature.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "base/file.hpp"
#include "base/signature.hpp"

namespace causa::plugin {

BOOST_AUTO_TEST_SUITE(plugin_signature)

namespace {

namespace fs = std::filesystem;

const Signed reviewed{"org.example.hydration", "1.0.0", std::string(64, 'a')};

/// A folder with a module's file, a secret key and a folder of trusted keys; gone at the end.
struct Site {
  fs::path folder, keys, module;
  KeyPair pair = make_key_pair();

  Site() {
    std::string name = (fs::temp_directory_path() / "causa-signature-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder = name;
    keys = folder / "trusted-keys";
    module = folder / "hydration.so";
    fs::create_directory(keys);
    write_file(module, "not read by these tests").value();
  }
  ~Site() { fs::remove_all(folder); }
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  void trust(const std::string& name, const KeyPair& key) const {
    write_file(keys / (name + ".pub"), "causa.key/1 ed25519:" + key.public_key + " x\n").value();
  }
  void sign(const KeyPair& key, const Signed& it = reviewed) const {
    add_signature(module, it, key.secret_key, "2026-11-23").value();
  }
  [[nodiscard]] SignatureCheck check(const Signed& it = reviewed) const {
    return check_signature(module, it, read_trusted_keys(std::vector{keys}));
  }
};

void expect(const SignatureCheck& check, SignatureState state, const std::string& words) {
  BOOST_TEST((check.state == state));
  BOOST_TEST((check.by + check.why).find(words) != std::string::npos, check.by << check.why);
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_a_trusted_key_signed_is_good) {
  const Site site;
  expect(site.check(), SignatureState::none, "no signature beside it");
  site.sign(site.pair);
  expect(site.check(), SignatureState::unknown, fingerprint_of(site.pair.public_key));
  site.trust("pharmacy", site.pair);
  expect(site.check(), SignatureState::good, "pharmacy");
}

BOOST_AUTO_TEST_CASE(it_is_good_for_these_bytes_this_id_and_this_version_only) {
  const Site site;
  site.trust("pharmacy", site.pair);
  site.sign(site.pair);
  expect(site.check({reviewed.id, reviewed.version, std::string(64, 'b')}), SignatureState::wrong,
         "isn't what pharmacy signed");
  expect(site.check({"org.example.strain", reviewed.version, reviewed.sha256}),
         SignatureState::wrong, "isn't what pharmacy signed");
  expect(site.check({reviewed.id, "1.0.1", reviewed.sha256}), SignatureState::wrong,
         "isn't what pharmacy signed");
}

BOOST_AUTO_TEST_CASE(a_date_or_a_key_that_was_changed_in_the_file_spoils_it) {
  const Site site;
  site.trust("pharmacy", site.pair);
  site.sign(site.pair);
  std::string text = read_file(signature_path(site.module)).value();
  text.replace(text.find("2026"), 4, "2027");
  write_file(signature_path(site.module), text).value();
  expect(site.check(), SignatureState::wrong, "isn't what pharmacy signed");
  const KeyPair other = make_key_pair();
  site.trust("other", other);
  text.replace(text.find(fingerprint_of(site.pair.public_key)), 16,
               fingerprint_of(other.public_key));
  write_file(signature_path(site.module), text).value();
  expect(site.check(), SignatureState::wrong, "isn't what other signed");
}

BOOST_AUTO_TEST_CASE(a_key_is_withdrawn_by_removing_its_file) {
  const Site site;
  site.trust("pharmacy", site.pair);
  site.sign(site.pair);
  expect(site.check(), SignatureState::good, "pharmacy");
  fs::remove(site.keys / "pharmacy.pub");
  expect(site.check(), SignatureState::unknown, "isn't trusted here");
}

BOOST_AUTO_TEST_CASE(several_may_sign_and_one_who_signs_again_stands_once) {
  const Site site;
  const KeyPair second = make_key_pair();
  site.trust("a", site.pair);
  site.trust("b", second);
  site.sign(site.pair);
  site.sign(second);
  site.sign(site.pair);
  expect(site.check(), SignatureState::good, "b, a");
  const auto text = read_file(signature_path(site.module)).value();
  BOOST_TEST(parse_signatures(text, "").value().size() == 2u);
}

BOOST_AUTO_TEST_CASE(keys_and_signatures_that_others_may_write_do_not_count) {
  const Site site;
  site.trust("pharmacy", site.pair);
  site.sign(site.pair);
  ::chmod(signature_path(site.module).c_str(), 0666);
  expect(site.check(), SignatureState::wrong, "may be written by group or others");
  ::chmod(signature_path(site.module).c_str(), 0644);
  ::chmod((site.keys / "pharmacy.pub").c_str(), 0664);
  expect(site.check(), SignatureState::unknown, "isn't trusted here");
  BOOST_TEST(read_trusted_keys(std::vector{site.keys}).faults.size() == 1u);
  ::chmod((site.keys / "pharmacy.pub").c_str(), 0644);
  ::chmod(site.keys.c_str(), 0777);
  BOOST_TEST(read_trusted_keys(std::vector{site.keys}).keys.empty());
}

BOOST_AUTO_TEST_CASE(a_broken_file_of_signatures_has_its_line) {
  const Site site;
  write_file(signature_path(site.module), "# by whom\ncausa.signature/1 x\n").value();
  expect(site.check(), SignatureState::wrong, "hydration.so.sig:2: isn't a signature");
}

BOOST_AUTO_TEST_CASE(a_secret_key_is_for_its_owner_alone_and_nothing_is_overwritten) {
  const Site site;
  const auto made = make_key(site.folder / "keys/pharmacy.key").value();
  struct stat status{};
  BOOST_TEST_REQUIRE(::stat(made.secret.c_str(), &status) == 0);
  BOOST_TEST((status.st_mode & 0777) == 0600u);
  BOOST_TEST_REQUIRE(::stat(made.secret.parent_path().c_str(), &status) == 0);
  BOOST_TEST((status.st_mode & 0777) == 0700u);
  const auto key = read_secret_key(made.secret).value();
  BOOST_TEST(fingerprint_of(public_key_of(key.secret_key)) == made.fingerprint);
  BOOST_TEST(make_key(made.secret).has_error());
  ::chmod(made.secret.c_str(), 0640);
  BOOST_TEST(to_string(read_secret_key(made.secret).error()).find("others may read") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::plugin
