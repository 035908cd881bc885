/* SPDX-License-Identifier: Apache-2.0
 *
 * The module in C as it will be built against a header of a version to come (make_header.cmake):
 * its table is larger, with poison at the end, and it looks for what today's host doesn't have. It
 * needs only what 1.0 has, so it must run.
 */
#define causa_plugin_v1 causa_plugin_of_today
#include "../neutral/neutral.c"
#undef causa_plugin_v1

CAUSA_EXPORT const causa_plugin* causa_plugin_v1(void);

static causa_status create_in_future(const causa_host* host, causa_str config_json,
                                     void** instance) {
  if (CAUSA_HAS(host, causa_host, future_number) || host->abi_minor >= CAUSA_ABI_MINOR)
    return causa_fail(host, CAUSA_ERROR_INTERNAL, "this host isn't of today");
  return create(host, config_json, instance);
}

static causa_status derive_in_future(void* instance, uint32_t step, const causa_batch* batch,
                                     const causa_output* const* out) {
  const int grown =
      CAUSA_HAS(batch, causa_batch, future_number) ||
      (batch->column_count > 0 && CAUSA_HAS(batch->columns[0], causa_column, future_number)) ||
      CAUSA_HAS(out[0], causa_output, future_number);
  if (grown)
    return causa_fail((const causa_host*)instance, CAUSA_ERROR_INTERNAL,
                      "a struct says that it is larger than today");
  return derive(instance, step, batch, out);
}

const causa_plugin* causa_plugin_v1(void) {
  static const causa_plugin table = {sizeof(causa_plugin),
                                     CAUSA_ABI_MINOR,
                                     CAUSA_ABI_MINOR_NEEDED,
                                     0,
                                     CAUSA_TEXT(CAUSA_MODULE_ID),
                                     CAUSA_TEXT(CAUSA_MODULE_VERSION),
                                     CAUSA_MANIFEST,
                                     create_in_future,
                                     destroy,
                                     derive_in_future,
                                     NULL,
                                     0xa5a5a5a5a5a5a5a5u,
                                     (const void*)(uintptr_t)0xa5a5a5a5a5a5a5a5u};
  return &table;
}
