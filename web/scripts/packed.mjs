// `import text from "x.wasm?packed"`: the module deflated, as base64. Once the server compresses the
// page it weighs a fifth less than base64 of the bare module, which compresses badly.
import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";

const mark = "?packed";

export const packedModules = () => ({
  name: "packed-modules",
  enforce: "pre",
  async resolveId(source, importer) {
    if (!source.endsWith(mark)) return null;
    const found = await this.resolve(source.slice(0, -mark.length), importer, { skipSelf: true });
    return found && `${found.id}${mark}`;
  },
  load(id) {
    if (!id.endsWith(mark)) return null;
    const packed = deflateRawSync(readFileSync(id.slice(0, -mark.length)), { level: 9 });
    return `export default ${JSON.stringify(packed.toString("base64"))};`;
  },
});
