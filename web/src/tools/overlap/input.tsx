import { documentUnits, overlapDefinitions, textRules } from "evenhand/overlap/bare";
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Field } from "../../parts/field.tsx";
import { withFiles } from "./dropped.ts";
import { FileInput } from "./file-input.tsx";
import type { Settings } from "./state.ts";
import type { Overlap } from "./use-overlap.ts";

const typingPauseMilliseconds = 500;

/** A text that takes effect when the typing rests: each change may mean another scan. */
function TextField({ id, label, value, change, placeholder = "" }: {
  id: string; label: string; value: string; change: (value: string) => void; placeholder?: string;
}): VNode {
  const [text, setText] = useState(value);
  const typing = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => setText(value), [value]);
  return (
    <Field id={id} label={label}>
      <input type="text" id={id} value={text} spellcheck={false} autocomplete="off" placeholder={placeholder}
        onInput={({ currentTarget: { value: typed } }) => {
          setText(typed);
          clearTimeout(typing.current);
          typing.current = setTimeout(() => change(typed), typingPauseMilliseconds);
        }} />
    </Field>
  );
}

function CorpusOptions({ overlap: { settings, change } }: { overlap: Overlap }): VNode {
  return (
    <details class="columns-more">
      <summary>How files are read <span class="columns-named">
        {settings.documents === "by-name" ? "by their names" : settings.documents.replace("_", " ")}, field {settings.textField}</span></summary>
      <div class="columns">
        <Field id="documents" label="A document is">
          <select id="documents" value={settings.documents}
            onChange={({ currentTarget: { value } }) => change({ documents: value as Settings["documents"] })}>
            <option value="by-name">as the name says</option>
            {documentUnits.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
          </select>
        </Field>
        <TextField id="text-field" label="Field with the text" value={settings.textField}
          change={(textField) => change({ textField })} />
        <label class="check wide">
          <input type="checkbox" checked={settings.isPart}
            onChange={({ currentTarget }) => change({ isPart: currentTarget.checked })} />
          <span>The corpus has more files than these</span>
        </label>
      </div>
    </details>
  );
}

function BenchmarkOptions({ overlap: { settings, change } }: { overlap: Overlap }): VNode {
  const rule = textRules.find(({ name }) => name === "words");
  return (
    <details class="columns-more">
      <summary>How texts are compared <span class="columns-named">
        {overlapDefinitions.find(({ name }) => name === settings.definition)?.title}</span></summary>
      <div class="columns">
        <Field id="scan-definition" label="Cut text as" isWide>
          <select id="scan-definition" value={settings.definition}
            onChange={({ currentTarget: { value } }) =>
              change({ definition: value as Settings["definition"] })}>
            {overlapDefinitions.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
          </select>
        </Field>
        <TextField id="answer-split" label="The short answer follows" value={settings.answerSplit}
          placeholder="#### in GSM8K" change={(answerSplit) => change({ answerSplit })} />
        <p class="hint wide">{settings.definition === "evenhand"
          ? `${rule!.title}: case, accents typed in two ways, full width and punctuation make no difference.`
          : "Every other definition is then applied to texts cut this way, and says so."}</p>
      </div>
    </details>
  );
}

/** Scores are optional: without them the scan says what leaked, not what it did. */
function ScoresInput({ overlap: { files, settings, give } }: { overlap: Overlap }): VNode {
  const given = files.scores === "" ? [] : [{ name: "scores", data: new Blob([files.scores]) }];
  return (
    <FileInput id="overlap-scores" title="Scores, if you have them"
      hint="A table with the items’ ids and scores of one or several models: what the leak did to them. With the items’ subject, difficulty or date it is compared among their like."
      placeholder="Paste scores here" pastedName="scores.csv"
      example={settings.source === "example" ? "Three invented models, one of which knew the leak." : undefined}
      files={given}
      give={([file]) => void file!.data.text().then((scores) => give({ scores }))}
      clear={() => give({ scores: "" })} />
  );
}

export function OverlapInput({ overlap }: { overlap: Overlap }): VNode {
  const { files, settings, give, useExample } = overlap;
  const isExample = settings.source === "example";
  return (
    <>
      <FileInput id="overlap-benchmark" title="The benchmark"
        hint="An item a line: JSON Lines, JSON or CSV with question and answer, and if there are any, id, choices, context."
        placeholder={isExample ? "Paste your own benchmark here" : "Paste a benchmark here"}
        pastedName="benchmark.jsonl"
        example={isExample ? "62 invented questions, some of which leaked." : undefined}
        files={files.benchmarks} takesFolders={false}
        give={(benchmarks) => give({ benchmarks })} clear={() => give({ benchmarks: [] })}>
        <BenchmarkOptions overlap={overlap} />
      </FileInput>
      <FileInput id="overlap-corpus" title="The training text"
        hint="One file or a folder of them, of any size: JSON Lines or plain text, also .gz and .zst. They are read as streams and stay on this machine."
        placeholder={isExample ? "Paste your own text here" : "Paste text here"} pastedName="pasted.txt"
        example={isExample ? "204 invented web pages." : undefined}
        files={files.corpus} takesFolders
        give={(corpus) => give({ corpus: withFiles(isExample ? [] : files.corpus, corpus) })}
        clear={() => give({ corpus: [] })}>
        <CorpusOptions overlap={overlap} />
      </FileInput>
      <ScoresInput overlap={overlap} />
      {!isExample && (
        <div class="buttons">
          <button type="button" class="button" onClick={useExample}>Use the example</button>
        </div>
      )}
    </>
  );
}
