# find_package(causa) gives causa::sdk, the tool causa::causa-manifest and causa_add_plugin().
include(${CMAKE_CURRENT_LIST_DIR}/causaTargets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/causa_add_plugin.cmake)
