// SPDX-License-Identifier: Apache-2.0
//
// Makes patients for benchmarks: the same for the same seed, on every machine, however many. Writes
// as it makes, so that a pipe can take any number of them.
//
//   generate --patients 1000000 --to bundles | causa assess -
//   generate --patients 1000 --to bulk --folder /var/tmp/export

#include <fmt/core.h>
#include <fmt/ostream.h>

#include <boost/program_options.hpp>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include "writer.hpp"

namespace {

using namespace causa::bench;
namespace options = boost::program_options;

constexpr std::size_t buffer_bytes = 1u << 20;

void write(std::FILE* file, std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), file) != text.size())
    throw std::runtime_error("the output takes no more");
  text.clear();
}

/// One stream, to standard output.
class Stream {
 public:
  using Writer = void (*)(const Person&, std::string&);
  explicit Stream(Writer writer) : writer_(writer) {}

  void add(const Person& person) {
    writer_(person, buffer_);
    if (buffer_.size() >= buffer_bytes) write(stdout, buffer_);
  }
  void end() {
    write(stdout, buffer_);
    if (std::fflush(stdout) != 0) throw std::runtime_error("the output takes no more");
  }

 private:
  Writer writer_;
  std::string buffer_;
};

/// FHIR Bulk Data: TYPE.ndjson in a folder.
class Export {
 public:
  explicit Export(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::filesystem::create_directories(folder_);
  }

  void add(const Person& person) {
    write_bulk(person, buffers_);
    for (auto& [type, buffer] : buffers_)
      if (buffer.size() >= buffer_bytes) write(file(type), buffer);
  }
  void end() {
    for (auto& [type, buffer] : buffers_) write(file(type), buffer);
    for (auto& [type, opened] : files_)
      if (std::fflush(opened.get()) != 0) throw std::runtime_error("the folder takes no more");
  }

 private:
  std::FILE* file(std::string_view type) {
    auto& opened = files_[type];
    if (!opened) {
      const auto path = folder_ / (std::string(type) + ".ndjson");
      opened.reset(std::fopen(path.c_str(), "we"));
      if (!opened) throw std::runtime_error("can't write " + path.string());
    }
    return opened.get();
  }

  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::filesystem::path folder_;
  std::map<std::string_view, std::string> buffers_;
  std::map<std::string_view, std::unique_ptr<std::FILE, Close>> files_;
};

template <class Output>
void make(Output output, const options::variables_map& given) {
  const auto first = given["first"].as<std::uint64_t>();
  const auto patients = given["patients"].as<std::uint64_t>();
  const auto seed = given["seed"].as<std::uint64_t>();
  const auto& word = given["extent"].as<std::string>();
  if (word != "history" && word != "visit")
    throw std::invalid_argument("--extent is history or visit, not " + word);
  const Extent extent = word == "visit" ? Extent::visit : Extent::history;
  for (std::uint64_t number = first; number < first + patients; ++number)
    output.add(make_person(seed, number, extent));
  output.end();
}

int run(int count, char** words) {
  options::options_description known("generate: makes patients for benchmarks");
  const auto number = [](std::uint64_t otherwise) {
    return options::value<std::uint64_t>()->default_value(otherwise)->value_name("N");
  };
  known.add_options()("patients", number(1000), "how many")("seed", number(1), "of chance")(
      "first", number(1), "number of the first patient, for several writers")(
      "to", options::value<std::string>()->default_value("bundles")->value_name("FORM"),
      "bundles (a line each), bulk (a file a type), hl7v2")(
      "extent", options::value<std::string>()->default_value("history")->value_name("EXTENT"),
      "history (about 6 KB in FHIR) or visit (2 KB)")(
      "folder", options::value<std::string>()->value_name("FOLDER"), "of bulk")("help", "this");
  options::variables_map given;
  options::store(options::parse_command_line(count, words, known), given);
  options::notify(given);
  const auto& form = given["to"].as<std::string>();
  if (given.contains("help"))
    std::fputs(fmt::format("{}", fmt::streamed(known)).c_str(), stdout);
  else if (form == "bulk" && given.contains("folder"))
    make(Export(given["folder"].as<std::string>()), given);
  else if (form == "bulk")
    throw std::invalid_argument("bulk needs --folder");
  else if (form == "bundles")
    make(Stream(write_bundle), given);
  else if (form == "hl7v2")
    make(Stream(write_hl7v2), given);
  else
    throw std::invalid_argument("--to is bundles, bulk or hl7v2, not " + form);
  return 0;
}

}  // namespace

int main(int count, char** words) {
  try {
    return run(count, words);
  } catch (const std::exception& error) {
    fmt::print(stderr, "generate: {}\n", error.what());
    return 2;
  }
}
