// SPDX-License-Identifier: Apache-2.0
//
// Files, folders and lines: one broken line never ends the run, and every error names its line.

#include <boost/test/unit_test.hpp>

#include "intake/files.hpp"
#include "intake/format.hpp"
#include "intake/reading.hpp"

BOOST_AUTO_TEST_SUITE(intake_reader)

using namespace intake_test;
using causa::intake::Reader;

BOOST_AUTO_TEST_CASE(one_document) { BOOST_TEST((run({data("whole.json")}) == Found{"p1"})); }

BOOST_AUTO_TEST_CASE(lines) {
  BOOST_TEST((run({data("three.ndjson")}) == Found{"n1", "n2", "n3"}));
  const Scratch unnamed(file("three.ndjson"));
  BOOST_TEST((run({unnamed.path()}) == Found{"n1", "n2", "n3"}));
}

BOOST_AUTO_TEST_CASE(broken_lines_do_not_end_the_run) {
  const Found found = run({data("broken_middle.ndjson")});
  BOOST_REQUIRE(found.size() == 4u);
  BOOST_TEST(found[0] == "n1");
  BOOST_TEST(found[1].starts_with("!broken_middle.ndjson:3"));
  BOOST_TEST(found[2].starts_with("!broken_middle.ndjson:4"));
  BOOST_TEST(found[3] == "n3");
}

BOOST_AUTO_TEST_CASE(broken_first_line_does_not_hide_the_others) {
  const Found found = run({data("broken_first.txt")});
  BOOST_REQUIRE(found.size() == 3u);
  BOOST_TEST(found[0].starts_with("!broken_first.txt:1"));
  BOOST_TEST(found[1] == "n2");
}

BOOST_AUTO_TEST_CASE(a_first_line_that_lost_its_end_or_its_start_does_not_hide_the_others) {
  using causa::intake::Format;
  const std::string three = file("three.ndjson");
  const std::size_t end = three.find('\n');
  const std::string line = three.substr(0, end);
  for (const std::string& first :
       {line.substr(0, line.find(',') + 1), line.substr(0, line.find(':') + 1), std::string("["),
        line.substr(line.find("ceType")), std::string("id,value"), std::string("words"),
        line.substr(0, 9) + "\n" + line.substr(9), std::string("<Bundle/>")}) {
    const Scratch lines(first + three.substr(end), "lines.txt");
    const Scratch named(first + three.substr(end), "lines.ndjson");
    for (const std::optional<Format> format : {std::optional<Format>(), {Format::ndjson}})
      for (const Scratch* scratch : {&lines, &named}) {
        const Found found = run({scratch->path()}, {}, format);
        const bool two = first.find('\n') != std::string::npos;
        BOOST_REQUIRE_MESSAGE(found.size() == (two ? 4u : 3u), first);
        BOOST_TEST(found[0].starts_with("!" + scratch->name() + ":1"), found[0]);
        BOOST_TEST((found[found.size() - 2] == "n2" && found.back() == "n3"));
      }
  }
}

BOOST_AUTO_TEST_CASE(what_begins_with_a_header_of_hl7v2_is_lines_of_json_only_if_somebody_says_so) {
  const std::string three = file("three.ndjson");
  const std::string content = "MSH|^~\\&|LAB" + three.substr(three.find('\n'));
  const Scratch message(content, "lines.txt");
  const std::string place = "!" + message.name();
  BOOST_TEST((run({message.path()}) == Found{place + ":2", place + ":3", place + ": MSH-9"}));
  const Found lines{"n2", "n3"};
  const Scratch lines_by_name(content, "lines.ndjson");
  const Found named = run({lines_by_name.path()});
  BOOST_TEST((Found(named.begin() + 1, named.end()) == lines));
  const Found said = run({message.path()}, {}, causa::intake::Format::ndjson);
  BOOST_TEST((Found(said.begin() + 1, said.end()) == lines));
}

// Wherever JSON lets lines end, and however whole what stands between them looks.
BOOST_AUTO_TEST_CASE(no_wrapping_makes_lines_of_a_document) {
  const std::string organization = R"({"resourceType":"Organization","id":"z"})";
  const std::string json =
      R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":)"
      R"("Patient","id":"p","contained":[)" +
      organization + "," + organization + R"(]}},{"resource":)" +
      observation(R"("subject":{"reference":"Patient/p"})") + R"(,"search":{"mode":"match"}}]})";
  const std::string signs = "{}[],:";
  for (std::size_t before = 0; before < 64; ++before)
    for (std::size_t behind = 0; behind < 64; behind += 7) {
      std::string wrapped;
      for (const char c : json) {
        const std::size_t sign = signs.find(c);
        const bool is_sign = sign != std::string::npos;
        if (is_sign && (before >> sign & 1) != 0) wrapped += '\n';
        wrapped += c;
        if (is_sign && (behind >> sign & 1) != 0) wrapped += "\r\n ";
      }
      const Scratch scratch(wrapped, "wrapped.txt");
      BOOST_REQUIRE_MESSAGE((run({scratch.path()}) == Found{"p"}), wrapped);
    }
}

BOOST_AUTO_TEST_CASE(a_first_line_beyond_the_limit_is_told_from_a_document_within_twice_the_limit) {
  const causa::intake::Limits limits{.document_bytes = 1'000'000, .nesting = 1000};
  const std::string three = file("three.ndjson");
  const auto begins_with = [&](std::size_t size, std::string_view end) {
    return R"({"resourceType":"Patient","x":")" + std::string(size, 'x') + "\"" + std::string(end) +
           "\n";
  };
  const auto found_in = [&](const std::string& content) {
    const Scratch scratch(content, "long.txt");
    Found found = run({scratch.path(), data("whole.json")}, limits);
    BOOST_TEST(found.back() == "p1");
    found.pop_back();
    found[0].replace(1, scratch.name().size(), "x");
    return found;
  };
  const Found lines{"!x:1", "n1", "n2", "n3"};
  const Found document{"!x"};
  BOOST_TEST((found_in(begins_with(1'500'000, "}") + three) == lines));
  BOOST_TEST((found_in(begins_with(1'500'000, "}") + "\n\n" + three) == lines));
  BOOST_TEST(
      (found_in("\n\n" + begins_with(1'500'000, "}") + three) == Found{"!x:3", "n1", "n2", "n3"}));
  BOOST_TEST((found_in(begins_with(3'000'000, "}") + three) == document));
  BOOST_TEST((found_in(begins_with(1'500'000, "}")) == document));
  BOOST_TEST((found_in(begins_with(1'500'000, R"(,"contained":[)") + three) == document));
  BOOST_TEST((found_in(begins_with(1'500'000, "") + "}\n") == document));
}

BOOST_AUTO_TEST_CASE(a_document_with_a_whole_resource_in_its_second_line_is_one) {
  const std::string contained = R"({"resourceType":"Medication","id":"m"})";
  const std::string begins = R"({"resourceType":"Patient","id":"p","contained":[)";
  for (const std::string& rest : {std::string("\n]}"), "\n," + contained + "]}"}) {
    const Scratch document(begins + "\n" + contained + rest);
    BOOST_TEST((run({document.path()}) == Found{"p"}));
  }
  const Scratch array("[\n" + contained + "\n]");
  BOOST_TEST((run({array.path()}) == Found{"!" + array.name()}));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_given_twice_is_read_once) {
  namespace fs = std::filesystem;
  const Scratch first(file("whole.json"));
  const fs::path soft = first.path() + ".soft.json";
  const fs::path hard = first.path() + ".hard.json";
  fs::create_symlink(first.path(), soft);
  fs::create_hard_link(first.path(), hard);
  const std::vector<std::string> again{first.path(), soft.string(), hard.string()};
  std::vector<std::string> inputs{first.path(), data("three.ndjson")};
  inputs.insert(inputs.end(), again.begin(), again.end());
  BOOST_TEST((run(inputs) == Found{"p1", "n1", "n2", "n3"}));
  const auto reader = Reader::open(inputs);
  BOOST_TEST((reader->repeated() == again));
  BOOST_TEST(reader->progress().bytes_total ==
             fs::file_size(first.path()) + fs::file_size(data("three.ndjson")));
  fs::remove(soft);
  fs::remove(hard);
}

BOOST_AUTO_TEST_CASE(folder_in_order_of_names) {
  BOOST_TEST((run({data("folder")}) == Found{"n3", "n1", "n2"}));
}

BOOST_AUTO_TEST_CASE(folder_takes_packed_files_and_no_others) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / "causa_folder_of_names";
  fs::create_directories(folder);
  for (const char* name : {"a.ndjson.gz", "b.JSON", "c.json.zst", "d.json.txt", "e.gz", "f.md"})
    std::ofstream(folder / name)
        << R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":")"
        << name << "\"}}]}";
  BOOST_TEST((run({folder.string()}) == Found{"a.ndjson.gz", "b.JSON", "c.json.zst"}));
  fs::remove_all(folder);
}

BOOST_AUTO_TEST_CASE(missing_and_empty) {
  BOOST_TEST((run({"nowhere.json"}) == Found{"!nowhere.json"}));
  const Scratch empty("");
  BOOST_TEST((run({empty.path(), data("whole.json")}) == Found{"!" + empty.name(), "p1"}));
  const Scratch blank(" \n\n");
  BOOST_TEST((run({blank.path()}) == Found{"!" + blank.name()}));
}

BOOST_AUTO_TEST_CASE(other_formats_are_refused_by_name) {
  std::vector<std::string> inputs{data("patient.xml")};
  auto xml = Reader::open(inputs)->next();
  BOOST_TEST(xml->error().message == "FHIR in XML is not read");
  using causa::intake::Format;
  BOOST_TEST((causa::intake::recognize("MSH|^~\\&|") == Format::hl7v2));
  BOOST_TEST((causa::intake::recognize("BZh91AY") == Format::compressed));
  BOOST_TEST((causa::intake::recognize("PK\x03\x04") == Format::archive));
  BOOST_TEST((causa::intake::recognize(std::string(257, 'x') + "ustar") == Format::archive));
  BOOST_TEST((causa::intake::recognize(std::string_view("\xff\xfe{\0", 4)) == Format::utf16));
  BOOST_TEST((causa::intake::recognize("\n {") == Format::json));
}

BOOST_AUTO_TEST_CASE(byte_order_mark_is_skipped) {
  const Scratch marked("\xef\xbb\xbf" + file("whole.json"));
  BOOST_TEST((run({marked.path()}) == Found{"p1"}));
}

BOOST_AUTO_TEST_CASE(a_line_beyond_the_limit_is_passed_over) {
  const std::string three = file("three.ndjson");
  std::string long_line = three.substr(0, three.find('\n'));
  long_line.insert(1, std::string(3'000'000, ' '));
  const Scratch lines(three + long_line + "\n" + three, "long.ndjson");
  BOOST_TEST((run({lines.path()}, {.document_bytes = 1'000'000, .nesting = 1000}) ==
              Found{"n1", "n2", "n3", "!" + lines.name() + ":4", "n1", "n2", "n3"}));
}

BOOST_AUTO_TEST_CASE(lines_longer_than_a_chunk) {
  const std::string three = file("three.ndjson");
  std::string all;
  Found expected;
  for (std::size_t i = 0; i < 12; ++i) {
    std::string line = three.substr(0, three.find('\n'));
    line.insert(1, std::string(i * 130'001, ' '));
    all += line + "\n";
    expected.emplace_back("n1");
  }
  const Scratch lines(all);
  BOOST_TEST((run({lines.path()}) == expected));
}

BOOST_AUTO_TEST_CASE(progress_reaches_the_end) {
  std::vector<std::string> inputs{data("folder"), data("whole.json")};
  auto reader = Reader::open(inputs);
  std::uint64_t before = 0;
  while (reader->next()) {
    BOOST_TEST(reader->progress().bytes_done >= before);
    before = reader->progress().bytes_done;
  }
  BOOST_TEST(before == reader->progress().bytes_total);
}

BOOST_AUTO_TEST_SUITE_END()
