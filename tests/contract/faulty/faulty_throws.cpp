// SPDX-License-Identifier: Apache-2.0
//
// A library that lets an exception out of derive: causa/plugin.hpp would have caught it.

#include <causa/abi.h>
#include <causa/note.h>

#include <causa/config.hpp>
#include <stdexcept>
#include <string_view>

CAUSA_EMBED_NOTE();

namespace {

const causa_host* used_host = nullptr;

causa_status refuse(const causa_host* host, causa_status status, std::string_view text) {
  host->set_error(host->ctx, {text.data(), text.size()});
  return status;
}

causa_status create(const causa_host* host, causa_str config, void** instance) {
  *instance = nullptr;
  used_host = host;
  try {
    (void)causa::Config({config.ptr, config.len}).number("albumin_middle", 40);
  } catch (const causa::ConfigError& error) {
    return refuse(host, CAUSA_ERROR_CONFIG, error.what());
  }
  return CAUSA_OK;
}

void destroy(void*) {}

causa_status derive(void*, std::uint32_t step, const causa_batch*, const causa_output* const*) {
  if (step > 1) return refuse(used_host, CAUSA_ERROR_UNSUPPORTED, "there are two steps");
  throw std::runtime_error("no table of doses");
}

constexpr causa_plugin table = {sizeof(causa_plugin),
                                CAUSA_ABI_MINOR,
                                CAUSA_ABI_MINOR_NEEDED,
                                0,
                                CAUSA_TEXT(CAUSA_MODULE_ID),
                                CAUSA_TEXT(CAUSA_MODULE_VERSION),
                                CAUSA_MANIFEST,
                                create,
                                destroy,
                                derive,
                                nullptr};

}  // namespace

extern "C" const causa_plugin* causa_plugin_v1(void) { return &table; }
