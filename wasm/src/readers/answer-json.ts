/** Values of the form that JSON has to right answers. */
import { listTasks } from "../generated/parallel.ts";
import { CollectedAnswers, type ConditionRows } from "./answer-rows.ts";
import { issues, type Issue } from "./issues.ts";
import { tokenize, type TokenRule } from "./tokens.ts";

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const has = (value: unknown, key: string): boolean => isObject(value) && Object.hasOwn(value, key);

/** "a list", "null", "true", "3" */
function described(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value === undefined) return "nothing";
  if (typeof value === "string") {
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  }
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

const answerShape = `a text, a list of tokens, or an object such as {"text": "New York", "weight": 1}`;
const inputShape = `a list of answers, or an object with "support", "answers", "conditions" or "task"`;
const taskNames = listTasks.map(({ name }) => name);

class JsonReader {
  readonly #rule: TokenRule;
  readonly #out: CollectedAnswers = new CollectedAnswers("answer");
  readonly #unused = new Set<string>();
  readonly #weightless: number[] = [];
  #answers = 0;

  readonly #source: string;

  constructor(rule: TokenRule, source: string) {
    this.#rule = rule;
    this.#source = source;
  }

  read(value: unknown): CollectedAnswers | Issue {
    const refusal = this.#take(value);
    if (refusal !== undefined) return refusal;
    const out = this.#out;
    if (out.task === null) out.issues.push(issues.answersRead(this.#answers, this.#source));
    if (this.#unused.size > 0) out.issues.push(issues.unusedNames([...this.#unused]));
    if (this.#weightless.length > 0 && this.#weightless.length < this.#answers) {
      out.issues.push(issues.weightMissing(this.#weightless, out.unit));
    }
    return out;
  }

  #take(value: unknown): Issue | undefined {
    if (Array.isArray(value)) return this.#list(value, this.#out.condition(""));
    if (!isObject(value)) return issues.answersShape("The input", described(value), inputShape);
    if (has(value, "conditions")) return this.#conditions(value);
    if (has(value, "support") || has(value, "answers")) {
      return this.#table(value, this.#out.condition(""), "The input");
    }
    if (has(value, "task")) return this.#task(value);
    if (has(value, "text") || has(value, "tokens")) return this.#list([value], this.#out.condition(""));
    return issues.answersShape("The input", "an object without these keys", inputShape);
  }

  #note(value: Fields, known: readonly string[]): void {
    for (const key of Object.keys(value)) if (!known.includes(key)) this.#unused.add(key);
  }

  #task(value: Fields): Issue | undefined {
    this.#note(value, ["task", "n"]);
    const { task, n } = value;
    const name = typeof task === "string" ? task.replaceAll("-", "_") : undefined;
    if (name === undefined || !(taskNames as readonly string[]).includes(name)) {
      return issues.unknownTask(typeof task === "string" ? task : described(task), taskNames);
    }
    if (typeof n !== "number" || !Number.isSafeInteger(n) || n < 1) return issues.taskSize(described(n));
    this.#out.task = { name, n };
    return undefined;
  }

  #conditions(value: Fields): Issue | undefined {
    this.#note(value, ["conditions"]);
    const { conditions } = value;
    if (!Array.isArray(conditions)) {
      return issues.answersShape(`"conditions"`, described(conditions), "a list of conditions");
    }
    for (const [index, condition] of conditions.entries()) {
      const where = `Condition ${index + 1}`;
      if (!isObject(condition) || !(has(condition, "support") || has(condition, "answers"))) {
        return issues.answersShape(where, described(condition),
          `an object such as {"x": "a prompt", "weight": 1, "answers": ["New York"]}`);
      }
      const { x, weight } = condition;
      if (x !== undefined && typeof x !== "string" && typeof x !== "number") {
        return issues.answersShape(`${where}, x`, described(x), "a text");
      }
      const name = x === undefined ? String(index + 1) : String(x);
      if (this.#out.conditions.has(name)) return issues.conditionRepeated(name);
      const rows = this.#out.condition(name);
      if (weight !== undefined) {
        if (typeof weight !== "number" || !Number.isFinite(weight) || weight < 0) {
          return issues.answersShape(`${where}, weight`, described(weight), "a finite number of at least 0");
        }
        rows.weight = weight;
      }
      const refusal = this.#table(condition, rows, where);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  #table(value: Fields, rows: ConditionRows, where: string): Issue | undefined {
    this.#note(value, ["support", "answers", "x", "weight"]);
    if (has(value, "support") && has(value, "answers")) {
      return issues.answersShape(where, `both "support" and "answers"`, "one of them");
    }
    const list = value["support"] ?? value["answers"];
    if (!Array.isArray(list)) {
      return issues.answersShape(where, described(list), `a list for "support" or "answers"`);
    }
    return this.#list(list, rows, has(value, "support"));
  }

  /** A list is one of probabilities when its first entry has a `p`. */
  #list(
    list: readonly unknown[], rows: ConditionRows, joint: boolean = has(list[0], "p"),
  ): Issue | undefined {
    rows.joint = joint;
    for (const entry of list) {
      const refusal = this.#answer(entry, rows, joint);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  #answer(entry: unknown, rows: ConditionRows, joint: boolean): Issue | undefined {
    const place = ++this.#answers;
    const where = `Answer ${place}`;
    let content: unknown = entry;
    let weight: unknown;
    if (isObject(entry)) {
      this.#note(entry, ["text", "tokens", "p", "weight"]);
      if (has(entry, "p") && has(entry, "weight")) return issues.bothWeights();
      if (has(entry, "text") === has(entry, "tokens")) {
        return issues.answersShape(where, has(entry, "text")
          ? `both "text" and "tokens"` : `an object without "text" or "tokens"`, answerShape);
      }
      if (has(entry, "p") && !joint) {
        return issues.answersShape(where, `"p"`, `"weight", since this list is not one of probabilities`);
      }
      content = entry["text"] ?? entry["tokens"];
      weight = entry[joint ? "p" : "weight"];
    }
    if (weight === undefined || weight === null) {
      if (joint) {
        return issues.answersShape(`${where}, p`, described(weight), "a finite number of at least 0");
      }
      this.#weightless.push(place);
      weight = 1;
    }
    if (typeof weight !== "number" || !Number.isFinite(weight) || weight < 0) {
      const isNegative = typeof weight === "number" && weight < 0;
      return issues.notWeight(joint ? "p" : "weight", place, "answer", described(weight),
        isNegative ? "negative_weight" : "not_finite");
    }
    const tokens = this.#tokens(content);
    if (!Array.isArray(tokens)) {
      return issues.answersShape(where, tokens, answerShape);
    }
    this.#out.add(rows, tokens, weight, place);
    return undefined;
  }

  /** The tokens, or what was found in place of them. */
  #tokens(content: unknown): string[] | string {
    if (typeof content === "string") return tokenize(content, this.#rule);
    if (!Array.isArray(content)) return described(content);
    const stranger = content.findIndex((token) => typeof token !== "string" && !Number.isFinite(token));
    return stranger < 0 ? content.map(String) : `${described(content[stranger])} as token ${stranger + 1}`;
  }
}

/** Gathers the answers of a value, or says why it cannot be read; `source` is told. */
export function collectValue(
  value: unknown, rule: TokenRule, source: "from a list" | "from JSON",
): CollectedAnswers | Issue {
  return new JsonReader(rule, source).read(value);
}
