# Headers that nearly every source includes are read once a target: those of libraries, or the
# project's too. A source that lacks an include of its own would go unnoticed, so the ordinary
# presets do without; for headers of libraries tests/house/includes_are_whole.py looks.
set(CAUSA_PRECOMPILE OFF CACHE STRING
  "Read common headers once a target: OFF, libraries or ON; ON hides missing includes")

function(causa_precompile target)
  if(NOT CAUSA_PRECOMPILE)
    return()
  endif()
  if(CAUSA_PRECOMPILE STREQUAL "libraries")
    list(FILTER ARGN INCLUDE REGEX "^<")
  endif()
  target_precompile_headers(${target} PRIVATE
    <algorithm> <array> <chrono> <cmath> <cstdint> <filesystem> <functional> <map> <memory>
    <optional> <set> <span> <string> <string_view> <unordered_map> <utility> <variant> <vector>
    <boost/json.hpp> <boost/system/result.hpp> <fmt/ranges.h> ${ARGN})
endfunction()
