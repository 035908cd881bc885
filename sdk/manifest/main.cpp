// SPDX-License-Identifier: Apache-2.0
//
// causa-manifest: checks manifests, and turns them into JSON and into the note that a library
// carries. Exit codes: 0 good, 1 a manifest has faults, 2 usage.

#include <fmt/core.h>

#include <boost/program_options.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "plugin/note.hpp"
#include "source.hpp"
#include "terms.hpp"

namespace {

namespace options = boost::program_options;
namespace fs = std::filesystem;

constexpr const char* usage =
    "causa-manifest check [--terminology DIR] FILE...   say what is wrong, with line and column\n"
    "causa-manifest json FILE -o OUT                    write the manifest as JSON\n"
    "causa-manifest note FILE -o OUT                    write the note for a library to embed;\n"
    "    --header OUT.h also what causa/note.h wants,\n"
    "    --rust OUT.rs what causa::plugin! wants\n";

struct Request {
  std::string verb;
  std::vector<fs::path> files;
  fs::path output, header, rust;
  std::optional<fs::path> terminology;
};

int fault(const causa::Error& error) {
  fmt::print(stderr, "{}\n", causa::to_string(error));
  return 1;
}

std::optional<fs::path> default_terminology() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (error) return std::nullopt;
  const fs::path folder = program.parent_path().parent_path() / "share/causa/terminology";
  return fs::is_directory(folder, error) ? std::optional(folder) : std::nullopt;
}

/// Number of faults in one file, each printed.
std::size_t check_file(const fs::path& path, const std::optional<fs::path>& terminology) {
  const auto source = causa::manifest::read_source(path);
  if (!source) return static_cast<std::size_t>(fault(source.error()));
  auto problems = source->parsed.problems;
  if (terminology) {
    // Loaded anew for each file: a module's concepts are added to it.
    auto vocabulary = causa::terminology::Vocabulary::load(*terminology);
    if (!vocabulary) return static_cast<std::size_t>(fault(vocabulary.error()));
    auto found = causa::manifest::check_terms(source->parsed.manifest, std::move(*vocabulary));
    problems.insert(problems.end(), found.faults.begin(), found.faults.end());
    for (const auto& line : causa::manifest::lines_of(*source, found.notes, "note: "))
      fmt::print(stderr, "{}\n", line);
  }
  for (const auto& line : causa::manifest::lines_of(*source, problems))
    fmt::print(stderr, "{}\n", line);
  return problems.size();
}

int check(const Request& request) {
  const auto folder = request.terminology ? request.terminology : default_terminology();
  if (!folder)
    fmt::print(stderr,
               "causa-manifest: no terminology found, so conditions aren't checked; name its "
               "folder with --terminology\n");
  std::size_t faults = 0;
  for (const auto& path : request.files) faults += check_file(path, folder);
  return faults == 0 ? 0 : 1;
}

/// The one input of json and note, if it is good.
std::optional<causa::manifest::Source> read_good(const Request& request) {
  auto source = causa::manifest::read_source(request.files.front());
  if (!source) {
    fault(source.error());
    return std::nullopt;
  }
  for (const auto& line : causa::manifest::lines_of(*source, source->parsed.problems))
    fmt::print(stderr, "{}\n", line);
  if (!source->parsed.problems.empty()) return std::nullopt;
  return std::move(*source);
}

int write(const fs::path& path, std::string_view bytes) {
  if (auto done = causa::write_file(path, bytes); !done) return fault(done.error());
  return 0;
}

int json(const Request& request) {
  const auto source = read_good(request);
  return source ? write(request.output, source->document.json()) : 1;
}

std::string c_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

/// For causa/note.h.
std::string note_header(const Request& request, const causa::knowledge::Manifest& manifest,
                        std::size_t json_length) {
  return fmt::format(
      "/* Made by causa-manifest from {}; don't edit. */\n"
      "#define CAUSA_NOTE_FILE {}\n"
      "#define CAUSA_MODULE_ID {}\n"
      "#define CAUSA_MODULE_VERSION {}\n"
      "#define CAUSA_MANIFEST_LENGTH {}\n"
      "#define CAUSA_ABI_MINOR_NEEDED {}\n"
      "#define CAUSA_STEP_COUNT {}\n",
      request.files.front().filename().string(), c_string(fs::absolute(request.output).string()),
      c_string(manifest.id), c_string(manifest.version), json_length, manifest.abi_minor_needed,
      manifest.derives.size());
}

/// For the macro plugin! of sdk/rust/causa.rs.
std::string rust_constants(const Request& request, const causa::knowledge::Manifest& manifest,
                           std::string_view bytes, std::string_view json_text) {
  return fmt::format(
      "// Made by causa-manifest from {}; don't edit.\n"
      "pub const MODULE_ID: &str = {};\n"
      "pub const MODULE_VERSION: &str = {};\n"
      "pub const ABI_MINOR_NEEDED: u32 = {};\n"
      "pub const MANIFEST_OFFSET: usize = {};\n"
      "pub const MANIFEST_LENGTH: u64 = {};\n"
      "pub const NOTE: &[u8; {}] = include_bytes!({});\n",
      request.files.front().filename().string(), c_string(manifest.id), c_string(manifest.version),
      manifest.abi_minor_needed, bytes.find(json_text), json_text.size(), bytes.size(),
      c_string(fs::absolute(request.output).string()));
}

int note(const Request& request) {
  const auto source = read_good(request);
  if (!source) return 1;
  const auto& manifest = source->parsed.manifest;
  if (!manifest.has_library)
    return fault(causa::input_error(request.files.front().string(),
                                    "has no `abi`, so it needs no library",
                                    "add abi: {major: 1, needs_minor: 0}"));
  const std::string& json_text = source->document.json();
  const std::string bytes =
      causa::plugin::make_note(manifest.abi_major, manifest.abi_minor_needed, json_text);
  int status = write(request.output, bytes);
  if (status == 0 && !request.header.empty())
    status = write(request.header, note_header(request, manifest, json_text.size()));
  if (status == 0 && !request.rust.empty())
    status = write(request.rust, rust_constants(request, manifest, bytes, json_text));
  return status;
}

/// Nothing: usage has been printed; `status` says whether it was asked for.
std::optional<Request> read_arguments(int count, char** arguments, int& status) {
  options::options_description visible, all;
  visible.add_options()("help,h", "")("output,o", options::value<std::string>())(
      "header", options::value<std::string>())("rust", options::value<std::string>())(
      "terminology", options::value<std::string>());
  all.add(visible).add_options()("verb", options::value<std::string>())(
      "file", options::value<std::vector<std::string>>());
  options::positional_options_description positional;
  positional.add("verb", 1).add("file", -1);
  options::variables_map given;
  options::store(
      options::command_line_parser(count, arguments).options(all).positional(positional).run(),
      given);
  Request request;
  if (given.count("verb")) request.verb = given["verb"].as<std::string>();
  if (given.count("file"))
    for (const auto& file : given["file"].as<std::vector<std::string>>())
      request.files.emplace_back(file);
  if (given.count("output")) request.output = given["output"].as<std::string>();
  if (given.count("header")) request.header = given["header"].as<std::string>();
  if (given.count("rust")) request.rust = given["rust"].as<std::string>();
  if (given.count("terminology")) request.terminology = given["terminology"].as<std::string>();
  const bool one_output = request.files.size() == 1 && !request.output.empty();
  const bool good = request.verb == "check"
                        ? !request.files.empty()
                        : (request.verb == "json" || request.verb == "note") && one_output;
  if (given.count("help") || !good) {
    status = given.count("help") ? 0 : 2;
    fmt::print(status == 0 ? stdout : stderr, "{}", usage);
    return std::nullopt;
  }
  return request;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    int status = 0;
    const auto request = read_arguments(argc, argv, status);
    if (!request) return status;
    if (request->verb == "check") return check(*request);
    return request->verb == "json" ? json(*request) : note(*request);
  } catch (const std::exception& error) {
    fmt::print(stderr, "causa-manifest: {}\n{}", error.what(), usage);
    return 2;
  }
}
