// SPDX-License-Identifier: Apache-2.0

#include "knowledge/yaml.hpp"

#include <fmt/core.h>
#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <optional>
#include <sstream>
#include <unordered_set>
#include <vector>

#include "base/byte_order_mark.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "knowledge/place.hpp"

namespace causa::knowledge {

namespace {

constexpr std::size_t largest_json = 16u
                                     << 20;  // an anchor used again and again must end somewhere

Position position(const YAML::Mark& mark) {
  if (mark.line < 0) return {};
  return {static_cast<std::size_t>(mark.line) + 1, static_cast<std::size_t>(mark.column) + 1};
}

Error wrong(Position at, std::string message, std::string cure) {
  return input_error(fmt::format("{}:{}", at.line, at.column), std::move(message), std::move(cure));
}

std::size_t skip_digits(std::string_view text, std::size_t i) {
  while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
  return i;
}

/// Exactly the numbers of JSON, so that the text can be copied as it is.
bool is_json_number(std::string_view text) {
  std::size_t i = !text.empty() && text[0] == '-' ? 1 : 0;
  const std::size_t whole = skip_digits(text, i);
  if (whole == i || (text[i] == '0' && whole != i + 1)) return false;
  i = whole;
  if (i < text.size() && text[i] == '.') {
    const std::size_t end = skip_digits(text, i + 1);
    if (end == i + 1) return false;
    i = end;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    const std::size_t end = skip_digits(text, i);
    if (end == i) return false;
    i = end;
  }
  return i == text.size();
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Keeps nothing of a document but where it begins.
class DocumentStart : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override { at = position(mark); }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}

  Position at;
};

/// Where the document behind the first begins. Not by LoadAll: yaml-cpp 0.7 finds no end of
/// documents in some texts, and gives empty ones for ever.
std::optional<Position> second_document(const std::string& yaml) {
  std::istringstream text(yaml);
  YAML::Parser parser(text);
  DocumentStart start;
  parser.HandleNextDocument(start);
  if (!parser.HandleNextDocument(start)) return std::nullopt;
  return start.at;
}

}  // namespace

/// Walks the nodes once; writes JSON and places side by side.
class YamlToJson {
 public:
  explicit YamlToJson(YamlDocument& document) : document_(document) {}

  Result<void> write(const YAML::Node& node, const std::string& pointer, Position key) {
    if (document_.json_.size() > largest_json)
      return wrong(position(node.Mark()), "the manifest is too large", "write anchors out");
    YamlDocument::Place& place = document_.places_[pointer];
    place = {position(node.Mark()), key, {}};
    switch (node.Type()) {
      case YAML::NodeType::Map:
        return write_map(node, pointer);
      case YAML::NodeType::Sequence:
        return write_list(node, pointer);
      case YAML::NodeType::Scalar:
        return write_scalar(node, place);
      default:
        document_.json_ += "null";
        return {};
    }
  }

 private:
  Result<void> write_map(const YAML::Node& node, const std::string& pointer) {
    document_.json_ += '{';
    std::unordered_set<std::string> seen;
    for (const auto& entry : node) {
      const Position key = position(entry.first.Mark());
      if (!entry.first.IsScalar()) return wrong(key, "a key must be a plain text", "");
      const std::string& name = entry.first.Scalar();
      if (!seen.insert(name).second)
        return wrong(key, fmt::format("key \"{}\" stands twice", name), "remove one of them");
      if (seen.size() > 1) document_.json_ += ',';
      document_.json_ += boost::json::serialize(name);
      document_.json_ += ':';
      if (auto done = write(entry.second, pointer + pointer_part(name), key); !done) return done;
    }
    document_.json_ += '}';
    return {};
  }

  Result<void> write_list(const YAML::Node& node, const std::string& pointer) {
    document_.json_ += '[';
    std::size_t index = 0;
    for (const auto& item : node) {
      if (index > 0) document_.json_ += ',';
      const std::string at = fmt::format("{}/{}", pointer, index++);
      if (auto done = write(item, at, position(item.Mark())); !done) return done;
    }
    document_.json_ += ']';
    return {};
  }

  Result<void> write_scalar(const YAML::Node& node, YamlDocument::Place& place) {
    const std::string& text = node.Scalar();
    const bool plain = node.Tag() == "?";  // yaml-cpp's tag of an untagged plain scalar
    if (plain && (text == "null" || text == "Null" || text == "NULL" || text == "~")) {
      document_.json_ += "null";
    } else if (plain && (text == "true" || text == "True" || text == "TRUE")) {
      document_.json_ += "true";
    } else if (plain && (text == "false" || text == "False" || text == "FALSE")) {
      document_.json_ += "false";
    } else if (plain && is_json_number(text)) {
      // Who reads the JSON could say only that there is such a number somewhere.
      if (!JsonDocument::parse(text))
        return wrong(place.value, fmt::format("{} is too large a number", text),
                     "put it in quotes if it is a text");
      document_.json_ += text;
    } else {
      document_.json_ += boost::json::serialize(text);
      place.text = text;
    }
    return {};
  }

  YamlDocument& document_;
};

Result<YamlDocument> YamlDocument::parse(std::string_view yaml) {
  if (!is_utf8(yaml)) return wrong({}, "is not UTF-8 text", "save the file as UTF-8");
  YamlDocument document;
  document.source_ = without_byte_order_mark(yaml);
  try {
    const YAML::Node first = YAML::Load(document.source_);
    if (!first || first.IsNull()) return wrong({}, "is empty", "");
    if (const auto second = second_document(document.source_))
      return wrong(*second, "holds more than one document", "remove the ---");
    if (auto done = YamlToJson(document).write(first, "", {}); !done) return done.error();
  } catch (const YAML::Exception& error) {
    return wrong(position(error.mark), "is not YAML: " + error.msg, "");
  }
  return document;
}

const YamlDocument::Place& YamlDocument::find(std::string_view pointer) const {
  std::string at(pointer);
  while (true) {
    const auto found = places_.find(at);
    if (found != places_.end()) return found->second;
    const std::size_t slash = at.rfind('/');
    at.resize(slash == std::string::npos ? 0 : slash);  // "" is always there
  }
}

Position YamlDocument::value(std::string_view pointer) const { return find(pointer).value; }

Position YamlDocument::key(std::string_view pointer) const { return find(pointer).key; }

Position YamlDocument::inside(std::string_view pointer, std::size_t offset) const {
  const Place& place = find(pointer);
  if (place.text.empty()) return place.value;  // a list or a map
  std::size_t i = 0;
  for (std::size_t line = 1; line < place.value.line && i < source_.size(); ++i)
    line += source_[i] == '\n';
  i += place.value.column - 1;
  // Quotes and folding change only spaces and what surrounds the text, so both are walked letter by
  // letter without spaces; an escape in the text ends the walk at the start of the value.
  if (i < source_.size() && (source_[i] == '>' || source_[i] == '|'))
    i = std::min(source_.find('\n', i), source_.size());
  else if (i < source_.size() && (source_[i] == '"' || source_[i] == '\''))
    ++i;
  Position at = place.value;
  for (std::size_t t = 0; t <= offset && t < place.text.size(); ++t) {
    if (is_space(place.text[t]) && t != offset) continue;
    while (i < source_.size() && is_space(source_[i])) ++i;
    if (t == offset && is_space(place.text[t])) break;
    if (i >= source_.size() || source_[i] != place.text[t]) return place.value;
    if (t < offset) ++i;
  }
  i = std::min(i, source_.size());
  const std::string_view before(source_.data(), i);
  const std::size_t line_start =
      before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  at.line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  at.column = i - line_start + 1;
  return at;
}

}  // namespace causa::knowledge
