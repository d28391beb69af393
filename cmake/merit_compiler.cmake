# How Merit's own code is compiled: the language, the warnings, the sanitizers. Directory scope, so that a project
# that takes Merit in as a subdirectory keeps its own flags.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_COMPILE_WARNING_AS_ERROR ${MERIT_WARNINGS_AS_ERRORS})

add_compile_options(-Wall -Wextra -Wpedantic)

if(MERIT_SANITIZE)
  # A report ends the program: a sanitizer that only prints lets a test pass.
  add_compile_options(-fsanitize=${MERIT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${MERIT_SANITIZE})
endif()

if(MERIT_BUILD_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "MERIT_BUILD_FUZZ needs clang: libFuzzer comes with it (cmake --preset fuzz)")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
