# causa and causa-sdk as Debian packages: `cpack` in the build folder, after a build. What they hold
# is what `cmake --install` installs, stripped, finished by packages/finish.cmake.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME causa)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_VENDOR causa)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # each package has its own, below
set(CAUSA_MAINTAINER "causa maintainers <causa@packages.debian.org>" CACHE STRING
  "Who stands in the packages as their maintainer: NAME <ADDRESS>")
set(CPACK_COMPONENTS_ALL causa sdk)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)
# Files that name their own place (the unit of systemd) must name the one on the machine.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS ${CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS})
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_SOURCE_DIR}/packages/finish.cmake)

set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${CAUSA_MAINTAINER}")
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)

set(CPACK_DEBIAN_CAUSA_PACKAGE_NAME causa)
set(CPACK_DEBIAN_CAUSA_PACKAGE_SECTION science)
set(CPACK_DEBIAN_CAUSA_DESCRIPTION "clinical decision support by modules
Reads a patient's record (FHIR, HL7 v2, CSV, hand-written cases), weighs the
evidence of all its modules and says what may cause this patient's leg
cramps: alerts first, then ranked causes with their range and the findings
for and against them. A clinician reviews every answer.")
set(CPACK_DEBIAN_CAUSA_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/packages/postinst)

set(CPACK_DEBIAN_SDK_PACKAGE_NAME causa-sdk)
set(CPACK_DEBIAN_SDK_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_SDK_PACKAGE_DEPENDS
  "causa (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}), cmake (>= 3.25)")
set(CPACK_DEBIAN_SDK_DESCRIPTION "headers and tools for writing causa's modules
A module adds facts, causes and rules to causa without rebuilding it. This
package has the headers of the binary interface for C and C++, the tool
causa-manifest that checks and embeds a module's rules, and causa_add_plugin()
for CMake.")

# For packages/finish.cmake.
set(CPACK_CAUSA_SOURCE ${CMAKE_SOURCE_DIR})
set(CPACK_CAUSA_RELEASE_DATE ${CAUSA_RELEASE_DATE})
include(CPack)
