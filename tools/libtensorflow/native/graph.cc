// An addon over TensorFlow's C API of graphs and sessions: builds a graph operation by operation, with the shapes that
// TensorFlow infers, and runs parts of it. Tensors go in and out as typed arrays; what stays inside lies in variables.
#include <node_api.h>
#include <tensorflow/c/c_api.h>

#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "convolution/matmul_op.h"
#include "convolution/ops.h"
#include "momentum_op.h"
#include "normalization/ops.h"

namespace {

struct Graph {
  TF_Graph* graph = TF_NewGraph();
  TF_Session* session = nullptr;
  std::vector<TF_Operation*> operations;
  std::vector<TF_Output> outputs;

  void Close() {
    if (session) {
      std::unique_ptr<TF_Status, decltype(&TF_DeleteStatus)> status(TF_NewStatus(), TF_DeleteStatus);
      TF_CloseSession(session, status.get());
      TF_DeleteSession(session, status.get());
    }
    if (graph) TF_DeleteGraph(graph);
    session = nullptr;
    graph = nullptr;
  }
  ~Graph() { Close(); }
};

/** Node-API and TensorFlow report by codes; here they throw, and every function of the addon turns that into a JS error. */
struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Status {
 public:
  Status() : status_(TF_NewStatus()) {}
  ~Status() { TF_DeleteStatus(status_); }
  operator TF_Status*() { return status_; }
  void Check() {
    if (TF_GetCode(status_) != TF_OK) throw Failure(TF_Message(status_));
  }

 private:
  TF_Status* status_;
};

using Tensor = std::unique_ptr<TF_Tensor, decltype(&TF_DeleteTensor)>;

using Buffer = std::unique_ptr<TF_Buffer, decltype(&TF_DeleteBuffer)>;

Tensor Own(TF_Tensor* tensor) { return Tensor(tensor, TF_DeleteTensor); }

class Js {
 public:
  explicit Js(napi_env env) : env_(env) {}

  void Ok(napi_status status) const {
    if (status != napi_ok) throw Failure("Expected other arguments: see graph.cc");
  }
  napi_value Get(napi_value object, const char* name) const {
    napi_value value;
    Ok(napi_get_named_property(env_, object, name, &value));
    return value;
  }
  napi_value At(napi_value array, uint32_t index) const {
    napi_value value;
    Ok(napi_get_element(env_, array, index, &value));
    return value;
  }
  uint32_t Length(napi_value array) const {
    uint32_t length;
    Ok(napi_get_array_length(env_, array, &length));
    return length;
  }
  bool IsArray(napi_value value) const {
    bool result;
    Ok(napi_is_array(env_, value, &result));
    return result;
  }
  std::string Text(napi_value value) const {
    size_t length;
    Ok(napi_get_value_string_utf8(env_, value, nullptr, 0, &length));
    std::string text(length, '\0');
    Ok(napi_get_value_string_utf8(env_, value, &text[0], length + 1, &length));
    return text;
  }
  int64_t Integer(napi_value value) const {
    int64_t result;
    Ok(napi_get_value_int64(env_, value, &result));
    return result;
  }
  double Number(napi_value value) const {
    double result;
    Ok(napi_get_value_double(env_, value, &result));
    return result;
  }
  bool Flag(napi_value value) const {
    bool result;
    Ok(napi_get_value_bool(env_, value, &result));
    return result;
  }
  std::vector<int64_t> Integers(napi_value array) const {
    std::vector<int64_t> result(Length(array));
    for (uint32_t i = 0; i < result.size(); i++) result[i] = Integer(At(array, i));
    return result;
  }
  /** The bytes of a typed array. */
  std::pair<const void*, size_t> Bytes(napi_value array) const {
    napi_typedarray_type type;
    size_t length;
    void* data;
    Ok(napi_get_typedarray_info(env_, array, &type, &length, &data, nullptr, nullptr));
    const bool one = type == napi_int8_array || type == napi_uint8_array || type == napi_uint8_clamped_array;
    return {data, length * (one ? 1 : 4)};
  }
  Graph& GraphOf(napi_value value) const {
    void* graph;
    Ok(napi_get_value_external(env_, value, &graph));
    return *static_cast<Graph*>(graph);
  }
  napi_value Of(int64_t number) const {
    napi_value value;
    Ok(napi_create_int64(env_, number, &value));
    return value;
  }
  napi_value Object() const {
    napi_value value;
    Ok(napi_create_object(env_, &value));
    return value;
  }
  napi_value Array() const {
    napi_value value;
    Ok(napi_create_array(env_, &value));
    return value;
  }
  void Set(napi_value object, const char* name, napi_value value) const {
    Ok(napi_set_named_property(env_, object, name, value));
  }
  void Put(napi_value array, uint32_t index, napi_value value) const { Ok(napi_set_element(env_, array, index, value)); }

  /** { dtype, shape, data } -> a tensor with a copy of the data. */
  Tensor TensorOf(napi_value value) const {
    const auto type = static_cast<TF_DataType>(Integer(Get(value, "dtype")));
    const auto shape = Integers(Get(value, "shape"));
    const auto [data, bytes] = Bytes(Get(value, "data"));
    size_t expected = TF_DataTypeSize(type);
    for (int64_t size : shape) expected *= size;
    if (expected != bytes)
      throw Failure("Expected " + std::to_string(expected) + " bytes for a tensor but received " + std::to_string(bytes));
    Tensor tensor = Own(TF_AllocateTensor(type, shape.data(), static_cast<int>(shape.size()), bytes));
    if (bytes > 0) std::memcpy(TF_TensorData(tensor.get()), data, bytes);
    return tensor;
  }

  /** A tensor -> { shape, data }. */
  napi_value ValueOf(const TF_Tensor* tensor) const {
    napi_typedarray_type type;
    switch (TF_TensorType(tensor)) {
      case TF_FLOAT: type = napi_float32_array; break;
      case TF_INT32: type = napi_int32_array; break;
      case TF_BOOL: type = napi_uint8_array; break;
      default: throw Failure("Expected float32, int32 or bool to be read");
    }
    napi_value shape = Array();
    for (int i = 0; i < TF_NumDims(tensor); i++) Put(shape, i, Of(TF_Dim(tensor, i)));
    const size_t bytes = TF_TensorByteSize(tensor);
    void* memory;
    napi_value buffer, data, result = Object();
    Ok(napi_create_arraybuffer(env_, bytes, &memory, &buffer));
    if (bytes > 0) std::memcpy(memory, TF_TensorData(tensor), bytes);
    Ok(napi_create_typedarray(env_, type, bytes / (type == napi_uint8_array ? 1 : 4), buffer, 0, &data));
    Set(result, "shape", shape);
    Set(result, "data", data);
    return result;
  }

 private:
  napi_env env_;
};

void SetAttribute(const Js& js, TF_OperationDescription* operation, napi_value attribute) {
  const std::string name = js.Text(js.Get(attribute, "name"));
  const std::string kind = js.Text(js.Get(attribute, "kind"));
  napi_value value = js.Get(attribute, "value");
  if (kind == "type") {
    TF_SetAttrType(operation, name.c_str(), static_cast<TF_DataType>(js.Integer(value)));
  } else if (kind == "integer") {
    TF_SetAttrInt(operation, name.c_str(), js.Integer(value));
  } else if (kind == "integers") {
    const auto values = js.Integers(value);
    TF_SetAttrIntList(operation, name.c_str(), values.data(), static_cast<int>(values.size()));
  } else if (kind == "float") {
    TF_SetAttrFloat(operation, name.c_str(), static_cast<float>(js.Number(value)));
  } else if (kind == "flag") {
    TF_SetAttrBool(operation, name.c_str(), js.Flag(value));
  } else if (kind == "text") {
    const std::string text = js.Text(value);
    TF_SetAttrString(operation, name.c_str(), text.data(), text.size());
  } else if (kind == "shape") {
    const auto shape = js.Integers(value);
    TF_SetAttrShape(operation, name.c_str(), shape.data(), static_cast<int>(shape.size()));
  } else if (kind == "tensor") {
    Status status;
    TF_SetAttrTensor(operation, name.c_str(), js.TensorOf(value).get(), status);
    status.Check();
  } else {
    throw Failure("Expected a known kind of attribute but received " + kind);
  }
}

/** An output -> { id, dtype, shape }, shape null where TensorFlow cannot tell all of it. */
napi_value Describe(const Js& js, napi_env env, Graph& graph, TF_Output output) {
  Status status;
  const int rank = TF_GraphGetTensorNumDims(graph.graph, output, status);
  status.Check();
  std::vector<int64_t> sizes(rank > 0 ? rank : 0);
  if (rank > 0) {
    TF_GraphGetTensorShape(graph.graph, output, sizes.data(), rank, status);
    status.Check();
  }
  bool known = rank >= 0;
  for (int64_t size : sizes) known = known && size >= 0;
  napi_value shape;
  if (known) {
    shape = js.Array();
    for (uint32_t i = 0; i < sizes.size(); i++) js.Put(shape, i, js.Of(sizes[i]));
  } else {
    js.Ok(napi_get_null(env, &shape));
  }
  napi_value description = js.Object();
  graph.outputs.push_back(output);
  js.Set(description, "id", js.Of(graph.outputs.size() - 1));
  js.Set(description, "dtype", js.Of(TF_OperationOutputType(output)));
  js.Set(description, "shape", shape);
  return description;
}

TF_Output OutputOf(const Js& js, const Graph& graph, napi_value id) { return graph.outputs.at(js.Integer(id)); }

/** Tells TensorFlow the shapes of an operation's outputs, which it cannot infer of one of ours. */
void SetShapes(const Js& js, Graph& graph, TF_Operation* operation, napi_value shapes) {
  for (uint32_t i = 0; i < js.Length(shapes); i++) {
    const auto sizes = js.Integers(js.At(shapes, i));
    Status status;
    TF_GraphSetTensorShape(graph.graph, {operation, static_cast<int>(i)}, sizes.data(), static_cast<int>(sizes.size()), status);
    status.Check();
  }
}

/** addOperation(graph, op, name, inputs, controls, attributes, shapes) -> { operation, outputs }; no shapes: they are inferred */
napi_value AddOperation(napi_env env, const napi_value* argv) {
  const Js js(env);
  Graph& graph = js.GraphOf(argv[0]);
  const std::string op = js.Text(argv[1]), name = js.Text(argv[2]);
  TF_OperationDescription* description = TF_NewOperation(graph.graph, op.c_str(), name.c_str());
  Status status;
  try {
    for (uint32_t i = 0; i < js.Length(argv[3]); i++) {
      napi_value input = js.At(argv[3], i);
      if (!js.IsArray(input)) {
        TF_AddInput(description, OutputOf(js, graph, input));
        continue;
      }
      std::vector<TF_Output> list;
      for (uint32_t j = 0; j < js.Length(input); j++) list.push_back(OutputOf(js, graph, js.At(input, j)));
      TF_AddInputList(description, list.data(), static_cast<int>(list.size()));
    }
    for (int64_t control : js.Integers(argv[4])) TF_AddControlInput(description, graph.operations.at(control));
    for (uint32_t i = 0; i < js.Length(argv[5]); i++) SetAttribute(js, description, js.At(argv[5], i));
  } catch (...) {
    TF_FinishOperation(description, status);  // the only way to free a description
    throw;
  }
  TF_Operation* operation = TF_FinishOperation(description, status);
  status.Check();
  graph.operations.push_back(operation);
  SetShapes(js, graph, operation, argv[6]);
  napi_value outputs = js.Array(), result = js.Object();
  for (int i = 0; i < TF_OperationNumOutputs(operation); i++)
    js.Put(outputs, i, Describe(js, env, graph, {operation, i}));
  js.Set(result, "operation", js.Of(graph.operations.size() - 1));
  js.Set(result, "outputs", outputs);
  return result;
}

/** openSession(graph, config): config is a serialized ConfigProto */
napi_value OpenSession(napi_env env, const napi_value* argv) {
  const Js js(env);
  Graph& graph = js.GraphOf(argv[0]);
  const auto [config, bytes] = js.Bytes(argv[1]);
  std::unique_ptr<TF_SessionOptions, decltype(&TF_DeleteSessionOptions)> options(TF_NewSessionOptions(),
                                                                                TF_DeleteSessionOptions);
  Status status;
  TF_SetConfig(options.get(), config, bytes, status);
  status.Check();
  graph.session = TF_NewSession(graph.graph, options.get(), status);
  status.Check();
  return nullptr;
}

/**
 * run(graph, feeds: { id, dtype, shape, data }[], fetches: id[], targets: operation[], options)
 * -> { values: { shape, data }[], metadata }: options is a serialized RunOptions, metadata a serialized RunMetadata.
 */
napi_value Run(napi_env env, const napi_value* argv) {
  const Js js(env);
  Graph& graph = js.GraphOf(argv[0]);
  if (!graph.session) throw Failure("Expected an open session");
  std::vector<TF_Output> inputs;
  std::vector<Tensor> given;
  std::vector<TF_Tensor*> values;
  for (uint32_t i = 0; i < js.Length(argv[1]); i++) {
    napi_value feed = js.At(argv[1], i);
    inputs.push_back(OutputOf(js, graph, js.Get(feed, "id")));
    given.push_back(js.TensorOf(feed));
    values.push_back(given.back().get());
  }
  std::vector<TF_Output> fetches;
  for (uint32_t i = 0; i < js.Length(argv[2]); i++) fetches.push_back(OutputOf(js, graph, js.At(argv[2], i)));
  std::vector<const TF_Operation*> targets;
  for (int64_t target : js.Integers(argv[3])) targets.push_back(graph.operations.at(target));
  std::vector<TF_Tensor*> fetched(fetches.size(), nullptr);
  const auto [options, bytes] = js.Bytes(argv[4]);
  Buffer run_options(TF_NewBufferFromString(options, bytes), TF_DeleteBuffer), metadata(TF_NewBuffer(), TF_DeleteBuffer);
  Status status;
  TF_SessionRun(graph.session, run_options.get(), inputs.data(), values.data(), static_cast<int>(inputs.size()), fetches.data(),
                fetched.data(), static_cast<int>(fetches.size()), targets.data(), static_cast<int>(targets.size()),
                metadata.get(), status);
  status.Check();
  std::vector<Tensor> owned;
  for (TF_Tensor* tensor : fetched) owned.push_back(Own(tensor));
  napi_value values_out = js.Array(), result = js.Object(), text;
  for (uint32_t i = 0; i < owned.size(); i++) js.Put(values_out, i, js.ValueOf(owned[i].get()));
  js.Ok(napi_create_buffer_copy(env, metadata->length, metadata->data, nullptr, &text));
  js.Set(result, "values", values_out);
  js.Set(result, "metadata", text);
  return result;
}

napi_value CreateGraph(napi_env env, const napi_value*) {
  napi_value value;
  Js(env).Ok(napi_create_external(
      env, new Graph(), [](napi_env, void* graph, void*) { delete static_cast<Graph*>(graph); }, nullptr, &value));
  return value;
}

/**
 * servesConvolution(side, way, [batch, height, width, inputs, outputs, rows, columns, stride, padding]): see convolution/ops.h
 */
napi_value ServesConvolution(napi_env env, const napi_value* argv) {
  const Js js(env);
  const auto s = js.Integers(argv[2]);
  const ConvolutionShape shape{s.at(0), s.at(1), s.at(2), s.at(3), s.at(4), s.at(5), s.at(6), s.at(7), s.at(8)};
  const auto side = static_cast<Side>(js.Integer(argv[0]));
  const auto way = static_cast<Way>(js.Integer(argv[1]));
  napi_value value;
  js.Ok(napi_get_boolean(env, ServesConvolution(side, way, shape), &value));
  return value;
}

/** servesBatchNorm(): see normalization/ops.h */
napi_value ServesBatchNorms(napi_env env, const napi_value*) {
  napi_value value;
  Js(env).Ok(napi_get_boolean(env, ServesBatchNorm(), &value));
  return value;
}

/** servesMatMul(columns): whether AmclMatMul does */
napi_value ServesMatMul(napi_env env, const napi_value* argv) {
  const Js js(env);
  napi_value value;
  js.Ok(napi_get_boolean(env, ::ServesMatMul(js.Integer(argv[0])), &value));
  return value;
}

napi_value CloseGraph(napi_env env, const napi_value* argv) {
  Js(env).GraphOf(argv[0]).Close();
  return nullptr;
}

template <napi_value (*function)(napi_env, const napi_value*)>
napi_value Call(napi_env env, napi_callback_info info) {
  size_t argc = 7;
  napi_value argv[7];
  napi_get_cb_info(env, info, &argc, argv, nullptr, nullptr);
  try {
    return function(env, argv);
  } catch (const std::exception& error) {
    napi_throw_error(env, nullptr, error.what());
    return nullptr;
  }
}

template <napi_value (*function)(napi_env, const napi_value*)>
void Export(napi_env env, napi_value exports, const char* name) {
  napi_value value;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, Call<function>, nullptr, &value);
  napi_set_named_property(env, exports, name, value);
}

}  // namespace

NAPI_MODULE_INIT() {
  RegisterConvolutions();
  RegisterMatMul();
  RegisterBatchNorms();
  RegisterMomentumUpdate();
  Export<ServesMatMul>(env, exports, "servesMatMul");
  Export<ServesConvolution>(env, exports, "servesConvolution");
  Export<ServesBatchNorms>(env, exports, "servesBatchNorm");
  Export<CreateGraph>(env, exports, "createGraph");
  Export<AddOperation>(env, exports, "addOperation");
  Export<OpenSession>(env, exports, "openSession");
  Export<Run>(env, exports, "run");
  Export<CloseGraph>(env, exports, "closeGraph");
  return exports;
}
