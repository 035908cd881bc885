// SPDX-License-Identifier: Apache-2.0

#include "check/test.hpp"

namespace causa::check {

const char* word(Status status) {
  switch (status) {
    case Status::pass:
      return "pass";
    case Status::warn:
      return "warn";
    case Status::skip:
      return "skip";
    case Status::fail:
      return "fail";
    case Status::crash:
      return "crash";
  }
  return "";
}

std::span<const Test> tests() {
  static const std::vector<Test> all = [] {
    std::vector<Test> joined;
    for (const auto family :
         {image_tests(), load_tests(), contract_tests(), purity_tests(), metamorphic_tests(),
          form_tests(), memory_tests(), content_tests(), fuzz_tests()})
      joined.insert(joined.end(), family.begin(), family.end());
    return joined;
  }();
  return all;
}

std::vector<std::string> needs_of(const Test& test) {
  std::vector<std::string> names;
  std::string_view rest = test.needs;
  while (!rest.empty()) {
    const std::size_t end = rest.find(' ');
    names.emplace_back(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  return names;
}

namespace {

bool matches(std::string_view name, std::string_view pattern) {
  if (pattern.empty()) return name.empty();
  if (pattern.front() == '*')
    return matches(name, pattern.substr(1)) || (!name.empty() && matches(name.substr(1), pattern));
  return !name.empty() && name.front() == pattern.front() &&
         matches(name.substr(1), pattern.substr(1));
}

}  // namespace

bool fits(std::string_view name, std::string_view pattern) {
  if (pattern.find_first_of(".*") == std::string_view::npos)
    return name.substr(0, name.find('.')) == pattern;
  return matches(name, pattern);
}

}  // namespace causa::check
