// The directions of dependency that core/ARCHITECTURE.md promises, kept by reading include and
// import lines.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const files = (folder, ending) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && ending.test(entry.name))
  .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
  .filter((file) => !/node_modules|\/dist\//.test(file));
const includes = (file) =>
  [...readFileSync(join(root, file), "utf8").matchAll(/^#include\s+[<"]([^>"]+)[>"]/gm)].map((match) => match[1]);

// What each area of the core may include, itself apart.
const allowed = {
  base: [], numeric: ["base"], interval: ["base", "numeric"],
  compare: ["base", "numeric", "interval"],
  judge: ["base", "numeric", "interval", "compare"],
  parallel: ["base", "numeric", "interval"],
  overlap: ["base", "numeric", "interval"],
};
const core = [...files("core/include", /\.hpp$/), ...files("core/src", /\.[ch]pp$/)];

test("the core has files to look at", () => assert.ok(core.length > 15));

for (const file of core) {
  test(`${file} includes only what its layer may`, () => {
    const area = file.split("/").at(-2);
    assert.ok(area in allowed, `area ${area} is not in the list of layers`);
    for (const header of includes(file)) {
      const target = /^(?:evenhand\/)?(base|numeric|interval|compare|judge|parallel|overlap)\//.exec(header)?.[1];
      if (target && target !== area) {
        assert.ok(allowed[area].includes(target), `${file} includes ${header}`);
      }
      assert.ok(!/^(iostream|fstream|filesystem|thread|chrono|random|mutex|future)$/.test(header),
        `${file} includes <${header}>`);
      if (file.startsWith("core/include") || area !== "numeric") {
        assert.ok(!/^(boost|Eigen)\//.test(header), `${file} includes ${header} outside core/src/numeric`);
      }
    }
  });
}

test("the library does not touch the DOM or Node, the command line apart", () => {
  for (const file of files("wasm/src", /\.ts$/)) {
    if (/wasm\/src\/cli(\.ts|\/)/.test(file)) continue;
    assert.ok(!/from "node:|\b(window|document|process)\.\w/.test(readFileSync(join(root, file), "utf8")), file);
  }
});

test("the page computes no statistic: it imports the package, never its insides", () => {
  for (const file of files("web/src", /\.tsx?$/)) {
    const text = readFileSync(join(root, file), "utf8");
    assert.ok(!/from "[^"]*wasm\/(src|dist)/.test(text), file);
    assert.ok(!/Math\.(sqrt|log|exp|random|pow)\(/.test(text), `${file} computes`);
  }
});
