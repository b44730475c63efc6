#include "ops.h"

#include "../cpu.h"
#include "../op.h"
#include "dot_product.h"
#include "kernels.h"

namespace {

/** Channels of a pixel of zeros (microkernel.h). */
constexpr int64_t kMostChannels = 8192;

/** @throws OpError if there is no kernel for it */
const ConvolutionKernels::Ways& WaysOf(const OpRun& run, Side side, const ConvolutionShape& s) {
  const Way way = static_cast<Way>(run.Whole("way"));
  if (!ServesConvolution(side, way, s)) throw OpError("Expected a CPU and a shape that are served");
  return way == Way::kWinograd ? ConvolutionKernelsOfCpu()->winograd : ConvolutionKernelsOfCpu()->direct;
}

/** Calls `f` with the kernels of x's type and its numbers. */
template <class F>
void OfType(const OpTensor& x, const ConvolutionKernels::Ways& ways, F f) {
  if (x.type() == TF_BFLOAT16)
    f(ways.of_bfloat16, x.data<Bfloat16>());
  else
    f(ways.of_float, x.data<float>());
}

ConvolutionShape ShapeOf(const OpRun& run, int64_t batch, int64_t height, int64_t width, int64_t inputs, int64_t outputs,
                         int64_t rows, int64_t columns) {
  return {batch, height, width, inputs, outputs, rows, columns, run.Whole("stride"), run.Whole("padding")};
}

void Forward(const OpRun& run) {
  const OpTensor x = run.Input(0, 4), filter = run.Input(1, 4);
  if (filter.size(2) != x.size(3)) throw OpError("Expected a filter of as many inputs as x has channels");
  const ConvolutionShape s = ShapeOf(run, x.size(0), x.size(1), x.size(2), x.size(3), filter.size(3), filter.size(0),
                                     filter.size(1));
  const auto& ways = WaysOf(run, Side::kForward, s);
  const OpTensor y = run.Output(0, x.type(), {s.batch, s.out_height(), s.out_width(), s.outputs});
  OfType(x, ways, [&](const auto& way, auto* data) {
    way.forward(data, filter.data<float>(), static_cast<decltype(data)>(y.data<void>()), s);
  });
}

void InputGradient(const OpRun& run) {
  const OpTensor dy = run.Input(0, 4), filter = run.Input(1, 4);
  if (filter.size(3) != dy.size(3)) throw OpError("Expected a filter of as many outputs as dy has channels");
  const ConvolutionShape s = ShapeOf(run, dy.size(0), run.Whole("height"), run.Whole("width"), filter.size(2),
                                     filter.size(3), filter.size(0), filter.size(1));
  if (s.out_height() != dy.size(1) || s.out_width() != dy.size(2)) throw OpError("Expected dy of the window's size");
  const auto& ways = WaysOf(run, Side::kInputGradient, s);
  const OpTensor dx = run.Output(0, dy.type(), {s.batch, s.height, s.width, s.inputs});
  OfType(dy, ways, [&](const auto& way, auto* data) {
    way.input_gradient(data, filter.data<float>(), static_cast<decltype(data)>(dx.data<void>()), s);
  });
}

void FilterGradient(const OpRun& run) {
  const OpTensor x = run.Input(0, 4), dy = run.Input(1, 4);
  const ConvolutionShape s = ShapeOf(run, x.size(0), x.size(1), x.size(2), x.size(3), dy.size(3), run.Whole("rows"),
                                     run.Whole("columns"));
  if (dy.size(0) != s.batch || s.out_height() != dy.size(1) || s.out_width() != dy.size(2))
    throw OpError("Expected dy of x's batch and the window's size");
  const auto& ways = WaysOf(run, Side::kFilterGradient, s);
  const OpTensor dw = run.Output(0, TF_FLOAT, {s.rows, s.columns, s.inputs, s.outputs});
  if (static_cast<Way>(run.Whole("way")) == Way::kDotProducts) {
    if (x.type() != TF_BFLOAT16) throw OpError("Expected bfloat16");
    return DotProductFilterGradient(x.data<Bfloat16>(), dy.data<Bfloat16>(), dw.data<float>(), s);
  }
  OfType(x, ways, [&](const auto& way, auto* data) {
    way.filter_gradient(data, static_cast<decltype(data)>(dy.data<void>()), dw.data<float>(), s);
  });
}

bool IsWinograds(const ConvolutionShape& s) {
  return s.rows == 3 && s.columns == 3 && s.stride == 1 && s.padding == 1;
}

}  // namespace

const ConvolutionKernels* ConvolutionKernelsOfCpu() {
#if defined(__x86_64__)
  if (HasAvx512()) return &kConvolutionAvx512;
  if (HasAvx2()) return &kConvolutionAvx2;
#endif
  return nullptr;
}

bool ServesConvolution(Side side, Way way, const ConvolutionShape& s) {
  if (!ConvolutionKernelsOfCpu() || s.inputs > kMostChannels || s.outputs > kMostChannels || s.out_height() < 1 || s.out_width() < 1)
    return false;
  const int lanes = ConvolutionKernelsOfCpu()->lanes;
  if (way == Way::kDotProducts) return side == Side::kFilterGradient && IsWinograds(s) && ServesDotProducts(s);
  const bool inputs = s.inputs % lanes == 0, outputs = s.outputs % lanes == 0;
  if (way == Way::kWinograd) return IsWinograds(s) && inputs && outputs;
  return side == Side::kInputGradient ? inputs : outputs;
}

void RegisterConvolutions() {
  RegisterOp({"AmclConv2D", {"x: T", "filter: float"}, {"y: T"}, {"stride: int", "padding: int", "way: int"}, Forward});
  RegisterOp({"AmclConv2DInputGradient",
              {"dy: T", "filter: float"},
              {"dx: T"},
              {"stride: int", "padding: int", "height: int", "width: int", "way: int"},
              InputGradient});
  RegisterOp({"AmclConv2DFilterGradient",
              {"x: T", "dy: T"},
              {"dw: float"},
              {"stride: int", "padding: int", "rows: int", "columns: int", "way: int"},
              FilterGradient});
}
