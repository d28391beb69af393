# Fuzzers: a file tests/fuzz/<name>_fuzz.cpp is a program, and a test that runs it for a short while. What it starts
# from lies in tests/fuzz/corpus/<name>/; what it finds stays in the build folder.
set(MERIT_FUZZ_SECONDS 20 CACHE STRING "How long each fuzzer runs as a test")

file(GLOB MERIT_FUZZ_SOURCES CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/fuzz/*_fuzz.cpp)
foreach(source IN LISTS MERIT_FUZZ_SOURCES)
  cmake_path(GET source STEM program)
  string(REGEX REPLACE "_fuzz$" "" name ${program})
  add_executable(${program} ${source})
  target_include_directories(${program} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${program} PRIVATE merit_objects)
  target_link_options(${program} PRIVATE -fsanitize=fuzzer)

  set(found ${PROJECT_BINARY_DIR}/fuzz/${name}/)
  file(MAKE_DIRECTORY ${found}corpus)
  set(corpus ${found}corpus)
  if(IS_DIRECTORY ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${name})
    list(APPEND corpus ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${name})
  endif()
  add_test(NAME fuzz.${name} COMMAND ${program} -max_total_time=${MERIT_FUZZ_SECONDS} -timeout=10 -rss_limit_mb=2048
    -print_final_stats=1 -artifact_prefix=${found} ${corpus})
endforeach()
