// Packs the npm package and installs the tarball in an empty folder, as a user would; prints the
// folder. The tests import the package from there, by name.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = join(root, "build", "installed-package");
const npm = (cwd, ...args) =>
  execFileSync("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"],
    { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
npm(join(root, "wasm"), "pack", "--pack-destination", folder);
const packed = readdirSync(folder).find((name) => name.endsWith(".tgz"));
renameSync(join(folder, packed), join(folder, "evenhand.tgz"));
writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
npm(folder, "install", "./evenhand.tgz");
console.log(folder);
