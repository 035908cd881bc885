// SPDX-License-Identifier: Apache-2.0
//
// Writes all rules of the shipped modules as plain C++, a statement a rule, as a program with this
// knowledge and nothing else would have them: the limit that the assessment in memory is measured
// against. Conditions are those of the loaded modules, step by step (see flat.hpp for what they
// read). To standard output: the functions that flat.hpp declares.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "assess/prepared.hpp"
#include "shipped_host.hpp"

namespace causa::rules {

/// A compiled condition as an expression of C++.
class Flattening {
 public:
  static std::string expression(const Program& program) {
    if (program.always()) return "yes";
    std::vector<std::string> stack;
    for (const auto& step : program.steps_) {
      if (step.operands == 0) {
        stack.push_back(leaf(step));
        continue;
      }
      std::string operands = stack[stack.size() - step.operands];
      for (std::size_t i = stack.size() - step.operands + 1; i < stack.size(); ++i)
        operands += ", " + stack[i];
      stack.resize(stack.size() - step.operands);
      stack.push_back(joined(program, step, operands));
    }
    return stack.back();
  }

 private:
  using Code = Program::Code;

  static std::string bound(double value) {
    if (std::isfinite(value)) return fmt::format("{:.17g}", value);
    return value < 0 ? "-infinity" : "infinity";
  }

  static std::string leaf(const Program::Step& step) {
    switch (step.code) {
      case Code::within:
        return fmt::format("within(p.number[{}], {}, {})", step.column, bound(step.low),
                           bound(step.high));
      case Code::days_ago:
        return fmt::format("days_ago(p.number[{}], {}, {})", step.column, bound(step.low),
                           bound(step.high));
      case Code::known_number:
        return fmt::format("known_number(p.number[{}])", step.column);
      case Code::present:
        return fmt::format("p.truth[{}]", step.column);
      case Code::known_truth:
        return fmt::format("known(p.truth[{}])", step.column);
      case Code::days_between:
        return fmt::format("within(p.number[{}] - p.number[{}], {}, {})", step.other, step.column,
                           bound(step.low), bound(step.high));
      default:
        return "unknown";
    }
  }

  static std::string joined(const Program& program, const Program::Step& step,
                            const std::string& operands) {
    switch (step.code) {
      case Code::all_of:
        return fmt::format("all_of({})", operands);
      case Code::any_of:
        return fmt::format("any_of({})", operands);
      case Code::at_least:
        return fmt::format("at_least({}, {{{}}})", step.needed, operands);
      case Code::negation:
        return fmt::format("negation({})", operands);
      case Code::known:
        return fmt::format("known({})", operands);
      case Code::score: {
        std::string points;
        for (std::uint32_t i = 0; i < step.operands; ++i)
          points += fmt::format("{}{}", i == 0 ? "" : ", ", program.points_[step.points + i]);
        return fmt::format("score({}, {}, {{{}}}, {{{}}})", bound(step.low), bound(step.high),
                           points, operands);
      }
      default:
        return fmt::format("unknown_is_yes({})", operands);
    }
  }
};

}  // namespace causa::rules

namespace {

using namespace causa;

std::string holds(const assess::Test& test) { return rules::Flattening::expression(test.program); }

void write_cause(const assess::PreparedCause& cause, std::size_t number) {
  const char* otherwise = "";
  for (const auto& prior : cause.priors) {
    fmt::print("  {}if ({} == yes) score[{}] = {:.17g};\n", otherwise, holds(prior.test), number,
               assess::logit(assess::clamp_probability(prior.prior->p)));
    otherwise = "else ";
  }
  for (std::size_t i = 0; i < cause.rules.size(); ++i) {
    const auto& rule = cause.rules[i];
    fmt::print("  weigh(answer, score[{}], {}, {}, {}, {});\n", number, number << 16 | i,
               holds(rule.test), rule.holds ? rule.holds->millibans : 0,
               rule.fails ? rule.fails->millibans : 0);
  }
}

/// In functions of a size that a compiler likes.
void write_function(const char* kind, std::size_t number, std::size_t first, std::size_t last,
                    const auto& write_one) {
  fmt::print(
      "static void {}_{}([[maybe_unused]] const Patient& p, [[maybe_unused]] Answer& answer"
      ") {{\n  [[maybe_unused]] double* const score = answer.score.data();\n",
      kind, number);
  for (std::size_t i = first; i < last; ++i) write_one(i);
  fmt::print("}}\n\n");
}

std::size_t write_functions(const char* kind, std::size_t count, std::size_t each,
                            const auto& write_one) {
  std::size_t functions = 0;
  for (std::size_t first = 0; first < count; first += each)
    write_function(kind, functions++, first, std::min(count, first + each), write_one);
  return functions;
}

}  // namespace

int main() {
  const auto& host = *tests::shipped_host();
  fmt::print(
      "// Written by tests/bench/flat/write.cpp.\n#include \"flat/flat.hpp\"\n\n"
      "namespace causa::bench::flat {{\n\n"
      "std::size_t cause_count() {{ return {}; }}\n\n",
      host.causes.size());
  const auto causes = write_functions("causes", host.causes.size(), 8,
                                      [&](std::size_t i) { write_cause(host.causes[i], i); });
  const auto alerts = write_functions("alerts", host.alerts.size(), 64, [&](std::size_t i) {
    fmt::print("  raise(answer, {}, {});\n", i, holds(host.alerts[i].test));
  });
  const auto advice = write_functions("advice", host.advice.size(), 64, [&](std::size_t i) {
    fmt::print("  give(answer, {}, {});\n", i, holds(host.advice[i].test));
  });
  fmt::print("void assess(const Patient& p, Answer& answer) {{\n");
  const std::pair<const char*, std::size_t> parts[] = {
      {"causes", causes}, {"alerts", alerts}, {"advice", advice}};
  for (const auto& [kind, functions] : parts)
    for (std::size_t i = 0; i < functions; ++i) fmt::print("  {}_{}(p, answer);\n", kind, i);
  fmt::print("}}\n\nvoid conditions(const Patient& p, Truth* outcomes) {{\n");
  for (std::size_t i = 0; i < host.programs.size(); ++i)
    fmt::print("  outcomes[{}] = {};\n", i, rules::Flattening::expression(*host.programs[i]));
  fmt::print("}}\n\n}}  // namespace causa::bench::flat\n");
}
