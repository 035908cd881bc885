// SPDX-License-Identifier: Apache-2.0

#include "cli/review/carried.hpp"

#include <fmt/core.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "base/file.hpp"
#include "knowledge/yaml.hpp"

namespace causa::cli::review {

namespace {

namespace json = boost::json;

/// "finding" of "a.finding.hv01"; rows of all sources are counted together.
std::string kind_of(const std::string& row) {
  const auto first = row.find('.');
  if (first == std::string::npos) return row;
  return row.substr(first + 1, row.find('.', first + 1) - first - 1);
}

Error wrong(const std::filesystem::path& file, const knowledge::Position& at, std::string message) {
  return {Fault::usage, fmt::format("{}:{}:{}", file.string(), at.line, at.column),
          std::move(message), "it has rows, each with row, and as or left_out"};
}

const json::string* text_of(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value ? value->if_string() : nullptr;
}

class CarriedReader {
 public:
  Result<void> add(const std::filesystem::path& file) {
    const auto text = read_file(file);
    if (!text)
      return Error{Fault::usage, text.error().place, text.error().message, text.error().cure};
    const auto yaml = knowledge::YamlDocument::parse(*text);
    if (!yaml)
      return Error{Fault::usage, fmt::format("{}:{}", file.string(), yaml.error().place),
                   yaml.error().message, yaml.error().cure};
    const json::value document = json::parse(yaml->json());
    const auto* rows = document.is_object() ? document.get_object().if_contains("rows") : nullptr;
    if (rows == nullptr || !rows->is_array())
      return wrong(file, yaml->value(""), "this is no list of evidence that was carried");
    for (std::size_t i = 0; i < rows->get_array().size(); ++i) {
      const auto& row = rows->get_array()[i];
      const auto at = yaml->value(fmt::format("/rows/{}", i));
      const auto* name = row.is_object() ? text_of(row.get_object(), "row") : nullptr;
      if (name == nullptr) return wrong(file, at, "this row has no name");
      count(file, at, std::string(*name), row.get_object());
    }
    return {};
  }

  Carried take() { return std::move(found_); }

 private:
  void count(const std::filesystem::path& file, const knowledge::Position& at,
             const std::string& row, const json::object& object) {
    const auto* as = object.if_contains("as");
    const bool carried = as && as->is_array() && !as->get_array().empty();
    const auto* why = text_of(object, "left_out");
    const auto fault = [&](std::string words) {
      found_.faults.push_back({fmt::format("{}:{}", file.string(), at.line), std::move(words)});
    };
    if (carried == (why != nullptr))
      return fault(
          fmt::format("{} says what became of it or why it was left out, and not both", row));
    const auto [seen, added] = seen_.emplace(row, file.string());
    if (!added) return fault(fmt::format("{} stands in {} already", row, seen->second));
    auto& counted = found_.kinds[kind_of(row)];
    ++(carried ? counted.carried : counted.left_out);
    if (why) found_.left_out.push_back({row, std::string(*why), file.stem().string()});
  }

  Carried found_;
  std::map<std::string, std::string> seen_;
};

}  // namespace

Result<Carried> read_carried(const std::vector<std::filesystem::path>& files) {
  CarriedReader reader;
  for (const auto& file : files)
    if (auto added = reader.add(file); !added) return added.error();
  return reader.take();
}

}  // namespace causa::cli::review
