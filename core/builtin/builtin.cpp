// SPDX-License-Identifier: Apache-2.0

#include "plugin/builtin.hpp"

__asm__(
    ".pushsection .rodata\n"
    ".globl causa_builtin_core_begin\n"
    ".hidden causa_builtin_core_begin\n"
    "causa_builtin_core_begin:\n"
    ".incbin \"" CAUSA_CORE_JSON
    "\"\n"
    ".globl causa_builtin_core_end\n"
    ".hidden causa_builtin_core_end\n"
    "causa_builtin_core_end:\n"
    ".popsection\n");

extern "C" {
__attribute__((visibility("hidden"))) extern const char causa_builtin_core_begin[];
__attribute__((visibility("hidden"))) extern const char causa_builtin_core_end[];
}

namespace causa {

std::string_view builtin_core_manifest() {
  return {causa_builtin_core_begin, causa_builtin_core_end};
}

}  // namespace causa
