/// Speed and memory of an overlap scan, for tests/bench/overlap.mjs.
///
///   evenhand_overlap_bench scan INDEX TEXT [THREADS]   documents in memory, 5 rounds
///   evenhand_overlap_bench read INDEX TEXT             the same, found by the reader in the bytes
///   evenhand_overlap_bench arithmetic THREADS          what the machine makes of threads that
///   share nothing evenhand_overlap_bench measure COMMAND...          seconds and peak memory of a
///   program
///
/// A text file holds documents, a blank line between them. Answers are one JSON object.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "evenhand/overlap/index.hpp"
#include "evenhand/overlap/scan.hpp"

namespace {

using namespace evenhand::overlap;

[[noreturn]] void fail(const std::string& message) {
  std::fprintf(stderr, "evenhand_overlap_bench: %s\n", message.c_str());
  std::exit(2);
}

/// All of a file; the mapping lasts as long as the program.
std::span<const std::byte> mapped(const char* path) {
  const int descriptor = open(path, O_RDONLY);
  struct stat status = {};
  if (descriptor < 0 || fstat(descriptor, &status) != 0) fail(std::string(path) + ": no such file");
  const auto size = static_cast<std::size_t>(status.st_size);
  void* data = mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, descriptor, 0);
  if (data == MAP_FAILED) fail(std::string(path) + ": cannot be mapped");
  return {static_cast<const std::byte*>(data), size};
}

/// What lies between blank lines.
std::vector<std::string_view> documents_of(std::string_view text) {
  constexpr std::string_view border = "\n\n";
  std::vector<std::string_view> documents;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(border), text.size());
    documents.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + border.size(), text.size()));
  }
  return documents;
}

double thread_seconds() {
  timespec time = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

Partial scan(Scanner& scanner, std::span<const std::string_view> documents) {
  scanner.begin_shard("bench", "");
  std::int64_t line = 0;
  for (const std::string_view document : documents) {
    scanner.begin_document(++line);
    scanner.text(document);
    scanner.end_segment();
    scanner.end_document();
    if (line % 256 == 0) (void)scanner.take_hits();
  }
  (void)scanner.take_hits();
  return scanner.end_shard();
}

Partial read(Scanner& scanner, std::string_view bytes) {
  scanner.begin_shard("bench", "");
  CorpusReader reader(scanner, DocumentUnit::paragraph, "text");
  constexpr std::size_t piece = std::size_t{1} << 20U;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
    reader.feed(bytes.substr(0, piece));
    (void)scanner.take_hits();
  }
  reader.finish();
  (void)scanner.take_hits();
  return scanner.end_shard();
}

int run_scan(const char* index_path, const char* text_path, std::size_t threads, bool by_reader) {
  const auto opened = Index::open(mapped(index_path));
  if (!opened) fail(std::string(index_path) + ": not an index of this version");
  const Index& index = *opened;
  const std::span<const std::byte> bytes = mapped(text_path);
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::vector<std::string_view> documents = documents_of(text);

  // Neighbouring documents stay together: thread t has the t-th part of the text, by bytes.
  std::vector<std::span<const std::string_view>> parts;
  for (std::size_t t = 0, begin = 0; t < threads; ++t) {
    const char* const border = text.data() + text.size() * (t + 1) / threads;
    std::size_t end = begin;
    while (end < documents.size() && documents[end].data() < border) ++end;
    parts.push_back(std::span(documents).subspan(begin, end - begin));
    begin = end;
  }
  std::vector<Scanner> scanners;
  for (std::size_t i = 0; i < parts.size(); ++i) scanners.emplace_back(index);

  std::array<double, 5> processor = {};  // of the first thread
  std::array<double, 5> wall = {};
  ShardRecord record;
  for (std::size_t round = 0; round < processor.size(); ++round) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < parts.size(); ++i) {
      others.emplace_back([&, i] { (void)scan(scanners[i], parts[i]); });
    }
    const double before = thread_seconds();
    record = (by_reader ? read(scanners[0], text) : scan(scanners[0], parts[0])).shards[0];
    processor[round] = thread_seconds() - before;
    for (std::thread& other : others) other.join();
    wall[round] = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  std::sort(processor.begin(), processor.end());
  std::sort(wall.begin(), wall.end());
  std::int64_t grams = 0;
  for (std::size_t i = 0; i < index.settings().n.size(); ++i) grams += index.grams(i);
  std::printf(
      "{\"bytes\": %zu, \"documents\": %zu, \"tokens\": %lld, \"documentsHit\": %lld, "
      "\"seconds\": %.6f, \"fastest\": %.6f, \"wallSeconds\": %.6f, \"grams\": %lld, "
      "\"overheadBytes\": %lld}\n",
      text.size(), documents.size(), static_cast<long long>(record.tokens),
      static_cast<long long>(record.documents_hit), processor[2], processor[0], wall[2],
      static_cast<long long>(grams), static_cast<long long>(index.overhead_bytes()));
  return 0;
}

int run_arithmetic(std::size_t threads) {
  std::array<double, 5> wall = {};
  std::atomic<std::uint64_t> sum = 0;
  for (double& seconds : wall) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> pool;
    for (std::size_t i = 0; i < threads; ++i) {
      pool.emplace_back([&, i] {
        std::uint64_t x = i;
        for (int k = 0; k < 300'000'000; ++k) x = x * 6364136223846793005 + 1442695040888963407;
        sum += x;
      });
    }
    for (std::thread& thread : pool) thread.join();
    seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  std::sort(wall.begin(), wall.end());
  // Printed, so that it is computed.
  std::printf("{\"wallSeconds\": %.6f, \"sum\": \"%llx\"}\n", wall[2],
              static_cast<unsigned long long>(sum.load()));
  return 0;
}

int run_measure(char** command) {
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child < 0) fail("no process can be made");
  if (child == 0) {
    // What the program prints is not the answer.
    dup2(STDERR_FILENO, STDOUT_FILENO);
    execvp(command[0], command);
    _exit(127);
  }
  int status = 0;
  rusage usage = {};
  if (wait4(child, &status, 0, &usage) != child) fail("the program was lost");
  const double wall =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  std::printf(
      "{\"status\": %d, \"seconds\": %.3f, \"wallSeconds\": %.3f, \"peakKibibytes\": %ld}\n",
      WIFEXITED(status) ? WEXITSTATUS(status) : -1,
      seconds(usage.ru_utime) + seconds(usage.ru_stime), wall, usage.ru_maxrss);
  return 0;
}

}  // namespace

int main(int count, char** values) {
  const std::string_view verb = count > 1 ? values[1] : "";
  const auto threads = [&](int at) {
    const long number = count > at ? std::strtol(values[at], nullptr, 10) : 1;
    if (number < 1) fail("the number of threads is not a number");
    return static_cast<std::size_t>(number);
  };
  if (verb == "measure" && count > 2) return run_measure(values + 2);
  if (verb == "arithmetic" && count == 3) return run_arithmetic(threads(2));
  if (verb == "scan" && (count == 4 || count == 5)) {
    return run_scan(values[2], values[3], threads(4), false);
  }
  if (verb == "read" && count == 4) return run_scan(values[2], values[3], 1, true);
  fail(
      "usage: scan INDEX TEXT [THREADS], read INDEX TEXT, arithmetic THREADS, or measure "
      "COMMAND...");
}
