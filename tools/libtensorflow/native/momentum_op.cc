#include "momentum_op.h"

#include <algorithm>

#include "op.h"
#include "parallel.h"

namespace {

/** Numbers of a part: a thread's share is some of them. */
constexpr int64_t kPart = 1 << 16;

/** slot = momentum slot + (gradient + weight_decay parameter); parameter -= lr slot: all in one pass over the memory. */
void Compute(const OpRun& run) {
  const OpTensor parameter = run.Input(0), gradient = run.Input(1), slot = run.Input(2), lr = run.Input(3, 0);
  const int64_t count = parameter.count();
  if (gradient.count() != count || slot.count() != count) throw OpError("Expected gradient and slot of the parameter's size");
  std::vector<int64_t> shape(parameter.rank());
  for (int axis = 0; axis < parameter.rank(); axis++) shape[axis] = parameter.size(axis);
  const OpTensor next = run.Output(0, TF_FLOAT, shape), next_slot = run.Output(1, TF_FLOAT, shape);
  const float momentum = static_cast<float>(run.Attribute("momentum"));
  const float decay = static_cast<float>(run.Attribute("weight_decay")), rate = *lr.data<float>();
  const float *p = parameter.data<float>(), *g = gradient.data<float>(), *s = slot.data<float>();
  float* __restrict to = next.data<float>();
  float* __restrict to_slot = next_slot.data<float>();
  Parallel((count + kPart - 1) / kPart, [&](int64_t part) {
    const int64_t end = std::min(count, (part + 1) * kPart);
    for (int64_t i = part * kPart; i < end; i++) {
      const float moved = s[i] * momentum + (g[i] + p[i] * decay);
      to_slot[i] = moved;
      to[i] = p[i] - moved * rate;
    }
  });
}

}  // namespace

void RegisterMomentumUpdate() {
  RegisterOp({"AmclMomentumUpdate",
              {"parameter: float", "gradient: float", "slot: float", "lr: float"},
              {"next: float", "next_slot: float"},
              {"momentum: float", "weight_decay: float"},
              Compute});
}
