/* SPDX-License-Identifier: Apache-2.0
 *
 * Libraries with one fault each, chosen by the macro CAUSA_FAULT_*. The loader must name the fault.
 */
#include <causa/abi.h>
#include <causa/note.h>

CAUSA_EMBED_NOTE();

static causa_status create(const causa_host* host, causa_str config_json, void** instance) {
  (void)config_json;
  *instance = (void*)(uintptr_t)host;
#ifdef CAUSA_FAULT_CREATE
  static const char text[] = "the table of doses can't be made";
  const causa_str error = {text, sizeof(text) - 1};
  host->set_error(host->ctx, error);
  return CAUSA_ERROR_INTERNAL;
#else
  return CAUSA_OK;
#endif
}

static void destroy(void* instance) { (void)instance; }

/* Each step misbehaves in its own way. */
static causa_status derive(void* instance, uint32_t step, const causa_batch* batch,
                           const causa_output* const* out) {
  static const char text[] = "line one\nline two \xff";
  const causa_host* host = instance;
  const causa_str error = {text, sizeof(text) - 1};
  (void)batch;
  (void)out;
  if (step == 0) return 99;
  if (step == 1) {
    host->set_error(host->ctx, error);
    return CAUSA_OK;
  }
  /* Scratch: too much, no power of two, then something sound. */
  if (host->scratch(host->ctx, UINT64_MAX, 8) != NULL) return CAUSA_ERROR_INTERNAL;
  if (host->scratch(host->ctx, 8, 3) != NULL) return CAUSA_ERROR_INTERNAL;
  unsigned char* memory = host->scratch(host->ctx, 4096, 64);
  if (memory == NULL || (uintptr_t)memory % 64 != 0) return CAUSA_ERROR_MEMORY;
  for (int i = 0; i < 4096; ++i) memory[i] = 0xa5;
  return host->cancelled(host->ctx) != 0 ? CAUSA_ERROR_CANCELLED : CAUSA_OK;
}

#ifdef CAUSA_FAULT_TABLE_SIZE
#define TABLE_SIZE 24
#else
#define TABLE_SIZE sizeof(causa_plugin)
#endif

static const causa_plugin table = {
    TABLE_SIZE,
    CAUSA_ABI_MINOR,
#ifdef CAUSA_FAULT_MINOR
    7,
#else
    CAUSA_ABI_MINOR_NEEDED,
#endif
    0,
#ifdef CAUSA_FAULT_ID
    CAUSA_TEXT("org.example.other"),
#else
    CAUSA_TEXT(CAUSA_MODULE_ID),
#endif
#ifdef CAUSA_FAULT_VERSION
    CAUSA_TEXT("9.9.9"),
#else
    CAUSA_TEXT(CAUSA_MODULE_VERSION),
#endif
#ifdef CAUSA_FAULT_MANIFEST
    CAUSA_TEXT("{}"),
#else
    CAUSA_MANIFEST,
#endif
    create,
    destroy,
#ifdef CAUSA_FAULT_DERIVE
    1 ? NULL : derive,
#else
    derive,
#endif
    NULL,
};

const causa_plugin* causa_plugin_v1(void) {
#ifdef CAUSA_FAULT_NO_TABLE
  return table.struct_size == 0 ? &table : NULL;
#else
  return &table;
#endif
}
