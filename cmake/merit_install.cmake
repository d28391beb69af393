# Install rules: library, public headers, program, and what lets others find them (find_package(merit), pkg-config).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(MERIT_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/merit)

install(TARGETS merit EXPORT merit-targets FILE_SET HEADERS)
install(EXPORT merit-targets NAMESPACE merit:: DESTINATION ${MERIT_PACKAGE_DIR})

configure_package_config_file(cmake/merit-config.cmake.in ${PROJECT_BINARY_DIR}/merit-config.cmake
  INSTALL_DESTINATION ${MERIT_PACKAGE_DIR})
# Before 1.0 a change of the minor number may break what is built against it.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/merit-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/merit-config.cmake ${PROJECT_BINARY_DIR}/merit-config-version.cmake
  cmake/Findutf8proc.cmake DESTINATION ${MERIT_PACKAGE_DIR})

# A shared library keeps what it is made of to itself; who links a static one links that too.
set(MERIT_PC_REQUIRES "yaml-cpp fmt libutf8proc libcrypto zlib libzstd")
if(BUILD_SHARED_LIBS)
  set(MERIT_PC_REQUIRES_FIELD "Requires.private")
  set(MERIT_PC_DEFINE "")
else()
  set(MERIT_PC_REQUIRES_FIELD "Requires")
  set(MERIT_PC_DEFINE " -DMERIT_STATIC_DEFINE")
endif()
# Written relative to the file itself, so that the installed folder can be moved.
file(RELATIVE_PATH MERIT_PREFIX_FROM_PC /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(cmake/merit.pc.in ${PROJECT_BINARY_DIR}/merit.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/merit.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

if(TARGET merit_program)
  # The program finds a shared library beside it, wherever the folder has been installed.
  file(RELATIVE_PATH MERIT_LIB_FROM_BIN /${CMAKE_INSTALL_BINDIR} /${CMAKE_INSTALL_LIBDIR})
  set_target_properties(merit_program PROPERTIES INSTALL_RPATH "\$ORIGIN/${MERIT_LIB_FROM_BIN}")
  install(TARGETS merit_program)
endif()
