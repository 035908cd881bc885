// SPDX-License-Identifier: Apache-2.0

#include "store/image/image.hpp"

__asm__(
    ".pushsection .rodata\n"
    ".globl causa_store_image_begin\n"
    ".hidden causa_store_image_begin\n"
    "causa_store_image_begin:\n"
    ".incbin \"" CAUSA_STORE_IMAGE
    "\"\n"
    ".globl causa_store_image_end\n"
    ".hidden causa_store_image_end\n"
    "causa_store_image_end:\n"
    ".popsection\n");

extern "C" {
__attribute__((visibility("hidden"))) extern const char causa_store_image_begin[];
__attribute__((visibility("hidden"))) extern const char causa_store_image_end[];
}

namespace causa::store {

std::string_view empty_store() { return {causa_store_image_begin, causa_store_image_end}; }

}  // namespace causa::store
