// SPDX-License-Identifier: Apache-2.0
//
// What the tables of an ELF library say of how it will be linked, read from its bytes without
// running any of it. Reads only inside the bytes; never throws; what lies outside isn't there.
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace causa::check {

struct Linking {
  std::string fault;                   ///< why it can't be read; the rest is then empty
  std::vector<std::string> exported;   ///< symbols that other libraries can see
  std::vector<std::string> undefined;  ///< symbols that it wants; weak ones left out
  std::vector<std::string> needed;     ///< libraries that it wants
  std::string run_path;                ///< RPATH or RUNPATH
  bool executable_stack = false;
  bool text_relocations = false;
  bool binds_now = false;
  bool no_delete = false;
};

Linking read_linking(std::string_view bytes);

}  // namespace causa::check
