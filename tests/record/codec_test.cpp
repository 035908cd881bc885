// SPDX-License-Identifier: Apache-2.0

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "record/bytes.hpp"
#include "record/codec.hpp"
#include "record/text_table.hpp"

BOOST_AUTO_TEST_SUITE(record_codec)

using namespace causa::record;
using causa::TimeSpan;

namespace {

CodingRange some_codes(Record& record, std::mt19937_64& random) {
  const auto first = static_cast<std::uint32_t>(record.codings.size());
  const auto count = static_cast<std::uint32_t>(random() % 3);
  for (std::uint32_t i = 0; i < count; ++i) {
    record.codings.push_back({record.keep(random() % 2 ? "http://loinc.org" : "urn:local"),
                              record.keep("code " + std::to_string(random() % 50)),
                              record.keep(random() % 2 ? "" : "Gl\u00fccose \"x\"")});
  }
  return {first, count};
}

double some_number(std::mt19937_64& random) {
  const std::vector<double> numbers{
      0.0, -0.0, 0.1, 4.1, 1e300, -2.5e-310, std::numeric_limits<double>::infinity(), 1.0 / 3};
  return numbers[random() % numbers.size()];
}

TimeSpan some_time(std::mt19937_64& random) {
  const auto at = static_cast<std::int64_t>(random() % 4'000'000'000'000) - 2'000'000'000'000;
  return {at, at + static_cast<std::int64_t>(random() % 1000)};
}

void add_item(Record& record, std::mt19937_64& random) {
  const auto maybe = [&] { return random() % 2 == 0; };
  Item item;
  item.kind = static_cast<Kind>(1 + random() % 5);
  item.state = static_cast<State>(1 + random() % 3);
  item.flags = static_cast<std::uint16_t>(random());
  item.value_kind = static_cast<ValueKind>(random() % 5);
  item.comparator = static_cast<Comparator>(random() % 5);
  item.codes = some_codes(record, random);
  item.truth = maybe();
  if (maybe()) item.text = record.keep("words");
  if (maybe()) item.number = some_number(random);
  if (maybe()) item.unit = record.keep("mmol/L");
  if (maybe()) item.unit_code = record.keep("mmol/L");
  if (maybe()) item.value_codes = some_codes(record, random);
  if (maybe()) item.value_text = record.keep("a longer text\nof two lines");
  if (maybe()) item.reference_low = some_number(random);
  if (maybe()) item.reference_high = some_number(random);
  if (maybe()) item.interpretation = record.keep("HH");
  if (maybe()) item.body_site = some_codes(record, random);
  if (maybe()) item.time = some_time(random);
  if (maybe()) item.start = some_time(random);
  if (maybe()) item.end = some_time(random);
  item.source = record.keep("Observation/" + std::to_string(random() % 1000));
  record.items.push_back(item);
}

Record some_record(std::uint64_t seed, std::size_t items) {
  std::mt19937_64 random(seed);
  Record record;
  record.set_patient_id("patient " + std::to_string(seed));
  record.sex = static_cast<Sex>(random() % 4);
  record.deceased = random() % 2 == 0;
  if (random() % 4 != 0) record.birth = some_time(random);
  for (std::size_t i = 0; i < items; ++i) add_item(record, random);
  record.ignore("Claim", "unused", "Claim/1");
  record.ignore("Claim", "unused", "Claim/2");
  record.ignore("Observation", "unit", "Observation/1", false);
  record.resources_read = random();
  record.resources_used = random() % 1000;
  return record;
}

bool same_double(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) ||
         std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

bool same_codes(const Record& a, CodingRange first, const Record& b, CodingRange second) {
  if (first.count != second.count) return false;
  for (std::uint32_t i = 0; i < first.count; ++i) {
    const Coding& x = a.begin_of(first)[i];
    const Coding& y = b.begin_of(second)[i];
    if (x.system != y.system || x.code != y.code || x.display != y.display) return false;
  }
  return true;
}

bool same_item(const Record& a, const Item& x, const Record& b, const Item& y) {
  return x.kind == y.kind && x.state == y.state && x.flags == y.flags &&
         same_codes(a, x.codes, b, y.codes) && x.text == y.text && x.value_kind == y.value_kind &&
         x.comparator == y.comparator && x.truth == y.truth && same_double(x.number, y.number) &&
         x.unit == y.unit && x.unit_code == y.unit_code &&
         same_codes(a, x.value_codes, b, y.value_codes) && x.value_text == y.value_text &&
         same_double(x.reference_low, y.reference_low) &&
         same_double(x.reference_high, y.reference_high) && x.interpretation == y.interpretation &&
         same_codes(a, x.body_site, b, y.body_site) && x.time == y.time && x.start == y.start &&
         x.end == y.end && x.source == y.source;
}

bool same(const Record& a, const Record& b) {
  if (a.patient_id() != b.patient_id() || a.sex != b.sex || a.birth != b.birth ||
      a.deceased != b.deceased || a.resources_read != b.resources_read ||
      a.resources_used != b.resources_used || a.items.size() != b.items.size() ||
      a.codings.size() != b.codings.size() || a.ignored.size() != b.ignored.size()) {
    return false;
  }
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    if (!same_item(a, a.items[i], b, b.items[i])) return false;
  }
  for (std::size_t i = 0; i < a.ignored.size(); ++i) {
    const Ignored& x = a.ignored[i];
    const Ignored& y = b.ignored[i];
    if (x.source != y.source || x.reason != y.reason || x.count != y.count ||
        x.examples != y.examples || x.grouped != y.grouped) {
      return false;
    }
  }
  return true;
}

/// The payload with a checksum that fits, so that the checks behind it are met.
std::string sealed(std::string bytes) {
  const std::uint64_t sum = mix(std::string_view(bytes).substr(13));
  for (std::size_t i = 0; i < 8; ++i) bytes[5 + i] = static_cast<char>(sum >> (8 * i));
  return bytes;
}

}  // namespace

BOOST_AUTO_TEST_CASE(round_trip_of_everything) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Record record = some_record(seed, seed % 40);
    const std::string bytes = encode(record);
    const auto again = decode(bytes);
    BOOST_REQUIRE(again.has_value());
    BOOST_TEST(same(record, *again));
    BOOST_TEST(encode(*again) == bytes);
  }
}

BOOST_AUTO_TEST_CASE(round_trip_of_nothing) {
  const Record empty;
  BOOST_TEST(same(empty, decode(encode(empty)).value()));
}

BOOST_AUTO_TEST_CASE(many_texts_outgrow_the_table) {
  Record record;
  for (int i = 0; i < 5000; ++i) record.codings.push_back({{}, record.keep(std::to_string(i)), {}});
  const Record again = decode(encode(record)).value();
  BOOST_TEST(again.codings[4999].code == "4999");
  BOOST_TEST(again.codings[0].code == "0");
}

BOOST_AUTO_TEST_CASE(every_damaged_byte_is_an_error) {
  const std::string bytes = encode(some_record(3, 5));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    BOOST_TEST(decode(damaged).has_error(), "byte " + std::to_string(i));
  }
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    BOOST_TEST(decode(bytes.substr(0, size)).has_error());
  }
  BOOST_TEST(decode(bytes + "x").has_error());
}

BOOST_AUTO_TEST_CASE(bounds_hold_even_if_the_checksum_fits) {
  const std::string bytes = encode(some_record(9, 8));
  std::mt19937_64 random(1);
  std::size_t refused = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string damaged = bytes;
    for (std::uint64_t hits = 1 + random() % 4; hits > 0; --hits) {
      damaged[13 + random() % (damaged.size() - 13)] = static_cast<char>(random());
    }
    if (random() % 4 == 0) damaged.resize(13 + random() % (damaged.size() - 13));
    auto result = decode(sealed(damaged));
    if (result.has_error()) {
      ++refused;
    } else {
      encode(*result);  // what is accepted can be walked
    }
  }
  BOOST_TEST(refused > 5000u);
}

BOOST_AUTO_TEST_CASE(a_huge_count_asks_for_no_memory) {
  ByteWriter out;
  out.raw("crec");
  out.byte(codec_version);
  out.fixed64(0);
  out.varint(std::uint64_t{1} << 60);
  BOOST_TEST(decode(sealed(out.take())).has_error());
}

BOOST_AUTO_TEST_CASE(memory_that_was_used_before_leaves_nothing_behind) {
  const auto write = [](ByteWriter& out) {
    out.raw("text");
    out.varint(300);
    out.real(-1.5);
    out.zigzag(-3);
    out.byte(9);
  };
  ByteWriter fresh;
  write(fresh);
  ByteWriter again(std::string(1000, 'x'));
  write(again);
  BOOST_TEST(again.written() == fresh.written());
  again.clear();
  BOOST_TEST(again.written().empty());
  write(again);
  BOOST_TEST(again.take() == fresh.take());
  BOOST_TEST(again.written().empty());
}

BOOST_AUTO_TEST_CASE(another_version_is_named) {
  std::string bytes = encode(Record());
  bytes[4] = 2;
  BOOST_TEST(decode(bytes).error().message.find("version 2") != std::string::npos);
  BOOST_TEST(decode("something else entirely").error().message == "not a stored record");
}

BOOST_AUTO_TEST_SUITE_END()
