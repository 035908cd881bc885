// SPDX-License-Identifier: Apache-2.0
//
// The cursor over a document's tokens against simdjson on demand: the same values, and the same
// errors in the same places, also of documents that are broken in all sorts of ways.

#include "intake/fhir/cursor.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "intake/document.hpp"
#include "intake/fhir/json.hpp"

namespace {

using namespace causa::intake::fhir;

constexpr std::string_view whole =
    R"({ "resourceType":"Bundle", "n":[1,2.5e3,-0, true ,null,[],{},[[]]],
 "entry" : [ {"fullUrl":"urn:uuid:1","skip":{"a":[{"b":"}]{["},{"c":"x\"y\\"}],"d":{}},
 "resource":{"id":"p","text":"caf\u00e9 \"q\"","empty":"","sure":false}} ,{"x":[ ],"y":null}]} )";

/// What came out, and how it ended.
struct Reading {
  std::string seen;
  simdjson::error_code code = simdjson::SUCCESS;
  std::ptrdiff_t place = -1;  ///< of the error
  friend bool operator==(const Reading&, const Reading&) = default;
};

bool is_passed_over(std::string_view key) { return key == "skip" || key == "x"; }

class OnDemand {
 public:
  Reading read(std::string_view text, std::size_t allocated) {
    Reading reading;
    ondemand::document document;
    ondemand::object object;
    reading.code = parser_.iterate(text, allocated).get(document);
    if (reading.code) return reading;
    reading.code = document.get_object().get(object);
    if (reading.code) return reading;
    reading.code = walk(object, reading.seen);
    const char* where = nullptr;
    if (document.current_location().get(where) == simdjson::SUCCESS)
      reading.place = where - text.data();
    return reading;
  }

 private:
  simdjson::error_code walk(ondemand::object object, std::string& seen) {
    for (auto result : object) {
      ondemand::field field;
      if (const auto error = std::move(result).get(field)) return error;
      const char* const name = field.key().raw();
      const std::string_view key(name, std::string_view(name).find('"'));
      if (key.find('\\') != key.npos) return simdjson::STRING_ERROR;
      seen.append(key).append(":");
      if (is_passed_over(key)) continue;
      if (const auto error = walk(field.value(), seen)) return error;
    }
    return simdjson::SUCCESS;
  }

  simdjson::error_code walk(ondemand::value value, std::string& seen) {
    switch (*value.raw_json_token().data()) {
      case '{': {
        ondemand::object object;
        if (const auto error = value.get_object().get(object)) return error;
        return walk(object, seen.append("{"));
      }
      case '[': {
        ondemand::array array;
        if (const auto error = value.get_array().get(array)) return error;
        seen.append("[");
        for (auto result : array) {
          ondemand::value element;
          if (const auto error = std::move(result).get(element)) return error;
          if (const auto error = walk(element, seen)) return error;
        }
        return simdjson::SUCCESS;
      }
      case '"': {
        // One without escapes is looked at, and passed over with what follows.
        std::string_view text = value.raw_json_token().substr(1);
        text = text.substr(0, text.find('"'));
        if (text.find('\\') == text.npos) {
          seen.append(text).append(",");
          return simdjson::SUCCESS;
        }
        if (const auto error = value.get_string().get(text)) return error;
        seen.append(text).append(",");
        return simdjson::SUCCESS;
      }
      case 't':
      case 'f': {
        bool truth = false;
        if (const auto error = value.get_bool().get(truth)) return error;
        seen.append(truth ? "yes," : "no,");
        return simdjson::SUCCESS;
      }
      case 'n': {
        bool null = false;
        if (value.is_null().get(null) == simdjson::SUCCESS && null) seen.append("null,");
        return simdjson::SUCCESS;
      }
      default: {
        double number = 0;
        if (const auto error = value.get_double().get(number)) return error;
        seen.append(std::to_string(number)).append(",");
        return simdjson::SUCCESS;
      }
    }
  }

  ondemand::parser parser_;
};

class Cursor {
 public:
  Reading read(std::string_view text, std::size_t allocated) {
    Reading reading;
    JsonObject object;
    reading.code = cursor_.begin(parser_, text, allocated);
    if (reading.code) return reading;
    reading.code = cursor_.root(object);
    if (reading.code) return reading;
    reading.code = walk(object, reading.seen);
    if (const char* where = cursor_.location()) reading.place = where - text.data();
    return reading;
  }

 private:
  simdjson::error_code walk(JsonObject object, std::string& seen) {
    while (cursor_.depth() >= object.depth) {
      std::string_view key;
      if (const auto error = cursor_.take_key(key)) return error;
      if (cursor_.has_escape(key)) return simdjson::STRING_ERROR;
      seen.append(key).append(":");
      if (!is_passed_over(key))
        if (const auto error = walk(JsonValue{&cursor_, cursor_.at()}, seen)) return error;
      if (const auto error = cursor_.next(object.depth, '}')) return error;
    }
    return simdjson::SUCCESS;
  }

  simdjson::error_code walk(JsonValue value, std::string& seen) {
    simdjson::error_code code = simdjson::SUCCESS;
    Trouble trouble;
    const char first = *cursor_.bytes_at(value.start);
    if (first == '{') {
      JsonObject object;
      if (const auto error = cursor_.begin_object(value, object)) return error;
      return walk(object, seen.append("{"));
    }
    if (first == '[') {
      seen.append("[");
      each_element(trouble, value, [&](std::size_t, JsonValue element) {
        code = walk(element, seen);
        return code == simdjson::SUCCESS;
      });
      return code ? code : trouble.code();
    }
    if (first == '"') {
      std::string_view text;
      if (read_text(trouble, value, text)) seen.append(text).append(",");
    } else if (first == 't' || first == 'f') {
      bool truth = false, present = false;
      if (read_truth(trouble, value, truth, present)) seen.append(truth ? "yes," : "no,");
    } else if (first == 'n') {
      if (take_null(value)) seen.append("null,");
    } else {
      double number = 0;
      if (read_number(trouble, value, number)) seen.append(std::to_string(number)).append(",");
    }
    return trouble.code();
  }

  ondemand::parser parser_;
  JsonCursor cursor_;
};

std::string padded(std::string text) { return text.append(causa::intake::padding_bytes, '\0'); }

void check_same(const std::string& json, OnDemand& on_demand, Cursor& cursor) {
  const std::string text = padded(json);
  const std::string_view document = std::string_view(text).substr(0, json.size());
  const Reading expected = on_demand.read(document, text.size());
  const Reading found = cursor.read(document, text.size());
  BOOST_TEST_REQUIRE(found.code == expected.code, json);
  BOOST_TEST_REQUIRE(found.place == expected.place, json);
  BOOST_TEST_REQUIRE(found.seen == expected.seen, json);
}

/// The same each time.
class Chance {
 public:
  std::size_t below(std::size_t limit) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>(state_ >> 33) % limit;
  }

 private:
  std::uint64_t state_ = 1;
};

BOOST_AUTO_TEST_SUITE(intake_cursor)

BOOST_AUTO_TEST_CASE(reads_what_on_demand_reads) {
  OnDemand on_demand;
  Cursor cursor;
  check_same(std::string(whole), on_demand, cursor);
  check_same("{}", on_demand, cursor);
  check_same("{\"a\":\"\"}", on_demand, cursor);
}

BOOST_AUTO_TEST_CASE(errs_where_on_demand_errs_when_the_document_is_cut) {
  OnDemand on_demand;
  Cursor cursor;
  for (std::size_t size = 0; size < whole.size(); ++size)
    check_same(std::string(whole.substr(0, size)), on_demand, cursor);
}

BOOST_AUTO_TEST_CASE(errs_where_on_demand_errs_when_bytes_are_changed) {
  OnDemand on_demand;
  Cursor cursor;
  Chance chance;
  constexpr std::string_view pieces[] = {"\"",     "{",  "}",  "[",    "]",   ",",    ":",
                                         "\\",     " ",  "1",  "-",    "tru", "null", "\\\"",
                                         "\"k\":", "{}", "[]", "\xff", "n"};
  for (int turn = 0; turn < 20'000; ++turn) {
    std::string text(whole);
    for (std::size_t changes = 1 + chance.below(3); changes > 0; --changes) {
      const std::size_t at = chance.below(text.size());
      const std::string_view piece = pieces[chance.below(std::size(pieces))];
      text.replace(at, chance.below(3), piece);
    }
    check_same(text, on_demand, cursor);
  }
}

BOOST_AUTO_TEST_CASE(knows_a_bound_of_how_deep_it_was) {
  ondemand::parser parser;
  JsonCursor cursor;
  JsonObject object;
  std::string json = "{\"a\":";
  for (int i = 0; i < 200; ++i) json += "[";
  for (int i = 0; i < 200; ++i) json += "]";
  const std::string text = padded(json + "}");
  const std::string_view document = std::string_view(text).substr(0, json.size() + 1);
  BOOST_TEST_REQUIRE(cursor.begin(parser, document, text.size()) == simdjson::SUCCESS);
  BOOST_TEST_REQUIRE(cursor.root(object) == simdjson::SUCCESS);
  BOOST_TEST(cursor.deepest() == 1u);
  std::string_view key;
  BOOST_TEST_REQUIRE(cursor.take_key(key) == simdjson::SUCCESS);
  BOOST_TEST_REQUIRE(cursor.next(object.depth, '}') == simdjson::SUCCESS);
  BOOST_TEST(cursor.deepest() >= 201u);
  BOOST_TEST(cursor.deepest() < 400u);
  BOOST_TEST(cursor.at_end());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
