# causa_add_plugin(NAME SOURCES a.cpp... MANIFEST NAME.yaml)
#
# Makes NAME.so, a library that causa loads: the manifest is checked, turned into a note and embedded,
# and only causa_plugin_v1 is exported. Sources are C or C++ and include <causa/abi.h> or
# <causa/plugin.hpp>. Works within causa's own build and after find_package(causa). The target is
# called NAME; it goes to CAUSA_PLUGIN_OUTPUT_DIRECTORY if that is set.
set(CAUSA_PLUGIN_MAP ${CMAKE_CURRENT_LIST_DIR}/causa_plugin.map)

function(causa_add_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 plugin "" "MANIFEST" "SOURCES")
  if(NOT plugin_SOURCES OR NOT plugin_MANIFEST OR plugin_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR
      "causa_add_plugin(${name}): write causa_add_plugin(NAME SOURCES a.cpp MANIFEST NAME.yaml)")
  endif()
  cmake_path(ABSOLUTE_PATH plugin_MANIFEST OUTPUT_VARIABLE manifest)
  set(tool causa::causa-manifest)
  set(sdk causa::sdk)
  set(note ${CMAKE_CURRENT_BINARY_DIR}/${name}.note)
  set(header ${CMAKE_CURRENT_BINARY_DIR}/${name}.note.h)

  add_custom_command(OUTPUT ${note} ${header}
    COMMAND ${tool} note ${manifest} -o ${note} --header ${header}
    DEPENDS ${tool} ${manifest}
    COMMENT "Manifest of ${name}" VERBATIM)
  add_library(${name} MODULE ${plugin_SOURCES} ${note} ${header})
  # The compiler doesn't tell of .incbin, so every object depends on the note.
  set_property(SOURCE ${plugin_SOURCES} APPEND PROPERTY OBJECT_DEPENDS ${note} ${header})

  target_link_libraries(${name} PRIVATE ${sdk})
  if(TARGET causa_options)
    target_link_libraries(${name} PRIVATE causa_options)
  endif()
  # Results must be the same on every machine: no contraction to fused operations.
  target_compile_options(${name} PRIVATE -include ${header} -ffp-contract=off
    $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
  target_link_options(${name} PRIVATE
    -Wl,--version-script=${CAUSA_PLUGIN_MAP} -Wl,-z,now -Wl,-z,nodelete -Wl,--exclude-libs,ALL)
  if(NOT CAUSA_SANITIZE)  # a sanitizer's symbols are in the program
    target_link_options(${name} PRIVATE -Wl,-z,defs)
  endif()
  # A host refuses files that others may write; a umask of 002 would make the library one.
  add_custom_command(TARGET ${name} POST_BUILD COMMAND chmod go-w $<TARGET_FILE:${name}> VERBATIM)
  set_target_properties(${name} PROPERTIES
    PREFIX "" SUFFIX .so LINK_DEPENDS ${CAUSA_PLUGIN_MAP}
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    C_EXTENSIONS OFF CXX_EXTENSIONS OFF
    POSITION_INDEPENDENT_CODE ON SKIP_BUILD_RPATH ON INSTALL_RPATH "")
  if(CAUSA_PLUGIN_OUTPUT_DIRECTORY)
    set_target_properties(${name} PROPERTIES
      LIBRARY_OUTPUT_DIRECTORY ${CAUSA_PLUGIN_OUTPUT_DIRECTORY})
  endif()
endfunction()
