# cmake -DHEADERS=DIR -DWORK=DIR -DCC=gcc -DCXX=g++ -P check_layout.cmake
# Compiles layout.c in each language and compares what it prints with v1.layout; a compiler that
# isn't installed is skipped, loudly.
file(READ ${CMAKE_CURRENT_LIST_DIR}/v1.layout golden)
file(MAKE_DIRECTORY ${WORK})
set(flags -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -I${HEADERS})
foreach(run "${CC};-std=c11;-xc" "${CC};-std=c17;-xc" "${CXX};-std=c++20;-xc++"
        "clang-19;-std=c11;-xc" "clang-19;-std=c17;-xc" "clang++-19;-std=c++20;-xc++")
  string(REPLACE ";" " " name "${run}")
  list(GET run 0 compiler)
  list(SUBLIST run 1 -1 language)
  find_program(found NAMES ${compiler} NO_CACHE)
  if(NOT found)
    message("layout: skipped, ${compiler} isn't installed")
    unset(found)
    continue()
  endif()
  unset(found)
  execute_process(COMMAND ${compiler} ${language} ${flags} ${CMAKE_CURRENT_LIST_DIR}/layout.c
                          -o ${WORK}/layout RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "layout: ${name} doesn't compile causa/abi.h")
  endif()
  execute_process(COMMAND ${WORK}/layout OUTPUT_VARIABLE printed RESULT_VARIABLE failed)
  if(failed OR NOT printed STREQUAL golden)
    file(WRITE ${WORK}/v1.layout.now "${printed}")
    message(FATAL_ERROR "layout: ${name} differs from sdk/abi/v1.layout; see ${WORK}/v1.layout.now. "
            "A change of a line breaks every library that is out there.")
  endif()
  message("layout: ${name} as golden")
endforeach()
