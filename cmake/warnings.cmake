# Warnings are errors, with both compilers; sanitizers by preset.
add_library(causa_options INTERFACE)
target_compile_options(causa_options INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual>)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # g++ 12 sees overlap in std::string's assignment (GCC bug 105651) and uninitialized values in an
  # empty std::optional where there are none; clang and the sanitizers look for the real ones.
  target_compile_options(causa_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL Clang)
  # libstdc++ 12's own std::stable_sort calls what C++17 deprecates; only clang tells.
  target_compile_options(causa_options INTERFACE -Wno-deprecated-declarations)
endif()
# Of sources that are compiled together a local name may be that of a function in another file, and
# g++ takes a private type of one for one that others see; file by file both are looked for.
set(is_united $<BOOL:$<TARGET_PROPERTY:CAUSA_UNITED>>)
target_compile_options(causa_options INTERFACE $<${is_united}:-Wno-shadow>
  $<$<AND:${is_united},$<CXX_COMPILER_ID:GNU>>:-Wno-subobject-linkage>)
if(CAUSA_SANITIZE)
  target_compile_options(causa_options INTERFACE
    -fsanitize=${CAUSA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(causa_options INTERFACE -fsanitize=${CAUSA_SANITIZE})
endif()
