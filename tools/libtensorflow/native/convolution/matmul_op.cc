#include "matmul_op.h"

#include "../op.h"
#include "kernels.h"
#include "ops.h"

namespace {

/** Rows are images of a pixel, columns its channels. */
ConvolutionShape PixelByPixel(int64_t rows, int64_t inputs, int64_t outputs) {
  return {rows, 1, 1, inputs, outputs, 1, 1, 1, 0};
}

void Multiply(Product kind, const float* a, const float* b, float* c, int64_t rows, int64_t inner, int64_t columns) {
  const ConvolutionWay<float>& way = ConvolutionKernelsOfCpu()->direct.of_float;
  switch (kind) {
    case Product::kPlain:
      return way.forward(a, b, c, PixelByPixel(rows, inner, columns));
    case Product::kFirstTransposed:
      return way.filter_gradient(a, b, c, PixelByPixel(inner, rows, columns));
    case Product::kSecondTransposed:
      return way.input_gradient(a, b, c, PixelByPixel(rows, columns, inner));
  }
}

void Compute(const OpRun& run) {
  const OpTensor a = run.Input(0, 3), b = run.Input(1, 3);
  const auto kind = static_cast<Product>(run.Whole("kind"));
  const bool first = kind == Product::kFirstTransposed, second = kind == Product::kSecondTransposed;
  const int64_t batch = a.size(0), rows = a.size(first ? 2 : 1), inner = a.size(first ? 1 : 2), columns = b.size(second ? 1 : 2);
  if (b.size(0) != batch || b.size(second ? 2 : 1) != inner) throw OpError("Expected matrices whose inner sizes agree");
  if (!ServesMatMul(columns)) throw OpError("Expected a CPU and a shape that are served");
  const OpTensor c = run.Output(0, TF_FLOAT, {batch, rows, columns});
  for (int64_t i = 0; i < batch; i++)
    Multiply(kind, a.data<float>() + i * rows * inner, b.data<float>() + i * inner * columns, c.data<float>() + i * rows * columns,
             rows, inner, columns);
}

}  // namespace

bool ServesMatMul(int64_t columns) {
  const ConvolutionKernels* const kernels = ConvolutionKernelsOfCpu();
  return kernels && columns > 0 && columns % kernels->lanes == 0;
}

void RegisterMatMul() { RegisterOp({"AmclMatMul", {"a: float", "b: float"}, {"c: float"}, {"kind: int"}, Compute}); }
