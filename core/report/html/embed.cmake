# SPDX-License-Identifier: Apache-2.0
#
# Writes the style sheet of HTML reports into a C++ source (core/report/html/style.hpp). Called with
# -DSHEET= and -DOUTPUT=.
file(READ ${SHEET} text)
if(text MATCHES "<|url\\(|@import")
  message(FATAL_ERROR "${SHEET}: a report loads nothing, and its sheet can't end its element")
endif()
file(WRITE ${OUTPUT} "// Made from core/report/html/style.css by embed.cmake.
#include \"report/html/style.hpp\"

namespace causa::report::html {

std::string_view style_sheet() { return R\"causa_css(${text})causa_css\"; }

}  // namespace causa::report::html
")
