// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <map>
#include <optional>
#include <streambuf>

#include "base/text.hpp"
#include "intake/written/node.hpp"

namespace causa::intake::written {

namespace {

/// Ends the parsing at the first thing that isn't to be read at all.
struct Refused {
  Position at;
  std::string message, cure;
};

class Builder final : public YAML::EventHandler {
 public:
  Builder(std::size_t first_line, const TreeLimits& limits)
      : first_line_(first_line), limits_(limits) {}

  Node take() { return std::move(root_); }

  [[nodiscard]] Position position(const YAML::Mark& mark) const {
    if (mark.line < 0) return {first_line_, 1};
    return {first_line_ + static_cast<std::size_t>(mark.line),
            static_cast<std::size_t>(mark.column) + 1};
  }

  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    add({Node::Kind::nothing, position(mark), {}, {}, {}});
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override { refuse_anchor(mark); }

  void OnAnchor(const YAML::Mark& mark, const std::string& /*name*/) override {
    refuse_anchor(mark);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check(mark, tag, anchor);
    const bool plain = tag == "?";  // yaml-cpp's tag of an untagged plain scalar
    const bool null = plain && (value == "~" || value == "null" || value == "Null" ||
                                value == "NULL" || value.empty());
    if (null) return add({Node::Kind::nothing, position(mark), {}, {}, {}});
    add({Node::Kind::text, position(mark), value, {}, {}});
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    check(mark, tag, anchor);
    open(Node::Kind::list, mark);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    check(mark, tag, anchor);
    open(Node::Kind::map, mark);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    std::optional<Node> key;  ///< of a map, its value yet to come
  };

  [[noreturn]] void refuse_anchor(const YAML::Mark& mark) const {
    throw Refused{position(mark), "anchors and aliases (& and *) are not read",
                  "write the text out, or put it in quotes"};
  }

  void check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) const {
    if (anchor != YAML::NullAnchor) refuse_anchor(mark);
    if (!tag.empty() && tag != "?" && tag != "!")
      throw Refused{position(mark), "tags (!) are not read", "leave the tag out"};
  }

  void open(Node::Kind kind, const YAML::Mark& mark) {
    if (stack_.size() >= limits_.nesting)
      throw Refused{position(mark), "nested too deeply", "a case has a few levels only"};
    stack_.push_back({{kind, position(mark), {}, {}, {}}, std::nullopt});
  }

  void close() {
    Node node = std::move(stack_.back().node);
    stack_.pop_back();
    add(std::move(node));
  }

  void add(Node node) {
    if (++nodes_ > limits_.nodes)
      throw Refused{node.at, fmt::format("more than {} values", limits_.nodes),
                    "split the file, or give the patients as CSV or FHIR"};
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = stack_.back();
    if (parent.node.is_list()) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.key) {
      parent.key = std::move(node);
    } else {
      add_entry(parent, std::move(node));
    }
  }

  static void add_entry(Open& map, Node value) {
    map.node.entries.push_back({std::move(*map.key), std::move(value)});
    map.key.reset();
  }

  const std::size_t first_line_;
  const TreeLimits& limits_;
  Node root_;
  std::vector<Open> stack_;
  std::size_t nodes_ = 0;
};

/// The bytes where they are, without a copy.
class View final : public std::streambuf {
 public:
  explicit View(std::string_view text) {
    char* first = const_cast<char*>(text.data());  // read only, as setg can't say
    setg(first, first, first + text.size());
  }
};

std::size_t first_letter(std::string_view text) { return text.find_first_not_of(" \t\r\n"); }

/// yaml-cpp speaks of tabs in riddles, so they are found before.
bool has_tabs(std::string_view text, std::size_t first_line, Faults& faults) {
  const std::size_t start = first_letter(text);
  if (start == std::string_view::npos || text[start] == '{' || text[start] == '[') return false;
  bool found = false;
  std::size_t line = first_line;
  for (std::size_t at = 0; at < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::size_t letter = std::min(text.find_first_not_of(" \t\r", at), end);
    const std::size_t tab = text.find('\t', at);
    if (tab < letter && letter < end) {
      faults.add({line, tab - at + 1}, "a tab indents this line", "use spaces");
      found = true;
    }
    at = end + 1;
  }
  return found;
}

}  // namespace

void check_keys(const Node& node, Faults& faults) {
  for (const Node& item : node.items) check_keys(item, faults);
  std::map<std::string_view, std::size_t> lines;
  for (const auto& [key, value] : node.entries) {
    check_keys(value, faults);
    if (!key.is_text()) {
      faults.add(key.at, "a key must be a plain text", "put it in quotes");
      continue;
    }
    const auto [former, is_new] = lines.emplace(key.text, key.at.line);
    if (!is_new)
      faults.add(
          key.at, fmt::format("\"{}\" stands twice here", shown(key.text)),
          fmt::format("remove one, or write a list under the one of line {}", former->second));
  }
}

Node parse_yaml(std::string_view text, std::size_t first_line, Faults& faults,
                const TreeLimits& limits) {
  Builder builder(first_line, limits);
  if (text.size() > limits.bytes) {
    faults.add({first_line, 1}, fmt::format("larger than {} bytes", limits.bytes),
               "split the file, or give the patients as CSV or FHIR");
    return {};
  }
  const std::size_t null = text.find('\0');
  if (null != std::string_view::npos || !is_utf8(text)) {
    faults.add({first_line, 1}, "not a UTF-8 text", "save the file as UTF-8");
    return {};
  }
  if (has_tabs(text, first_line, faults)) return {};
  try {
    View view(text);
    std::istream stream(&view);
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) return {};
    return builder.take();
  } catch (const Refused& refused) {
    faults.add(refused.at, refused.message, refused.cure);
  } catch (const YAML::Exception& error) {
    faults.add(builder.position(error.mark), "broken YAML: " + error.msg,
               "see the examples in docs/case-files.md");
  }
  return {};
}

}  // namespace causa::intake::written
