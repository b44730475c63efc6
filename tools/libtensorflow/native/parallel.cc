#include "parallel.h"

#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <thread>

namespace {

struct Job {
  const std::function<void(int64_t)>& part;
  const int64_t count;
  std::atomic<int64_t> next{0};
  /** Threads of the pool that are within it; under the pool's lock. */
  int guests = 0;

  void Work() {
    for (int64_t i; (i = next.fetch_add(1, std::memory_order_relaxed)) < count;) part(i);
  }
  bool HasWork() const { return next.load(std::memory_order_relaxed) < count; }
};

/** One for the process, never taken down: its threads end with the process. */
class Pool {
 public:
  explicit Pool(int workers) {
    for (int i = 0; i < workers; i++) std::thread(&Pool::Serve, this).detach();
  }

  void Run(Job& job) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      jobs_.push_back(&job);
    }
    wake_.notify_all();
    job.Work();
    std::unique_lock<std::mutex> lock(mutex_);
    jobs_.erase(std::find(jobs_.begin(), jobs_.end(), &job));
    left_.wait(lock, [&] { return job.guests == 0; });
  }

 private:
  void Serve() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (true) {
      const auto found = std::find_if(jobs_.begin(), jobs_.end(), [](const Job* job) { return job->HasWork(); });
      if (found == jobs_.end()) {
        wake_.wait(lock);
        continue;
      }
      Job& job = **found;
      job.guests++;
      lock.unlock();
      job.Work();
      lock.lock();
      if (--job.guests == 0) left_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_, left_;
  std::deque<Job*> jobs_;
};

/** Pages of 2 MiB where the system has them: what lies in them is read in all orders. */
class Memory {
 public:
  ~Memory() { Free(); }

  float* Get(size_t wanted) {
    if (wanted <= bytes_) return static_cast<float*>(data_);
    Free();
    bytes_ = (wanted + kPage - 1) / kPage * kPage;
    mapping_ = mmap(nullptr, bytes_ + kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapping_ == MAP_FAILED) abort();
    data_ = reinterpret_cast<void*>((reinterpret_cast<uintptr_t>(mapping_) + kPage - 1) / kPage * kPage);
#ifdef MADV_HUGEPAGE
    madvise(data_, bytes_, MADV_HUGEPAGE);
#endif
    return static_cast<float*>(data_);
  }

 private:
  static constexpr size_t kPage = size_t{1} << 21;
  void* mapping_ = nullptr;
  void* data_ = nullptr;
  size_t bytes_ = 0;

  void Free() {
    if (mapping_) munmap(mapping_, bytes_ + kPage);
  }
};

}  // namespace

int Threads() {
  const char* asked = getenv("TF_NUM_INTRAOP_THREADS");
  const int threads = asked ? atoi(asked) : 0;
  return threads > 0 ? threads : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

void Parallel(int64_t count, const std::function<void(int64_t)>& part) {
  static Pool* const pool = new Pool(Threads() - 1);
  Job job{part, count};
  pool->Run(job);
}

float* Scratch(int slot, size_t floats) {
  thread_local Memory memory[4];
  return memory[slot].Get(floats * sizeof(float));
}
