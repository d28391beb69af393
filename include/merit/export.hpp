// Marks what the library shows. A shared library hides everything else.
#pragma once

#if defined(MERIT_STATIC_DEFINE)
#define MERIT_EXPORT
#elif defined(_WIN32)
#if defined(merit_EXPORTS)
#define MERIT_EXPORT __declspec(dllexport)
#else
#define MERIT_EXPORT __declspec(dllimport)
#endif
#else
#define MERIT_EXPORT __attribute__((visibility("default")))
#endif
