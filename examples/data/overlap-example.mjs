/**
 * A small invented case of contamination: a benchmark of 62 items, a corpus of 204 documents that
 * leaks some of them in every way a scan should tell apart, and the scores of three invented models,
 * one of which has learned the leaked items. Used by generate.mjs.
 */
import { FILLER, freshProblem, GramSet } from './word-problems.mjs';

const PASSAGES = [
  'The harbour of Gullholm silts up every spring. For two weeks nothing larger than a rowing boat can ' +
    'pass the bar, and the coopers of the town, who ship their barrels by sea, use the time to mend ' +
    'staves and settle quarrels.',
  'Until the dam was built, the mills of Oldwick stood idle for most of the summer. Their owners kept ' +
    'bees between the wheels, and the honey, dark from heather, brought in more than the flour did.',
  'The night watch of Thornby carries a bell without a clapper. It was cast for a chapel that burned ' +
    'before it was finished, and by custom only a knock with the knuckles may sound it.',
];
const PASSAGE_QUESTIONS = [
  [0, 'Why do the coopers of Gullholm have leisure for quarrels twice seven days a year, and when?',
    'no ship can pass the bar in spring'],
  [0, 'Which vessels may still reach the quays while sand closes the mouth of that harbour?', 'rowing boats'],
  [1, 'From what did the mill owners earn most while water was low, before there was a dam?', 'honey'],
  [1, 'What gave the Oldwick honey its colour, according to the account above?', 'heather'],
  [2, 'How may the watchmen of Thornby make their bell heard, if custom is kept?', 'by knocking with the knuckles'],
];

const TEMPLATE = 'Read the question below with care, compare all four options, and reply with the single ' +
  'letter of the option that answers it best. Do not explain your choice.';
const CHOICE_QUESTIONS = [
  ['Which metal rusts?', ['copper', 'iron', 'gold', 'lead'], 'B'],
  ['What does a cooper make?', ['barrels', 'saddles', 'candles', 'ropes'], 'A'],
  ['Which tide follows a full moon?', ['slack', 'neap', 'ebb', 'spring'], 'D'],
  ['Where do swifts sleep?', ['in reeds', 'on the wing', 'in burrows', 'on roofs'], 'B'],
  ['What sets with gypsum in it?', ['plaster', 'glass', 'tar', 'wax'], 'A'],
  ['Which wood sinks?', ['balsa', 'spruce', 'ebony', 'poplar'], 'C'],
];

/** Items too short for any n-gram of eight words. */
const SHORT_ITEMS = [
  ['Who founded Gullholm harbour?', 'Viggo the Elder'],
  ['Name the river at Velden.', 'the Ashwater'],
  ['12 + 5 = ?', '17'],
];

const CHINESE_ITEMS = [
  ['小明家的果园里有三排苹果树，每排十二棵，去年冬天冻死了五棵，今年还剩多少棵能结果？', '三十一棵'],
  ['灯塔每隔十五秒闪一次，水手数到第二十次闪光时，一共过去了多少秒？', '二百八十五秒'],
];
const CHINESE_PROSE = ['窗外的雨下了整整一夜，院子里的石板被洗得发亮。', '邮差骑着旧自行车经过桥头，铃声惊起一群麻雀。'];

/** Stands in one item and on many pages: a saying, not a leak. In the public domain. */
const SAYING = 'Four score and seven years ago our fathers brought forth on this continent, a new nation, ' +
  'conceived in Liberty, and dedicated to the proposition that all men are created equal.';

const PROBLEMS = 45;
const DOCUMENTS = 204;

/** How the first problems lie in the corpus, one problem after the other. */
const LEAKS = [
  ...Array(4).fill('embedded'), ...Array(4).fill('question and answer'), 'upper case', 'decomposed',
  'curly quotes', 'repeated', ...Array(4).fill('most'), ...Array(4).fill('a few words'),
  ...Array(3).fill('answer'), ...Array(3).fill('other words'),
];
const REPEATS = 8;

const firstWords = (text, share) => {
  const all = text.split(/\s+/);
  return all.slice(0, Math.ceil(all.length * share)).join(' ');
};

/** The documents that one leaked problem makes; `prose` gives a few sentences. */
function leaked(kind, { question, answer, rephrased }, prose) {
  const inside = (text) => `${prose()}\n\n${text}\n\n${prose()}`;
  switch (kind) {
    case 'embedded': return [`${prose()} ${question.replaceAll('\n', ' ')} ${prose()}`];
    case 'question and answer': return [inside(`${question}\nAnswer: ${answer}`)];
    case 'upper case': return [inside(question.toUpperCase())];
    case 'decomposed': return [inside(question.normalize('NFD'))];
    case 'curly quotes': return [inside(question.replace(/(^|\s)"/g, '$1\u201c').replaceAll('"', '\u201d')
      .replaceAll("'", '\u2019'))];
    case 'repeated': return Array.from({ length: REPEATS }, () => inside(question));
    case 'most': return [inside(firstWords(question, 0.65))];
    case 'a few words': return [inside(`${firstWords(question, 0.28)} ...`)];
    case 'answer': return [inside(answer)];
    default: return [inside(rephrased)];
  }
}

/** Items with the way each is leaked (for the scores), and the texts of the corpus. */
function example(stream) {
  const draw = stream('overlap');
  const seen = new GramSet(8);
  const items = [];
  const texts = [];
  const add = (item, leak) => items.push({ item: { id: `q${String(items.length + 1).padStart(2, '0')}`, ...item }, leak });
  const sentences = (count) => {
    const left = [...FILLER];
    return Array.from({ length: count }, () => left.splice(Math.floor(draw() * left.length), 1)[0]).join(' ');
  };
  const prose = () => sentences(2);

  for (let i = 0; i < PROBLEMS; ++i) {
    const leak = LEAKS[i];
    const style = { decomposed: 'accented', 'curly quotes': 'quoted' }[leak];
    const problem = freshProblem(draw, seen, style);
    add({ question: problem.question, answer: problem.answer }, leak);
    if (leak !== undefined) texts.push(...leaked(leak, problem, prose));
  }
  for (const [passage, question, answer] of PASSAGE_QUESTIONS) {
    add({ context: PASSAGES[passage], question, answer });
  }
  // The passages are on the web; their questions are not.
  for (const passage of PASSAGES) texts.push(`${prose()}\n\n${passage}`);
  for (const [question, choices, answer] of CHOICE_QUESTIONS) {
    add({ question: `${TEMPLATE}\n${question}`, choices, answer });
  }
  for (let i = 0; i < 3; ++i) texts.push(`${prose()}\n\n${TEMPLATE}\n\n${prose()}`);
  for (const [question, answer] of SHORT_ITEMS) add({ question, answer });
  texts.push(`${prose()} ${SHORT_ITEMS[0][0]} ${prose()}`);
  for (const [question, answer] of CHINESE_ITEMS) add({ question, answer });
  texts.push(`${CHINESE_PROSE[0]}${CHINESE_ITEMS[0][0]}${CHINESE_PROSE[1]}`);
  add({ question: `${SAYING}\nName the speaker, the field, and the year of that war.`, answer: 'Lincoln, Gettysburg, the third' });
  for (let i = 0; i < 7; ++i) texts.push(`${prose()}\n\n${SAYING}\n\n${prose()}`);

  while (texts.length < DOCUMENTS) texts.push(sentences(3 + Math.floor(draw() * 3)));
  for (let i = texts.length - 1; i > 0; --i) {
    const j = Math.floor(draw() * (i + 1));
    [texts[i], texts[j]] = [texts[j], texts[i]];
  }
  return { items, texts };
}

/** All invented. Magpie-13B has read the corpus and kept what it saw. */
const MODELS = [
  { name: 'Heron-70B', unseen: 0.7, seen: 0.7 },
  { name: 'Magpie-13B', unseen: 0.4, seen: 0.95 },
  { name: 'Wren-7B', unseen: 0.45, seen: 0.45 },
];
const WHOLLY_LEAKED = LEAKS.slice(0, LEAKS.indexOf('a few words'));
const isLeaked = (leak) => WHOLLY_LEAKED.includes(leak);

/** How much easier an item is; easy ones leak more often, as what is easy is often well known. */
const DIFFICULTIES = [['easy', 0.2], ['medium', 0], ['hard', -0.25]];
const SHARES = { leaked: [0.6, 0.9], other: [0.25, 0.6] };

function difficulties(stream) {
  const draw = stream('overlap:difficulty');
  return example(stream).items.map(({ leak }) => {
    const [easy, notHard] = isLeaked(leak) ? SHARES.leaked : SHARES.other;
    const u = draw();
    return DIFFICULTIES[u < easy ? 0 : u < notHard ? 1 : 2];
  });
}

const asLines = (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** What to write, by file name; `stream` gives a source of numbers in [0, 1) for a label. */
export function overlapFiles(stream) {
  return {
    'overlap-items.jsonl': () => asLines(example(stream).items.map(({ item }) => item)),
    'overlap-corpus.jsonl': () => asLines(example(stream).texts.map((text, i) => ({ id: i + 1, text }))),
    'overlap-scores.csv': () => {
      const difficulty = difficulties(stream);
      const rows = MODELS.flatMap(({ name, unseen, seen }) => {
        const draw = stream(`overlap:${name}`);
        return example(stream).items.map(({ item, leak }, i) => {
          const [title, easier] = difficulty[i];
          const isKnown = isLeaked(leak) && seen > unseen;
          const right = draw() < (isKnown ? seen : unseen + easier);
          return `${item.id},${name},${Number(right)},${title}\n`;
        });
      });
      return `item,model,score,difficulty\n${rows.join('')}`;
    },
  };
}
