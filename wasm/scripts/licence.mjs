// Puts the licence and the notices of the repository into the package before it is packed.
import { copyFileSync } from "node:fs";
for (const name of ["LICENSE", "NOTICE"]) {
  copyFileSync(new URL(`../../${name}`, import.meta.url), new URL(`../${name}`, import.meta.url));
}
