# SPDX-License-Identifier: Apache-2.0
#
# cmake -DHEADER=abi.h -DOUTPUT=FOLDER/causa/abi.h -P make_header.cmake
# The header of a version to come: each struct that may grow has grown by a number and a pointer, and
# the minor version is far ahead. Made of today's header, so that it never lags behind it.
file(READ ${HEADER} text)
foreach(struct column output batch host plugin)
  string(FIND "${text}" "\n} causa_${struct};\n" place)
  if(place LESS 0)
    message(FATAL_ERROR "${HEADER}: no end of struct causa_${struct}")
  endif()
  string(REPLACE "\n} causa_${struct};\n"
    "\n  uint64_t future_number;\n  const void* future_pointer;\n} causa_${struct};\n" text "${text}")
endforeach()
string(REGEX REPLACE "#define CAUSA_ABI_MINOR [0-9]+u" "#define CAUSA_ABI_MINOR 99u" text "${text}")
file(WRITE ${OUTPUT} "${text}")
