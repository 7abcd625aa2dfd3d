#include "decoder.hpp"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace evenhand::scan {
namespace {

constexpr std::size_t piece_size = std::size_t{1} << 18;

[[noreturn]] void fail(const std::string& message) { throw Failure(Status::failed, message); }

class Plain : public Decoder {
 public:
  void feed(std::string_view bytes, const Receiver& receiver) override { receiver(bytes); }
  void finish() override {}
};

class Gzip : public Decoder {
 public:
  Gzip() : out_(piece_size) {
    // 16: a gzip header is expected, and its checksum is compared.
    if (inflateInit2(&stream_, MAX_WBITS + 16) != Z_OK) fail("no memory for gzip");
  }
  ~Gzip() override { inflateEnd(&stream_); }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  void feed(std::string_view bytes, const Receiver& receiver) override {
    // zlib does not write to its input.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    for (;;) {
      if (between_) {
        // Files are sometimes filled up with zero bytes to whole blocks.
        while (any_ && stream_.avail_in > 0 && *stream_.next_in == 0) {
          ++stream_.next_in;
          --stream_.avail_in;
        }
        if (stream_.avail_in == 0) return;
        inflateReset(&stream_);
        between_ = false;
      }
      stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
      stream_.avail_out = static_cast<uInt>(out_.size());
      const int result = inflate(&stream_, Z_NO_FLUSH);
      if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
        fail(std::string("the gzip data are damaged: ") +
             (stream_.msg != nullptr ? stream_.msg : zError(result)));
      }
      const std::size_t size = out_.size() - stream_.avail_out;
      if (size > 0) receiver({out_.data(), size});
      if (result == Z_STREAM_END) {
        between_ = true;
        any_ = true;
      } else if (stream_.avail_in == 0 && stream_.avail_out > 0) {
        return;
      }
    }
  }

  void finish() override {
    if (!between_ || !any_) fail("the gzip data end too early");
  }

 private:
  z_stream stream_ = {};
  bool between_ = true;  // members
  bool any_ = false;
  std::vector<char> out_;
};

class Zstd : public Decoder {
 public:
  Zstd() : stream_(ZSTD_createDStream()), out_(ZSTD_DStreamOutSize()) {
    if (stream_ == nullptr) fail("no memory for zstd");
    // Long windows take memory only in files that were written with them.
    ZSTD_DCtx_setParameter(stream_, ZSTD_d_windowLogMax,
                           ZSTD_dParam_getBounds(ZSTD_d_windowLogMax).upperBound);
  }
  ~Zstd() override { ZSTD_freeDStream(stream_); }
  Zstd(const Zstd&) = delete;
  Zstd& operator=(const Zstd&) = delete;

  void feed(std::string_view bytes, const Receiver& receiver) override {
    ZSTD_inBuffer in = {bytes.data(), bytes.size(), 0};
    for (;;) {
      ZSTD_outBuffer out = {out_.data(), out_.size(), 0};
      const std::size_t result = ZSTD_decompressStream(stream_, &out, &in);
      if (ZSTD_isError(result) != 0) {
        fail(std::string("the zstd data are damaged: ") + ZSTD_getErrorName(result));
      }
      if (out.pos > 0) receiver({out_.data(), out.pos});
      any_ = any_ || in.pos > 0;
      between_ = result == 0;
      if (in.pos == in.size && (between_ || out.pos < out.size)) return;
    }
  }

  void finish() override {
    if (!between_ || !any_) fail("the zstd data end too early");
  }

 private:
  ZSTD_DStream* stream_;
  bool between_ = true;  // frames
  bool any_ = false;
  std::vector<char> out_;
};

bool cut_ending(std::string& name, std::string_view ending) {
  if (name.size() <= ending.size() || !name.ends_with(ending)) return false;
  name.resize(name.size() - ending.size());
  return true;
}

}  // namespace

Compression compression_of(std::string& name) {
  struct Unread {
    std::string_view ending;
    std::string_view advice;
  };
  static constexpr std::array<Unread, 3> unread = {{
      {".bz2", "bzip2 is not read; recompress it: bzip2 -dc FILE | zstd > FILE.zst"},
      {".xz", "xz is not read; recompress it: xz -dc FILE | zstd > FILE.zst"},
      {".parquet",
       "Parquet is not read by this program; `evenhand overlap scan` of the npm package reads it, "
       "or write its text as JSON Lines"},
  }};
  for (const Unread& format : unread) {
    if (name.ends_with(format.ending)) fail(std::string(format.advice));
  }
  if (cut_ending(name, ".gz")) return Compression::gzip;
  if (cut_ending(name, ".zst")) return Compression::zstd;
  return Compression::none;
}

std::unique_ptr<Decoder> Decoder::make(Compression compression) {
  switch (compression) {
    case Compression::gzip: return std::make_unique<Gzip>();
    case Compression::zstd: return std::make_unique<Zstd>();
    case Compression::none: break;
  }
  return std::make_unique<Plain>();
}

}  // namespace evenhand::scan
