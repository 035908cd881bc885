// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/bundle.hpp"

#include <algorithm>
#include <bit>

#include "intake/fhir/entries.hpp"
#include "intake/fhir/resolve.hpp"
#include "intake/fhir/resources.hpp"

namespace causa::intake::fhir {

namespace {

static_assert(padding_bytes >= simdjson::SIMDJSON_PADDING);

constexpr std::size_t least_capacity = std::size_t{1} << 16;

std::string_view meaning(simdjson::error_code code) {
  switch (code) {
    case simdjson::UTF8_ERROR:
      return "the text is not UTF-8";
    case simdjson::UNCLOSED_STRING:
      return "a text has no closing quote";
    case simdjson::UNESCAPED_CHARS:
      return "a control character stands in a text";
    case simdjson::STRING_ERROR:
      return "a text has a broken escape";
    case simdjson::NUMBER_ERROR:
      return "a number is broken or too large";
    case simdjson::EMPTY:
      return "the document is empty";
    case simdjson::TRAILING_CONTENT:
      return "something follows the end of the document";
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
      return "the document ends too early";
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC:
      return "the document is too large for the memory";
    default:
      return "broken JSON";
  }
}

/// The first byte that isn't part of valid UTF-8, found in steps, since simdjson only says whether.
std::size_t first_bad_byte(std::string_view bytes) {
  std::size_t low = 0;
  std::size_t high = bytes.size();
  while (low + 1 < high) {
    const std::size_t middle = low + (high - low) / 2;
    // A cut within a character isn't an error of the text: step back to its first byte.
    std::size_t cut = middle;
    while (cut > low && (static_cast<unsigned char>(bytes[cut]) & 0xc0) == 0x80) --cut;
    if (cut == low) break;
    (simdjson::validate_utf8(bytes.substr(0, cut)) ? low : high) = cut;
  }
  return low;
}

}  // namespace

struct BundleReader::State {
  explicit State(const Limits& given) : limits(given) {}

  void read(const Document& document, const Sink& sink);

  Limits limits;

 private:
  bool start(ondemand::document& json, const Document& document);
  bool read_root(ondemand::document& json, const Document& document, bool telling_apart);
  Error error(const Document& document, const char* where) const;

  ondemand::parser parser_;
  Draft draft_;
  std::string root_;  ///< first step of the path of errors
};

/// simdjson's buffers grow by doubling, not to the size of each slightly longer line.
bool BundleReader::State::start(ondemand::document& json, const Document& document) {
  const std::size_t size = document.bytes.size();
  simdjson::error_code code = simdjson::SUCCESS;
  if (parser_.capacity() < size) {
    code = parser_.allocate(std::min(std::bit_ceil(std::max(size, least_capacity)),
                                     std::max(limits.document_bytes, size)));
  }
  if (code == simdjson::SUCCESS) {
    code = parser_.iterate(document.bytes, document.allocated_bytes).get(json);
  }
  return code == simdjson::SUCCESS || draft_.trouble.syntax(code);
}

void BundleReader::State::read(const Document& document, const Sink& sink) {
  for (const bool telling_apart : {false, true}) {
    draft_.clear();
    root_.clear();
    ondemand::document json;
    if (!start(json, document)) return sink(error(document, nullptr));
    if (!read_root(json, document, telling_apart)) {
      const char* where = nullptr;
      if (json.current_location().get(where) != simdjson::SUCCESS) where = nullptr;
      return sink(error(document, where));
    }
    if (hand_over(draft_, document.place, telling_apart, sink) == Outcome::handed_over) return;
  }
}

Error BundleReader::State::error(const Document& document, const char* where) const {
  const Trouble& trouble = draft_.trouble;
  const std::string path = root_ + trouble.path();
  std::string place = document.place;
  if (!path.empty()) place += ": " + path;
  if (!trouble.is_syntax()) return input_error(std::move(place), trouble.message(), trouble.cure());
  const char* first = document.bytes.data();
  const char* last = first + document.bytes.size();
  if (trouble.code() == simdjson::UTF8_ERROR) where = first + first_bad_byte(document.bytes);
  if (where == nullptr || where < first || where > last) where = last;
  place += (path.empty() ? ": byte " : ", byte ") + std::to_string(where - first);
  return input_error(std::move(place), std::string(meaning(trouble.code())),
                     "write it as UTF-8 JSON, whole, one document (or one line) a patient");
}

bool BundleReader::State::read_root(ondemand::document& json, const Document& document,
                                    bool telling_apart) {
  Trouble& trouble = draft_.trouble;
  ondemand::object object;
  const simdjson::error_code code = json.get_object().get(object);
  if (code == simdjson::INCORRECT_TYPE) {
    return trouble.wrong("not a FHIR resource: a JSON object is expected",
                         "give a Bundle a patient");
  }
  if (code != simdjson::SUCCESS) return trouble.syntax(code);
  std::string_view type;
  if (!peek_type(trouble, object, type)) return false;
  if (type.empty()) {
    return trouble.wrong("not a FHIR resource: no resourceType", "give a Bundle a patient");
  }
  draft_.is_bundle = type == "Bundle";
  if (document.one_of_many && !draft_.is_bundle) {
    return trouble.wrong("a line with one " + std::string(type) + ", not a patient's Bundle",
                         "bring all that is known of a patient into one Bundle, one Bundle a line");
  }
  root_ = type;
  Entries entries(draft_, document.bytes, limits.nesting, telling_apart);
  if (!(draft_.is_bundle ? entries.read_bundle(object, root_)
                         : entries.read_single(object, type))) {
    return false;
  }
  root_.clear();
  const char* rest = nullptr;
  if (json.current_location().get(rest) == simdjson::SUCCESS) {
    return trouble.syntax(simdjson::TRAILING_CONTENT);
  }
  return entries.check_rest();
}

BundleReader::BundleReader(const Limits& limits) : state_(std::make_unique<State>(limits)) {}
BundleReader::~BundleReader() = default;

void BundleReader::read(const Document& document, const Sink& sink) {
  if (document.bytes.size() > state_->limits.document_bytes) {
    sink(input_error(document.place,
                     "larger than " + std::to_string(state_->limits.document_bytes) + " bytes",
                     "split it, or raise the limit on the size of a document"));
    return;
  }
  state_->read(document, sink);
}

void read_bundle(std::string_view bytes, std::string_view place, const Sink& sink,
                 const Limits& limits) {
  std::string padded(bytes);
  padded.append(padding_bytes, '\0');
  BundleReader reader(limits);
  reader.read(
      {std::string_view(padded).substr(0, bytes.size()), padded.size(), std::string(place), false},
      sink);
}

}  // namespace causa::intake::fhir
