/* SPDX-License-Identifier: Apache-2.0 */

#include "template_name.h"

/* The instance is what your steps need of `config_json`, and the host for its errors. This module
 * has no settings, so the host's table is all. */
static causa_status create(const causa_host* host, causa_str config_json, void** instance) {
  (void)config_json;
  *instance = (void*)(uintptr_t)host;
  return CAUSA_OK;
}

static void destroy(void* instance) { (void)instance; }

static causa_status derive(void* instance, uint32_t step, const causa_batch* batch,
                           const causa_output* const* out) {
  if (step != 0)
    return causa_fail((const causa_host*)instance, CAUSA_ERROR_UNSUPPORTED, "there is one step");
  after_start(batch, out);
  return CAUSA_OK;
}

CAUSA_C_PLUGIN(create, destroy, derive)
