# Apache Arrow and its Parquet, 24 or newer: as a package of the system, else as the Python package pyarrow brings
# it (headers and libraries), which `scripts/install-dependencies --parquet` puts into build/arrow. Makes the target
# merit_parquet; MERIT_PARQUET_LIBRARIES is what an installed static library has to be linked with.
add_library(merit_parquet INTERFACE)
find_package(Parquet 24 QUIET CONFIG)
if(TARGET Parquet::parquet_shared)
  set(MERIT_PARQUET_LIBRARIES Parquet::parquet_shared)
else()
  file(GLOB packages ${PROJECT_SOURCE_DIR}/build/arrow/lib/python3*/site-packages/pyarrow)
  find_path(MERIT_ARROW_INCLUDE arrow/api.h PATHS ${packages} PATH_SUFFIXES include NO_DEFAULT_PATH)
  if(NOT MERIT_ARROW_INCLUDE)
    message(FATAL_ERROR "MERIT_PARQUET needs Apache Arrow 24 or newer with Parquet; "
      "`scripts/install-dependencies --parquet` brings it, for this folder only.")
  endif()
  cmake_path(GET MERIT_ARROW_INCLUDE PARENT_PATH folder)
  file(GLOB MERIT_PARQUET_LIBRARIES ${folder}/libparquet.so.* ${folder}/libarrow.so.*)
  target_include_directories(merit_parquet SYSTEM INTERFACE ${MERIT_ARROW_INCLUDE})
endif()
target_link_libraries(merit_parquet INTERFACE ${MERIT_PARQUET_LIBRARIES})
