import type { ColumnRole, Roles } from "evenhand/bare";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { LaterPart } from "../../later.tsx";
import { Issues } from "../../parts/issues.tsx";
import { TableInput } from "../../parts/table-input.tsx";
import { ColumnChoice } from "./columns.tsx";
import { hints, isUnlabelled } from "./model.ts";
import type { TableAnswer } from "./protocol.ts";
import type { Judge } from "./use-judge.ts";

export function tableAnswer(judge: Judge): TableAnswer | undefined {
  const { outcome, source } = judge;
  return outcome?.answer.kind === "table" && outcome.source === source ? outcome.answer : undefined;
}

const roleNames: Readonly<Record<ColumnRole, string>> = {
  item: "item", model: "model", judge: "verdict", human: "label",
};

const usedColumns = (roles: Roles): ReadonlyMap<string, string> =>
  new Map((Object.keys(roleNames) as ColumnRole[]).flatMap((role) =>
    (roles[role] === null ? [] : [[roles[role], roleNames[role]] as const])));

export function JudgeInput({ judge }: { judge: Judge }): VNode {
  const answer = tableAnswer(judge);
  const used = useMemo(() => (answer === undefined ? new Map() : usedColumns(answer.roles)), [answer]);
  return (
    <TableInput tool={judge} title="Verdicts, one row per answer" fileLabel="File of verdicts"
      hint="Paste, or drop a file: CSV, TSV or JSON Lines with a header. Leave the human label blank where there is none."
      example="An invented benchmark: 6 models, 400 questions, 120 of them labelled by people."
      table={answer} used={used}>
      {answer !== undefined && <Issues hints={hints} issues={isUnlabelled(judge.settings)
        ? answer.report.issues.filter(({ code }) => code !== "W_NO_LABELS") : answer.report.issues} />}
      {answer !== undefined && (
        <LaterPart quiet>{({ OtherForms }) => <OtherForms answer={answer} source={judge.source} />}</LaterPart>
      )}
      {answer !== undefined && answer.header.length > 0 &&
        <ColumnChoice judge={judge} answer={answer} />}
    </TableInput>
  );
}
