import type { ColumnRole } from "evenhand/bare";
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ColumnChoice } from "./columns.tsx";
import { Issues } from "./issues.tsx";
import type { TableAnswer } from "./protocol.ts";
import { markArrival, type Judge, type Source } from "./use-judge.ts";

/** Longer text is held, not shown for editing: a text field lays out every line of it. */
const editLimit = 20_000;
const typingPauseMilliseconds = 300;

const origins: Readonly<Record<Source["origin"], string>> = {
  example: "Worked example", pasted: "Pasted rows", file: "File", link: "From the link",
};

const count = (number: number, what: string): string =>
  `${number.toLocaleString("en").replaceAll(",", "\u202f")} ${what}${number === 1 ? "" : "s"}`;

export function tableAnswer(judge: Judge): TableAnswer | undefined {
  const { outcome, source } = judge;
  return outcome?.answer.kind === "table" && outcome.source === source ? outcome.answer : undefined;
}

function Summary({ source, answer }: { source: Source; answer: TableAnswer | undefined }): VNode {
  const size = answer === undefined || answer.rows === 0
    ? "" : `${count(answer.rows, "row")}, ${count(answer.header.length, "column")}`;
  return (
    <p class="source">
      <span class="tag">{origins[source.origin]}</span>
      {source.origin === "example"
        ? <span>An invented benchmark: 6 models, 400 questions, 120 of them labelled by people.</span>
        : <span class="source-name" title={source.name}>{source.origin === "file" ? source.name : ""}</span>}
      {size !== "" && source.origin !== "example" && <span class="quiet">{size}</span>}
    </p>
  );
}

const roleNames: Readonly<Record<ColumnRole, string>> = {
  item: "item", model: "model", judge: "verdict", human: "label",
};

function Preview({ answer }: { answer: TableAnswer }): VNode | null {
  const { header, preview, roles } = answer;
  if (preview.length === 0) return null;
  const used = new Map(Object.entries(roles).map(([role, name]) => [name, roleNames[role as ColumnRole]]));
  // A table may be thousands of columns wide; the used ones are what matters.
  const shown = header.map((name, index) => ({ name, index }))
    .sort((a, b) => Number(used.has(b.name)) - Number(used.has(a.name)) || a.index - b.index)
    .slice(0, 8);
  return (
    <div class="scroll preview" tabIndex={0} role="region" aria-label="First rows of the table">
      <table>
        <thead>
          <tr>
            {shown.map(({ name }) =>
              <th key={name} scope="col" class={used.has(name) ? "used" : ""} title={name}>
                {name}{used.has(name) && <span class="role">{used.get(name)}</span>}</th>)}
          </tr>
        </thead>
        <tbody>
          {preview.map((cells, row) => (
            <tr key={row}>
              {shown.map(({ name, index }) => {
                const cell = cells[index] ?? "";
                return <td key={name} class={used.has(name) ? "used" : ""} title={cell.slice(0, 300)}>
                  {cell === "" ? <span class="blank">blank</span> : cell.slice(0, 60)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function TableInput({ judge }: { judge: Judge }): VNode {
  const { source, open } = judge;
  const [isOver, setIsOver] = useState(false);
  const [failed, setFailed] = useState("");
  const typing = useRef<ReturnType<typeof setTimeout>>();
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const editable = source?.origin === "pasted" && typeof source.data === "string" &&
    source.data.length <= editLimit ? source.data : "";
  // Not a controlled field: while a person types, the text is theirs.
  useEffect(() => {
    if (area.current !== null && area.current.value !== editable) area.current.value = editable;
  }, [editable, source]);

  const take = (text: string): void => {
    clearTimeout(typing.current);
    setFailed("");
    if (text === "") judge.clear();
    else open({ origin: "pasted", name: "verdicts.csv", data: text });
  };
  const paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const { value, selectionStart, selectionEnd } = area.current!;
    if (text === "") return;
    event.preventDefault();
    markArrival();
    const whole = value.slice(0, selectionStart) + text + value.slice(selectionEnd);
    if (whole.length <= editLimit) area.current!.value = whole;
    take(whole);
  };
  const input = (event: InputEvent): void => {
    const text = area.current!.value;
    clearTimeout(typing.current);
    const isTyping = event.inputType !== undefined && event.inputType !== "" &&
      event.inputType !== "insertFromPaste" && event.inputType !== "insertFromDrop";
    if (!isTyping) markArrival();
    if (text.length > editLimit) area.current!.value = "";
    if (isTyping) typing.current = setTimeout(() => take(text), typingPauseMilliseconds);
    else take(text);
  };
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setFailed("");
    markArrival();
    try {
      open({ origin: "file", name: file.name, data: new Uint8Array(await file.arrayBuffer()) });
    } catch {
      setFailed(`${file.name} could not be read. A folder cannot be opened; drop one file.`);
    }
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) void read(file);
    else {
      const text = event.dataTransfer?.getData("text/plain") ?? "";
      if (text !== "") {
        markArrival();
        take(text);
      }
    }
  };

  const answer = tableAnswer(judge);
  return (
    <div class={`step ${isOver ? "over" : ""}`}
      onDragOver={(event) => { event.preventDefault(); setIsOver(true); }}
      onDragLeave={(event) => {
        if (!(event.currentTarget as Node).contains(event.relatedTarget as Node | null)) setIsOver(false);
      }}
      onDrop={drop}>
      <label class="step-title" for="paste">Verdicts, one row per answer</label>
      {source !== undefined && <Summary source={source} answer={answer} />}
      {answer !== undefined && <Preview answer={answer} />}
      <textarea id="paste" ref={area} rows={editable === "" ? 2 : 5} spellcheck={false}
        autocomplete="off" aria-describedby="paste-hint" wrap="off"
        placeholder={source === undefined || source.origin === "example"
          ? "Paste your own rows here" : "Paste other rows here"}
        onPaste={paste} onInput={input} />
      <p id="paste-hint" class="hint">
        Paste, or drop a file: CSV, TSV or JSON Lines with a header. Leave the human label blank where
        there is none.
      </p>
      <div class="buttons">
        <button type="button" class="button" onClick={() => picker.current!.click()}>Choose a file</button>
        <input ref={picker} type="file" class="offscreen" tabIndex={-1} aria-label="File of verdicts"
          accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson,text/*"
          onChange={() => {
            void read(picker.current!.files?.[0]).then(() => { picker.current!.value = ""; });
          }} />
        {source?.origin !== "example" &&
          <button type="button" class="button" onClick={judge.useExample}>Use the example</button>}
      </div>
      {failed !== "" && <div class="notice refuse" role="alert"><p>{failed}</p></div>}
      {answer !== undefined && <Issues issues={answer.report.issues} />}
      {answer !== undefined && answer.header.length > 0 &&
        <ColumnChoice judge={judge} answer={answer} />}
    </div>
  );
}
