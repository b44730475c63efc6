// Operations of our own for TensorFlow on the CPU, through its C API.
#pragma once

#include <tensorflow/c/tf_datatype.h>
#include <tensorflow/c/tf_tensor.h>

#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

/** What an operation has against its inputs: becomes TensorFlow's error. */
struct OpError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/** A tensor of a running operation. */
class OpTensor {
 public:
  explicit OpTensor(TF_Tensor* tensor) : tensor_(tensor, TF_DeleteTensor) {}
  TF_DataType type() const { return TF_TensorType(tensor_.get()); }
  int rank() const { return TF_NumDims(tensor_.get()); }
  int64_t size(int axis) const { return TF_Dim(tensor_.get(), axis); }
  int64_t count() const { return TF_TensorElementCount(tensor_.get()); }
  template <class T>
  T* data() const {
    return static_cast<T*>(TF_TensorData(tensor_.get()));
  }

 private:
  std::unique_ptr<TF_Tensor, decltype(&TF_DeleteTensor)> tensor_;
};

struct TF_OpKernelContext;

/** A run of an operation. */
class OpRun {
 public:
  OpRun(TF_OpKernelContext* context, const std::map<std::string, double>& attributes)
      : context_(context), attributes_(attributes) {}
  OpTensor Input(int index) const;
  /** @throws OpError unless the input has this rank */
  OpTensor Input(int index, int rank) const;
  OpTensor Output(int index, TF_DataType type, const std::vector<int64_t>& shape) const;
  /** In the memory of an input of its type and shape if nothing else needs that, which holds until the input is asked for. */
  OpTensor OutputIn(int input, int index, const std::vector<int64_t>& shape) const;
  double Attribute(const std::string& name) const { return attributes_.at(name); }
  int64_t Whole(const std::string& name) const { return static_cast<int64_t>(Attribute(name)); }

 private:
  TF_OpKernelContext* context_;
  const std::map<std::string, double>& attributes_;
};

/** All of an operation. Its shapes are not told to TensorFlow: who adds it to a graph does that. */
struct Op {
  const char* name;
  /** With types, as TensorFlow has them: "x: T", "filter: float". Those of T are float or bfloat16. */
  std::vector<std::string> inputs, outputs;
  /** "stride: int", "epsilon: float". */
  std::vector<std::string> attributes;
  void (*compute)(const OpRun& run);
};

/** Makes the operation known to TensorFlow. Once a process: again does nothing. */
void RegisterOp(const Op& op);
