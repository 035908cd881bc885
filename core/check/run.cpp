// SPDX-License-Identifier: Apache-2.0

#include "check/run.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include "check/child.hpp"

namespace causa::check {

namespace {

bool fits_any(std::string_view name, const std::vector<std::string>& patterns) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return fits(name, pattern); });
}

bool is_for(const Test& test, const Subject& subject) {
  return test.whom == For::all || subject.is_library();
}

class Runner {
 public:
  Runner(const Subject& subject, const Choice& choice) : subject_(subject), choice_(choice) {
    for (const Test& test : tests())
      if (is_for(test, subject)) by_name_[test.name] = &test;
    for (const Test& test : tests())
      if (is_for(test, subject) && chosen(test)) want(test);
  }

  std::vector<Outcome> run(const std::function<void(const Outcome&)>& each) {
    std::vector<Outcome> outcomes;
    for (const Test& test : tests()) {
      if (!wanted_.contains(&test)) continue;
      Outcome outcome = run(test);
      status_[test.name] = outcome.verdict.status;
      const Status status = outcome.verdict.status;
      if (!chosen(test) && (status == Status::pass || status == Status::skip)) continue;
      each(outcome);
      outcomes.push_back(std::move(outcome));
    }
    return outcomes;
  }

 private:
  [[nodiscard]] bool chosen(const Test& test) const {
    return (choice_.include.empty() || fits_any(test.name, choice_.include)) &&
           !fits_any(test.name, choice_.exclude);
  }

  void want(const Test& test) {
    if (!wanted_.insert(&test).second) return;
    for (const std::string& need : needs_of(test))
      if (const auto found = by_name_.find(need); found != by_name_.end())
        if (!fits_any(need, choice_.exclude)) want(*found->second);
  }

  /// The test that failed and without which this one would say nothing new.
  [[nodiscard]] std::string missing(const Test& test) const {
    for (const std::string& need : needs_of(test)) {
      const auto found = status_.find(need);
      if (found == status_.end()) continue;
      if (found->second == Status::fail || found->second == Status::crash) return need;
      if (const auto out = left_out_.find(need); out != left_out_.end()) return out->second;
    }
    return {};
  }

  Outcome run(const Test& test) {
    Outcome outcome{&test, {}, 0};
    if (const std::string need = missing(test); !need.empty()) {
      left_out_[test.name] = need;
      outcome.verdict = skip(fmt::format("mend {} first", need));
      return outcome;
    }
    Limits limits;
    limits.seconds = choice_.seconds;
    if (std::string_view(test.name).starts_with("fuzz."))
      limits.seconds += subject_.trial.fuzz_seconds;
    const auto begin = std::chrono::steady_clock::now();
    outcome.verdict = run_in_child([&] { return test.run(subject_); }, limits);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    outcome.seconds = taken.count();
    return outcome;
  }

  const Subject& subject_;
  const Choice& choice_;
  std::map<std::string, const Test*> by_name_;
  std::set<const Test*> wanted_;
  std::map<std::string, Status> status_;
  std::map<std::string, std::string> left_out_;  ///< and because of which test
};

}  // namespace

std::vector<Outcome> run(const Subject& subject, const Choice& choice,
                         const std::function<void(const Outcome&)>& each) {
  return Runner(subject, choice).run(each);
}

}  // namespace causa::check
