// SPDX-License-Identifier: Apache-2.0
//
// What may not load is refused with the sentence of refusals.txt: what, why and the cure. With
// CAUSA_WRITE_GOLDEN set the file is written anew, to be reviewed.

#include <elf.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <functional>

#include "base/file.hpp"
#include "fixture.hpp"
#include "plugin/note.hpp"

namespace causa::contract {

namespace {

struct Case {
  std::string name;
  std::function<std::vector<std::string>(Folder&)> run;
};

Case one_library(std::string name, std::function<std::string(const std::string&)> change) {
  return {std::move(name), [change = std::move(change)](Folder& folder) {
            folder.add("sample.so", change(built("sample/sample.so")));
            return folder.outcome();
          }};
}

Case bad_library(std::string name, std::string file) {
  return {std::move(name), [file = std::move(file)](Folder& folder) {
            folder.add("bad.so", built("bad/" + file));
            return folder.outcome();
          }};
}

std::vector<std::string> named(Folder& folder, std::string_view file, std::string_view bytes) {
  auto options = folder.options();
  options.folders.clear();
  options.files = {folder.add(file, bytes)};
  return folder.outcome(options);
}

std::vector<Case> image_cases() {
  std::vector<Case> cases;
  for (const double part : {0.0, 0.001, 0.1, 0.5, 0.9, 0.999})
    cases.push_back(one_library(fmt::format("cut off at {} of its length", part),
                                [part](const std::string& good) {
                                  const auto size = static_cast<double>(good.size()) * part;
                                  return good.substr(0, static_cast<std::size_t>(size));
                                }));
  const auto change = [&](std::string name, std::function<std::string(const std::string&)> how) {
    cases.push_back(one_library(std::move(name), std::move(how)));
  };
  change("last byte missing",
         [](const std::string& good) { return good.substr(0, good.size() - 1); });
  change("another machine", [](const std::string& good) {
    return with_u16(good, offsetof(Elf64_Ehdr, e_machine), EM_RISCV);
  });
  change("32 bits", [](const std::string& good) { return with_u8(good, EI_CLASS, ELFCLASS32); });
  change("a program", [](const std::string& good) {
    return with_u16(good, offsetof(Elf64_Ehdr, e_type), ET_EXEC);
  });
  change("ABI major too new",
         [](const std::string& good) { return with_u32(good, manifest_offset(good) - 16, 2); });
  change("ABI major too old",
         [](const std::string& good) { return with_u32(good, manifest_offset(good) - 16, 0); });
  change("ABI minor too new",
         [](const std::string& good) { return with_u32(good, manifest_offset(good) - 12, 3); });
  change("manifest longer than its note", [](const std::string& good) {
    return with_u32(good, manifest_offset(good) - 8, 0x7fffffff);
  });
  change("manifest is not JSON",
         [](const std::string& good) { return with_u8(good, manifest_offset(good), '['); });
  change("fault in the manifest",
         [](const std::string& good) { return with_text(good, "\"title\":", "\"tilte\":"); });
  change("no entry", [](const std::string& good) {
    return with_text(good, "causa_plugin_v1", "causa_plugin_v9");
  });
  return cases;
}

std::vector<Case> table_cases() {
  return {bad_library("no table", "bad_no_table.so"),
          bad_library("table too small", "bad_table_size.so"),
          bad_library("no derive", "bad_derive.so"),
          bad_library("another manifest in the table", "bad_manifest.so"),
          bad_library("another id in the table", "bad_id.so"),
          bad_library("another version in the table", "bad_version.so"),
          bad_library("another minor in the table", "bad_minor.so")};
}

std::vector<Case> file_cases() {
  const std::string good = built("sample/sample.so");
  return {
      {"no note, found",
       [=](Folder& folder) {
         folder.add("sample.so",
                    with_text(good, std::string("CAUSA\0", 6), std::string("OTHER\0", 6)));
         return folder.outcome();
       }},
      {"no note, named",
       [=](Folder& folder) {
         return named(folder, "sample.so",
                      with_text(good, std::string("CAUSA\0", 6), std::string("OTHER\0", 6)));
       }},
      {"not ELF, found",
       [](Folder& folder) {
         folder.add("sample.so", "INPUT(-lm)\n");
         return folder.outcome();
       }},
      {"not ELF, named", [](Folder& folder) { return named(folder, "sample.so", "INPUT(-lm)\n"); }},
      {"another suffix, named", [](Folder& folder) { return named(folder, "notes.txt", "hello"); }},
      {"file that isn't there, named",
       [](Folder& folder) {
         auto options = folder.options();
         options.files = {folder.path() / "absent.so"};
         return folder.outcome(options);
       }},
      {"symbolic link",
       [=](Folder& folder) {
         std::filesystem::create_symlink(CAUSA_CONTRACT_BINARY "/sample/sample.so",
                                         folder.path() / "sample.so");
         return folder.outcome();
       }},
      {"group may write",
       [=](Folder& folder) {
         folder.add("sample.so", good, 0664);
         return folder.outcome();
       }},
      {"others may write the folder",
       [=](Folder& folder) {
         folder.add("sample.so", good);
         ::chmod(folder.path().c_str(), 0777);
         return folder.outcome();
       }},
      {"named in a folder like /tmp",
       [=](Folder& folder) {
         ::chmod(folder.path().c_str(), 01777);
         return named(folder, "sample.so", good);
       }},
      {"the same id twice",
       [=](Folder& folder) {
         folder.add("a.so", good);
         folder.add("b.so", good);
         return folder.outcome();
       }},
  };
}

std::vector<Case> lock_cases() {
  const std::string good = built("sample/sample.so");
  const auto locked = [=](std::string name, std::string lock, unsigned mode = 0644) {
    return Case{std::move(name), [=, lock = std::move(lock)](Folder& folder) {
                  folder.add("sample.so", good);
                  folder.add("plugins.lock", lock, mode);
                  return folder.outcome();
                }};
  };
  const std::string line = Folder::lock_line("sample.so", good);
  return {
      locked("approved", line),
      locked("not in the lock", "# nothing\n"),
      locked("disabled", Folder::lock_line("sample.so", good, "disabled")),
      locked("another hash", Folder::lock_line("sample.so", good + "x")),
      locked("another version in the lock", with_text(line, " 1.0.0 ", " 1.0.1 ")),
      locked("lock of too few fields", "org.example.sample 1.0.0\n"),
      locked("lock with a bad hash", with_text(line, "sha256:", "sha512:")),
      locked("lock that names a file twice", line + with_text(line, "org.example", "org.another")),
      locked("lock that others may write", line, 0666),
      {"approved but missing",
       [=](Folder& folder) {
         folder.add("plugins.lock", line);
         return folder.outcome();
       }},
      {"lock demanded, none there",
       [=](Folder& folder) {
         folder.add("sample.so", good);
         auto options = folder.options();
         options.policy = plugin::Policy::locked;
         return folder.outcome(options);
       }},
      {"lock demanded, none there, but allowed",
       [=](Folder& folder) {
         folder.add("sample.so", good);
         auto options = folder.options();
         options.policy = plugin::Policy::locked;
         options.allow = {"sample"};
         return folder.outcome(options);
       }},
      {"changed, and allowed in vain",
       [=](Folder& folder) {
         folder.add("sample.so", good);
         folder.add("plugins.lock", Folder::lock_line("sample.so", good + "x"));
         auto options = folder.options();
         options.allow = {"all"};
         return folder.outcome(options);
       }},
      {"signature demanded, none there",
       [=](Folder& folder) {
         folder.add("sample.so", good);
         folder.add("plugins.lock", line);
         auto options = folder.options();
         options.policy = plugin::Policy::locked_signed;
         return folder.outcome(options);
       }},
      {"signature that is none",
       [=](Folder& folder) {
         folder.add("sample.so", good);
         folder.add("plugins.lock", line);
         folder.add("sample.so.sig", "yes\n");
         auto options = folder.options();
         options.policy = plugin::Policy::locked_signed;
         return folder.outcome(options);
       }},
      {"named beside a lock that doesn't name it",
       [=](Folder& folder) {
         folder.add("plugins.lock", "# nothing\n");
         return named(folder, "sample.so", good);
       }},
  };
}

std::vector<Case> yaml_cases() {
  const auto source = read_file(CAUSA_CONTRACT_SOURCE "/sample/sample.yaml").value();
  std::string rules_only = source.substr(0, source.find("\nfacts:") + 1);
  rules_only.erase(rules_only.find("abi:"),
                   rules_only.find("attributes:") - rules_only.find("abi:"));
  const auto yaml = [](std::string name, std::string text) {
    return Case{std::move(name), [text = std::move(text)](Folder& folder) {
                  folder.add("rules.yaml", text);
                  return folder.outcome();
                }};
  };
  return {
      yaml("YAML alone", rules_only),
      yaml("YAML of something else", "- {name: a case}\n"),
      yaml("YAML that can't be read", rules_only + "rules: [\n"),
      yaml("YAML with a fault", rules_only + "rulse: []\n"),
      yaml("YAML of a library, without it", source),
      {"YAML beside its library",
       [=](Folder& folder) {
         folder.add("sample.so", built("sample/sample.so"));
         folder.add("sample.yaml", source);
         return folder.outcome();
       }},
  };
}

std::vector<Case> choice_cases() {
  const auto choose = [](std::string name, std::vector<std::string> only,
                         std::vector<std::string> without) {
    return Case{std::move(name), [=](Folder& folder) {
                  folder.add("sample.so", built("sample/sample.so"));
                  folder.add("sample_c.so", built("sample/sample_c.so"));
                  auto options = folder.options();
                  options.only = only;
                  options.without = without;
                  return folder.outcome(options);
                }};
  };
  return {choose("only one", {"sample"}, {}), choose("without one", {}, {"org.example.sample_c"}),
          choose("only a name that isn't there", {"sampel"}, {}),
          choose("without the core", {}, {"core"})};
}

std::string run_all() {
  std::string text;
  for (const auto& cases :
       {image_cases(), table_cases(), file_cases(), lock_cases(), yaml_cases(), choice_cases()})
    for (const auto& one : cases) {
      Folder folder;
      text += one.name + "\n";
      for (const auto& line : one.run(folder)) text += "    " + line + "\n";
    }
  return text;
}

/// Sanitizers make a library refer to its entry by name, so that the system's loader misses a
/// renamed one before the host does: there this case has another end.
std::string without_renamed_entry(std::string text) {
#if defined(__has_feature)
#if __has_feature(undefined_behavior_sanitizer) || __has_feature(address_sanitizer)
  const auto begin = text.find("no entry\n");
  if (begin != std::string::npos) text.erase(begin, text.find("\n", begin + 9) + 1 - begin);
#endif
#endif
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(contract_refusals)

BOOST_AUTO_TEST_CASE(every_refusal_says_what_why_and_the_cure) {
  const std::filesystem::path golden = CAUSA_CONTRACT_SOURCE "/refusals.txt";
  const std::string now = run_all();
  if (std::getenv("CAUSA_WRITE_GOLDEN") != nullptr) write_file(golden, now).value();
  const auto expected = read_file(golden);
  BOOST_TEST_REQUIRE(expected.has_value());
  BOOST_TEST(without_renamed_entry(now) == without_renamed_entry(*expected));
}

BOOST_AUTO_TEST_CASE(a_scan_runs_no_code_and_lists_foreign_libraries) {
  Folder folder;
  folder.add("bad.so", built("bad/bad_no_table.so"));
  folder.add("other.so", "INPUT(-lm)\n");
  const auto found = plugin::Registry::scan(folder.options());
  BOOST_TEST_REQUIRE(found.size() == 2u);
  BOOST_TEST(found[0].id == "org.example.bad");
  BOOST_TEST(found[0].verdict == "would load");  // only its code would show the fault
  BOOST_TEST(!found[1].is_module);
  BOOST_TEST(found[1].verdict == "not a causa module");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::contract
