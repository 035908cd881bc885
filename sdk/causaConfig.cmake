# find_package(causa) gives causa::sdk, the programs causa::causa and causa::causa-manifest,
# causa_add_plugin() and causa_test_plugin().
include(${CMAKE_CURRENT_LIST_DIR}/causaTargets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/causa_add_plugin.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/causa_test_plugin.cmake)
