// SPDX-License-Identifier: Apache-2.0
//
// A condition in words for people. The author's numbers and units are kept; brackets are set anew,
// because readers shouldn't have to know which word binds first.
#include <fmt/format.h>

#include "rules/condition.hpp"
#include "rules/tree.hpp"

namespace causa::rules {
namespace {

bool is_lower(char letter) { return letter >= 'a' && letter <= 'z'; }
bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }

/// Names of measurements begin small within a sentence, unless they are abbreviations (SpO2, TSH);
/// other names may be of people (Chvostek sign) and stay as they are.
std::string name_in_sentence(const terminology::ConceptDefinition& definition) {
  std::string name = definition.name.empty() ? definition.id : definition.name;
  if (definition.kind == terminology::ConceptKind::number && is_upper(name[0])) {
    std::size_t end = 1;
    while (end < name.size() && is_lower(name[end])) ++end;
    const bool whole_word = end == name.size() || !is_upper(name[end]);
    const bool digit_follows = end < name.size() && name[end] >= '0' && name[end] <= '9';
    if (end > 1 && whole_word && !digit_follows) name[0] = static_cast<char>(name[0] - 'A' + 'a');
  }
  const bool could_be_misread = name.find(" or ") != std::string::npos ||
                                name.find(" and ") != std::string::npos ||
                                name.find(',') != std::string::npos;
  return could_be_misread ? fmt::format("\"{}\"", name) : name;
}

void append_single_spaced(std::string& line, std::string_view piece) {
  for (const char byte : piece) {
    const bool blank = byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
    if (!blank)
      line += byte;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
}

class Renderer {
 public:
  Renderer(const Condition::Tree& tree, const terminology::Vocabulary& vocabulary)
      : tree_(tree), vocabulary_(vocabulary) {}

  /// `around`: the operation that this node is an operand of; decides whether brackets are needed.
  [[nodiscard]] std::string node(std::size_t at, Operation around) const {
    const Node& node = tree_.nodes[at];
    switch (node.operation) {
      case Operation::all:
        return bracketed(operands(at, " and "), around != Operation::at_least);
      case Operation::any:
        return bracketed(operands(at, " or "), around != Operation::at_least);
      case Operation::at_least:
        return fmt::format("at least {} of ({})", node.needed, operands(at, ", "));
      case Operation::negation:
        return fmt::format("not {}", this->node(at - 1, Operation::negation));
      default:
        return leaf(node);
    }
  }

  [[nodiscard]] std::string root() const {
    // A list in brackets and the whole need no further brackets, alike.
    return node(tree_.nodes.size() - 1, Operation::at_least);
  }

 private:
  static std::string bracketed(const std::string& words, bool brackets) {
    return brackets ? fmt::format("({})", words) : words;
  }

  [[nodiscard]] std::string operands(std::size_t at, std::string_view joint) const {
    const Node& parent = tree_.nodes[at];
    std::string words;
    std::size_t operand = at - 1;
    for (std::uint32_t i = 0; i < parent.operands; ++i) {
      const std::string part = node(operand, parent.operation);
      words = words.empty() ? part : fmt::format("{}{}{}", part, joint, words);
      operand -= tree_.nodes[operand].size;
    }
    return words;
  }

  [[nodiscard]] std::string leaf(const Node& node) const {
    const std::string_view text = tree_.text;
    std::string words;
    append_single_spaced(words, Span{node.leaf.first, node.name.first}.of(text));
    words += node.subject == Subject::fact
                 ? name_in_sentence(vocabulary_[node.concept_id].definition)
                 : std::string(node.name.of(text));
    append_single_spaced(words, Span{node.name.last, node.leaf.last}.of(text));
    if (node.or_unknown) words += " or at an unknown time";
    return words;
  }

  const Condition::Tree& tree_;
  const terminology::Vocabulary& vocabulary_;
};

}  // namespace

std::string Condition::words(const terminology::Vocabulary& vocabulary) const {
  return tree_ ? Renderer(*tree_, vocabulary).root() : std::string();
}

}  // namespace causa::rules
