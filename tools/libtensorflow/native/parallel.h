// Work shared among the cores, whoever asks for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

/** As many threads as TensorFlow takes for an operation. */
int Threads();

/**
 * Runs part(0) .. part(count - 1), on the calling thread and on those of a pool that are free, and returns when all have ended.
 * Which thread runs a part is left open: a result must not depend on it.
 */
void Parallel(int64_t count, const std::function<void(int64_t)>& part);

/** Memory of the calling thread that is kept for its next call of the same `slot` (0 .. 3); aligned to a cache line, not cleared. */
float* Scratch(int slot, size_t floats);
