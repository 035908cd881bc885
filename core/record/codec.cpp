// SPDX-License-Identifier: Apache-2.0

#include "record/codec.hpp"

#include <cmath>

#include "record/bytes.hpp"
#include "record/text_table.hpp"

namespace causa::record {

namespace {

constexpr std::string_view magic = "crec";
constexpr std::size_t header_bytes = 13;
/// Of what most records come to.
constexpr std::size_t usual_bytes = 1024;

/// Bits of the mask that says which fields of an item follow.
enum Field : std::uint32_t {
  has_text = 1u << 0,
  is_true = 1u << 1,
  has_number = 1u << 2,
  has_unit = 1u << 3,
  has_unit_code = 1u << 4,
  has_value_codes = 1u << 5,
  has_value_text = 1u << 6,
  has_low = 1u << 7,
  has_high = 1u << 8,
  has_interpretation = 1u << 9,
  has_body_site = 1u << 10,
  has_time = 1u << 11,
  has_start = 1u << 12,
  has_end = 1u << 13,
  has_source = 1u << 14,
  all_fields = (1u << 15) - 1,
};

std::uint32_t fields_of(const Item& item) {
  const auto bit = [](bool has, Field field) { return has ? field : 0u; };
  return bit(!item.text.empty(), has_text) | bit(item.truth, is_true) |
         bit(!std::isnan(item.number), has_number) | bit(!item.unit.empty(), has_unit) |
         bit(!item.unit_code.empty(), has_unit_code) |
         bit(item.value_codes.count != 0, has_value_codes) |
         bit(!item.value_text.empty(), has_value_text) |
         bit(!std::isnan(item.reference_low), has_low) |
         bit(!std::isnan(item.reference_high), has_high) |
         bit(!item.interpretation.empty(), has_interpretation) |
         bit(item.body_site.count != 0, has_body_site) | bit(item.time.known(), has_time) |
         bit(item.start.known(), has_start) | bit(item.end.known(), has_end) |
         bit(!item.source.empty(), has_source);
}

class Encoder {
 public:
  std::string run(const Record& record) {
    body_.reserve(usual_bytes);
    patient(record);
    body_.varint(record.codings.size());
    for (const Coding& coding : record.codings) {
      text(coding.system);
      text(coding.code);
      text(coding.display);
    }
    body_.varint(record.items.size());
    for (const Item& entry : record.items) item(entry);
    body_.varint(record.ignored.size());
    for (const Ignored& entry : record.ignored) ignored(entry);
    return assemble();
  }

 private:
  void text(std::string_view value) { body_.varint(texts_.number(value)); }

  void range(CodingRange value) {
    body_.varint(value.count == 0 ? 0 : value.first);
    body_.varint(value.count);
  }

  void time(TimeSpan span) {
    body_.zigzag(span.earliest_ms);
    // Unsigned, so that no pair of instants can overflow.
    body_.zigzag(static_cast<std::int64_t>(static_cast<std::uint64_t>(span.latest_ms) -
                                           static_cast<std::uint64_t>(span.earliest_ms)));
  }

  void patient(const Record& record) {
    text(record.patient_id());
    body_.byte(static_cast<std::uint8_t>(record.sex));
    body_.byte(record.deceased ? 1 : 0);
    time(record.birth);
    body_.varint(record.resources_read);
    body_.varint(record.resources_used);
  }

  void item(const Item& entry) {
    body_.byte(static_cast<std::uint8_t>(static_cast<unsigned>(entry.kind) |
                                         static_cast<unsigned>(entry.state) << 4));
    body_.byte(static_cast<std::uint8_t>(static_cast<unsigned>(entry.value_kind) |
                                         static_cast<unsigned>(entry.comparator) << 4));
    body_.varint(entry.flags);
    const std::uint32_t fields = fields_of(entry);
    body_.varint(fields);
    range(entry.codes);
    if (fields & has_text) text(entry.text);
    if (fields & has_number) body_.real(entry.number);
    if (fields & has_unit) text(entry.unit);
    if (fields & has_unit_code) text(entry.unit_code);
    if (fields & has_value_codes) range(entry.value_codes);
    if (fields & has_value_text) text(entry.value_text);
    if (fields & has_low) body_.real(entry.reference_low);
    if (fields & has_high) body_.real(entry.reference_high);
    if (fields & has_interpretation) text(entry.interpretation);
    if (fields & has_body_site) range(entry.body_site);
    if (fields & has_time) time(entry.time);
    if (fields & has_start) time(entry.start);
    if (fields & has_end) time(entry.end);
    if (fields & has_source) text(entry.source);
  }

  void ignored(const Ignored& entry) {
    text(entry.source);
    text(entry.reason);
    body_.varint(entry.count);
    body_.byte(entry.grouped ? 1 : 0);
    body_.varint(entry.examples.size());
    for (const std::string& example : entry.examples) text(example);
  }

  /// The texts are known only once the body is written, but stand before it.
  std::string assemble() {
    ByteWriter out;
    out.reserve(header_bytes + texts_.total_bytes() + 2 * texts_.texts().size() + 16 +
                body_.written().size());
    out.raw(magic);
    out.byte(codec_version);
    out.fixed64(0);
    out.varint(texts_.texts().size());
    for (const std::string_view value : texts_.texts()) {
      out.varint(value.size());
      out.raw(value);
    }
    out.raw(body_.written());
    std::string bytes = out.take();
    const std::uint64_t sum = mix(std::string_view(bytes).substr(header_bytes));
    for (std::size_t i = 0; i < 8; ++i) bytes[5 + i] = static_cast<char>(sum >> (8 * i));
    return bytes;
  }

  TextTable texts_;
  ByteWriter body_;
};

class Decoder {
 public:
  /// The texts stay where they are in a copy of the whole, which the record keeps.
  explicit Decoder(std::string_view payload) : in_(record_.keep(payload)) {}

  bool run() {
    texts();
    patient();
    codings();
    items();
    ignored();
    return in_.good() && in_.at_end();
  }

  [[nodiscard]] std::size_t position() const { return in_.position(); }
  Record& record() { return record_; }

 private:
  void texts() {
    const std::uint64_t count = in_.count(2);
    texts_.reserve(static_cast<std::size_t>(count) + 1);
    texts_.emplace_back();
    for (std::uint64_t left = count; left > 0 && in_.good(); --left)
      texts_.push_back(in_.raw(in_.varint()));
  }

  std::string_view text() { return texts_[static_cast<std::size_t>(in_.below(texts_.size()))]; }

  CodingRange range() {
    const std::uint64_t first = in_.varint();
    const std::uint64_t count = in_.varint();
    const std::uint64_t size = record_.codings.size();
    if (first > size || count > size - first) {
      in_.fail();
      return {};
    }
    return {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(count)};
  }

  TimeSpan time() {
    TimeSpan span;
    span.earliest_ms = in_.zigzag();
    span.latest_ms = static_cast<std::int64_t>(static_cast<std::uint64_t>(span.earliest_ms) +
                                               static_cast<std::uint64_t>(in_.zigzag()));
    return span;
  }

  /// A byte that must lie in [low, high].
  unsigned between(unsigned value, unsigned low, unsigned high) {
    if (value < low || value > high) {
      in_.fail();
      return low;
    }
    return value;
  }

  void patient() {
    record_.set_patient_id(text());
    record_.sex = static_cast<Sex>(between(in_.byte(), 0, static_cast<unsigned>(Sex::other)));
    record_.deceased = between(in_.byte(), 0, 1) != 0;
    record_.birth = time();
    record_.resources_read = in_.varint();
    record_.resources_used = in_.varint();
  }

  void codings() {
    const std::uint64_t count = in_.count(3);
    record_.codings.reserve(static_cast<std::size_t>(count));
    for (std::uint64_t i = 0; i < count && in_.good(); ++i) {
      Coding coding;
      coding.system = text();
      coding.code = text();
      coding.display = text();
      record_.codings.push_back(coding);
    }
  }

  void items() {
    const std::uint64_t count = in_.count(6);
    record_.items.reserve(static_cast<std::size_t>(count));
    for (std::uint64_t i = 0; i < count && in_.good(); ++i) item(record_.items.emplace_back());
  }

  void item(Item& entry) {
    const unsigned what = in_.byte();
    entry.kind = static_cast<Kind>(between(what & 15, 1, static_cast<unsigned>(Kind::allergy)));
    entry.state = static_cast<State>(between(what >> 4, 1, static_cast<unsigned>(State::unknown)));
    const unsigned value = in_.byte();
    entry.value_kind =
        static_cast<ValueKind>(between(value & 15, 0, static_cast<unsigned>(ValueKind::text)));
    entry.comparator =
        static_cast<Comparator>(between(value >> 4, 0, static_cast<unsigned>(Comparator::greater)));
    entry.flags = static_cast<std::uint16_t>(in_.below(0x10000));
    const auto fields = static_cast<std::uint32_t>(in_.below(all_fields + 1));
    entry.codes = range();
    entry.truth = (fields & is_true) != 0;
    if (fields & has_text) entry.text = text();
    if (fields & has_number) entry.number = in_.real();
    if (fields & has_unit) entry.unit = text();
    if (fields & has_unit_code) entry.unit_code = text();
    if (fields & has_value_codes) entry.value_codes = range();
    if (fields & has_value_text) entry.value_text = text();
    if (fields & has_low) entry.reference_low = in_.real();
    if (fields & has_high) entry.reference_high = in_.real();
    if (fields & has_interpretation) entry.interpretation = text();
    if (fields & has_body_site) entry.body_site = range();
    if (fields & has_time) entry.time = time();
    if (fields & has_start) entry.start = time();
    if (fields & has_end) entry.end = time();
    if (fields & has_source) entry.source = text();
  }

  void ignored() {
    const std::uint64_t count = in_.count(5);
    for (std::uint64_t i = 0; i < count && in_.good(); ++i) {
      Ignored entry;
      entry.source = text();
      entry.reason = text();
      entry.count = in_.varint();
      entry.grouped = between(in_.byte(), 0, 1) != 0;
      for (std::uint64_t left = in_.count(1); left > 0 && in_.good(); --left) {
        entry.examples.emplace_back(text());
      }
      record_.ignored.push_back(std::move(entry));
    }
  }

  Record record_;
  ByteReader in_;
  std::vector<std::string_view> texts_;
};

Error damaged(std::size_t position, std::string message) {
  return {Fault::store, "record, byte " + std::to_string(position), std::move(message),
          "read the patient again from the original input"};
}

}  // namespace

std::string encode(const Record& record) { return Encoder().run(record); }

Result<Record> decode(std::string_view bytes) {
  if (bytes.size() < header_bytes || bytes.substr(0, magic.size()) != magic) {
    return damaged(0, "not a stored record");
  }
  const auto version = static_cast<unsigned char>(bytes[magic.size()]);
  if (version != codec_version) {
    return damaged(magic.size(), "stored record of version " + std::to_string(version) +
                                     "; this program reads version " +
                                     std::to_string(codec_version));
  }
  const std::string_view payload = bytes.substr(header_bytes);
  if (ByteReader(bytes.substr(5, 8)).fixed64() != mix(payload)) {
    return damaged(5, "the stored record is damaged: its checksum doesn't fit");
  }
  Decoder decoder(payload);
  if (!decoder.run()) {
    return damaged(header_bytes + decoder.position(), "the stored record is damaged");
  }
  return std::move(decoder.record());
}

}  // namespace causa::record
