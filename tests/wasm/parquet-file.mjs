// Small Parquet files, written to the published format: enough of Thrift's compact protocol, plain
// pages of texts and of integers, and whatever a test wants them to say wrongly of themselves.
import { gzipSync } from "node:zlib";

function varint(value) {
  const bytes = [];
  for (let rest = BigInt(value); ; rest >>= 7n) {
    if (rest < 0x80n) return Buffer.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 0x7fn) | 0x80);
  }
}
const zigzag = (value) => varint(BigInt(value) >= 0n ? BigInt(value) * 2n : -BigInt(value) * 2n - 1n);

// Values of Thrift with their types.
const int32 = (value) => [5, zigzag(value)];
const int64 = (value) => [6, zigzag(value)];
const text = (value) => [8, Buffer.concat([varint(Buffer.byteLength(value)), Buffer.from(value)])];
const list = (values) => [9, Buffer.concat([
  Buffer.from(values.length < 15 ? [(values.length << 4) | values[0][0]] : [0xf0 | values[0][0]]),
  ...(values.length < 15 ? [] : [varint(values.length)]), ...values.map(([, bytes]) => bytes)])];
/** Fields by number, which ascend by 15 at most. */
function struct(fields) {
  let last = 0;
  const parts = Object.entries(fields).flatMap(([number, [type, bytes]]) => {
    const header = Buffer.from([((Number(number) - last) << 4) | type]);
    last = Number(number);
    return [header, bytes];
  });
  return [12, Buffer.concat([...parts, Buffer.from([0])])];
}

/** Snappy's format allows data that are not compressed. */
function snappyOf(bytes) {
  const parts = [varint(bytes.length)];
  for (let at = 0; at < bytes.length; at += 65536) {
    const piece = bytes.subarray(at, at + 65536);
    parts.push(Buffer.from([61 << 2, (piece.length - 1) & 0xff, (piece.length - 1) >> 8]), piece);
  }
  return Buffer.concat(parts);
}

const codecs = { none: [0, (bytes) => bytes], snappy: [1, snappyOf], gzip: [2, gzipSync] };

function plain(value) {
  if (typeof value === "bigint") {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  }
  const length = Buffer.alloc(4);
  length.writeUInt32LE(Buffer.byteLength(value));
  return Buffer.concat([length, Buffer.from(value)]);
}

/**
 * A file of rows that all have the columns of the first, texts or bigints. `lies` replaces what it says:
 * `rows` of each group, `size` of each column, `offset` of its data, `values` and `pageSize` of each page.
 */
export function parquetOf(rows, { codec = "none", groupRows = 1000, lies = {} } = {}) {
  const columns = Object.keys(rows[0]);
  const [codecNumber, compress] = codecs[codec];
  const pieces = [Buffer.from("PAR1")];
  let size = 4;
  const groups = [];
  for (let from = 0; from < rows.length; from += groupRows) {
    const some = rows.slice(from, from + groupRows);
    const chunks = columns.map((name) => {
      const bytes = Buffer.concat(some.map((row) => plain(row[name])));
      const packed = compress(bytes);
      const [, header] = struct({
        1: int32(0), 2: int32(lies.pageSize ?? bytes.length), 3: int32(packed.length),
        5: struct({ 1: int32(lies.values ?? some.length), 2: int32(0), 3: int32(3), 4: int32(3) }),
      });
      const offset = size;
      pieces.push(header, packed);
      size += header.length + packed.length;
      return struct({ 2: int64(offset), 3: struct({
        1: int32(typeof some[0][name] === "bigint" ? 2 : 6), 2: list([int32(0)]), 3: list([text(name)]),
        4: int32(codecNumber), 5: int64(some.length), 6: int64(bytes.length),
        7: int64(lies.size ?? size - offset), 9: int64(lies.offset ?? offset),
      }) });
    });
    groups.push(struct({ 1: list(chunks), 2: int64(size), 3: int64(lies.rows ?? some.length) }));
  }
  const schema = list([
    struct({ 4: text("schema"), 5: int32(columns.length) }),
    ...columns.map((name) => struct(typeof rows[0][name] === "bigint"
      ? { 1: int32(2), 3: int32(0), 4: text(name) }
      : { 1: int32(6), 3: int32(0), 4: text(name), 6: int32(0) })),
  ]);
  const [, footer] = struct({ 1: int32(1), 2: schema, 3: int64(rows.length), 4: list(groups) });
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([...pieces, footer, length, Buffer.from("PAR1")]);
}
