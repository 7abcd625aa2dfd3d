import { decodeText, type Correction, type JudgeReport } from "evenhand/bare";
import type { VNode } from "preact";
import { CopyButton, saveAs } from "../../parts/copy.tsx";
import { pack } from "../../parts/bytes.ts";
import { encodeHash } from "../../state.ts";
import type { Judge } from "./use-judge.ts";

/** Browsers and chat programs cut longer addresses. */
const linkLimit = 1_000_000;

const address = (hash: string): string => location.href.split("#")[0] + hash;

async function linkWithData({ settings, source }: Judge): Promise<string> {
  if (settings.mode === "counts") return address(encodeHash(settings, { counts: true }));
  if (source === undefined) throw new Error("There are no data to put into a link");
  if (source.origin === "example") return address(encodeHash(settings));
  const text = typeof source.data === "string" ? source.data : decodeText(source.data).text;
  const link = address(encodeHash(settings, { table: await pack(text) }));
  if (link.length > linkLimit) {
    throw new Error("These data are too large for a link; send the file instead");
  }
  return link;
}

/** The result as the command line's --json gives it, and links to this state of the page. */
export function Share({ judge, json }: { judge: Judge; json: JudgeReport | Correction }): VNode {
  const text = (): string => JSON.stringify(json, null, 2);
  const hasOwnData = judge.settings.mode === "counts" || judge.settings.source === "own";
  return (
    <section class="share" aria-labelledby="share-heading">
      <h3 id="share-heading">Keep or share</h3>
      <div class="buttons">
        <CopyButton label="Copy link" text={async () => address(encodeHash(judge.settings))}
          done={() => hasOwnData ? "Link copied: settings only, no data" : "Link copied"} />
        {hasOwnData && (
          <CopyButton label="Copy link with data" text={() => linkWithData(judge)}
            done={(link) => `Link copied, ${link.length} characters: whoever has it has the data`} />
        )}
        <CopyButton label="Copy JSON" text={async () => text()} />
        <button type="button" class="button small"
          onClick={() => saveAs("evenhand.json", "application/json", `${text()}\n`)}>Save JSON</button>
        <button type="button" class="button small" onClick={() => print()}>Print</button>
      </div>
    </section>
  );
}
