// SPDX-License-Identifier: Apache-2.0

#include "intake/format.hpp"

namespace causa::intake {

Format recognize(std::string_view start) {
  if (start.starts_with("\x1f\x8b") || start.starts_with("\x28\xb5\x2f\xfd") ||
      start.starts_with("PK\x03\x04") ||
      start.starts_with("\xfd"
                        "7zXZ")) {
    return Format::compressed;
  }
  if (start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff")) return Format::utf16;
  const std::size_t first = start.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return Format::empty;
  start.remove_prefix(first);
  if (start.front() == '{' || start.front() == '[') return Format::json;
  if (start.front() == '<') return Format::xml;
  if (start.starts_with("MSH") || start.starts_with("FHS") || start.starts_with("BHS")) {
    return Format::hl7v2;
  }
  return Format::unknown;
}

std::optional<Error> refusal(Format format, std::string place) {
  switch (format) {
    case Format::empty:
      return input_error(std::move(place), "the input is empty",
                         "give a Bundle of FHIR R4 in JSON");
    case Format::xml:
      return input_error(std::move(place), "FHIR in XML is not read",
                         "convert it to FHIR JSON; most servers give it with Accept: "
                         "application/fhir+json");
    case Format::hl7v2:
      return input_error(std::move(place), "HL7 v2 is not read here", "convert it to FHIR R4 JSON");
    case Format::compressed:
      return input_error(std::move(place), "the input is compressed",
                         "unpack it and pass it on standard input, as in: zstd -dc FILE | ... -");
    case Format::utf16:
      return input_error(std::move(place), "the input is UTF-16", "convert it to UTF-8");
    case Format::json:
    case Format::unknown:
      break;
  }
  return std::nullopt;
}

}  // namespace causa::intake
