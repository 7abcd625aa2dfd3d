// A call of the core as a line of text, for the native programs that read them
// (tests/core/boundary/request.hpp).

/** More slots than any request has. */
export const slotsEnough = 256;

/** `Writer` is the package's own; throws its InputError for a request that is not of its kind. */
export function requestLine(Writer, { signature, request }) {
  const columns = [];
  const writer = new Writer(slotsEnough, (values) => {
    const kind = values instanceof Int32Array ? "int32s"
      : values instanceof Float64Array ? "float64s" : "bytes";
    columns.push([writer.length, kind, values.length, values.join(" ")].join(" "));
    return 0;
  });
  signature.write(writer, request);
  const slots = writer.slots.subarray(0, writer.length);
  return [signature.symbol, slots.length, ...slots, columns.length, ...columns].join(" ");
}
