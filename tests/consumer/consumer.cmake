# Tests of what is installed: Merit goes into a folder of the build, and a project that knows only that folder is
# built against it and run, once with find_package and once with pkg-config.
set(prefix ${PROJECT_BINARY_DIR}/tests/installed)
set(consumer ${CMAKE_CURRENT_SOURCE_DIR}/consumer)

add_test(NAME install COMMAND ${CMAKE_COMMAND} --install ${PROJECT_BINARY_DIR} --prefix ${prefix})
set_tests_properties(install PROPERTIES FIXTURES_SETUP installed)

set(flags "${CMAKE_CXX_FLAGS}")
if(MERIT_SANITIZE)
  string(APPEND flags " -fsanitize=${MERIT_SANITIZE}")
endif()

add_test(NAME consumer.find_package
  COMMAND ${CMAKE_CTEST_COMMAND} --build-and-test ${consumer} ${PROJECT_BINARY_DIR}/tests/consumer
    --build-generator ${CMAKE_GENERATOR} --build-project consumer
    --build-options -DCMAKE_PREFIX_PATH=${prefix} -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER}
      -DCMAKE_CXX_FLAGS=${flags} -DMERIT_VERSION=${PROJECT_VERSION}
    --test-command consumer)
set_tests_properties(consumer.find_package PROPERTIES FIXTURES_REQUIRED installed)

find_program(MERIT_PKG_CONFIG pkg-config)
if(MERIT_PKG_CONFIG)
  add_test(NAME consumer.pkg_config
    COMMAND bash ${consumer}/pkg-config-consumer ${prefix} ${CMAKE_INSTALL_LIBDIR} ${CMAKE_CXX_COMPILER} ${flags})
  set_tests_properties(consumer.pkg_config PROPERTIES FIXTURES_REQUIRED installed
    WORKING_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
endif()

# Merit as a part of the consumer's own build. Building it compiles Merit once more, with the consumer's flags, which is
# for whoever has the minutes; what Merit brings along shows when the consumer is configured.
set(MERIT_TEST_FETCHED configure CACHE STRING "How far the test of a project that fetches Merit goes: configure or build")
add_test(NAME consumer.fetch_content
  COMMAND bash ${consumer}/fetching-consumer ${MERIT_TEST_FETCHED} ${PROJECT_SOURCE_DIR}
    ${PROJECT_BINARY_DIR}/tests/fetched -G ${CMAKE_GENERATOR} -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER}
    -DCMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER} -DMERIT_KERNEL_LEVELS=)
