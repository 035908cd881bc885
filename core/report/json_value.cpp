// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <boost/json.hpp>
#include <cmath>

#include "report/json.hpp"

namespace causa::report {

namespace json = boost::json;

namespace {

void write(const json::value& value, std::string& out) {
  switch (value.kind()) {
    case json::kind::double_: {
      const double number = value.get_double();
      out += std::isfinite(number) ? fmt::format("{}", number) : "null";
      return;
    }
    case json::kind::array: {
      out += '[';
      bool first = true;
      for (const auto& entry : value.get_array()) {
        if (!first) out += ", ";
        first = false;
        write(entry, out);
      }
      out += ']';
      return;
    }
    case json::kind::object: {
      out += '{';
      bool first = true;
      for (const auto& [key, entry] : value.get_object()) {
        if (!first) out += ", ";
        first = false;
        out += json::serialize(json::string_view(key));
        out += ": ";
        write(entry, out);
      }
      out += '}';
      return;
    }
    default:
      out += json::serialize(value);
  }
}

}  // namespace

std::string write_json(const json::value& value) {
  std::string out;
  write(value, out);
  return out;
}

}  // namespace causa::report
