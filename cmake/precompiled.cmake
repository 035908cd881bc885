# Headers that nearly every source includes are read once a target. For builds that only test: a
# source that lacks an include of its own would go unnoticed, so the ordinary presets do without.
set(CAUSA_PRECOMPILE OFF CACHE STRING
  "Read common headers once a target: OFF, tests or ON; hides missing includes")

function(causa_precompile target)
  causa_is_meant("${CAUSA_PRECOMPILE}" ${target} precompiles)
  if(NOT precompiles)
    return()
  endif()
  target_precompile_headers(${target} PRIVATE
    <algorithm> <array> <chrono> <cmath> <cstdint> <filesystem> <functional> <map> <memory>
    <optional> <set> <span> <string> <string_view> <unordered_map> <utility> <variant> <vector>
    <boost/json.hpp> <fmt/format.h> ${ARGN})
endfunction()
