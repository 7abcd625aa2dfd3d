// The quality yardstick: a benchmark and a corpus of which it is known, document by document,
// whether a scan should flag it. After the recipe of marin's labelled benchmark (marin-community,
// pull request 7051), with texts of our own or in the public domain.
//
//   node generate.mjs FOLDER [small]
//
// writes benchmark.jsonl (items) and corpus.jsonl (documents: id, text, and beside the text label,
// family, form and item). The same bytes on every machine.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { uniformStream } from "../../examples/data/generate.mjs";
import { FILLER, foldedWords, freshProblem, GramSet } from "../../examples/data/word-problems.mjs";

export const sizes = {
  full: { items: 300, hard: 40, easy: 200, repeats: 40, extras: 20, rephrased: 40 },
  // Document counts at which the corpus-side cutoff is its floor of 5.
  small: { items: 30, hard: 8, easy: 20, repeats: 8, extras: 4, rephrased: 8 },
};

/** Texts that many documents share and no benchmark owns. All are in the public domain or ours. */
const hardTexts = {
  licence: "This is free and unencumbered software released into the public domain. Anyone is free to copy, " +
    "modify, publish, use, compile, sell, or distribute this software, for any purpose, commercial or " +
    "non-commercial, and by any means.",
  quotation: "Four score and seven years ago our fathers brought forth on this continent, a new nation, " +
    "conceived in Liberty, and dedicated to the proposition that all men are created equal.",
  template: "Read the passage below with care. Answer every question in complete sentences, show each step of " +
    "your work, and choose the one option that fits best. No marks are given for answers without reasons.",
  factoring: "For all real numbers a and b the difference of two cubes can be factored as " +
    "a^3 - b^3 = (a - b)(a^2 + a b + b^2), and the sum of two cubes as a^3 + b^3 = (a + b)(a^2 - a b + b^2).",
  idiom: "for (int i = 0; i < n; ++i) { for (int j = i + 1; j < n; ++j) { if (a[i] > a[j]) { int t = a[i]; " +
    "a[i] = a[j]; a[j] = t; } } }",
};

/** What an item adds to a hard text: from a fifth to a half of its words. */
const ownTexts = {
  licence: "Which two duties would a court in Velden still place upon Hester, who resells these sources on cork disks?",
  quotation: "Name the war in its third year, and the field where Fenna's schoolbook says these words were spoken.",
  factoring: "Use it to split 1,331 - 512 into two whole factors, as Otto's tram driver did before noon on Friday.",
  idiom: "State how often Zuzana's printer swaps two leeks when all twelve begin in falling order of weight.",
};

const chineseItems = [
  ["小明家的果园里有三排苹果树，每排十二棵，去年冬天冻死了五棵，今年还剩多少棵能结果？", "三十一棵"],
  ["渡船每天往返岛上四次，逢大雾停航。上个月有九天起雾，船夫一共少跑了几趟？", "三十六趟"],
  ["陶匠烧窑时发现釉料里混进了铁锈，杯子出炉后会呈现什么颜色，为什么？", "褐色，因为铁在高温下氧化"],
  ["北山村的老钟楼比学校早敲六分钟，如果学校的钟是准的，正午时钟楼显示几点？", "十二点零六分"],
  ["裁缝用七米布做了两件长袍，剩下的布恰好够缝五条围巾，每条围巾用布多少？", "取决于长袍的用料"],
  ["奶奶把腌好的萝卜分装进八个坛子，其中三个漏水，她该先吃哪几坛，请说明理由。", "先吃漏水的三坛"],
  ["灯塔每隔十五秒闪一次，水手数到第二十次闪光时，一共过去了多少秒？", "二百八十五秒"],
  ["図書館の鐘が三回鳴ったあと、猫は窓辺から降りて魚屋の前で何を待っていたのか。", "店じまい"],
];
const chineseFiller = ["窗外的雨下了整整一夜，院子里的石板被洗得发亮。", "邮差骑着旧自行车经过桥头，铃声惊起一群麻雀。",
  "茶馆老板把算盘收进抽屉，又往炉子里添了两块炭。", "河边的柳树发了新芽，孩子们在树下放风筝。"];

/** The four forms of the recipe. A block is four sentences of prose. */
const forms = {
  verbatim: (text) => text,
  own_paragraph: (text, block) => `${block()}\n\n${text}\n\n${block()}`,
  short_line: (text, block) => `${block()}\n\n${wrapped(text, 8)}\n\n${block()}`,
  embedded: (text, block) => `${block()} ${text.replaceAll("\n", " ")} ${block()}`,
};

function wrapped(text, words) {
  const all = text.split(/\s+/);
  const lines = [];
  while (all.length > 0) lines.push(all.splice(0, words).join(" "));
  return lines.join("\n");
}

const fullWidth = (text) => text.replace(/[!-~]/g, (char) => String.fromCodePoint(char.codePointAt(0) + 0xfee0))
  .replaceAll(" ", "\u3000");
const curly = (text) => text.replace(/(^|[\s(])"/g, "$1\u201c").replaceAll('"', "\u201d").replaceAll("'", "\u2019");
function firstPart(text, share) {
  const words = text.split(/\s+/);
  return words.slice(0, Math.ceil(words.length * share)).join(" ");
}

/** Other ways in which an item may lie in a document: its style, and what is made of it. */
const extraForms = {
  nfd: ["accented", ({ question }) => question.normalize("NFD")],
  curly_quotes: ["quoted", ({ question }) => curly(question)],
  full_width: [undefined, ({ question }) => fullWidth(question)],
  upper_case: [undefined, ({ question }) => question.toUpperCase()],
  first_60_percent: [undefined, ({ question }) => firstPart(question, 0.6)],
  question_and_answer: [undefined, ({ question, answer }) => `${question}\nAnswer: ${answer}`],
};

/** {benchmark, corpus}: arrays of items and of labelled documents. */
export function yardstick(size, seed = 1) {
  const draw = uniformStream(seed, "yardstick");
  const seen = new GramSet(8);
  const benchmark = [];
  const corpus = [];
  const addItem = (id, { question, answer }) => {
    benchmark.push({ id, question, answer });
    return id;
  };
  const problems = (prefix, count, style) => Array.from({ length: count }, (_, i) => {
    const problem = freshProblem(draw, seen, style);
    return { ...problem, id: addItem(`${prefix}-${i + 1}`, problem) };
  });
  const addDocument = (label, family, form, item, text) => {
    corpus.push({ id: `${family}-${form}-${corpus.length + 1}`, text, label, family, form, item });
  };

  const ordinary = problems("problem", size.items);
  const repeated = problems("repeated", 1)[0];
  const rephrased = problems("rephrased", size.rephrased);
  const extras = Object.entries(extraForms).map(([form, [style, make]]) =>
    ({ form, make, items: problems(form, size.extras, style) }));
  for (const [family, shared] of Object.entries(hardTexts)) {
    if (family === "template") {
      for (let i = 1; i <= size.hard; ++i) {
        addItem(`template-${i}`, { question: `${shared}\n${firstPart(freshProblem(draw, seen).question, 0.3)}`,
          answer: `option ${i}` });
      }
    } else {
      addItem(`${family}-1`, { question: `${shared}\n${ownTexts[family]}`, answer: "see the text" });
    }
  }
  chineseItems.forEach(([question, answer], i) => addItem(`cjk-${i + 1}`, { question, answer }));

  const pool = FILLER.filter((sentence) => !seen.hits(sentence));
  if (pool.length < FILLER.length) throw new Error("prose that occurs in an item");
  const sentences = (count) => {
    const left = [...pool];
    return Array.from({ length: count }, () => left.splice(Math.floor(draw() * left.length), 1)[0]).join("\n\n");
  };
  const block = () => sentences(4);

  for (const { id, question } of ordinary) {
    for (const [form, make] of Object.entries(forms)) addDocument(1, "ordinary", form, id, make(question, block));
  }
  for (let i = 0; i < size.repeats; ++i) {
    addDocument(1, "repeated", "own_paragraph", repeated.id, forms.own_paragraph(repeated.question, block));
  }
  for (const { form, make, items } of extras) {
    for (const item of items) addDocument(1, "re-encoded", form, item.id, forms.own_paragraph(make(item), block));
  }
  chineseItems.forEach(([question], i) => {
    const [before, after] = [chineseFiller[i % 4], chineseFiller[(i + 1) % 4]];
    addDocument(1, "re-encoded", "cjk", `cjk-${i + 1}`, `${before}${question}${after}`);
  });
  for (const [family, shared] of Object.entries(hardTexts)) {
    for (let i = 0; i < size.hard; ++i) addDocument(0, "hard", family, null, forms.own_paragraph(shared, block));
  }
  for (let i = 0; i < size.easy; ++i) addDocument(0, "easy", "prose", null, sentences(6));
  for (const item of rephrased) {
    addDocument(0, "rephrased", "other_words", item.id, forms.own_paragraph(item.rephrased, block));
  }
  return { benchmark, corpus };
}

/** The share of a hard text's words in the item that contains it. */
export function hardShares() {
  return Object.fromEntries(Object.entries(ownTexts).map(([family, own]) => {
    const [shared, mine] = [hardTexts[family], own].map((text) => foldedWords(text).length);
    return [family, shared / (shared + mine)];
  }));
}

export const asLines = (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** Writes both files and returns what is in them. */
export function writeYardstick(folder, size) {
  const made = yardstick(sizes[size]);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "benchmark.jsonl"), asLines(made.benchmark));
  writeFileSync(join(folder, "corpus.jsonl"), asLines(made.corpus));
  return made;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, size = "full"] = process.argv.slice(2);
  const { benchmark, corpus } = writeYardstick(folder, size);
  console.log(`${benchmark.length} items, ${corpus.length} documents in ${folder}`);
}
