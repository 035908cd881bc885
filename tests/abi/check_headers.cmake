# SPDX-License-Identifier: Apache-2.0
#
# cmake -DHEADERS=sdk/include -DWORK=DIR -DCC=gcc -DCXX=g++ -P check_headers.cmake
# Each header for authors compiles by itself, without a warning, in each language that it is for. A
# compiler that isn't installed is skipped, loudly.
file(MAKE_DIRECTORY ${WORK})
set(flags -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion -fsyntax-only
  -I${HEADERS})
file(GLOB c_headers RELATIVE ${HEADERS} ${HEADERS}/causa/*.h)
file(GLOB cpp_headers RELATIVE ${HEADERS} ${HEADERS}/causa/*.h ${HEADERS}/causa/*.hpp)
foreach(run "${CC};-std=c11;c" "${CC};-std=c17;c" "${CXX};-std=c++20;c++"
        "clang-19;-std=c11;c" "clang-19;-std=c17;c" "clang++-19;-std=c++20;c++")
  list(GET run 0 compiler)
  list(GET run 1 standard)
  list(GET run 2 language)
  find_program(found NAMES ${compiler} NO_CACHE)
  if(NOT found)
    message("headers: SKIPPED, ${compiler} isn't installed")
    unset(found)
    continue()
  endif()
  unset(found)
  set(headers ${c_headers})
  if(language STREQUAL "c++")
    set(headers ${cpp_headers})
    list(REMOVE_ITEM headers causa/plugin.h)  # for C alone
  endif()
  set(sources)
  foreach(header IN LISTS headers)
    string(MAKE_C_IDENTIFIER ${header} name)
    file(WRITE ${WORK}/${name} "#include <${header}>\n#include <${header}>\n")
    list(APPEND sources ${WORK}/${name})
  endforeach()
  execute_process(COMMAND ${compiler} ${standard} ${flags} -x ${language} ${sources}
    RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "headers: ${compiler} ${standard} doesn't compile one by itself")
  endif()
  message("headers: ${compiler} ${standard} compiles each")
endforeach()
