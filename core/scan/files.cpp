#include "files.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace evenhand::scan {
namespace {

constexpr std::size_t read_size = std::size_t{1} << 18;
constexpr std::size_t write_size = std::size_t{1} << 20;

volatile std::sig_atomic_t stopping = 0;

[[noreturn]] void fail(const std::string& path, const char* action,
                       Status status = Status::failed) {
  throw Failure(status, path + ": cannot be " + action + ": " + std::strerror(errno));
}

int open_to_read(const std::string& path, Status status) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail(path, "opened", status);
  return descriptor;
}

// Of a regular file; -1 of others.
std::int64_t size_of(int descriptor, const std::string& path, Status status) {
  struct stat facts = {};
  if (fstat(descriptor, &facts) != 0) fail(path, "read", status);
  if (S_ISDIR(facts.st_mode)) throw Failure(status, path + ": is a folder");
  return S_ISREG(facts.st_mode) ? facts.st_size : -1;
}

}  // namespace

void stop_gently() {
  struct sigaction action = {};
  action.sa_handler = [](int) { stopping = 1; };
  action.sa_flags = SA_RESETHAND;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool is_stopping() noexcept { return stopping != 0; }

InputFile::InputFile(const std::string& path)
    : path_(path), descriptor_(open_to_read(path, Status::failed)), buffer_(read_size) {
  size_ = size_of(descriptor_, path_, Status::failed);
  posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
}

InputFile::InputFile() : path_("standard input"), descriptor_(dup(0)), buffer_(read_size) {
  if (descriptor_ < 0) fail(path_, "read");
}

InputFile::~InputFile() { close(descriptor_); }

std::string_view InputFile::read() {
  ssize_t got = -1;
  do {
    got = ::read(descriptor_, buffer_.data(), buffer_.size());
  } while (got < 0 && errno == EINTR && !is_stopping());
  if (is_stopping()) throw Failure(Status::failed, path_ + ": interrupted");
  if (got < 0) fail(path_, "read");
  read_ += got;
  if (size_ >= 0 && (read_ > size_ || (got == 0 && read_ != size_))) {
    throw Failure(Status::failed, path_ + ": changed while it was read");
  }
  return {buffer_.data(), static_cast<std::size_t>(got)};
}

MappedFile::MappedFile(const std::string& path) {
  const int descriptor = open_to_read(path, Status::bad_input);
  const std::int64_t size = size_of(descriptor, path, Status::bad_input);
  if (size < 0) {
    close(descriptor);
    throw Failure(Status::bad_input, path + ": is no regular file");
  }
  if (size > 0) {
    size_ = static_cast<std::size_t>(size);
    data_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, descriptor, 0);
  }
  close(descriptor);
  if (data_ == MAP_FAILED) fail(path, "read", Status::bad_input);
}

MappedFile::~MappedFile() {
  if (size_ > 0) munmap(data_, size_);
}

OutputFile::OutputFile(const std::string& path) : path_(path), temporary_(path + ".XXXXXX") {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code error;
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  descriptor_ = mkostemp(temporary_.data(), O_CLOEXEC);
  if (descriptor_ < 0) fail(path_, "written");
  // mkostemp() lets nobody else read.
  const mode_t mask = umask(0);
  umask(mask);
  fchmod(descriptor_, 0666 & ~mask);
}

OutputFile::~OutputFile() {
  if (descriptor_ < 0) return;
  close(descriptor_);
  unlink(temporary_.c_str());
}

void OutputFile::write(std::string_view bytes) {
  pending_ += bytes;
  if (pending_.size() >= write_size) flush();
}

void OutputFile::flush() {
  std::string_view rest = pending_;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(path_, "written");
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  pending_.clear();
}

void OutputFile::commit() {
  flush();
  if (fsync(descriptor_) != 0 || close(descriptor_) != 0) fail(path_, "written");
  descriptor_ = -1;
  if (rename(temporary_.c_str(), path_.c_str()) != 0) {
    const int error = errno;
    unlink(temporary_.c_str());
    errno = error;
    fail(path_, "written");
  }
}

bool file_exists(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

void remove_file(const std::string& path) { unlink(path.c_str()); }

void write_whole(const std::string& path, std::span<const std::byte> bytes) {
  OutputFile file(path);
  file.write({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  file.commit();
}

}  // namespace evenhand::scan
