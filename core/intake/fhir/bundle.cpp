// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/bundle.hpp"

#include <algorithm>
#include <bit>
#include <utility>
#include <vector>

#include "intake/fhir/deletions.hpp"
#include "intake/fhir/entries.hpp"
#include "intake/fhir/kept_lines.hpp"
#include "intake/fhir/lines.hpp"
#include "intake/fhir/resolve.hpp"
#include "intake/fhir/resources.hpp"
#include "intake/fhir/shares.hpp"

namespace causa::intake::fhir {

namespace {

static_assert(padding_bytes >= simdjson::SIMDJSON_PADDING);

constexpr std::size_t least_capacity = std::size_t{1} << 16;
constexpr std::uint64_t most_held_beside = 1000;

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

/// Judgement: what a visit has, and a long history, most of which isn't read. More makes room.
std::size_t items_expected(std::size_t document_bytes) {
  return std::min<std::size_t>(document_bytes / 200, 16) + document_bytes / 2048;
}

}  // namespace

struct BundleReader::State {
  explicit State(const Options& given) : options(given), limits(given.limits), kept_(options) {
    draft_.link_ids = options.link_ids;
    begin_lines();
  }

  void read(const Document& document, const Sink& sink);
  bool hand_over_next(const Sink& sink);
  std::optional<Error> deleted_in_vain();
  [[nodiscard]] const std::string& first_file() const {
    return kept_.spooled() ? kept_.first_file() : lines_->first_file();
  }

  const Options options;
  const Limits limits;
  record::Record left;       ///< what it ignores was no patient's
  bool left_any = false;     ///< before what it holds now
  bool gave = false;         ///< a patient or an error
  bool read_beside = false;  ///< documents of their own, of which no deletion takes anything away

 private:
  enum class Root : std::uint8_t { broken, document, line };

  bool start(ondemand::document& json, const Document& document);
  Root read_root(ondemand::document& json, const Document& document, bool telling_apart);
  bool read_line(ondemand::document& json, ondemand::object object, std::string_view type,
                 const Document& document);
  bool ends_here(ondemand::document& json, Entries& entries, Trouble& trouble);
  Error error(const Document& document, const char* where) const;

  void begin_lines();
  void hold(const Document& document, const Sink& sink);
  void hold_again(const KeptLine& line, const Sink& sink);
  bool hold_next_part(const Sink& sink);
  void count_unnamed();

  ondemand::parser parser_;
  Draft draft_;
  std::string root_;  ///< first step of the path of errors
  Deletions deletions_;
  std::unique_ptr<Lines> lines_;  ///< lone resources of this run, or of a part of it
  KeptLines kept_;
  std::uint64_t held_beside_ = 0;
  std::vector<bool> counted_;  ///< medications that a patient was handed over with, by number
  bool any_lines_ = false;
  bool finishing_ = false;
  bool failed_ = false;  ///< the temporary folder
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
    draft_.record.items.reserve(items_expected(document.bytes.size()));
    draft_.record.codings.reserve(items_expected(document.bytes.size()));
    root_.clear();
    ondemand::document json;
    if (!start(json, document)) return sink(error(document, nullptr));
    const Root root = read_root(json, document, telling_apart);
    if (root == Root::broken) {
      const char* where = nullptr;
      if (json.current_location().get(where) != simdjson::SUCCESS) where = nullptr;
      return sink(error(document, where));
    }
    if (root == Root::line) return hold(document, sink);
    if (deletions_.take(draft_, document, sink)) {
      draft_.deleted = std::vector<Deletion>();  // one line may have millions
      return;
    }
    read_beside = true;
    if (hand_over(draft_, document.place, telling_apart, sink, left) == Outcome::handed_over) {
      return;
    }
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
  if (trouble.code() == simdjson::UNESCAPED_CHARS)
    where = first + first_control_in_text(document.bytes);
  if (trouble.code() == simdjson::INCOMPLETE_ARRAY_OR_OBJECT) where = last;
  if (where == nullptr || where < first || where > last) where = last;
  place += (path.empty() ? ": byte " : ", byte ") + std::to_string(where - first);
  return input_error(std::move(place), std::string(meaning(trouble.code())),
                     "write it as UTF-8 JSON, whole, one document (or one line) a patient");
}

BundleReader::State::Root BundleReader::State::read_root(ondemand::document& json,
                                                         const Document& document,
                                                         bool telling_apart) {
  Trouble& trouble = draft_.trouble;
  const auto broken = [](bool) { return Root::broken; };
  ondemand::object object;
  const simdjson::error_code code = json.get_object().get(object);
  if (code == simdjson::INCORRECT_TYPE) {
    return broken(
        trouble.wrong("not a FHIR resource: a JSON object is expected", "give a Bundle a patient"));
  }
  if (code != simdjson::SUCCESS) return broken(trouble.syntax(code));
  std::string_view type;
  if (!peek_type(trouble, object, type)) return Root::broken;
  if (type.empty()) {
    return broken(trouble.wrong("not a FHIR resource: no resourceType", "give a Bundle a patient"));
  }
  root_ = type;
  draft_.is_bundle = type == "Bundle";
  if (document.one_of_many && !draft_.is_bundle) {
    return read_line(json, object, type, document) ? Root::line : Root::broken;
  }
  Entries entries(draft_, json, document.bytes, limits.nesting, telling_apart);
  const bool good =
      draft_.is_bundle ? entries.read_bundle(object, root_) : entries.read_single(object, type);
  return good && ends_here(json, entries, trouble) ? Root::document : Root::broken;
}

/// A resource of its own is held, to be joined with others of its patient.
bool BundleReader::State::read_line(ondemand::document& json, ondemand::object object,
                                    std::string_view type, const Document& document) {
  lines_->begin(document.place);
  Trouble& trouble = lines_->draft().trouble;
  Entries entries(lines_->draft(), json, document.bytes, limits.nesting, true);
  if (entries.read_single(object, type, lines_->position()) && ends_here(json, entries, trouble)) {
    return true;
  }
  draft_.trouble = trouble;
  lines_->roll_back();
  return false;
}

bool BundleReader::State::ends_here(ondemand::document& json, Entries& entries, Trouble& trouble) {
  root_.clear();
  const char* rest = nullptr;
  if (json.current_location().get(rest) == simdjson::SUCCESS) {
    return trouble.syntax(simdjson::TRAILING_CONTENT);
  }
  return entries.check_rest();
}

void BundleReader::State::begin_lines() {
  lines_ = std::make_unique<Lines>(options.link_ids, deletions_);
}

void BundleReader::State::hold(const Document& document, const Sink& sink) {
  any_lines_ = true;
  const LineKey key = lines_->key();
  if (kept_.spooled() && key.kind == LineKind::nobodys) return lines_->count(left);
  if (Result<void> held = lines_->hold(); held.has_error()) return sink(held.error());
  if (options.temporary_folder.empty() || failed_) return;
  const Result<bool> too_many = kept_.keep(key, document.place, document.bytes);
  if (too_many.has_error()) {
    failed_ = true;
    return sink(too_many.error());
  }
  // What is kept elsewhere isn't held as well, but for a few lines.
  if (*too_many || (kept_.spooled() && ++held_beside_ % most_held_beside == 0)) begin_lines();
}

/// A line that was kept, and could be read then.
void BundleReader::State::hold_again(const KeptLine& line, const Sink& sink) {
  if (line.too_many)
    return sink(input_error(
        line.place, "more than " + std::to_string(limits.document_bytes) + " bytes of one patient",
        "check what names the patient; give what is known of them in several calls"));
  draft_.clear();
  root_.clear();
  ondemand::document json;
  const Document document{line.bytes, line.allocated_bytes, line.place, true, Format::json};
  if (!start(json, document) || read_root(json, document, false) != Root::line) return;
  if (lines_->hold().has_error() || !line.is_medication) return;
  counted_.resize(kept_.medication_count());
  const bool counts = line.counts && !counted_[line.number];
  lines_->draft().medications.back().counted = !counts;
  if (counts) counted_[line.number] = true;
}

/// Of the lines that were kept: those of the next patients, with the medications that they name.
bool BundleReader::State::hold_next_part(const Sink& sink) {
  begin_lines();
  const auto again = [&](const KeptLine& line) { hold_again(line, sink); };
  Result<bool> more = kept_.next_part(again);
  if (more && *more) {
    const Result<void> named = kept_.medications(lines_->medications_named(), again);
    if (named.has_error()) more = named.error();
  }
  if (more.has_error()) {
    failed_ = true;
    sink(more.error());
    return false;
  }
  return *more;
}

bool BundleReader::State::hand_over_next(const Sink& sink) {
  if (failed_) return false;
  if (!kept_.spooled()) return lines_->hand_over_next(sink, left);
  if (!std::exchange(finishing_, true)) {
    if (auto arranged = kept_.arrange(); !arranged) {
      failed_ = true;
      sink(arranged.error());
      return false;
    }
    begin_lines();
  }
  while (!lines_->hand_over_next(sink, left))
    if (!hold_next_part(sink)) {
      if (!failed_ && !(options.stop != nullptr && options.stop->asked())) count_unnamed();
      return false;
    }
  return true;
}

/// Once, at the end. What an export doesn't hold needs no deletion; but a Bundle may hold it.
std::optional<Error> BundleReader::State::deleted_in_vain() {
  const bool cut_short = failed_ || (options.stop != nullptr && options.stop->asked());
  if (cut_short || (any_lines_ && !read_beside)) return std::nullopt;
  return std::exchange(deletions_, {}).not_carried_out(read_beside);
}

/// Once: each part saw only the medications that it names.
void BundleReader::State::count_unnamed() {
  counted_.resize(kept_.medication_count());
  const auto unnamed = std::count(counted_.begin(), counted_.end(), false);
  for (auto i = unnamed; i > 0; --i) {
    ++left.resources_read;
    left.ignore("Medication", unnamed_reason, {});
  }
  counted_.assign(counted_.size(), true);
}

namespace {

Options options_of(const Limits& limits, std::shared_ptr<const LinkIds> link_ids) {
  Options options;
  options.limits = limits;
  options.link_ids = std::move(link_ids);
  return options;
}

}  // namespace

BundleReader::BundleReader(const Limits& limits, std::shared_ptr<const LinkIds> link_ids)
    : BundleReader(options_of(limits, std::move(link_ids))) {}
BundleReader::BundleReader(const Options& options) : state_(std::make_unique<State>(options)) {}
BundleReader::~BundleReader() = default;

void BundleReader::read(const Document& document, const Sink& sink) {
  if (document.bytes.size() > state_->limits.document_bytes) {
    sink(input_error(document.place,
                     "larger than " + std::to_string(state_->limits.document_bytes) + " bytes",
                     "split it: a Bundle, or a line, for each patient"));
    return;
  }
  state_->read(document, [&](Result<PatientInput> patient) {
    state_->gave = true;
    sink(std::move(patient));
  });
}

bool BundleReader::finish_some(const Sink& sink) {
  const bool more = state_->hand_over_next([&](Result<PatientInput> patient) {
    state_->gave = true;
    sink(std::move(patient));
  });
  if (more) return true;
  if (auto error = state_->deleted_in_vain()) {
    state_->gave = true;
    sink(std::move(*error));
  }
  const bool left_any = state_->left_any || !state_->left.ignored.empty();
  if (state_->gave || !left_any) return false;
  state_->gave = true;
  sink(input_error(state_->first_file(),
                   "no patient: neither a Patient resource nor a subject of what is used",
                   "give the patients and what is known of them in one call"));
  return false;
}

void BundleReader::finish(const Sink& sink) {
  while (finish_some(sink)) {
  }
}

std::vector<record::Ignored> BundleReader::take_of_no_patient() {
  state_->left_any = state_->left_any || !state_->left.ignored.empty();
  return std::exchange(state_->left.ignored, {});
}

void BundleReader::others_gave() { state_->gave = state_->read_beside = true; }

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
