#pragma once

#include <cstdint>

/** The upper half of a float. */
typedef uint16_t Bfloat16;
