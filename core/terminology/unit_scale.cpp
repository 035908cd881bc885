// SPDX-License-Identifier: Apache-2.0

#include "terminology/unit_scale.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace causa::terminology {

namespace {

/// Powers of meter, gram, second, mole, equivalent, osmole, international unit.
using Dimension = std::array<int, 7>;

struct Atom {
  std::string_view name;
  double size;
  bool metric;  ///< takes a prefix
  Dimension dimension;
};

// The Unified Code for Units of Measure, tables of units; pressures are g m-1 s-2, energy g m2 s-2.
constexpr Atom atoms[] = {
    {"1", 1, false, {}},
    {"%", 0.01, false, {}},
    {"[ppth]", 1e-3, false, {}},
    {"[ppm]", 1e-6, false, {}},
    {"m", 1, true, {1}},
    {"[in_i]", 0.0254, false, {1}},
    {"[ft_i]", 0.3048, false, {1}},
    {"L", 1e-3, true, {3}},
    {"l", 1e-3, true, {3}},
    {"g", 1, true, {0, 1}},
    {"[lb_av]", 453.59237, false, {0, 1}},
    {"[oz_av]", 28.349523125, false, {0, 1}},
    {"s", 1, true, {0, 0, 1}},
    {"min", 60, false, {0, 0, 1}},
    {"h", 3600, false, {0, 0, 1}},
    {"d", 86400, false, {0, 0, 1}},
    {"wk", 604800, false, {0, 0, 1}},
    {"mol", 1, true, {0, 0, 0, 1}},
    {"kat", 1, true, {0, 0, -1, 1}},
    {"U", 1e-6 / 60, true, {0, 0, -1, 1}},
    {"eq", 1, true, {0, 0, 0, 0, 1}},
    {"osm", 1, true, {0, 0, 0, 0, 0, 1}},
    {"[iU]", 1, true, {0, 0, 0, 0, 0, 0, 1}},
    {"[IU]", 1, true, {0, 0, 0, 0, 0, 0, 1}},
    {"Pa", 1e3, true, {-1, 1, -2}},
    {"m[Hg]", 133322e3, true, {-1, 1, -2}},
    {"m[H2O]", 9806.65e3, true, {-1, 1, -2}},
    {"bar", 1e8, true, {-1, 1, -2}},
    {"J", 1e3, true, {2, 1, -2}},
    {"cal", 4184, true, {2, 1, -2}},
    {"Hz", 1, true, {0, 0, -1}},
};

constexpr std::pair<std::string_view, double> prefixes[] = {
    {"da", 1e1}, {"f", 1e-15}, {"p", 1e-12}, {"n", 1e-9}, {"u", 1e-6}, {"m", 1e-3},
    {"c", 1e-2}, {"d", 1e-1},  {"h", 1e2},   {"k", 1e3},  {"M", 1e6},  {"G", 1e9}};

struct Scale {
  double size = 1;
  Dimension dimension{};
  std::string annotations;
};

/// Times `atom` to the power of `exponent`.
void multiply(Scale& scale, double size, const Dimension& dimension, int exponent) {
  scale.size *= std::pow(size, exponent);
  for (std::size_t i = 0; i < dimension.size(); ++i) scale.dimension[i] += dimension[i] * exponent;
}

bool multiply_named(Scale& scale, std::string_view name, int exponent) {
  for (const Atom& atom : atoms)
    if (atom.name == name) {
      multiply(scale, atom.size, atom.dimension, exponent);
      return true;
    }
  for (const auto& [prefix, size] : prefixes) {
    if (!name.starts_with(prefix)) continue;
    for (const Atom& atom : atoms)
      if (atom.metric && atom.name == name.substr(prefix.size())) {
        multiply(scale, size * atom.size, atom.dimension, exponent);
        return true;
      }
  }
  return false;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "10*9", "100", "mm[Hg]", "m2", "{1.73_m2}".
bool multiply_component(Scale& scale, std::string_view part, int sign) {
  if (const std::size_t open = part.find('{'); open != std::string_view::npos) {
    if (part.back() != '}') return false;
    scale.annotations += sign < 0 ? "/" : ".";
    scale.annotations += part.substr(open);
    part = part.substr(0, open);
    if (part.empty()) return true;
  }
  int exponent = 1;
  const auto read_all = [](std::string_view digits, int& number) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end == digits.data() + digits.size();
  };
  if (part.starts_with("10*") || part.starts_with("10^")) {
    if (!read_all(part.substr(3), exponent)) return false;
    multiply(scale, 10, {}, sign * exponent);
    return true;
  }
  if (int number = 0; read_all(part, number)) {
    if (number <= 0) return false;
    multiply(scale, number, {}, sign);
    return true;
  }
  std::size_t end = part.size();
  while (end > 0 && is_digit(part[end - 1])) --end;
  if (end < part.size() && end > 0 && part[end - 1] == '-') --end;
  if (end < part.size() && !read_all(part.substr(end), exponent)) return false;
  return multiply_named(scale, part.substr(0, end), sign * exponent);
}

/// Neither brackets nor special units, which no laboratory value here has.
std::optional<Scale> scale_of(std::string_view unit) {
  Scale scale;
  int sign = 1;
  if (unit.starts_with('/')) {
    sign = -1;
    unit.remove_prefix(1);
  }
  while (true) {
    std::size_t end = 0;
    for (bool inside = false; end < unit.size(); ++end) {
      if (unit[end] == '{' || unit[end] == '[') inside = true;
      if (unit[end] == '}' || unit[end] == ']') inside = false;
      if (!inside && (unit[end] == '.' || unit[end] == '/')) break;
    }
    if (end == 0 || !multiply_component(scale, unit.substr(0, end), sign)) return std::nullopt;
    if (end == unit.size()) return scale;
    sign = unit[end] == '/' ? -1 : 1;
    unit.remove_prefix(end + 1);
  }
}

}  // namespace

std::optional<double> ucum_factor(std::string_view from, std::string_view to) {
  const auto one = scale_of(from), other = scale_of(to);
  if (!one || !other || one->dimension != other->dimension ||
      one->annotations != other->annotations)
    return std::nullopt;
  return one->size / other->size;
}

}  // namespace causa::terminology
