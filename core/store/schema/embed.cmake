# SPDX-License-Identifier: Apache-2.0
#
# Writes the numbered SQL files and newest.sql into a C++ source (core/store/schema.hpp), so that
# the program needs no file beside it. Called with -DFOLDER= and -DOUTPUT=.
file(GLOB files ${FOLDER}/[0-9]*.sql)
list(SORT files)
set(rows "")
set(expected 1)
foreach(path IN LISTS files)
  get_filename_component(name ${path} NAME)
  string(REGEX MATCH "^[0-9][0-9][0-9]" number ${name})
  math(EXPR counted "1${number} - 1000")
  if(NOT counted EQUAL expected)
    message(FATAL_ERROR "${name}: expected number ${expected}; schema files count from 001")
  endif()
  file(READ ${path} text)
  string(APPEND rows "    {${counted}, R\"causa_sql(${text})causa_sql\"},\n")
  math(EXPR expected "${expected} + 1")
endforeach()
file(READ ${FOLDER}/newest.sql newest)
file(WRITE ${OUTPUT} "// Made from core/store/schema/*.sql by embed.cmake.
#include \"store/schema.hpp\"

namespace causa::store {

namespace {

constexpr Migration all[] = {
${rows}};

}  // namespace

std::span<const Migration> migrations() { return all; }

const char* newest_sql() { return R\"causa_sql(${newest})causa_sql\"; }

}  // namespace causa::store
")
