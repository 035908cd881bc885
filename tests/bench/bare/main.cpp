// SPDX-License-Identifier: Apache-2.0
//
// What a run of causa can't be faster than on this machine, as a program: reads the same file,
// takes the same fields out, inserts the rows that the store holds after the run. Prints seconds.
//
//   bare patients.ndjson --rows causa.db --batch 256 --store bare.db   a whole run
//   bare patient.json --modules FOLDER --plain 60 --store bare.db     one call of the program

#include <dlfcn.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <map>
#include <stdexcept>

#include "../bare_fhir.hpp"
#include "rows.hpp"

namespace {

using namespace causa::bench;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Read {
  std::size_t patients = 0, bytes = 0, sum = 0;
};

/// Line by line, in one buffer that is used again.
Read read_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw std::runtime_error("can't open " + path);
  BareFhir fhir;
  Read read;
  std::vector<char> buffer(1u << 22);
  const auto take = [&](const char* begin, std::size_t size) {
    if (size == 0) return;
    read.sum = fhir.read({begin, size});
    ++read.patients;
  };
  std::size_t held = 0;
  for (;;) {
    if (held + simdjson::SIMDJSON_PADDING + 1 >= buffer.size()) buffer.resize(buffer.size() * 2);
    const ssize_t count =
        ::read(file, buffer.data() + held, buffer.size() - held - simdjson::SIMDJSON_PADDING);
    if (count <= 0) break;
    read.bytes += static_cast<std::size_t>(count);
    held += static_cast<std::size_t>(count);
    std::size_t from = 0;
    while (const void* end = std::memchr(buffer.data() + from, '\n', held - from)) {
      const auto to = static_cast<std::size_t>(static_cast<const char*>(end) - buffer.data());
      take(buffer.data() + from, to - from);
      from = to + 1;
    }
    std::memmove(buffer.data(), buffer.data() + from, held - from);
    held -= from;
  }
  take(buffer.data(), held);
  ::close(file);
  return read;
}

void load_modules(const std::string& folder) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".so") continue;
    void* library = ::dlopen(entry.path().c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr || ::dlsym(library, "causa_plugin_v1") == nullptr)
      throw std::runtime_error("can't load " + entry.path().string());
  }
}

void run(const std::string& input, std::map<std::string, std::string>& given) {
  if (const auto folder = given.find("--modules"); folder != given.end())
    load_modules(folder->second);
  Rows rows;
  if (const auto store = given.find("--rows"); store != given.end())
    rows = read_rows(store->second);
  const auto begin = Clock::now();
  const Read read = read_file(input);
  const double parse_s = seconds_since(begin);
  const auto middle = Clock::now();
  const std::string& file = given.at("--store");
  if (const auto plain = given.find("--plain"); plain != given.end()) {
    rows.count = std::stoul(plain->second);
    insert_plain(rows.count, file);
  } else {
    const std::size_t batch = std::stoul(given.at("--batch"));
    insert_rows(rows, std::max<std::size_t>(1, (read.patients + batch - 1) / batch), file);
  }
  fmt::print(
      "{{\"patients\":{},\"bytes\":{},\"sum\":{},\"rows\":{},\"hash\":\"{:016x}\","
      "\"parse_s\":{:.6f},\"insert_s\":{:.6f}}}\n",
      read.patients, read.bytes, read.sum, rows.count, rows.hash, parse_s, seconds_since(middle));
}

}  // namespace

int main(int count, char** words) {
  try {
    if (count < 4 || count % 2 != 0)
      throw std::invalid_argument("bare INPUT --store FILE [--rows STORE --batch N | --plain N]");
    std::map<std::string, std::string> given;
    for (int i = 2; i + 1 < count; i += 2) given[words[i]] = words[i + 1];
    run(words[1], given);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "bare: {}\n", error.what());
    return 2;
  }
}
