// SPDX-License-Identifier: Apache-2.0

#include "knowledge/parse.hpp"

#include <fmt/core.h>

#include "base/time.hpp"
#include "knowledge/check.hpp"
#include "knowledge/parts.hpp"

namespace causa::knowledge {

namespace {

constexpr std::string_view schema_name = "causa.manifest/1";

bool is_version(std::string_view text) {
  int parts = 1, digits = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      ++digits;
    } else if (c == '.' && digits > 0) {
      ++parts;
      digits = 0;
    } else {
      return false;
    }
  }
  return parts == 3 && digits > 0;
}

void read_identity(Reader& top, Manifest& manifest) {
  const std::string_view schema = top.text("schema", Need::required);
  if (!schema.empty() && schema != schema_name)
    top.wrong("schema", fmt::format("\"{}\" is not a format that this causa reads", schema),
              fmt::format("write {}, or install a newer causa", schema_name));
  manifest.id = read_id(top, "id", Dots::required);
  manifest.version = top.text("version", Need::required);
  if (!manifest.version.empty() && !is_version(manifest.version))
    top.wrong("version", "must be three numbers", "write 1.0.0");
  manifest.title = top.text("title", Need::required);
  manifest.intended_use = top.text("intended_use", Need::required);
}

void read_abi(Reader& top, Manifest& manifest) {
  const JsonValue value = top.find("abi");
  if (!value) return;
  Reader abi(value, top.at("abi"), top.problems());
  manifest.has_library = true;
  const auto whole = [&](std::string_view key, std::int64_t least) -> std::uint32_t {
    const auto number = abi.integer(key, Need::required);
    if (!number) return 0;
    if (*number >= least && *number <= 0xffff) return static_cast<std::uint32_t>(*number);
    abi.wrong(key, fmt::format("must be a whole number from {} to 65535", least));
    return 0;
  };
  manifest.abi_major = whole("major", 1);
  manifest.abi_minor_needed = whole("needs_minor", 0);
  abi.finish();
}

/// A whole date, as what compares dates as texts needs it.
std::string_view read_date(Reader& part, std::string_view key, Need need) {
  constexpr std::size_t length = std::string_view("2026-11-23").size();
  const std::string_view date = part.text(key, need);
  if (date.empty() || (date.size() == length && parse_time(date))) return date;
  part.wrong(key, fmt::format("\"{}\" is not a date", date),
             "write year, month and day: 2026-11-23");
  return {};
}

void read_review(Reader& review, Attributes& attributes) {
  const auto entry = [](std::string_view text) {
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
  };
  attributes.reviewed_by = entry(review.text("by"));
  attributes.reviewed_on = entry(read_date(review, "on", Need::optional));
  attributes.reviewed_until = entry(read_date(review, "until", Need::optional));
  if (attributes.reviewed_on && attributes.reviewed_until &&
      *attributes.reviewed_until < *attributes.reviewed_on)
    review.wrong("until", fmt::format("lies before the review, on {}", *attributes.reviewed_on));
  review.finish();
}

void read_attributes(Reader& top, Manifest& manifest) {
  const JsonValue value = top.find("attributes", Need::required);
  if (!value) return;
  Reader part(value, top.at("attributes"), top.problems());
  Attributes& attributes = manifest.attributes;
  attributes.developer = part.text("developer", Need::required);
  attributes.license = part.text("license", Need::required);
  attributes.released = read_date(part, "released", Need::required);
  attributes.funding = part.text("funding", Need::required);
  attributes.population = part.text("population", Need::required);
  attributes.uses = part.texts("uses");
  if (const JsonValue reviewed = part.find("reviewed")) {
    Reader review(reviewed, part.at("reviewed"), part.problems());
    read_review(review, attributes);
  } else {
    part.wrong_here("\"reviewed\" is missing",
                    "write reviewed: {by: null, on: null, until: null} if nobody has");
  }
  part.finish();
}

/// What is misspelled leads nobody to the page.
void check_source(Reader& part, const Source& source) {
  const auto is_digits = [](std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  const bool is_doi = source.doi.starts_with("10.") && source.doi.size() > 7 &&
                      source.doi.find('/') != std::string::npos &&
                      source.doi.find_first_of(" \t") == std::string::npos;
  if (!source.doi.empty() && !is_doi)
    part.wrong("doi", "is no DOI", "write it as it begins, without an address: 10.1001/jama.295.5");
  if (!is_digits(source.pmid))
    part.wrong("pmid", "is no PMID", "write its digits alone, in quotes");
  if (!source.url.empty() && !source.url.starts_with("https://") &&
      !source.url.starts_with("http://"))
    part.wrong("url", "is no address of a page", "write it with https://");
  constexpr int first_year = 1500, last_year = 2100;
  if (source.year != 0 && (source.year < first_year || source.year > last_year))
    part.wrong("year", "is no year of a publication");
}

void read_source_list(Reader& top, Manifest& manifest) {
  manifest.sources.reserve(top.length("sources"));
  top.list("sources", Need::required, [&](Reader& part) {
    Source source;
    source.id = part.text("id", Need::required);
    source.citation = part.text("citation", Need::required);
    source.year = static_cast<int>(part.integer("year").value_or(0));
    source.doi = part.text("doi");
    source.pmid = part.text("pmid");
    source.url = part.text("url");
    source.seen = part.text("seen");
    source.verified = part.truth("verified", false);
    if (!part.has("verified"))
      part.wrong_here("\"verified\" is missing", "true only if somebody saw the page cited");
    check_source(part, source);
    manifest.sources.push_back(std::move(source));
  });
}

void read_config(Reader& top, Manifest& manifest) {
  top.list("config", Need::optional, [&](Reader& part) {
    ConfigOption option;
    option.name = read_id(part, "name", Dots::allowed);
    option.about = part.text("about", Need::required);
    option.type = part.text("type", Need::required);
    if (const JsonValue otherwise = part.find("default", Need::required)) {
      option.default_json = otherwise.written();
      const bool fits = (option.type == "number" && otherwise.is_number()) ||
                        (option.type == "integer" && otherwise.is_integer()) ||
                        (option.type == "text" && otherwise.is_text()) ||
                        (option.type == "truth" && otherwise.is_truth());
      if (!fits)
        part.wrong("default", fmt::format("is not of type \"{}\"", option.type),
                   "types are number, integer, text and truth");
    }
    manifest.config.push_back(std::move(option));
  });
}

}  // namespace

Parsed parse_manifest(std::string_view json) {
  Parsed parsed;
  const auto document = JsonDocument::parse(json);
  if (!document) {
    parsed.problems.push_back({"", 0, "is not JSON: " + document.error().message, "", false});
    return parsed;
  }
  Reader top(document->root(), Place(), parsed.problems);
  if (!document->root().is_mapping()) return parsed;
  Manifest& manifest = parsed.manifest;
  read_identity(top, manifest);
  read_abi(top, manifest);
  read_attributes(top, manifest);
  read_source_list(top, manifest);
  read_terminology(top, manifest);
  read_facts(top, manifest);
  read_definitions(top, manifest);
  read_bands(top, manifest);
  read_scores(top, manifest);
  read_derives(top, manifest);
  read_causes(top, manifest);
  read_rules(top, manifest);
  read_alerts(top, manifest);
  read_advice(top, manifest);
  read_withholds(top, manifest);
  read_config(top, manifest);
  read_cases(top, manifest);
  read_adjustments(top, manifest);
  top.finish();
  check_manifest(document->root(), manifest, parsed.problems);
  return parsed;
}

}  // namespace causa::knowledge
