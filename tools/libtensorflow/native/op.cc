#include "op.h"

#include <tensorflow/c/ops.h>
#include <tensorflow/c/tf_status.h>

#include <mutex>
#include <set>

// Of tensorflow/c/kernels.h, which includes parts of TensorFlow's inside for things that are not wanted here.
extern "C" {
typedef struct TF_KernelBuilder TF_KernelBuilder;
typedef struct TF_OpKernelConstruction TF_OpKernelConstruction;
TF_KernelBuilder* TF_NewKernelBuilder(const char* op, const char* device, void* (*create)(TF_OpKernelConstruction*),
                                      void (*compute)(void*, TF_OpKernelContext*), void (*remove)(void*));
void TF_KernelBuilder_TypeConstraint(TF_KernelBuilder*, const char* attribute, TF_DataType, TF_Status*);
void TF_RegisterKernelBuilder(const char* name, TF_KernelBuilder*, TF_Status*);
void TF_GetInput(TF_OpKernelContext*, int index, TF_Tensor**, TF_Status*);
TF_Tensor* TF_AllocateOutput(TF_OpKernelContext*, int index, TF_DataType, const int64_t* sizes, int rank, size_t bytes,
                             TF_Status*);
TF_Tensor* TF_ForwardInputOrAllocateOutput(TF_OpKernelContext*, const int* inputs, int input_count, int index,
                                           const int64_t* sizes, int rank, int* forwarded, TF_Status*);
void TF_OpKernelContext_Failure(TF_OpKernelContext*, TF_Status*);
void TF_OpKernelConstruction_Failure(TF_OpKernelConstruction*, TF_Status*);
void TF_OpKernelConstruction_GetAttrInt64(TF_OpKernelConstruction*, const char* name, int64_t* value, TF_Status*);
void TF_OpKernelConstruction_GetAttrFloat(TF_OpKernelConstruction*, const char* name, float* value, TF_Status*);
}

namespace {

using Status = std::unique_ptr<TF_Status, decltype(&TF_DeleteStatus)>;

Status NewStatus() { return Status(TF_NewStatus(), TF_DeleteStatus); }

void Check(const Status& status) {
  if (TF_GetCode(status.get()) != TF_OK) throw OpError(TF_Message(status.get()));
}

/** A node of a graph, or an eager operation, with its attributes. */
struct Kernel {
  const Op& op;
  std::map<std::string, double> attributes;
};

double Whole(TF_OpKernelConstruction* construction, const std::string& name, const Status& status) {
  int64_t value = 0;
  TF_OpKernelConstruction_GetAttrInt64(construction, name.c_str(), &value, status.get());
  return static_cast<double>(value);
}

double Real(TF_OpKernelConstruction* construction, const std::string& name, const Status& status) {
  float value = 0;
  TF_OpKernelConstruction_GetAttrFloat(construction, name.c_str(), &value, status.get());
  return value;
}

/** The operation of a kernel is told to TensorFlow by a function of its own: there is no other place for it. */
template <int slot>
struct Slot {
  static Op op;
  static void* Create(TF_OpKernelConstruction* construction) {
    const Status status = NewStatus();
    auto kernel = std::make_unique<Kernel>(Kernel{op, {}});
    for (const std::string& text : op.attributes) {
      const std::string name = text.substr(0, text.find(':'));
      kernel->attributes[name] = text == name + ": int" ? Whole(construction, name, status) : Real(construction, name, status);
    }
    if (TF_GetCode(status.get()) != TF_OK) TF_OpKernelConstruction_Failure(construction, status.get());
    return kernel.release();
  }
};

template <int slot>
Op Slot<slot>::op;

void Compute(void* memory, TF_OpKernelContext* context) {
  const Kernel& kernel = *static_cast<Kernel*>(memory);
  try {
    kernel.op.compute(OpRun(context, kernel.attributes));
  } catch (const std::exception& error) {
    const Status status = NewStatus();
    TF_SetStatus(status.get(), TF_INVALID_ARGUMENT, (std::string(kernel.op.name) + ": " + error.what()).c_str());
    TF_OpKernelContext_Failure(context, status.get());
  }
}

void Remove(void* memory) { delete static_cast<Kernel*>(memory); }

constexpr int kSlots = 16;

using Create = void* (*)(TF_OpKernelConstruction*);

/** The first slot that is free takes the operation. */
template <int slot = 0>
Create Take(const Op& op) {
  if constexpr (slot == kSlots) {
    throw OpError("Expected no more operations than slots");
  } else {
    if (Slot<slot>::op.name) return Take<slot + 1>(op);
    Slot<slot>::op = op;
    return Slot<slot>::Create;
  }
}

bool UsesT(const Op& op) {
  for (const auto& list : {op.inputs, op.outputs})
    for (const std::string& text : list)
      if (text.size() > 3 && text.substr(text.size() - 3) == ": T") return true;
  return false;
}

void RegisterKernel(const Op& op, Create create, TF_DataType type, bool typed) {
  const Status status = NewStatus();
  TF_KernelBuilder* builder = TF_NewKernelBuilder(op.name, "CPU", create, Compute, Remove);
  if (typed) TF_KernelBuilder_TypeConstraint(builder, "T", type, status.get());
  Check(status);
  TF_RegisterKernelBuilder(op.name, builder, status.get());
  Check(status);
}

}  // namespace

OpTensor OpRun::Input(int index) const {
  const Status status = NewStatus();
  TF_Tensor* tensor = nullptr;
  TF_GetInput(context_, index, &tensor, status.get());
  Check(status);
  return OpTensor(tensor);
}

OpTensor OpRun::Input(int index, int rank) const {
  OpTensor tensor = Input(index);
  if (tensor.rank() != rank)
    throw OpError("Expected rank " + std::to_string(rank) + " for input " + std::to_string(index) + " but received rank " +
                  std::to_string(tensor.rank()));
  return tensor;
}

OpTensor OpRun::Output(int index, TF_DataType type, const std::vector<int64_t>& shape) const {
  const Status status = NewStatus();
  size_t bytes = TF_DataTypeSize(type);
  for (int64_t size : shape) bytes *= size;
  TF_Tensor* tensor = TF_AllocateOutput(context_, index, type, shape.data(), static_cast<int>(shape.size()), bytes,
                                        status.get());
  Check(status);
  return OpTensor(tensor);
}

OpTensor OpRun::OutputIn(int input, int index, const std::vector<int64_t>& shape) const {
  const Status status = NewStatus();
  TF_Tensor* tensor = TF_ForwardInputOrAllocateOutput(context_, &input, 1, index, shape.data(), static_cast<int>(shape.size()),
                                                      nullptr, status.get());
  Check(status);
  return OpTensor(tensor);
}

void RegisterOp(const Op& op) {
  static std::mutex mutex;
  static std::set<std::string> known;
  const std::lock_guard<std::mutex> lock(mutex);
  if (!known.insert(op.name).second) return;
  TF_OpDefinitionBuilder* builder = TF_NewOpDefinitionBuilder(op.name);
  const bool typed = UsesT(op);
  if (typed) TF_OpDefinitionBuilderAddAttr(builder, "T: {float, bfloat16}");
  for (const std::string& text : op.attributes) TF_OpDefinitionBuilderAddAttr(builder, text.c_str());
  for (const std::string& text : op.inputs) TF_OpDefinitionBuilderAddInput(builder, text.c_str());
  for (const std::string& text : op.outputs) TF_OpDefinitionBuilderAddOutput(builder, text.c_str());
  // Who adds the operation to a graph tells its shapes.
  TF_OpDefinitionBuilderSetShapeInferenceFunction(builder, TF_ShapeInferenceContextSetUnknownShape);
  const Status status = NewStatus();
  TF_RegisterOpDefinition(builder, status.get());
  Check(status);
  const Create create = Take(op);
  RegisterKernel(op, create, TF_FLOAT, typed);
  if (typed) RegisterKernel(op, create, TF_BFLOAT16, typed);
}
