# SPDX-License-Identifier: Apache-2.0
#
# Writes the templates of `causa plugins new` into a C++ source (core/cli/plugins/templates.hpp).
# Called with -DFOLDER= (this one) and -DOUTPUT=. Files of library/ go into every project with one.
set(entries "")
foreach(language cpp c rust rules)
  set(folders ${language})
  if(NOT language STREQUAL rules)
    list(PREPEND folders library)
  endif()
  foreach(folder IN LISTS folders)
    file(GLOB files ${FOLDER}/${folder}/*)
    foreach(file IN LISTS files)
      cmake_path(GET file FILENAME name)
      file(READ ${file} text)
      if(text MATCHES "\\)causa_file\"")
        message(FATAL_ERROR "${file}: contains what ends a text of C++")
      endif()
      string(APPEND entries "    {\"${language}\", \"${name}\", R\"causa_file(${text})causa_file\"},\n")
    endforeach()
  endforeach()
endforeach()
file(WRITE ${OUTPUT} "// Made from sdk/templates by embed.cmake.
#include \"cli/plugins/templates.hpp\"

namespace causa::cli {

namespace {

constexpr TemplateFile files[] = {
${entries}};

}  // namespace

std::span<const TemplateFile> template_files() { return files; }

}  // namespace causa::cli
")
