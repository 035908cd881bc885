// SPDX-License-Identifier: Apache-2.0
//
// A file of the build as bytes in the program: CAUSA_EMBED(name, "path") at file scope, then
// CAUSA_EMBEDDED(name), a std::string_view of it. Names are of the whole program. Whoever uses it
// tells CMake that the source depends on the file, which the compiler doesn't see. Constant; any
// thread.
#pragma once

#include <string_view>

#define CAUSA_EMBED(name, path)                                                   \
  __asm__(                                                                        \
      ".pushsection .rodata\n"                                                    \
      ".globl causa_" #name                                                       \
      "_begin\n"                                                                  \
      ".hidden causa_" #name                                                      \
      "_begin\n"                                                                  \
      "causa_" #name                                                              \
      "_begin:\n"                                                                 \
      ".incbin \"" path                                                           \
      "\"\n"                                                                      \
      ".globl causa_" #name                                                       \
      "_end\n"                                                                    \
      ".hidden causa_" #name                                                      \
      "_end\n"                                                                    \
      "causa_" #name                                                              \
      "_end:\n"                                                                   \
      ".popsection\n");                                                           \
  extern "C" {                                                                    \
  __attribute__((visibility("hidden"))) extern const char causa_##name##_begin[]; \
  __attribute__((visibility("hidden"))) extern const char causa_##name##_end[];   \
  }                                                                               \
  static_assert(true)

#define CAUSA_EMBEDDED(name) std::string_view(causa_##name##_begin, causa_##name##_end)
