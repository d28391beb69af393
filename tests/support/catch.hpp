// The one place that knows which Catch2 is installed: v3 has catch_all.hpp, v2 one header.
#pragma once
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
