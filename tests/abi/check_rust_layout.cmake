# SPDX-License-Identifier: Apache-2.0
#
# cmake -DPROGRAM=layout -DGOLDEN=v1.layout -P check_rust_layout.cmake
# Size and place of every field of sdk/rust/abi.rs are those of causa/abi.h.
execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE printed RESULT_VARIABLE failed)
file(READ ${GOLDEN} golden)
if(failed OR NOT printed STREQUAL golden)
  message(FATAL_ERROR "sdk/rust/abi.rs isn't the header any more; it prints:\n${printed}")
endif()
message("layout: Rust as golden")
