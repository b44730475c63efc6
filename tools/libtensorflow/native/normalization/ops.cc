#include "ops.h"

#include "../cpu.h"
#include "../op.h"
#include "kernels.h"

namespace {

const BatchNormKernels* Kernels() {
#if defined(__x86_64__)
  if (HasAvx512()) return &kBatchNormAvx512;
  if (HasAvx2()) return &kBatchNormAvx2;
#endif
  return nullptr;
}

std::vector<int64_t> SizesOf(const OpTensor& tensor) {
  std::vector<int64_t> sizes;
  for (int axis = 0; axis < tensor.rank(); axis++) sizes.push_back(tensor.size(axis));
  return sizes;
}

BatchNormShape ShapeOf(const OpRun& run, const std::vector<int64_t>& sizes) {
  if (sizes.size() < 2) throw OpError("Expected x of rank 2 or more");
  BatchNormShape s{sizes.front(), 1, sizes.back(), run.Whole("splits"), run.Whole("contiguous") != 0};
  for (size_t axis = 1; axis + 1 < sizes.size(); axis++) s.pixels *= sizes[axis];
  if (s.splits < 1 || s.batch % s.splits != 0) throw OpError("Expected splits that divide the batch");
  if (s.rows() < 1 || s.channels < 1) throw OpError("Expected x to have rows and channels");
  return s;
}

void ExpectCount(const OpTensor& tensor, int64_t count, const char* name) {
  if (tensor.count() != count)
    throw OpError("Expected " + std::to_string(count) + " numbers for " + name + " but received " +
                  std::to_string(tensor.count()));
}

template <class T>
void Forward(const OpRun& run, const OpTensor& x, const BatchNormKernels::Of<T>& kernels) {
  const std::vector<int64_t> sizes = SizesOf(x), statistics{run.Whole("splits"), sizes.back()};
  const BatchNormShape s = ShapeOf(run, sizes);
  const bool has_residual = run.Input(1).count() > 0;
  // Before the residual is asked for: what is held in two places is not given away.
  const OpTensor y = has_residual ? run.OutputIn(1, 0, sizes) : run.Output(0, x.type(), sizes);
  const OpTensor residual = run.Input(1), scale = run.Input(2), offset = run.Input(3);
  ExpectCount(residual, has_residual ? x.count() : 0, "residual");
  ExpectCount(scale, s.channels, "scale");
  ExpectCount(offset, s.channels, "offset");
  const OpTensor mean = run.Output(1, TF_FLOAT, statistics), variance = run.Output(2, TF_FLOAT, statistics),
                 inverse_deviation = run.Output(3, TF_FLOAT, statistics);
  kernels.forward({x.data<T>(), has_residual ? residual.data<T>() : nullptr, scale.data<float>(), offset.data<float>(),
                   static_cast<float>(run.Attribute("epsilon")), run.Whole("relu") != 0, y.data<T>(), mean.data<float>(),
                   variance.data<float>(), inverse_deviation.data<float>()},
                  s);
}

template <class T>
void Again(const OpRun& run, const OpTensor& x, const BatchNormKernels::Of<T>& kernels) {
  const std::vector<int64_t> sizes = SizesOf(x);
  const BatchNormShape s = ShapeOf(run, sizes);
  const OpTensor scale = run.Input(1), offset = run.Input(2), mean = run.Input(3), inverse_deviation = run.Input(4);
  ExpectCount(scale, s.channels, "scale");
  ExpectCount(offset, s.channels, "offset");
  ExpectCount(mean, s.splits * s.channels, "mean");
  ExpectCount(inverse_deviation, s.splits * s.channels, "inverse_deviation");
  const OpTensor y = run.Output(0, x.type(), sizes);
  kernels.again({x.data<T>(), nullptr, scale.data<float>(), offset.data<float>(), static_cast<float>(run.Attribute("epsilon")),
                 run.Whole("relu") != 0, y.data<T>(), mean.data<float>(), nullptr, inverse_deviation.data<float>()},
                s);
}

template <class T>
void Gradient(const OpRun& run, const OpTensor& x, const BatchNormKernels::Of<T>& kernels) {
  const std::vector<int64_t> sizes = SizesOf(x), channels{sizes.back()};
  const BatchNormShape s = ShapeOf(run, sizes);
  const bool relu = run.Whole("relu") != 0, masked = relu && run.Input(2).count() > 0;
  // Before dy is asked for. With a residual dx is made of its gradient, and one of the two can have the memory of dy.
  const OpTensor dx = masked ? run.Output(0, x.type(), sizes) : run.OutputIn(0, 0, sizes);
  const OpTensor dresidual = masked ? run.OutputIn(0, 3, sizes) : run.Output(3, x.type(), {0});
  const OpTensor dscale = run.Output(1, TF_FLOAT, channels), doffset = run.Output(2, TF_FLOAT, channels);
  const OpTensor dy = run.Input(0), y = run.Input(2), scale = run.Input(3), offset = run.Input(4), mean = run.Input(5),
                 inverse_deviation = run.Input(6);
  ExpectCount(dy, x.count(), "dy");
  ExpectCount(y, masked ? x.count() : 0, "y");
  ExpectCount(scale, s.channels, "scale");
  ExpectCount(offset, s.channels, "offset");
  ExpectCount(mean, s.splits * s.channels, "mean");
  ExpectCount(inverse_deviation, s.splits * s.channels, "inverse_deviation");
  kernels.gradient(
      {dy.data<T>(), x.data<T>(), masked ? y.data<T>() : nullptr, scale.data<float>(), offset.data<float>(), mean.data<float>(),
       inverse_deviation.data<float>(), relu, dx.data<T>(), masked ? dresidual.data<T>() : nullptr, dscale.data<float>(),
       doffset.data<float>()},
      s);
}

const BatchNormKernels& ServingKernels() {
  if (!ServesBatchNorm()) throw OpError("Expected a CPU with AVX2 or AVX-512");
  return *Kernels();
}

void ForwardOfType(const OpRun& run) {
  const OpTensor x = run.Input(0);
  if (x.type() == TF_BFLOAT16)
    Forward(run, x, ServingKernels().of_bfloat16);
  else
    Forward(run, x, ServingKernels().of_float);
}

void AgainOfType(const OpRun& run) {
  const OpTensor x = run.Input(0);
  if (x.type() == TF_BFLOAT16)
    Again(run, x, ServingKernels().of_bfloat16);
  else
    Again(run, x, ServingKernels().of_float);
}

void GradientOfType(const OpRun& run) {
  const OpTensor x = run.Input(1);
  if (x.type() == TF_BFLOAT16)
    Gradient(run, x, ServingKernels().of_bfloat16);
  else
    Gradient(run, x, ServingKernels().of_float);
}

const std::vector<std::string> kAttributes{"epsilon: float", "relu: int", "splits: int", "contiguous: int"};

}  // namespace

bool ServesBatchNorm() { return Kernels() != nullptr; }

void RegisterBatchNorms() {
  // `residual` is as x, or empty where there is none; mean, variance and inverse_deviation are [splits, channels].
  RegisterOp({"AmclBatchNorm",
              {"x: T", "residual: T", "scale: float", "offset: float"},
              {"y: T", "mean: float", "variance: float", "inverse_deviation: float"},
              kAttributes,
              ForwardOfType});
  // y of AmclBatchNorm without residual, to the bit. It waits for `after`, and does not read it.
  RegisterOp({"AmclBatchNormAgain",
              {"x: T", "scale: float", "offset: float", "mean: float", "inverse_deviation: float", "after: T"},
              {"y: T"},
              kAttributes,
              AgainOfType});
  // `y` is the forward pass's where that had ReLU and a residual, and then `dresidual` is made; else both are empty.
  RegisterOp({"AmclBatchNormGradient",
              {"dy: T", "x: T", "y: T", "scale: float", "offset: float", "mean: float", "inverse_deviation: float"},
              {"dx: T", "dscale: float", "doffset: float", "dresidual: T"},
              kAttributes,
              GradientOfType});
}
