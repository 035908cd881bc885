// SPDX-License-Identifier: Apache-2.0
//
// A condition in words for people. The author's numbers and units are kept; brackets are set anew,
// because readers shouldn't have to know which word binds first.
#include <fmt/core.h>

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
    if (node.label != no_label && node.operation != Operation::score)
      return fmt::format("{} ({})", tree_.labels[node.label], bare(at, Operation::at_least));
    return bare(at, around);
  }

  [[nodiscard]] std::string root() const {
    // A list in brackets and the whole need no further brackets, alike.
    return node(tree_.nodes.size() - 1, Operation::at_least);
  }

 private:
  [[nodiscard]] std::string bare(std::size_t at, Operation around) const {
    const Node& node = tree_.nodes[at];
    const bool within_others = around != Operation::at_least;
    switch (node.operation) {
      case Operation::all:
        return bracketed(operands(at, " and "), within_others);
      case Operation::any:
        return bracketed(operands(at, " or "), within_others);
      case Operation::at_least:
        return fmt::format("at least {} of ({})", node.needed, operands(at, ", "));
      case Operation::negation:
        return fmt::format("not {}", this->node(at - 1, Operation::negation));
      case Operation::knowing:
        return fmt::format("{} is known", this->node(at - 1, Operation::negation));
      case Operation::possible:
        return bracketed(fmt::format("{} or unknown", this->node(at - 1, Operation::negation)),
                         within_others);
      case Operation::score:
        return fmt::format("{} ({})", leaf(node), items(at));
      default:
        return leaf(node);
    }
  }

  static std::string bracketed(const std::string& words, bool brackets) {
    return brackets ? fmt::format("({})", words) : words;
  }

  /// "2 if age >= 60 years, 1 if thiazide"
  [[nodiscard]] std::string items(std::size_t at) const {
    std::string words;
    std::uint32_t item = tree_.nodes[at].points;
    for_operands(tree_.nodes, at, [&](std::size_t operand) {
      words += fmt::format("{}{} if {}", words.empty() ? "" : ", ", tree_.points[item++] / 10.0,
                           node(operand, Operation::all));
    });
    return words;
  }

  [[nodiscard]] std::string operands(std::size_t at, std::string_view joint) const {
    const Operation parent = tree_.nodes[at].operation;
    std::string words;
    for_operands(tree_.nodes, at, [&](std::size_t operand) {
      if (!words.empty()) words += joint;
      words += node(operand, parent);
    });
    return words;
  }

  [[nodiscard]] std::string name_of(const Node& node, const Span& name,
                                    terminology::ConceptId id) const {
    if (node.subject == Subject::fact) return name_in_sentence(vocabulary_[id].definition);
    if (node.subject == Subject::score) return tree_.labels[node.label];
    return std::string(name.of(tree_.text_of(node)));
  }

  [[nodiscard]] std::string leaf(const Node& node) const {
    const std::string_view text = tree_.text_of(node);
    std::string words;
    if (node.operation == Operation::values) words = fmt::format("at least {} ", node.needed);
    append_single_spaced(words, Span{node.leaf.first, node.name.first}.of(text));
    words += name_of(node, node.name, node.concept_id);
    std::size_t from = node.name.last;
    if (node.operation == Operation::between) {
      append_single_spaced(words, Span{from, node.other_name.first}.of(text));
      words += name_of(node, node.other_name, node.other_id);
      from = node.other_name.last;
    }
    append_single_spaced(words, Span{from, node.leaf.last}.of(text));
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
