# SPDX-License-Identifier: Apache-2.0
#
# cmake -DHOST=future_host -DMUSEUM=FOLDER -P run_museum.cmake
# Every library of the museum in a host of a version to come.
file(GLOB libraries ${MUSEUM}/*/*.so)
if(NOT libraries)
  message(FATAL_ERROR "${MUSEUM}: no library")
endif()
execute_process(COMMAND ${HOST} ${libraries} RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "a library of the museum differs in a host of a version to come")
endif()
