/** `evenhand judge FILE --classes` and `--grades`: verdicts of more than two kinds. */
import {
  classesAssumptions, classesMethod, classesReading, correctClassTable, groupedClassNotes, nameList,
  readTable, type ClassMean, type ClassReport, type ClassWords, type GradeTableOptions,
  type NamedClassOptions,
} from "../index.ts";
import { onlyModel } from "../readers/judgements.ts";
import { graded, percent, percentInterval, scoreInterval } from "../report/format.ts";
import { CliError, numberOf, onlyOptionsOf, withOptions, words, type Parsed } from "./args.ts";
import { readInput, refuseUnread } from "./input.ts";
import { always, readingOptions, tableDesign, typed } from "./judge-options.ts";
import { json, section, textTable, wrapped } from "./render.ts";

const bothForms = [...always, "item", "model", "judge", "human", "exclude-model", "design", "garbage"];
const classOptionNames = [...bothForms, "classes", "values"];
const gradeOptionNames = [...bothForms, "grades", "cut"];

/** "win,tie=0|draw" to classes with the further words that mean them. */
function classWords(text: string): ClassWords[] {
  return words(text).map((entry) => {
    const [name, ...rest] = entry.split("=");
    return { name: name as string, words: rest.join("=").split("|").filter((word) => word !== "") };
  });
}

function garbageOf(options: Parsed): "drop" | "class" | undefined {
  const given = options.text("garbage");
  if (given === undefined || given === "drop" || given === "class") return given;
  throw new CliError(`--garbage ${given}: expected drop or class`);
}

function classOptions(options: Parsed): NamedClassOptions | GradeTableOptions {
  const { columns, excludeModels } = readingOptions(options);
  const common = {
    columns, excludeModels, design: tableDesign(options), garbage: garbageOf(options),
    level: options.number("level"),
  };
  const grades = options.text("grades");
  if (grades !== undefined) {
    return { ...common, grades: words(grades).map(numberOf), cut: options.number("cut") };
  }
  const values = options.text("values");
  return {
    ...common, classes: classWords(options.text("classes") as string),
    values: values === undefined ? undefined : words(values).map(numberOf),
  };
}

export function judgeClasses(file: string, options: Parsed): string {
  const isGraded = options.text("grades") !== undefined;
  onlyOptionsOf(isGraded ? gradeOptionNames : classOptionNames, options, "judge",
    isGraded ? "--grades" : "--classes");
  const given = classOptions(options);
  const { text: content, issues } = readInput(file);
  const once = withOptions(typed(options), () => correctClassTable(readTable(content), given));
  const report: ClassReport = { ...once, issues: [...issues, ...once.issues] };
  refuseUnread(file, report.issues);
  return options.flag("json") ? json(report) : describeClasses(report);
}

function describeClasses(report: ClassReport): string {
  const isOne = report.models.length === 1 && report.models[0]!.model === onlyModel;
  const mean = (title: string, { judge, estimate, lower, upper }: ClassMean, isShare: boolean): string[] => {
    const write = isShare ? percent : graded;
    return [title, "", judge === null ? "-" : write(judge), estimate === null ? "unknown" : write(estimate),
      isShare ? percentInterval({ lower, upper }) : scoreInterval({ lower, upper }, false)];
  };
  const rows = report.models.flatMap((row) => [
    ...row.classes.map((entry) => [
      entry.class, String(entry.labels), entry.judge === null ? "-" : percent(entry.judge),
      entry.estimate === null ? "unknown" : percent(entry.estimate), percentInterval(entry)]),
    ...(row.mean === null ? [] : [mean("mean", row.mean, false)]),
    ...(row.fromCut === null ? [] : [mean(`${report.cut} or above`, row.fromCut, true)]),
  ].map((cells) => (isOne ? cells : [row.model, ...cells])));
  return (
    textTable([...(isOne ? [] : ["model"]), "class", "labels", "judge says", "corrected", "interval"], rows) +
    section("In words", classesReading(report)) +
    section("Notes", groupedClassNotes(report).map(({ text, models, all }) =>
      (all ? text : `${nameList(models)}: ${text}`))) +
    section("What was read", report.issues.map((issue) => issue.message)) +
    section("Assumptions", classesAssumptions(report)) +
    `\nMethod\n${wrapped(classesMethod(report))}`
  );
}
