// SPDX-License-Identifier: Apache-2.0
//
// The JSON Schema for editors names the keys that the program reads, and no others: a manifest with
// every key of the schema, and one unknown key in each mapping, is read, and the reader's list of
// what it knows there is compared with the schema's.
#include <algorithm>
#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <map>
#include <set>
#include <string>

#include "base/file.hpp"
#include "knowledge/parse.hpp"
#include "paths.hpp"

BOOST_AUTO_TEST_SUITE(knowledge_schema)

namespace json = boost::json;
using causa::knowledge::parse_manifest;

namespace {

constexpr std::string_view unknown_key = "zzzzzzzzzzzzzzzzzzzzzzzz";

using Keys = std::set<std::string>;

class Sample {
 public:
  explicit Sample(const json::object& schema) : schema_(schema) {}

  json::value make() { return of(schema_, ""); }

  /// Keys by the pointer of the mapping that has them.
  std::map<std::string, Keys> keys;

 private:
  const json::object& resolved(const json::value& part) const {
    const auto& object = part.as_object();
    const auto* ref = object.if_contains("$ref");
    if (ref == nullptr) return object;
    constexpr std::string_view begin = "#/$defs/";
    return resolved(
        schema_.at("$defs").at(std::string_view(ref->as_string()).substr(begin.size())));
  }

  /// Every way to write a value: one, unless mappings differ.
  std::vector<const json::object*> ways(const json::value& part) const {
    const json::object& object = resolved(part);
    const auto* any = object.if_contains("anyOf");
    if (any == nullptr) return {&object};
    std::vector<const json::object*> all, mappings;
    for (const auto& one : any->as_array())
      for (const auto* way : ways(one)) {
        all.push_back(way);
        if (way->contains("properties")) mappings.push_back(way);
      }
    return mappings.empty() ? std::vector{all.front()} : mappings;
  }

  json::value of(const json::value& part, const std::string& pointer) {
    const json::object& way = *ways(part).front();
    if (const auto* fixed = way.if_contains("const")) return *fixed;
    if (const auto* words = way.if_contains("enum")) return words->as_array().front();
    const auto* type = way.if_contains("type");
    const std::string name(type->is_array() ? type->as_array().front().as_string()
                                            : type->as_string());
    if (name == "object") return mapping(way, pointer);
    if (name == "array") return list(way, pointer);
    if (name == "number" || name == "integer") return 1;
    if (name == "boolean") return true;
    return "x";
  }

  json::value list(const json::object& way, const std::string& pointer) {
    json::array made;
    for (const auto* item : ways(way.at("items")))
      made.push_back(of(*item, pointer + '/' + std::to_string(made.size())));
    return made;
  }

  json::value mapping(const json::object& way, const std::string& pointer) {
    json::object made;
    const auto* properties = way.if_contains("properties");
    if (properties == nullptr) {  // named by the author: facts of a case
      for (const auto* value : ways(way.at("additionalProperties"))) {
        const std::string key = "lab.k" + std::to_string(made.size());
        made[key] = of(*value, pointer + '/' + key);
      }
      return made;
    }
    for (const auto& [key, value] : properties->as_object()) {
      made[key] = of(value, pointer + '/' + std::string(key));
      keys[pointer].insert(std::string(key));
    }
    made[unknown_key] = 1;
    return made;
  }

  const json::object& schema_;
};

Keys known_there(const std::string& hint) {
  constexpr std::string_view begin = "known here: ";
  BOOST_TEST_REQUIRE(hint.starts_with(begin));
  Keys known;
  std::string rest = hint.substr(begin.size()) + ", ";
  for (std::size_t comma; (comma = rest.find(", ")) != std::string::npos;) {
    known.insert(rest.substr(0, comma));
    rest.erase(0, comma + 2);
  }
  return known;
}

}  // namespace

BOOST_AUTO_TEST_CASE(editors_know_every_key_that_is_read_and_no_other) {
  const auto text = causa::read_file(std::filesystem::path(causa::tests::data_folder) /
                                     "../../configs/schemas/manifest.schema.json");
  BOOST_TEST_REQUIRE(text.has_value());
  const json::value schema = json::parse(*text);
  Sample sample(schema.as_object());
  const auto parsed = parse_manifest(json::serialize(sample.make()));
  std::map<std::string, Keys> known;
  for (const auto& problem : parsed.problems)
    if (problem.at_key && problem.pointer.ends_with(unknown_key))
      known[problem.pointer.substr(0, problem.pointer.size() - unknown_key.size() - 1)] =
          known_there(problem.hint);
  for (const auto& [pointer, keys] : sample.keys) {
    // There the keys are classes of complaint, and the reader names these.
    if (pointer.ends_with("/accounts_for")) continue;
    // Examples of steps are read when they are run.
    if (pointer.find("/examples/0/") != std::string::npos) continue;
    BOOST_TEST_CONTEXT("mapping " << pointer) {
      BOOST_TEST(known[pointer] == keys, boost::test_tools::per_element());
    }
  }
  BOOST_TEST(sample.keys.size() > 35u);
}

BOOST_AUTO_TEST_SUITE_END()
