// SPDX-License-Identifier: Apache-2.0

#include "intake/format.hpp"

#include <algorithm>
#include <initializer_list>

#include "intake/cases/recognize_case.hpp"
#include "intake/csv/recognize_csv.hpp"
#include "intake/hl7v2/recognize_messages.hpp"

namespace causa::intake {

namespace {

/// What --from may say, and what people call it.
struct Name {
  std::string_view option;
  Format format;
  std::string_view words;
};
constexpr Name names[] = {
    {"fhir", Format::json, "FHIR JSON"},        {"ndjson", Format::ndjson, "NDJSON"},
    {"case", Format::case_file, "a case file"}, {"csv", Format::csv, "CSV"},
    {"hl7v2", Format::hl7v2, "HL7 v2"},
};

std::string_view words_of(Format format) {
  switch (format) {
    case Format::json:
      return "JSON";
    case Format::xml:
      return "XML";
    case Format::hl7v2:
      return "HL7 v2";
    case Format::case_file:
      return "a case file";
    case Format::csv:
      return "CSV";
    case Format::case_or_csv:
      return "a case file or CSV";
    default:
      return "something else";
  }
}

constexpr std::size_t tar_mark = 257;  ///< where "ustar" stands in the header of a tar archive

bool starts_with_any(std::string_view start, std::initializer_list<std::string_view> marks) {
  return std::any_of(marks.begin(), marks.end(),
                     [start](std::string_view mark) { return start.starts_with(mark); });
}

/// gzip, zstd, xz, bzip2, lz4, compress.
bool is_compressed(std::string_view start) {
  using namespace std::string_view_literals;
  return starts_with_any(start, {"\x1f\x8b"sv, "\x28\xb5\x2f\xfd"sv, "\xfd\x37zXZ"sv, "BZh"sv,
                                 "\x04\x22\x4d\x18"sv, "\x1f\x9d"sv});
}

/// zip, 7z, tar.
bool is_archive(std::string_view start) {
  using namespace std::string_view_literals;
  return starts_with_any(start, {"PK\x03\x04"sv, "7z\xbc\xaf\x27\x1c"sv}) ||
         (start.size() > tar_mark && start.substr(tar_mark).starts_with("ustar"));
}

bool is_split_by_bars(std::string_view start) {
  return csv::delimiter_of(start.substr(0, start.find_first_of("\r\n"))) == '|';
}

}  // namespace

Format recognize(std::string_view start) {
  if (is_compressed(start)) return Format::compressed;
  if (is_archive(start)) return Format::archive;
  if (start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff")) return Format::utf16;
  // The last is where MLLP, the transport of HL7 v2, begins a frame.
  const std::size_t first = start.find_first_not_of(" \t\r\n\x0b");
  if (first == std::string_view::npos) return Format::empty;
  start.remove_prefix(first);
  if (start.front() == '{' || start.front() == '[') {
    return cases::is_case_json(start) ? Format::case_file : Format::json;
  }
  if (start.front() == '<') return Format::xml;
  if (hl7v2::begins_with_header(start)) return Format::hl7v2;
  const bool is_case = cases::is_case_yaml(start);
  const bool is_csv = csv::is_csv(start);
  // What is left of a message whose start was lost may be taken for names of columns.
  const bool may_be_rest = is_csv && !is_case && is_split_by_bars(start);
  if (is_csv && !may_be_rest) return is_case ? Format::case_or_csv : Format::csv;
  if (is_case) return Format::case_file;
  if (hl7v2::has_header(start)) return Format::hl7v2;
  return is_csv ? Format::csv : Format::unknown;
}

std::optional<Format> format_named(std::string_view name) {
  for (const Name& known : names) {
    if (known.option == name) return known.format;
  }
  return std::nullopt;
}

std::optional<Error> refusal(Format format, std::string place) {
  switch (format) {
    case Format::empty:
      return input_error(std::move(place), "the input is empty",
                         "give a record in FHIR R4 JSON, HL7 v2, CSV, or a case file");
    case Format::xml:
      return input_error(std::move(place), "FHIR in XML is not read",
                         "convert it to FHIR JSON; most servers give it with Accept: "
                         "application/fhir+json");
    case Format::compressed:
      return input_error(std::move(place), "compressed in a way that is not read, or twice",
                         "gzip and zstd are read; unpack it, and pass it on standard input");
    case Format::archive:
      return input_error(std::move(place), "an archive of files (zip, 7z or tar) is not read",
                         "unpack it into a folder and name the folder");
    case Format::utf16:
      return input_error(std::move(place), "the input is UTF-16", "convert it to UTF-8");
    case Format::case_or_csv:
      return input_error(std::move(place), "may be a case file or a CSV file",
                         "say which: --from case or --from csv");
    case Format::unknown:
      return input_error(std::move(place),
                         "neither FHIR JSON, HL7 v2, CSV nor a case file was recognized in it",
                         "say what it is, as in --from csv");
    case Format::json:
    case Format::ndjson:
    case Format::case_file:
    case Format::csv:
    case Format::hl7v2:
      break;
  }
  return std::nullopt;
}

std::optional<Error> contradiction(Format said, Format found, std::string place) {
  // What isn't known may still be a broken piece of what it is said to be: its reader says so.
  if (found == said || found == Format::unknown) return std::nullopt;
  if (said == Format::ndjson && found == Format::json) return std::nullopt;
  // A case in JSON may begin with a key that doesn't tell it, and texts look like one another.
  const bool may_be_case = found == Format::json || found == Format::csv;
  const bool may_be_csv = found == Format::case_file;
  if (said == Format::case_file && (may_be_case || found == Format::case_or_csv)) return {};
  if (said == Format::csv && (may_be_csv || found == Format::case_or_csv)) return {};
  for (const Name& name : names) {
    if (name.format != said) continue;
    return input_error(std::move(place),
                       "--from " + std::string(name.option) + " says " + std::string(name.words) +
                           ", but this is " + std::string(words_of(found)),
                       "leave --from out, or say what it is");
  }
  return std::nullopt;
}

}  // namespace causa::intake
