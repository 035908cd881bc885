/* SPDX-License-Identifier: Apache-2.0
 *
 * Puts a module's manifest into its library, as an ELF note that can be read without running code
 * (format: docs/abi.md). Use CAUSA_EMBED_NOTE() once, at file scope, in one source file of a
 * library; plugin.hpp does it for C++ authors. causa_add_plugin() makes the note from NAME.yaml and
 * defines, in a header that it includes before the sources:
 *
 *   CAUSA_NOTE_FILE         the note's bytes, made by `causa-manifest note`
 *   CAUSA_MODULE_ID, CAUSA_MODULE_VERSION, CAUSA_MANIFEST_LENGTH, CAUSA_ABI_MINOR_NEEDED,
 *   CAUSA_STEP_COUNT
 *
 * The table's manifest is CAUSA_MANIFEST, which points into the note: two views of the same bytes.
 */
#ifndef CAUSA_NOTE_H
#define CAUSA_NOTE_H

#include <causa/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The manifest's JSON within the note: after 12 bytes of sizes and type, "CAUSA" padded to 8 and
 * the 16 bytes of causa_note_header. */
__attribute__((visibility("hidden"))) extern const char causa_manifest_bytes[];

#ifdef __cplusplus
}
#endif

#define CAUSA_EMBED_NOTE()                                     \
  __asm__(                                                     \
      ".pushsection .note.causa,\"a\",%note\n"                 \
      ".balign 4\n"                                            \
      ".incbin \"" CAUSA_NOTE_FILE                             \
      "\", 0, 36\n"                                            \
      ".globl causa_manifest_bytes\n"                          \
      ".hidden causa_manifest_bytes\n"                         \
      ".type causa_manifest_bytes, %object\n"                  \
      "causa_manifest_bytes:\n"                                \
      ".incbin \"" CAUSA_NOTE_FILE                             \
      "\", 36\n"                                               \
      ".size causa_manifest_bytes, . - causa_manifest_bytes\n" \
      ".popsection\n")

/* Constant initializers of causa_str. */
#define CAUSA_TEXT(literal) {literal, sizeof(literal) - 1}
#define CAUSA_MANIFEST {causa_manifest_bytes, CAUSA_MANIFEST_LENGTH}

#endif
