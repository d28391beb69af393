# How the batch kernels are compiled: the fast lane once for each instruction set, chosen at run time; always optimised,
# because a kernel that is not packed is no kernel. The two flags let the compiler turn choices and roundings into
# packed ones; neither changes a value. (Never -ffast-math: the kernels refuse to compile with it.)
set(MERIT_KERNEL_FLAGS -O3 -funroll-loops -fno-math-errno -fno-trapping-math)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Choices are to stay choices of lanes: GCC makes paths of them, which cost more than both branches.
  list(APPEND MERIT_KERNEL_FLAGS -fno-thread-jumps -fno-split-paths)
endif()
set(MERIT_KERNELS_DIR ${PROJECT_SOURCE_DIR}/src/eval/batch/kernels)

set(known_levels)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set(known_levels v2 v3 v4)
endif()
set(MERIT_KERNEL_LEVELS ${known_levels} CACHE STRING
  "Levels of x86-64 that batch kernels are compiled for, beside the portable ones: any of v2 v3 v4")

# merit_kernels(target): for the target that compiles the sources.
function(merit_kernels target)
  set(definitions)
  foreach(level portable ${MERIT_KERNEL_LEVELS})
    set(source ${PROJECT_BINARY_DIR}/kernels/fast_${level}.cpp)
    configure_file(${MERIT_KERNELS_DIR}/fast.cpp.in ${source} @ONLY)
    target_sources(${target} PRIVATE ${source})
    set(flags ${MERIT_KERNEL_FLAGS})
    if(NOT level STREQUAL "portable")
      list(APPEND flags -march=x86-64-${level})
      string(TOUPPER MERIT_KERNELS_${level} definition)
      list(APPEND definitions ${definition})
    endif()
    set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS "${flags}" SKIP_PRECOMPILE_HEADERS ON)
  endforeach()
  set_source_files_properties(${MERIT_KERNELS_DIR}/wide.cpp PROPERTIES
    COMPILE_OPTIONS "${MERIT_KERNEL_FLAGS}" SKIP_PRECOMPILE_HEADERS ON)
  set_source_files_properties(${MERIT_KERNELS_DIR}/kernels.cpp PROPERTIES
    COMPILE_DEFINITIONS "${definitions}" SKIP_PRECOMPILE_HEADERS ON)
endfunction()
