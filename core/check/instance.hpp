// SPDX-License-Identifier: Apache-2.0
//
// A loaded library and an instance of it, as the tests use them: inside a child, where whatever
// goes wrong on the way to what is tried ends the test with a sentence. One thread an instance.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "check/host.hpp"
#include "check/memory.hpp"
#include "check/shape.hpp"
#include "check/subject.hpp"
#include "check/table.hpp"

namespace causa::check {

/// Loads the library of the subject; a library that can't be loaded ends the child.
std::shared_ptr<const plugin::Library> load(const Subject& subject);

/// How the columns and outputs of a call lie in memory, and what stands where nothing is known.
struct Style {
  Fence fence = Fence::none;
  bool inputs_read_only = false;
  bool short_form = false;       ///< pointers that would say nothing are NULL
  bool from_the_future = false;  ///< structs are longer than today's
  double unknown_number = 0;
  std::uint8_t unknown_truth = 0;
  std::int64_t unknown_time_ms = CAUSA_TIME_UNKNOWN;
  std::uint8_t unknown_quality = 0;
};

struct Answer {
  causa_status status = CAUSA_OK;
  Outputs outputs;
  std::string stray;      ///< bits of rows that there aren't
  std::string bad_value;  ///< valid, but no value of its type
};

class Instance {
 public:
  /// `config_json` must be good: a failure ends the child. `from_the_future`: so is the host.
  explicit Instance(std::shared_ptr<const plugin::Library> library,
                    const std::string& config_json = "{}", bool from_the_future = false);
  ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  /// Runs one step whatever comes of it; `host().error` says what it said.
  Answer try_step(const Shape& shape, std::uint32_t step, const Table& table,
                  const Style& style = {});

  /// The outputs of a step that must succeed: a failure ends the child.
  Outputs outputs(const Shape& shape, std::uint32_t step, const Table& table,
                  const Style& style = {});

  Host& host() { return *host_; }

 private:
  std::shared_ptr<const plugin::Library> library_;
  std::unique_ptr<Host> host_;
  void* instance_ = nullptr;
};

/// What create() of a library says to settings; the instance, if there is one, is destroyed.
causa_status try_create(const plugin::Library& library, const std::string& config_json, Host& host);

/// "status 3, \"the text\"" of a failed call, or "status 3 without a text".
std::string words_of(causa_status status, const Host& host);

}  // namespace causa::check
