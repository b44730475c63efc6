#include "filter_gradient_op.h"

#include <tensorflow/c/ops.h>
#include <tensorflow/c/tf_datatype.h>
#include <tensorflow/c/tf_status.h>
#include <tensorflow/c/tf_tensor.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <thread>

#include "filter_gradient.h"

// Of tensorflow/c/kernels.h, which includes parts of TensorFlow's inside for things that are not wanted here.
extern "C" {
typedef struct TF_KernelBuilder TF_KernelBuilder;
typedef struct TF_OpKernelConstruction TF_OpKernelConstruction;
typedef struct TF_OpKernelContext TF_OpKernelContext;
TF_KernelBuilder* TF_NewKernelBuilder(const char* op, const char* device, void* (*create)(TF_OpKernelConstruction*),
                                      void (*compute)(void*, TF_OpKernelContext*), void (*remove)(void*));
void TF_KernelBuilder_TypeConstraint(TF_KernelBuilder*, const char* attribute, TF_DataType, TF_Status*);
void TF_RegisterKernelBuilder(const char* name, TF_KernelBuilder*, TF_Status*);
void TF_GetInput(TF_OpKernelContext*, int index, TF_Tensor**, TF_Status*);
TF_Tensor* TF_AllocateOutput(TF_OpKernelContext*, int index, TF_DataType, const int64_t* sizes, int rank, size_t bytes,
                             TF_Status*);
void TF_OpKernelContext_Failure(TF_OpKernelContext*, TF_Status*);
}

namespace {

constexpr char kName[] = "AmclFilterGradient";

using Status = std::unique_ptr<TF_Status, decltype(&TF_DeleteStatus)>;
using Tensor = std::unique_ptr<TF_Tensor, decltype(&TF_DeleteTensor)>;
using Shape = std::unique_ptr<TF_ShapeHandle, decltype(&TF_DeleteShapeHandle)>;

Status NewStatus() { return Status(TF_NewStatus(), TF_DeleteStatus); }

Shape NewShape() { return Shape(TF_NewShapeHandle(), TF_DeleteShapeHandle); }

/** As many as TensorFlow takes for an operation. */
int Threads() {
  const char* asked = getenv("TF_NUM_INTRAOP_THREADS");
  const int threads = asked ? atoi(asked) : 0;
  return threads > 0 ? threads : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

Tensor Input(TF_OpKernelContext* context, int index, TF_Status* status) {
  TF_Tensor* tensor = nullptr;
  TF_GetInput(context, index, &tensor, status);
  return Tensor(tensor, TF_DeleteTensor);
}

void Compute(void*, TF_OpKernelContext* context) {
  const Status status = NewStatus();
  const Tensor x = Input(context, 0, status.get()), dy = Input(context, 1, status.get());
  const auto fail = [&](const char* message) {
    TF_SetStatus(status.get(), TF_INVALID_ARGUMENT, message);
    TF_OpKernelContext_Failure(context, status.get());
  };
  if (!x || !dy || TF_NumDims(x.get()) != 4 || TF_NumDims(dy.get()) != 4) return fail("Expected x and dy of rank 4");
  const auto size = [](const Tensor& tensor, int axis) { return TF_Dim(tensor.get(), axis); };
  for (int axis = 0; axis < 3; axis++)
    if (size(x, axis) != size(dy, axis)) return fail("Expected x and dy of one batch, height and width");
  const ConvolutionShape shape{size(x, 0), size(x, 1), size(x, 2), size(x, 3), size(dy, 3)};
  const bool bfloat16 = TF_TensorType(x.get()) == TF_BFLOAT16;
  if (!(bfloat16 ? ServesBfloat16(shape) : ServesFloat32(shape))) return fail("Expected a shape that is served");
  const int64_t sizes[] = {3, 3, shape.inputs, shape.outputs};
  const size_t bytes = 9 * shape.inputs * shape.outputs * sizeof(float);
  const Tensor dw(TF_AllocateOutput(context, 0, TF_FLOAT, sizes, 4, bytes, status.get()), TF_DeleteTensor);
  if (TF_GetCode(status.get()) != TF_OK) return TF_OpKernelContext_Failure(context, status.get());
  const auto run = [&](auto gradient, auto* type) {
    using T = decltype(type);
    gradient(static_cast<T>(TF_TensorData(x.get())), static_cast<T>(TF_TensorData(dy.get())),
             static_cast<float*>(TF_TensorData(dw.get())), shape, Threads());
  };
  if (bfloat16)
    run(FilterGradientBfloat16, static_cast<uint16_t*>(nullptr));
  else
    run(FilterGradientFloat32, static_cast<float*>(nullptr));
}

/** [3, 3, inputs, outputs] */
void InferShape(TF_ShapeInferenceContext* context, TF_Status* status) {
  const Shape result = NewShape(), x = NewShape(), dy = NewShape(), inputs = NewShape(), outputs = NewShape();
  const Shape three(TF_ShapeInferenceContextVectorFromSize(context, 3), TF_DeleteShapeHandle);
  TF_ShapeInferenceContextGetInput(context, 0, x.get(), status);
  TF_ShapeInferenceContextWithRank(context, x.get(), 4, x.get(), status);
  if (TF_GetCode(status) != TF_OK) return;
  TF_ShapeInferenceContextGetInput(context, 1, dy.get(), status);
  TF_ShapeInferenceContextWithRank(context, dy.get(), 4, dy.get(), status);
  if (TF_GetCode(status) != TF_OK) return;
  // The shapes [inputs] and [outputs], put after [3, 3].
  TF_ShapeInferenceContextSubshape(context, x.get(), 3, 4, inputs.get(), status);
  TF_ShapeInferenceContextSubshape(context, dy.get(), 3, 4, outputs.get(), status);
  TF_ShapeInferenceContextConcatenateShapes(context, three.get(), three.get(), result.get(), status);
  TF_ShapeInferenceContextConcatenateShapes(context, result.get(), inputs.get(), result.get(), status);
  TF_ShapeInferenceContextConcatenateShapes(context, result.get(), outputs.get(), result.get(), status);
  TF_ShapeInferenceContextSetOutput(context, 0, result.get(), status);
}

void RegisterKernel(TF_DataType type) {
  const Status status = NewStatus();
  TF_KernelBuilder* builder = TF_NewKernelBuilder(kName, "CPU", nullptr, Compute, nullptr);
  TF_KernelBuilder_TypeConstraint(builder, "T", type, status.get());
  TF_RegisterKernelBuilder(kName, builder, status.get());
}

}  // namespace

void RegisterFilterGradient() {
  static std::once_flag once;
  std::call_once(once, [] {
    TF_OpDefinitionBuilder* builder = TF_NewOpDefinitionBuilder(kName);
    TF_OpDefinitionBuilderAddAttr(builder, "T: {float, bfloat16}");
    TF_OpDefinitionBuilderAddInput(builder, "x: T");
    TF_OpDefinitionBuilderAddInput(builder, "dy: T");
    TF_OpDefinitionBuilderAddOutput(builder, "dw: float");
    TF_OpDefinitionBuilderSetShapeInferenceFunction(builder, InferShape);
    const Status status = NewStatus();
    TF_RegisterOpDefinition(builder, status.get());
    RegisterKernel(TF_FLOAT);
    RegisterKernel(TF_BFLOAT16);
  });
}
