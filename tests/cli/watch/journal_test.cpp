// SPDX-License-Identifier: Apache-2.0
//
// The journal of watch: written, read back, and done at most once whatever was done of it before.

#include "cli/watch/journal.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>

#include "base/hash.hpp"
#include "cli/watch/move.hpp"

namespace {

using namespace causa::cli::watch;
namespace fs = std::filesystem;

/// A folder with a staged answer, a staged reason and a claimed input.
struct Fixture {
  Fixture() : root(fs::temp_directory_path() / ("causa-journal-" + causa::random_uuid())) {
    for (const char* name : {"out", "done", "own"}) fs::create_directories(root / name);
    write("out/.staged", "answer");
    write("own/reason", "reason");
    write("own/input", "input");
    journal.answer = {root / "out/.staged", root / "out", "adt", ".txt"};
    journal.reason = root / "own/reason";
    journal.input = {root / "own/input", root / "done", "adt", ".hl7"};
  }
  ~Fixture() { fs::remove_all(root); }
  Fixture(const Fixture&) = delete;
  Fixture& operator=(const Fixture&) = delete;

  void write(const std::string& name, const std::string& content) const {
    std::ofstream(root / name) << content;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream stream(root / name);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  [[nodiscard]] std::size_t count(const char* name) const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(root / name), fs::directory_iterator()));
  }

  fs::path root;
  Journal journal;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(watch_journal)

BOOST_AUTO_TEST_CASE(any_name_is_read_back) {
  std::string all;
  for (int byte = 1; byte < 256; ++byte) all += static_cast<char>(byte);
  Journal journal;
  journal.store = "/var/lib/a b.db";
  journal.source_sha256 = "0123";
  journal.answer = {"/out/.causa-1", "/out " + all, all, ".t\nxt"};
  journal.input = {"/in/%41", "/done", "%", ""};
  const Journal back = read_journal(to_text(journal), "journal").value();
  BOOST_TEST(back.store.string() == journal.store.string());
  BOOST_TEST(back.source_sha256 == journal.source_sha256);
  BOOST_TEST_REQUIRE(back.answer.has_value());
  BOOST_TEST(back.answer->folder.string() == journal.answer->folder.string());
  BOOST_TEST(back.answer->stem == all);
  BOOST_TEST(back.answer->extension == ".t\nxt");
  BOOST_TEST(back.reason.empty());
  BOOST_TEST(back.input.staged.string() == "/in/%41");
  BOOST_TEST(back.input.stem == "%");
}

BOOST_AUTO_TEST_CASE(a_part_of_a_journal_is_refused) {
  const std::string text = to_text(Fixture().journal);
  for (std::size_t size = 0; size < text.size() - 1; ++size)
    BOOST_TEST(read_journal(text.substr(0, size), "journal").has_error(), size);
}

BOOST_AUTO_TEST_CASE(all_moves_are_done_once) {
  const Fixture folder;
  for (int time = 0; time < 3; ++time) do_moves(folder.journal).value();
  BOOST_TEST(folder.count("out") == 1u);
  BOOST_TEST(folder.count("done") == 2u);
  BOOST_TEST(folder.count("own") == 0u);
  BOOST_TEST(folder.read("out/adt.txt") == "answer");
  BOOST_TEST(folder.read("done/adt.hl7") == "input");
  BOOST_TEST(folder.read("done/adt.hl7.reason.txt") == "reason");
}

BOOST_AUTO_TEST_CASE(what_was_done_before_is_not_done_again) {
  const Fixture folder;
  fs::rename(folder.root / "out/.staged", folder.root / "out/adt.txt");
  do_moves(folder.journal).value();
  BOOST_TEST(folder.count("out") == 1u);
  BOOST_TEST(folder.read("done/adt.hl7") == "input");
}

BOOST_AUTO_TEST_CASE(killed_between_the_reason_and_its_input) {
  const Fixture folder;
  fs::rename(folder.root / "own/reason", folder.root / "done/adt.hl7.reason.txt");
  do_moves(folder.journal).value();
  BOOST_TEST(folder.read("done/adt.hl7") == "input");
  BOOST_TEST(folder.count("done") == 2u);
}

BOOST_AUTO_TEST_CASE(nothing_is_overwritten_and_a_reason_keeps_its_input) {
  const Fixture folder;
  folder.write("out/adt.txt", "older answer");
  folder.write("done/adt.hl7", "older input");
  folder.write("done/adt.2.hl7.reason.txt", "older reason");
  do_moves(folder.journal).value();
  BOOST_TEST(folder.read("out/adt.txt") == "older answer");
  BOOST_TEST(folder.read("out/adt.2.txt") == "answer");
  BOOST_TEST(folder.read("done/adt.hl7") == "older input");
  BOOST_TEST(folder.read("done/adt.3.hl7") == "input");
  BOOST_TEST(folder.read("done/adt.3.hl7.reason.txt") == "reason");
}

BOOST_AUTO_TEST_CASE(a_missing_folder_is_an_error_and_nothing_is_lost) {
  const Fixture folder;
  fs::remove(folder.root / "done");
  BOOST_TEST(do_moves(folder.journal).has_error());
  BOOST_TEST(folder.read("own/input") == "input");
  fs::create_directory(folder.root / "done");
  do_moves(folder.journal).value();
  BOOST_TEST(folder.read("done/adt.hl7") == "input");
  BOOST_TEST(folder.read("done/adt.hl7.reason.txt") == "reason");
  BOOST_TEST(folder.count("out") == 1u);
}

BOOST_AUTO_TEST_CASE(numbers_go_before_the_extension) {
  BOOST_TEST(numbered("adt", ".hl7", 1) == "adt.hl7");
  BOOST_TEST(numbered("adt", ".hl7", 2) == "adt.2.hl7");
  BOOST_TEST(numbered(std::string(300, 'x'), ".hl7", 12).size() == 255u);
  BOOST_TEST(numbered(std::string(300, 'x'), ".hl7", 12).ends_with("x.12.hl7"));
  const auto parts = [](std::string_view name) {
    return std::string(parts_of(name).stem) + "|" + std::string(parts_of(name).extension);
  };
  BOOST_TEST(parts("a.json") == "a|.json");
  BOOST_TEST(parts("a.json.gz") == "a.json|.gz");
  BOOST_TEST(parts("a") == "a|");
  BOOST_TEST(parts(".a") == ".a|");
  BOOST_TEST(parts("a.") == "a|.");
  BOOST_TEST(parts("a.not an extension at all") == "a.not an extension at all|");
}

BOOST_AUTO_TEST_SUITE_END()
