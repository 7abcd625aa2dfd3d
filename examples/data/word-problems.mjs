/**
 * Invented arithmetic word problems and plain prose, for what needs texts that nobody wrote before:
 * the overlap example next to this file and the yardstick of tests/yardstick. All of it is made up
 * here; any likeness to a problem in a textbook is chance.
 *
 * A problem is {question, rephrased, answer, gold}: the rephrased question asks for the same number
 * in other words. Questions are one or two sentences, a line feed, and the sentence that asks.
 */

const words = (text) => text.trim().split(/\s+/);

const NAMES = words(`Agnes Bartek Cosima Dorian Edda Fergus Gwen Hamid Imke Jonah Kirsa Lorcan Mireille
  Nadir Oona Piet Quilla Rufus Signe Tamsin Ulrike Viggo Wanda Xenia Yorick Zelda Ambrose Bettina
  Caspar Delphine Emrys Fenna Gideon Hester Ivo Jorunn Kasimir Linnea Magnus Nerys Otto Petra Rhoda
  Sander Thandi Ursula Valentin Winifred Yannick Zuzana`);
/** Each has a letter that Unicode can also write as a letter and a mark. */
const ACCENTED = words(`Zoé André Chloë Jürgen Inès Noël Renée Tomáš Hélène Márton Sünje Gaël Léonie
  Åsa Désiré Émile Núria Jiří Büşra Ângelo`);
const TRADES = words(`potter baker weaver joiner tailor florist grocer farmer cooper glazier printer
  saddler cobbler gardener brewer miller chandler thatcher mason plumber carver dyer`);
const TOWNS = words(`Ambleford Brackwater Coldharbour Dunmere Eastry Farrowby Gullholm Hartsease Inverlade
  Juniperton Kestrelby Longmarsh Mossbank Netherby Oldwick Pennyfold Quarrington Ravensey Saltfleet
  Thornby Underbarrow Velden Westerlund Yarrowdale`);
const THINGS = words(`plums lanterns buttons candles apricots marbles ribbons pebbles walnuts postcards
  thimbles quinces feathers tulips acorns whistles kettles chestnuts mittens teacups crayons stamps
  pears bolts corks turnips badges shells kites figs rivets almonds magnets lemons tiles spools leeks
  cherries pinecones hinges raisins medals scarves radishes keys beads`);
const BOXES = words(`crates baskets trays sacks tins drawers barrels hampers bins cases pails jars racks
  carts trunks satchels bowls chests`);
const COLOURS = words(`red blue green yellow purple brown white black grey orange pink silver amber violet
  scarlet ivory`);
const DAYS = words('Monday Tuesday Wednesday Thursday Friday Saturday Sunday');
const VEHICLES = words('tram ferry coach barge bus sledge train carriage minibus');
const ROOMS = words('kitchen hallway chapel studio cellar library workshop ballroom nursery attic');
const PLANTS = words('birches maples poplars larches hazels rowans willows cedars');

/** Prose that belongs to no problem. */
export const FILLER = [
  'The ferry was late again, so the passengers stood about on the jetty and watched the gulls.',
  'Nobody had painted the garden gate since spring, and the hinges complained at every visitor.',
  'My aunt keeps her recipes in a biscuit tin that once belonged to a ship\u2019s cook.',
  'Rain came over the hill in long grey curtains and then, as suddenly, it was gone.',
  'The old cinema is a carpet shop now, though the letters above the door still light up at dusk.',
  'A small dog slept in the window of the bookshop and did not stir for anyone.',
  'They argued about the route for so long that the shops had shut by the time they left.',
  'In winter the lake freezes from the edges inwards and the children test it with stones.',
  'The clock in the square has been ten minutes slow for as long as people remember.',
  'Someone had left a pair of gloves on the wall, folded neatly as if for a guest.',
  'The orchestra rehearses above the fire station, which makes for interesting interruptions.',
  'Bread from the corner bakery sells out before most of the street is awake.',
  'We found the map in a drawer, torn along the fold that mattered most.',
  'The night train passes behind the houses, and cups tremble a little on their hooks.',
  'She writes letters on Sunday evenings and posts them unstamped by mistake.',
  'Across the valley a single light moved slowly along what must have been the ridge road.',
  'The museum lends umbrellas to visitors and gets back roughly half of them.',
  'His first bicycle was green, too large for him, and stolen within a week.',
  'After the storm the beach was covered in driftwood shaped like letters of no alphabet.',
  'The tailor\u2019s radio plays the same station all day, quietly, as though to itself.',
];

/** Draws from [0, 1) as picks, numbers and names that do not repeat within a problem. */
function deal(draw, names) {
  const pick = (list) => list[Math.floor(draw() * list.length)];
  const some = (list, count) => {
    const chosen = [];
    while (chosen.length < count) {
      const next = pick(list);
      if (!chosen.includes(next)) chosen.push(next);
    }
    return chosen;
  };
  const between = (low, high) => low + Math.floor(draw() * (high - low + 1));
  const [a, b, c] = some(names, 3);
  const [town, town2] = some(TOWNS, 2);
  const [trade, trade2] = some(TRADES, 2);
  const [things, things2] = some(THINGS, 2);
  const [colour, colour2] = some(COLOURS, 2);
  const [day, day2] = some(DAYS, 2);
  return {
    a, b, c, town, town2, trade, trade2, things, things2, colour, colour2, day, day2,
    boxes: pick(BOXES), vehicle: pick(VEHICLES), room: pick(ROOMS), plants: pick(PLANTS), between,
  };
}

const KINDS = [
  (d) => {
    const [n, m, k, j] = [d.between(21, 88), d.between(4, 19), d.between(11, 37), d.between(6, 33)];
    const gold = n * m - k - j;
    return {
      question: `${d.a}, a ${d.trade} from ${d.town}, packs ${n} ${d.things} into each of ${m} ${d.boxes} on ${d.day}. ` +
        `By ${d.day2} ${d.b} has removed ${k} ${d.colour} ones and ${d.c} carries ${j} more to ${d.town2}.\n` +
        `How many of ${d.a}'s ${d.things} are still in ${d.boxes}?`,
      rephrased: `The ${d.town} ${d.trade} called ${d.a} filled ${m} ${d.boxes}, every one holding ${n} ${d.things}. ` +
        `Afterwards ${d.c} took ${j} away while ${k} went to ${d.b}. What number remained packed?`,
      answer: `${m} ${d.boxes} of ${n} hold ${n * m} ${d.things}; minus ${k} and ${j} that leaves ${gold}.`,
      gold,
    };
  },
  (d) => {
    const [h, a, b, c] = [d.between(2, 9), d.between(34, 71), d.between(22, 63), d.between(15, 59)];
    const gold = a + b + c;
    return {
      question: `At ${h} on ${d.day} the ${d.colour} ${d.vehicle} to ${d.town} sets out with ${d.a} aboard. It covers ${a} kilometres ` +
        `before ${d.b} the ${d.trade} joins, ${b} up to ${d.town2}, then ${c} while ${d.c} sells ${d.things}.\n` +
        `What distance has ${d.a} the passenger travelled by ${d.vehicle} altogether?`,
      rephrased: `${d.a} rides a ${d.vehicle} towards ${d.town}: first ${a} km, next ${b} km as far as ${d.town2}, finally ${c} km. ` +
        `Add up the length of that ride.`,
      answer: `${a}, ${b} and ${c} add up to ${gold} kilometres by ${d.vehicle}.`,
      gold,
    };
  },
  (d) => {
    const [w, l, t] = [d.between(7, 18), d.between(19, 42), d.between(3, 12)];
    const gold = w * l * t;
    return {
      question: `${d.town}'s ${d.trade}, ${d.a}, lays ${d.colour} tiles in a ${d.room} ${w} metres wide and ${l} metres long. ` +
        `On ${d.day} ${d.b} of ${d.town2} asks ${t} coins per square metre, which ${d.c} the ${d.trade2} doubts.\n` +
        `How many coins must ${d.a} find for the ${d.room} in ${d.town}?`,
      rephrased: `To cover a ${w} by ${l} metre ${d.room}, ${d.a} buys tiles from ${d.b} at a price of ${t} coins for every square metre. ` +
        `Work out the bill.`,
      answer: `The ${d.room} has ${w * l} square metres, so at ${t} coins each it costs ${gold}.`,
      gold,
    };
  },
  (d) => {
    const [n, k, s] = [d.between(3, 9), d.between(13, 41), d.between(2, 8)];
    const gold = n * k + s * 5;
    return {
      question: `Each ${d.day} ${d.a} swaps ${k} ${d.colour} ${d.things} with ${d.b}, and each ${d.day2} another 5 with ${d.c} of ${d.town}. ` +
        `This went on for ${n} ${d.day}s but only ${s} ${d.day2}s, says the ${d.trade} in ${d.town2}.\n` +
        `Count the ${d.things} that ${d.a} gave to ${d.b} and ${d.c} together.`,
      rephrased: `${d.b} receives ${k} ${d.things} from ${d.a} once a week during ${n} weeks; ${d.c} receives five, ${s} times. ` +
        `In total, what did both of them get?`,
      answer: `${d.b} got ${n * k} and ${d.c} got ${s * 5}, together ${gold} ${d.things}.`,
      gold,
    };
  },
  (d) => {
    const [g, e, x] = [d.between(4, 13), d.between(5, 17), d.between(1, 9)];
    const total = g * e + x;
    return {
      question: `${d.a} has ${total} ${d.colour} ${d.things} to share among ${g} ${d.trade}s from ${d.town}. Whatever ${d.b} cannot divide ` +
        `evenly goes into ${d.boxes} for ${d.c}, who leaves for ${d.town2} on ${d.day} with ${x} of ${d.colour2} ${d.things2}.\n` +
        `What does one ${d.trade} of ${d.town} get from ${d.a}?`,
      rephrased: `Divide ${total} ${d.things} fairly between ${g} people who work as ${d.trade}s; the remainder is kept by ${d.c}. ` +
        `Say how large each portion turns out.`,
      answer: `${total} divided by ${g} is ${Math.floor(total / g)}, with ${total % g} over for ${d.c}.`,
      gold: Math.floor(total / g),
    };
  },
  (d) => {
    const [p, q, r] = [d.between(14, 39), d.between(5, 16), d.between(3, 11)];
    const gold = p * r - q;
    return {
      question: `Between ${d.town} and ${d.town2} the ${d.trade} ${d.a} plants ${r} rows of ${p} ${d.plants}, helped on ${d.day} by ${d.b}. ` +
        `A ${d.colour} goat that ${d.c} had tied to the ${d.vehicle} eats ${q} before ${d.day2}.\n` +
        `How many of these ${d.plants} near ${d.town} will ${d.b} still be watering?`,
      rephrased: `${r} rows, ${p} young ${d.plants} in every row, were set by ${d.a}; ${q} got eaten by an animal belonging to ${d.c}. ` +
        `Find the count that survives.`,
      answer: `${r} rows of ${p} are ${p * r} ${d.plants}; ${q} are eaten, ${gold} survive.`,
      gold,
    };
  },
  (d) => {
    const [s, m, c] = [d.between(41, 97), d.between(12, 38), d.between(2, 6)];
    const gold = s - m + c * 10;
    return {
      question: `${d.b} owes the ${d.town} ${d.trade} ${s} coins for ${d.colour} ${d.things}. On ${d.day} ${d.a} pays ${m} of it with ${d.things2}, ` +
        `yet ${c} late fees of 10 are added when ${d.c} of ${d.town2} reads the ${d.colour2} ledger.\n` +
        `After ${d.day} what does ${d.b} owe that ${d.trade} in coins?`,
      rephrased: `A debt of ${s} coins is reduced by ${m} thanks to ${d.a} and grows by ${c} charges, ten coins apiece. ` +
        `Give what ${d.b} has yet to settle.`,
      answer: `${s} minus ${m} is ${s - m}; with ${c} fees of 10 the debt is ${gold} coins.`,
      gold,
    };
  },
  (d) => {
    const [o, f, y] = [d.between(31, 64), d.between(3, 12), d.between(5, 19)];
    const gold = o - f + y;
    return {
      question: `${d.a} the ${d.trade} turned ${o} the ${d.day} that ${d.b} opened a stall of ${d.things} in ${d.town}. ` +
        `Their friend ${d.c}, a ${d.trade2} with ${d.colour} hair, is ${f} years younger than ${d.a} and moved to ${d.town2}.\n` +
        `How old is the ${d.trade2} ${d.c} another ${y} years after that ${d.day}?`,
      rephrased: `When ${d.a} is ${o}, ${d.c} is ${f} years behind. Let ${y} years pass and state the age that ${d.c} has reached.`,
      answer: `${d.c} is ${o} - ${f} = ${o - f}, and ${y} years on ${gold}.`,
      gold,
    };
  },
  (d) => {
    const [v, u, z] = [d.between(15, 48), d.between(6, 14), d.between(2, 5)];
    const gold = v * u * z;
    return {
      question: `In ${d.town} every ${d.vehicle} carries ${u} ${d.boxes}, and ${d.a} fits ${v} ${d.things} into one of them. ` +
        `${d.b} sends ${z} such ${d.colour} vehicles to ${d.town2}, where ${d.c} the ${d.trade} waits until ${d.day}.\n` +
        `Find how many ${d.things} ${d.c} the ${d.trade} can unload before ${d.day2}.`,
      rephrased: `${z} vehicles arrive with ${u} ${d.boxes} on board each, and ${v} ${d.things} lie in all of the ${d.boxes}. ` +
        `What will ${d.c} have to carry off?`,
      answer: `${z} times ${u} are ${z * u} ${d.boxes}, and ${v} in each make ${gold} ${d.things}.`,
      gold,
    };
  },
  (d) => {
    const [e, n, t] = [d.between(52, 99), d.between(14, 45), d.between(2, 7)];
    const gold = (e - n) * t;
    return {
      question: `For ${e} coins ${d.a} sells a ${d.colour} set of ${d.things} that the ${d.trade} of ${d.town} made for ${n}. ` +
        `${d.b} orders ${t} sets on ${d.day}; ${d.c} fetches them by ${d.vehicle} and drives to ${d.town2}.\n` +
        `What profit in coins will ${d.a} see from ${d.b}'s ${d.things}?`,
      rephrased: `Sets cost ${n} coins to make and bring in ${e}. ${d.b} purchases ${t} of these. Calculate the gain for ${d.a}.`,
      answer: `One set earns ${e} - ${n} = ${e - n} coins, ${t} sets earn ${gold}.`,
      gold,
    };
  },
  (d) => {
    const [b, m, q] = [d.between(8, 26), d.between(11, 29), d.between(31, 77)];
    const gold = b * m + q;
    return {
      question: `"Bring ${b} ${d.boxes}, ${m} ${d.things} apiece," calls ${d.a} in ${d.town}, "and don't spill ${d.colour2} ones!" ` +
        `The ${d.trade} ${d.b} nods; ${d.c}'s ${d.colour} ${d.vehicle} already holds ${q}.\n` +
        `If ${d.b} isn't robbed near ${d.town2}, how many ${d.things} reach ${d.c}'s ${d.room}?`,
      rephrased: `${d.c} owns ${q} ${d.things} before ${d.b} delivers ${b} more ${d.boxes}, with ${m} inside every one. Total them.`,
      answer: `${b} ${d.boxes} of ${m} are ${b * m}, and with the ${q} there already ${gold} ${d.things}.`,
      gold,
    };
  },
];

/** The kind whose questions hold quotation marks and apostrophes. */
const QUOTED = KINDS.length - 1;

/** A problem drawn from a stream of numbers in [0, 1); `style` is "accented", "quoted" or nothing. */
export function wordProblem(draw, style) {
  const kind = style === 'quoted' ? QUOTED : Math.floor(draw() * KINDS.length);
  const { question, rephrased, answer, gold } = KINDS[kind](
    deal(draw, style === 'accented' ? ACCENTED : NAMES));
  return { question, rephrased, answer, gold: String(gold) };
}

/** Words as a plain reading of the default rule gives them; for checks of the texts made here. */
export const foldedWords = (text) =>
  text.normalize('NFKC').toLowerCase().match(/(?:[\p{L}\p{N}]\p{M}*)+/gu) ?? [];

/** Remembers n-grams, so that texts can be told which share none. */
export class GramSet {
  #seen = new Set();
  #n;
  constructor(n) {
    this.#n = n;
  }
  #grams(text) {
    const tokens = foldedWords(text);
    return Array.from({ length: Math.max(0, tokens.length - this.#n + 1) },
      (_, at) => tokens.slice(at, at + this.#n).join(' '));
  }
  hits(text) {
    return this.#grams(text).some((gram) => this.#seen.has(gram));
  }
  add(text) {
    for (const gram of this.#grams(text)) this.#seen.add(gram);
  }
}

/** The next problem whose question shares no gram with what `seen` holds; it is added. */
export function freshProblem(draw, seen, style) {
  for (let attempt = 0; attempt < 1000; ++attempt) {
    const problem = wordProblem(draw, style);
    if (!seen.hits(problem.question)) {
      seen.add(problem.question);
      return problem;
    }
  }
  throw new Error('too many problems for so few words');
}
