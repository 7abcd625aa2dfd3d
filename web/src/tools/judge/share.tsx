import type { VNode } from "preact";
import { packSource, Share } from "../../parts/share.tsx";
import { encodeHash } from "./state.ts";
import type { Judge } from "./use-judge.ts";

export function JudgeShare({ judge, json }: { judge: Judge; json: unknown }): VNode {
  const { settings, source } = judge;
  const withData = async (): Promise<string> => (settings.mode === "counts"
    ? encodeHash(settings, { counts: true })
    : encodeHash(settings, { table: await packSource(source) }));
  const hasOwnData = settings.mode === "counts" || settings.source === "own";
  return (
    <Share json={json} hash={encodeHash(settings)} hashWithData={hasOwnData ? withData : undefined} />
  );
}
