// SPDX-License-Identifier: Apache-2.0

#include "base/unfinished.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "base/rename_new.hpp"

namespace causa {

BOOST_AUTO_TEST_SUITE(base_unfinished)

namespace {

namespace fs = std::filesystem;

struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "unfinished-test-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    ::chmod(path.c_str(), 0700);
    fs::remove_all(path);
  }

  [[nodiscard]] std::ptrdiff_t entries() const {
    return std::distance(fs::directory_iterator(path), fs::directory_iterator());
  }

  fs::path path;
};

void write(const fs::path& path, const char* text) { std::ofstream(path) << text; }

std::string read(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

constexpr uid_t nobody = 65534;

/// Rights don't bind root.
struct AsNobody {
  AsNobody() : was(::geteuid()) {
    if (was == 0 && ::seteuid(nobody) != 0) BOOST_TEST_MESSAGE("can't be another user here");
  }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;
  ~AsNobody() {
    if (was == 0) BOOST_TEST(::seteuid(0) == 0);
  }
  uid_t was;
};

std::string own_name(const fs::path& place) {
  return place.string() + ".unfinished-" + std::to_string(::getpid());
}

BOOST_AUTO_TEST_CASE(it_is_under_another_name_until_it_is_named) {
  const Folder folder;
  const fs::path place = folder.path / "copy";
  Unfinished file(place);
  BOOST_TEST_REQUIRE(file.make_file() == 0);
  BOOST_TEST(file.path().string() == own_name(place));
  BOOST_TEST(!fs::exists(place));
  BOOST_TEST((fs::status(file.path()).permissions() == fs::perms(0600)));
  write(file.path(), "all");
  BOOST_TEST(file.name() == 0);
  BOOST_TEST(file.warning() == "");
  BOOST_TEST(read(place) == "all");
  BOOST_TEST(folder.entries() == 1);
}

BOOST_AUTO_TEST_CASE(what_is_not_named_is_gone_with_all_that_is_in_it) {
  const Folder folder;
  {
    Unfinished file(folder.path / "file");
    Unfinished inside(folder.path / "folder");
    BOOST_TEST_REQUIRE(file.make_file() == 0);
    BOOST_TEST_REQUIRE(inside.make_folder() == 0);
    write(inside.path() / "a", "a");
    BOOST_TEST(folder.entries() == 2);
  }
  BOOST_TEST(folder.entries() == 0);
}

BOOST_AUTO_TEST_CASE(nothing_is_replaced) {
  const Folder folder;
  const fs::path place = folder.path / "copy";
  for (const bool is_folder : {false, true}) {
    Unfinished late(place);
    BOOST_TEST_REQUIRE((is_folder ? late.make_folder() : late.make_file()) == 0);
    write(place, "a letter");
    BOOST_TEST(late.name() == EEXIST);
    BOOST_TEST(read(place) == "a letter");
  }
  BOOST_TEST(folder.entries() == 1);
}

BOOST_AUTO_TEST_CASE(what_a_killed_program_of_this_number_left_is_left_alone) {
  const Folder folder;
  const fs::path place = folder.path / "copy";
  write(own_name(place), "half");
  fs::create_directory(own_name(place) + "-2");
  for (const bool is_folder : {false, true}) {
    Unfinished copy(place);
    BOOST_TEST_REQUIRE((is_folder ? copy.make_folder() : copy.make_file()) == 0);
    BOOST_TEST(copy.path().string() == own_name(place) + "-3");
    BOOST_TEST(copy.name() == 0);
    fs::remove_all(place);
  }
  BOOST_TEST(read(own_name(place)) == "half");
  BOOST_TEST(folder.entries() == 2);
}

BOOST_AUTO_TEST_CASE(a_folder_that_takes_files_but_is_not_readable_is_no_failure) {
  const Folder folder;
  if (::geteuid() == 0) BOOST_TEST_REQUIRE(::chown(folder.path.c_str(), nobody, nobody) == 0);
  ::chmod(folder.path.c_str(), 0300);
  const fs::path place = folder.path / "copy";
  const AsNobody as_nobody;
  if (::geteuid() == 0) return;
  for (const bool is_folder : {false, true}) {
    Unfinished copy(place);
    BOOST_TEST_REQUIRE((is_folder ? copy.make_folder() : copy.make_file()) == 0);
    BOOST_TEST(copy.name() == 0);
    BOOST_TEST(copy.warning().find("is whole, but its folder") != std::string::npos);
    BOOST_TEST(fs::exists(place));
    fs::remove(place);
  }
}

BOOST_AUTO_TEST_CASE(a_place_that_is_not_there_is_told) {
  const Folder folder;
  Unfinished copy(folder.path / "no" / "copy");
  BOOST_TEST(copy.make_file() == ENOENT);
  BOOST_TEST(copy.make_folder() == ENOENT);
}

BOOST_AUTO_TEST_CASE(a_new_name_replaces_nothing) {
  const Folder folder;
  write(folder.path / "a", "a");
  write(folder.path / "b", "b");
  BOOST_TEST(rename_new(folder.path / "a", folder.path / "b") == EEXIST);
  BOOST_TEST(read(folder.path / "b") == "b");
  BOOST_TEST(rename_new(folder.path / "a", folder.path / "c") == 0);
  BOOST_TEST(read(folder.path / "c") == "a");
  BOOST_TEST(rename_new(folder.path / "a", folder.path / "d") == ENOENT);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa
