# causa_test_plugin(TARGET [CASES cases.yaml] [STRICT])
#
# Adds a test `TARGET.check` that runs `causa plugins check` on the library of a target of
# causa_add_plugin(). CASES names the module's worked cases; without it they are those of
# cases.yaml in the folder that calls. STRICT: a warning fails the test too. Works within causa's
# own build and after find_package(causa), which finds the installed program.
function(causa_test_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 check "STRICT" "CASES" "")
  if(NOT TARGET ${name} OR check_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR
      "causa_test_plugin(${name}): write causa_test_plugin(TARGET [CASES cases.yaml] [STRICT])")
  endif()
  set(cases ${CMAKE_CURRENT_SOURCE_DIR}/cases.yaml)
  if(check_CASES)
    cmake_path(ABSOLUTE_PATH check_CASES OUTPUT_VARIABLE cases)
  endif()
  set(options --only-failed)
  if(EXISTS ${cases})
    list(APPEND options --cases ${cases})
  endif()
  # The seed is fixed, so that a test fails for what was changed and nothing else.
  add_test(NAME ${name}.check
    COMMAND $<TARGET_FILE:causa::causa> plugins check $<TARGET_FILE:${name}> --seed 1 ${options})
  if(check_STRICT)
    set_tests_properties(${name}.check PROPERTIES FAIL_REGULAR_EXPRESSION "\n  warn ")
  endif()
endfunction()
