# How the batch kernels are compiled: each fast_<set>.cpp for its instruction set, chosen at run time; always optimised,
# because a kernel that is not packed is no kernel. The two flags let the compiler turn choices and roundings into
# packed ones; neither changes a value. (Never -ffast-math: the kernels refuse to compile with it.)
set(MERIT_KERNEL_FLAGS -O3 -funroll-loops -fno-math-errno -fno-trapping-math)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Choices are to stay choices of lanes: GCC makes paths of them, which cost more than both branches.
  list(APPEND MERIT_KERNEL_FLAGS -fno-thread-jumps -fno-split-paths)
endif()
set(MERIT_KERNELS_DIR ${PROJECT_SOURCE_DIR}/src/eval/batch/kernels)

# merit_kernels(target): for the target that compiles the sources.
function(merit_kernels target)
  file(GLOB kernel_files CONFIGURE_DEPENDS ${MERIT_KERNELS_DIR}/fast_*.cpp ${MERIT_KERNELS_DIR}/wide.cpp)
  set_source_files_properties(${kernel_files} PROPERTIES
    COMPILE_OPTIONS "${MERIT_KERNEL_FLAGS}" SKIP_PRECOMPILE_HEADERS ON)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    foreach(level v2 v3 v4)
      set_source_files_properties(${MERIT_KERNELS_DIR}/fast_${level}.cpp PROPERTIES
        COMPILE_OPTIONS "${MERIT_KERNEL_FLAGS};-march=x86-64-${level}")
    endforeach()
    set_source_files_properties(${MERIT_KERNELS_DIR}/kernels.cpp PROPERTIES
      COMPILE_DEFINITIONS MERIT_KERNELS_X86 SKIP_PRECOMPILE_HEADERS ON)
  else()
    set_source_files_properties(${MERIT_KERNELS_DIR}/fast_v2.cpp ${MERIT_KERNELS_DIR}/fast_v3.cpp
      ${MERIT_KERNELS_DIR}/fast_v4.cpp PROPERTIES HEADER_FILE_ONLY ON)
  endif()
endfunction()
