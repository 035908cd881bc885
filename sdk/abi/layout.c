/* SPDX-License-Identifier: Apache-2.0
 *
 * Prints size and place of every field of causa/abi.h; abi/v1.layout is the golden output. A field
 * may be added at the end of a struct (a new minor version); no line that is there may change.
 * Compiled as C11, C17 and C++20 by tests/contract.
 */
#include <causa/abi.h>
#include <stdio.h>

#define STRUCT(type) printf("%s size %zu\n", #type, sizeof(type))
#define FIELD(type, field)                                                    \
  printf("%s.%s offset %zu size %zu\n", #type, #field, offsetof(type, field), \
         sizeof(((type*)0)->field))
#define CODE(name) printf("%s %lld\n", #name, (long long)name)

static void print_columns(void) {
  STRUCT(causa_str);
  FIELD(causa_str, ptr);
  FIELD(causa_str, len);
  STRUCT(causa_column);
  FIELD(causa_column, struct_size);
  FIELD(causa_column, type);
  FIELD(causa_column, values);
  FIELD(causa_column, valid);
  FIELD(causa_column, offsets);
  FIELD(causa_column, time_ms);
  FIELD(causa_column, quality);
  STRUCT(causa_output);
  FIELD(causa_output, struct_size);
  FIELD(causa_output, type);
  FIELD(causa_output, values);
  FIELD(causa_output, valid);
  FIELD(causa_output, time_ms);
  STRUCT(causa_batch);
  FIELD(causa_batch, struct_size);
  FIELD(causa_batch, row_count);
  FIELD(causa_batch, column_count);
  FIELD(causa_batch, output_count);
  FIELD(causa_batch, as_of_ms);
  FIELD(causa_batch, columns);
}

static void print_tables(void) {
  STRUCT(causa_host);
  FIELD(causa_host, struct_size);
  FIELD(causa_host, abi_minor);
  FIELD(causa_host, ctx);
  FIELD(causa_host, log);
  FIELD(causa_host, set_error);
  FIELD(causa_host, scratch);
  FIELD(causa_host, cancelled);
  FIELD(causa_host, get_extension);
  STRUCT(causa_plugin);
  FIELD(causa_plugin, struct_size);
  FIELD(causa_plugin, abi_minor_built);
  FIELD(causa_plugin, abi_minor_needed);
  FIELD(causa_plugin, reserved);
  FIELD(causa_plugin, id);
  FIELD(causa_plugin, version);
  FIELD(causa_plugin, manifest);
  FIELD(causa_plugin, create);
  FIELD(causa_plugin, destroy);
  FIELD(causa_plugin, derive);
  FIELD(causa_plugin, get_extension);
  STRUCT(causa_note_header);
  FIELD(causa_note_header, abi_major);
  FIELD(causa_note_header, abi_minor_needed);
  FIELD(causa_note_header, manifest_length);
}

static void print_codes(void) {
  CODE(CAUSA_ABI_MAJOR);
  CODE(CAUSA_OK);
  CODE(CAUSA_ERROR_ARGUMENT);
  CODE(CAUSA_ERROR_UNSUPPORTED);
  CODE(CAUSA_ERROR_CONFIG);
  CODE(CAUSA_ERROR_MEMORY);
  CODE(CAUSA_ERROR_LIMIT);
  CODE(CAUSA_ERROR_CANCELLED);
  CODE(CAUSA_ERROR_INTERNAL);
  CODE(CAUSA_NUMBER);
  CODE(CAUSA_INTEGER);
  CODE(CAUSA_TRUTH);
  CODE(CAUSA_QUALITY_BELOW);
  CODE(CAUSA_QUALITY_ABOVE);
  CODE(CAUSA_QUALITY_UNIT_ASSUMED);
  CODE(CAUSA_QUALITY_PRELIMINARY);
  CODE(CAUSA_QUALITY_HEMOLYZED);
  CODE(CAUSA_QUALITY_TIED);
  CODE(CAUSA_LOG_DEBUG);
  CODE(CAUSA_LOG_INFO);
  CODE(CAUSA_LOG_WARNING);
  CODE(CAUSA_LOG_ERROR);
  CODE(CAUSA_TIME_UNKNOWN);
}

int main(void) {
  print_columns();
  print_tables();
  print_codes();
  return 0;
}
