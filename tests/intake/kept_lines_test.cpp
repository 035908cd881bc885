// SPDX-License-Identifier: Apache-2.0
//
// An export that doesn't fit into memory: the same patients with the same records as of one that
// does, whatever the order of its lines; nothing is left in the temporary folder.

#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <map>

#include "intake/files.hpp"
#include "intake/reader.hpp"
#include "intake/spool.hpp"
#include "record/codec.hpp"

BOOST_AUTO_TEST_SUITE(intake_kept_lines)

using namespace intake_test;
namespace fs = std::filesystem;
using causa::intake::Options;
using causa::intake::Reader;
using causa::intake::Spool;

namespace {

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("causa_spool_" + std::to_string(::getpid()))) {
    fs::create_directory(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string path() const { return path_.string(); }
  [[nodiscard]] bool is_empty() const { return fs::is_empty(path_); }

 private:
  fs::path path_;
};

struct Export {
  std::map<std::string, std::string> records;  ///< by patient
  std::vector<std::string> errors, order;
  std::string left;
  std::uint64_t read = 0, told_bytes = 0;
  bool told = false;
};

Export read(const std::vector<std::string>& inputs, Options options) {
  Export found;
  options.tell_spooled = [&](std::uint64_t bytes) {
    found.told = true;
    found.told_bytes = bytes;
  };
  auto reader = Reader::open(inputs, options).value();
  while (auto patient = reader.next()) {
    if (patient->has_error()) {
      found.errors.push_back(to_string(patient->error()));
      continue;
    }
    const std::string id((*patient)->record.patient_id());
    found.order.push_back(id);
    found.read += (*patient)->record.resources_read;
    BOOST_TEST(
        found.records.emplace(id, (*patient)->place + causa::record::encode((*patient)->record))
            .second,
        "twice: " << id);
  }
  for (const auto& one : reader.of_no_patient()) {
    found.left += one.source + "|" + one.reason + "|" + std::to_string(one.count) + "\n";
    found.read += one.count;
  }
  std::sort(found.errors.begin(), found.errors.end());
  return found;
}

Options spooling(const Folder& folder) {
  Options options;
  options.temporary_folder = folder.path();
  options.held_bytes = 1000;
  return options;
}

std::string patient(int i) {
  return R"({"resourceType":"Patient","id":"p)" + std::to_string(i) +
         R"(","gender":"female","birthDate":"1950-01-01"})" + "\n";
}

std::string value(int i, int number, const std::string& reference) {
  return R"({"resourceType":"Observation","id":"o)" + std::to_string(i) + "-" +
         std::to_string(number) +
         R"(","status":"final","code":{"text":"K"},"valueInteger":4,"subject":{"reference":")" +
         reference + "\"}}\n";
}

std::string order(int i, int medication) {
  return R"({"resourceType":"MedicationRequest","id":"r)" + std::to_string(i) +
         R"(","status":"active","intent":"order","medicationReference":{"reference":"Medication/m)" +
         std::to_string(medication) + R"("},"subject":{"reference":"Patient/p)" +
         std::to_string(i) + "\"}}\n";
}

std::string medication(int number) {
  return R"({"resourceType":"Medication","id":"m)" + std::to_string(number) +
         R"(","code":{"text":"drug )" + std::to_string(number) + "\"}}\n";
}

/// More than one part of what is on the disk has room for, if there are some hundred of them.
std::string long_claim(const std::string& id) {
  return R"({"resourceType":"Claim","id":"c)" + id + R"(","patient":{"reference":"Patient/)" + id +
         R"("},"text":{"div":")" + std::string(60'000, 'x') + "\"}}\n";
}

/// Files of one type each, none of them in the order of another.
std::vector<std::string> export_files(int patients) {
  std::string all[5];
  for (int i = 0; i < patients; ++i) {
    const std::string id = "p" + std::to_string((i * 7) % patients);
    all[0] += value((i * 7) % patients, 1, "Patient/" + id);
    all[0] += value((i * 7) % patients, 2, "http://a.example/fhir/Patient/" + id + "/_history/3");
    all[0] += long_claim(id);
    all[1] += order(i, i % 5);
    if (i % 10 != 9) all[3] += patient(patients - 1 - i);  // a tenth has no Patient line
  }
  for (int i = 0; i < 8; ++i) all[2] += medication(i);  // three that nobody takes
  all[4] = R"({"resourceType":"Organization","id":"o"})"
           "\n{\"resourceType\":\"Patient\"}\n{\n" +
           value(1, 3, "#nobody") + patient(3);
  return {std::begin(all), std::end(all)};
}

struct Files {
  explicit Files(const std::vector<std::string>& contents) {
    for (const std::string& content : contents) {
      files.push_back(std::make_unique<Scratch>(content, std::to_string(files.size()) + ".ndjson"));
      paths.push_back(files.back()->path());
    }
  }
  std::vector<std::unique_ptr<Scratch>> files;
  std::vector<std::string> paths;
};

/// Of an export on the disk and in memory.
void check_same(const Export& on_disk, const Export& in_memory) {
  BOOST_TEST(on_disk.order == in_memory.order, boost::test_tools::per_element());
  BOOST_TEST(on_disk.errors == in_memory.errors, boost::test_tools::per_element());
  BOOST_TEST(on_disk.left == in_memory.left);
  BOOST_TEST(on_disk.read == in_memory.read);
  for (const auto& [id, record] : in_memory.records)
    BOOST_TEST((on_disk.records.at(id) == record), "differs: " << id);
}

}  // namespace

BOOST_AUTO_TEST_CASE(on_the_disk_and_in_memory_the_same_patients_are_found) {
  const Files files(export_files(400));
  const Folder folder;
  const Export in_memory = read(files.paths, {});
  const Export on_disk = read(files.paths, spooling(folder));
  BOOST_TEST(!in_memory.told);
  BOOST_TEST(on_disk.told);
  std::uint64_t bytes = 0;
  for (const std::string& path : files.paths) bytes += fs::file_size(path);
  BOOST_TEST(on_disk.told_bytes == bytes);
  BOOST_TEST(in_memory.records.size() == 400u);
  check_same(on_disk, in_memory);
  BOOST_TEST(folder.is_empty());
}

BOOST_AUTO_TEST_CASE(whoever_is_told_by_an_identifier_is_found_on_the_disk_as_well) {
  auto contents = export_files(300);
  std::string named, values;
  for (int i = 0; i < 40; ++i) {
    const std::string number = std::to_string(i);
    // Two of them share number 7; number 8 is in a contained Patient.
    if (i != 8)
      named += R"({"resourceType":"Patient","id":"n)" + number +
               R"(","identifier":[{"system":"s","value":")" + (i == 9 ? "7" : number) + "\"}]}\n";
    const std::string head = R"({"resourceType":"Observation","id":"x)" + number +
                             R"(","status":"final","code":{"text":"K"},"valueInteger":4,)";
    values += head + R"("subject":{"identifier":{"system":"s","value":")" + number + "\"}}}\n";
    values += head + R"("subject":{"reference":"Patient?identifier=s|)" + number + "\"}}\n";
  }
  values +=
      R"({"resourceType":"Observation","id":"y","status":"final","code":{"text":"K"},"valueInteger":5,)"
      R"("contained":[{"resourceType":"Patient","id":"in","identifier":[{"system":"s","value":"8"}]}],)"
      R"("subject":{"reference":"#in"}})"
      "\n"
      R"({"resourceType":"Observation","id":"z","status":"final","code":{"text":"K"},"valueInteger":6,)"
      R"("subject":{"identifier":{"system":"elsewhere","value":"1"}}})"
      "\n";
  contents.insert(contents.begin(), values);
  contents.push_back(named);
  const Files files(contents);
  const Folder folder;
  const Export in_memory = read(files.paths, {});
  const Export on_disk = read(files.paths, spooling(folder));
  BOOST_TEST(on_disk.told);
  // Nobody has number 9, who is asked for in two ways, nor the number of another system.
  BOOST_TEST(in_memory.records.size() == 300u + 40 + 3);
  const auto several = std::count_if(
      in_memory.errors.begin(), in_memory.errors.end(),
      [](const std::string& error) { return error.find("several patients") != std::string::npos; });
  BOOST_TEST(several == 2);
  check_same(on_disk, in_memory);
}

BOOST_AUTO_TEST_CASE(one_id_on_two_servers_is_told_on_the_disk_as_well) {
  auto contents = export_files(300);
  contents.insert(contents.begin(), value(7, 8, "http://a.example/fhir/Patient/p7") +
                                        value(9, 8, "http://a.example/fhir/Patient/p9") +
                                        value(400, 8, "http://a.example/fhir/Patient/x"));
  contents.push_back(value(7, 9, "http://b.example/fhir/Patient/p7") +
                     value(9, 9, "http://a.example/fhir/Patient/p9") +
                     value(400, 9, "http://b.example/fhir/Patient/x"));
  const Files files(contents);
  const Folder folder;
  const Export in_memory = read(files.paths, {});
  const Export on_disk = read(files.paths, spooling(folder));
  BOOST_TEST(on_disk.told);
  const auto of_line = [&](const std::string& line) {
    return std::count_if(
        in_memory.errors.begin(), in_memory.errors.end(),
        [&](const std::string& error) { return error.find(line) != std::string::npos; });
  };
  for (const std::string& file : {files.paths.front(), files.paths.back()}) {
    BOOST_TEST(of_line(file + ":1: Observation.subject: its subject can mean several") == 1);
    BOOST_TEST(of_line(file + ":2: ") == 0);
    BOOST_TEST(of_line(file + ":3: Observation.subject: its subject can mean several") == 1);
  }
  check_same(on_disk, in_memory);
}

BOOST_AUTO_TEST_CASE(a_small_export_stays_in_memory) {
  const Files files(export_files(20));
  const Folder folder;
  Options options = spooling(folder);
  options.held_bytes = 4 << 20;
  const Export found = read(files.paths, options);
  BOOST_TEST(!found.told);
  BOOST_TEST(found.order == read(files.paths, {}).order, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_patient_with_too_many_lines_is_refused_by_name_and_no_other) {
  auto contents = export_files(50);
  contents.push_back(long_claim("p7") + value(7, 3, "Patient/p7"));
  const Files files(contents);
  const Folder folder;
  Options options = spooling(folder);
  options.limits.document_bytes = 100'000;
  const Export found = read(files.paths, options);
  BOOST_TEST(found.records.size() == 49u);
  BOOST_TEST(!found.records.contains("p7"));
  const auto told = [&](std::string_view words) {
    return std::count_if(found.errors.begin(), found.errors.end(), [&](const std::string& error) {
      return error.find(words) != std::string::npos;
    });
  };
  BOOST_TEST(told("more than 100000 bytes of one patient") == 1);
  BOOST_TEST(told(files.paths[0]) == 1);  // where the first line of theirs stands
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_written_to_ends_it_with_an_error) {
  const Files files(export_files(50));
  Options options;
  options.temporary_folder = "/nonexistent/causa";
  options.held_bytes = 1000;
  auto reader = Reader::open(files.paths, options).value();
  int told = 0;
  while (auto found = reader.next()) {
    BOOST_TEST(found->has_error());  // no patient of whom a part would be missing
    if (found->has_error() && found->error().fault == causa::Fault::usage) ++told;
  }
  BOOST_TEST(told == 1);
}

BOOST_AUTO_TEST_CASE(a_spool_gives_back_what_it_was_given) {
  const Folder folder;
  auto spool = Spool::open(folder.path(), 3, 0).value();
  std::string expected[3];
  for (int i = 0; i < 3000; ++i) {
    const std::string text(static_cast<std::size_t>(i % 997), static_cast<char>('a' + i % 26));
    const auto part = static_cast<std::size_t>(i % 2);
    expected[part] += text;
    BOOST_TEST(spool.add(part, text).has_value());
  }
  const std::string large(5 * Spool::block_bytes + 7, 'x');
  expected[1] += large;
  BOOST_TEST(spool.add(1, large).has_value());
  for (std::size_t part = 0; part < 3; ++part)
    BOOST_TEST((spool.read(part, 4).value() == expected[part] + std::string(4, '\0')));
  BOOST_TEST(folder.is_empty());
}

BOOST_AUTO_TEST_CASE(a_disk_without_room_is_told_before_it_is_full) {
  const Folder folder;
  const auto spool = Spool::open(folder.path(), 1, std::uint64_t{1} << 60);
  BOOST_REQUIRE(spool.has_error());
  BOOST_TEST(to_string(spool.error()).find("--temporary-folder") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
