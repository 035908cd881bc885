# SPDX-License-Identifier: Apache-2.0
#
# Run by cpack on the staged trees before they are packed: what Debian's policy asks of a package
# and nobody needs of an installation: copyright, changelog, packed manual pages.
set(staged ${CPACK_TEMPORARY_DIRECTORY})
set(causa_docs ${staged}/causa/usr/share/doc/causa)
set(sdk_docs ${staged}/sdk/usr/share/doc)

function(pack file)
  execute_process(COMMAND gzip -9nf ${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# "Mon, 23 Nov 2026 00:00:00 +0000", in English whatever the locale.
execute_process(COMMAND /usr/bin/env LC_ALL=C date --utc --rfc-email --date ${CPACK_CAUSA_RELEASE_DATE}
  OUTPUT_VARIABLE CAUSA_CHANGELOG_DATE OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
string(SUBSTRING ${CPACK_CAUSA_RELEASE_DATE} 0 4 CAUSA_YEAR)

configure_file(${CPACK_CAUSA_SOURCE}/packages/copyright.in ${causa_docs}/copyright @ONLY)
configure_file(${CPACK_CAUSA_SOURCE}/packages/changelog.in ${causa_docs}/changelog.Debian @ONLY)
pack(${causa_docs}/changelog.Debian)
file(RENAME ${causa_docs}/CHANGELOG.md ${causa_docs}/changelog)
pack(${causa_docs}/changelog)
file(REMOVE ${causa_docs}/LICENSE)  # Debian has it in common-licenses

# The SDK depends on causa of the same version, so its papers may be there.
file(MAKE_DIRECTORY ${sdk_docs})
file(CREATE_LINK causa ${sdk_docs}/causa-sdk SYMBOLIC)

file(GLOB pages ${staged}/*/usr/share/man/man*/*.[1-8])
foreach(page IN LISTS pages)
  pack(${page})
endforeach()
