import { decodeText } from "evenhand/bare";
import type { ComponentChildren, VNode } from "preact";
import { address } from "../route.ts";
import type { Source } from "../source.ts";
import { pack } from "./bytes.ts";
import { CopyButton, saveAs } from "./copy.tsx";

/** Browsers and chat programs cut longer addresses. */
const linkLimit = 1_000_000;

interface Props {
  /** Of the settings alone. */
  readonly hash: string;
  /** With what was typed or pasted; undefined when a link of settings says it all. */
  readonly hashWithData: (() => Promise<string>) | undefined;
  readonly json: unknown;
  /** Further ways to keep the result. */
  readonly children?: ComponentChildren;
}

/** The data of a table for a link. */
export async function packSource(source: Source | undefined): Promise<string> {
  if (source === undefined) throw new Error("There are no data to put into a link");
  return pack(typeof source.data === "string" ? source.data : decodeText(source.data).text);
}

/** The result as the command line's --json gives it, and links to this state of the page. */
export function Share({ hash, hashWithData, json, children }: Props): VNode {
  const text = (): string => JSON.stringify(json, null, 2);
  const linkWithData = async (make: () => Promise<string>): Promise<string> => {
    const link = address(await make());
    if (link.length > linkLimit) {
      throw new Error("These data are too large for a link; send the file instead");
    }
    return link;
  };
  return (
    <section class="share" aria-labelledby="share-heading">
      <h3 id="share-heading">Keep or share</h3>
      <div class="buttons">
        <CopyButton label="Copy link" text={async () => address(hash)}
          done={() => hashWithData ? "Link copied: settings only, no data" : "Link copied"} />
        {hashWithData !== undefined && (
          <CopyButton label="Copy link with data" text={() => linkWithData(hashWithData)}
            done={(link) => `Link copied, ${link.length} characters: whoever has it has the data`} />
        )}
        {children}
        <CopyButton label="Copy JSON" text={async () => text()} />
        <button type="button" class="button small"
          onClick={() => saveAs("evenhand.json", "application/json", `${text()}\n`)}>Save JSON</button>
        <button type="button" class="button small" onClick={() => print()}>Print</button>
      </div>
    </section>
  );
}
