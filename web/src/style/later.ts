/** The styles of what comes after the first paint, in its chunk: the page's style sheet is only what
 *  the first paint needs. Taken in as a style sheet object, which the page's policy allows. */
import compare from "./compare.css?inline";
import judgement from "./judgement.css?inline";
import overlap from "./overlap.css?inline";
import parallel from "./parallel.css?inline";
import plan from "./plan.css?inline";

const sheet = new CSSStyleSheet();
sheet.replaceSync([compare, plan, parallel, judgement, overlap].join("\n"));
document.adoptedStyleSheets.push(sheet);
