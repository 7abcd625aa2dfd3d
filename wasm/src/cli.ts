#!/usr/bin/env node
/** The command `evenhand`. Exit status: 0 done, 2 bad input; `overlap` has more (cli/overlap.ts). */
import { CliError } from "./cli/args.ts";
import { compareCommand } from "./cli/compare.ts";
import { intervalCommand } from "./cli/interval.ts";
import { judgeCommand } from "./cli/judge.ts";
import { parallelCommand } from "./cli/parallel.ts";
import { planCommand } from "./cli/plan.ts";
import { InputError, version } from "./index.ts";

const usage = `Evenhand ${version}: even-handed comparisons of language models

  evenhand interval X/N [--method NAME|all] [--level L] [--against RATE] [--json]
      confidence interval of a proportion; with --against, tests against a fixed rate such as chance

  evenhand judge --judged X/N --sensitivity K/M --specificity K/M
                 [--method NAME] [--level L] [--no-gate] [--json]
      correct an LLM judge's score with its errors on a separate labelled set
      (rates instead of K/M are taken as known without error)

  evenhand judge --confusion TP,FN,FP,TN --unlabelled X/N
                 [--method poststrat|ppi|ppi_pp|eif|mle [--convention ppi_py|truescore|glide|chen]]
                 [--level L] [--json]
      the same with labels on a random subset of the evaluated items

  evenhand judge --confusion TP,FN,FP,TN --probe TP,FN,FP,TN --margin D [--level L] [--json]
      whether these labels still hold: freshly labelled items against what the labels predict of
      them, within a margin chosen before

  evenhand judge --judged X/N --sensitivity K/M --specificity K/M
                 --against X/N --against-sensitivity K/M --against-specificity K/M
                 [--method NAME] [--difference mover|propagation] [--level L] [--no-gate] [--json]
      two scores under two judges, such as of two papers: comparable once each is corrected
      (--against-assume-sensitivity LO..HI --against-assume-specificity LO..HI where the second has
      no labels: which differences are possible)

  evenhand judge --judged X/N [--assume-sensitivity LO..HI --assume-specificity LO..HI]
                 [--disagreement E] [--claim T] [--against X/N [--score S]] [--level L] [--json]
      no labels: which scores are possible, which errors of the judge would overturn a claim, and
      what would make the gap between two models out of nothing

  evenhand judge --plan --score S --sensitivity Q --specificity Q --items N
                 --labels M | --half-width H  [--split neyman|equal|lee2025 [--rate P] [--pilot K]]
                 [--level L] [--json]
  evenhand judge --plan --judged X/N --sensitivity K/M --specificity K/M [--items N]
                 --labels M | --half-width H  [--split neyman|equal|lee2025] [--level L] [--json]
      how many labels, of which class, what interval they buy, and whether the judge is worth it;
      from supposed rates, or from the counts of a pilot

  evenhand judge FILE [--design external|subset] [--item COL] [--model COL]
                 [--judge COL] [--human COL] [--method NAME] [--level L] [--json]
                 [--exclude-model NAME] [--pass-words A,B] [--fail-words C,D] [--version-column COL]
                 [--backtest SHARE [--seed S] [--repeat R]]
      correct every model in a table of verdicts (CSV, TSV, JSON Lines; - reads standard input);
      columns that are not named are guessed, and "" says that there is none

  evenhand judge FILE --raters COL,COL,... [--gold COL] [--humans COL,COL,...] [--item COL]
                 [--model COL] [--exclude-model NAME] [--classes A,B,...]
                 [--metric nominal|ordinal|interval|ratio] [--pass-words A,B] [--fail-words C,D]
                 [--seed S] [--resamples R] [--level L] [--json]
      how far raters agree, a column each; without gold labels, what a panel agrees on

  evenhand judge FILE --compare A B [--design external|subset] [--per-model | --force-shared]
                 [--cluster COL] [--method NAME [--convention NAME]] [--no-sign-assumption]
      which of two models is better with the judge's errors taken out; labels of another set correct
      both alike, unless its errors differ between the two: then each by its own

  evenhand judge FILE --ranks [--per-model | --force-shared]
                 [--correction holm|bonferroni|hochberg|bh|by]
      all models ranked: the ranks that remain, who is tied, every pair

  evenhand judge FILE --cluster COL [--method NAME]
      every model where rows come in groups, such as several turns or samples of one item

  evenhand judge FILE --classes A,B,C [--values 1,0.5,0] [--garbage drop|class]
  evenhand judge FILE --grades 1,2,3,4,5 [--cut 4] [--garbage drop|class]
                 [--design external|subset]
      verdicts and labels of more than two kinds: shares, and the mean of what they are worth;
      A=WORD|WORD names further words that mean the class

  evenhand judge FILE --pairwise [--a COL] [--b COL] [--judge COL] [--swap COL] [--human COL]
                 [--cluster COL] [--order average|strict|first_order_only]
                 [--ties half|drop|separate] [--swap-words models|positions]
                 [--design external|subset]
      which of two answers a judge prefers: win rates and position bias; both orders in two columns
      (--swap), or in two rows with the models exchanged

  evenhand compare FILE [--item COL] [--system COL] [--score COL] [--cluster COL] [--run COL]
                   [--systems COL,COL,...] [--exclude-system NAME] [--pass-words A,B]
                   [--fail-words C,D] [--baseline NAME] [--correction holm|bonferroni|hochberg|bh|by]
                   [--ranks bonferroni|holm|marginal] [--common-items] [--bounds LOW,HIGH]
                   [--pair A B] [--k K] [--level L] [--json]
      compare all systems of a table on the items they share: a row for each score, or a column for
      each system; with --pair, two of them by every method; with --k, pass@k and its kin of reruns

  evenhand compare FILE --tasks [--common-items] [--level L] [--json]
      the same for a table of tasks: systems by their average ranks over tasks

  evenhand compare FILE --battles [--a COL] [--b COL] [--winner COL] [--cluster COL]
                   [--method davidson|bradley-terry|half-win] [--anchor NAME] [--level L] [--json]
      strengths from battles: two systems and the winner in every row

  evenhand compare --paired BOTH,A,B,NEITHER [--method NAME|all] [--level L] [--json]
      two systems on the same items, from how many items both, only A, only B, neither got right

  evenhand compare --independent X/N Y/M [--method NAME|all] [--level L] [--json]
      two systems on different items

  evenhand compare --runs X,X,... [Y,Y,...] [--level L] [--json]
      reruns of a whole benchmark, of one system or of two

  evenhand plan paired      --effect D | --items N  [--discordance PSI]
  evenhand plan independent --rates P,Q | --rate P --effect D | --items N [--rate P]
  evenhand plan mean        --effect D | --items N  --between VAR [--within VAR [--samples K]]
  evenhand plan precision   --half-width H [--rate P]
  evenhand plan runs        --sd S --effect D | --runs R
  evenhand plan FILE        --effect D | --items N  [--pair A B]
                [--power P] [--level L] [--design-effect E] [--json]
      how many items or reruns find a difference D, or which difference so many would show; from a
      FILE with what two systems in it show

  evenhand parallel FILE | --strings A B ... | --task NAME --n N
                    [--tokens whitespace|characters|SEPARATOR] [--pad] [--valid FILE | --scored]
                    [--steps T] [--partition "1,3;2,4"] [--strategy SPEC]... [--ties random|first]
                    [--temperature T | --greedy] [--value-ties random|first] [--seed S]
                    [--nats | --json]
      what decoding several tokens at once must lose when these are the right answers: total
      correlation, the best steps, strategies against the limit; a SPEC is top-k=2, threshold=0.9,
      factor=1, factor-code=1, entropy-bounded=0.1 or frechet=0.1, followed by options such as
      ,random ,margin ,left-to-right ,inclusive ,block=4 ,ties=random

  evenhand parallel --curve FILE [--at ACCURACY,...] [--scale percent|fraction]
                    [--tokens-per-item K] [--json]
      measured accuracies at tokens per step, and how they stand against the limit of their task

  evenhand overlap index [NAME=]FILE... -o INDEX [--definition NAME] [--n 8,13] [--rule NAME]
                   [--skip-budget S] [--field [NAME:]FIELD=PATH]... [--answer-split [NAME:]MARK]
                   [--memory-limit BYTES]
      make benchmarks findable: JSON Lines with an item a line, CSV, TSV, Parquet; also .gz and .zst

  evenhand overlap scan INDEX PATH... -o FOLDER [--root FOLDER] [--source NAME] [--text-field PATH]
                   [--doc file|line|paragraph|json_lines] [--threads T] [--task i/N]
                   [--allow-malformed K] [--no-hits] [--again]
  evenhand overlap scan INDEX --stdin --shard-id ID [--source NAME] [--text-field PATH] [--doc UNIT]
      which items occur in a corpus of text: a partial and hit records for each file; what was done
      before is not done again

  evenhand overlap cut INDEX PATH... -o FOLDER [--partial PARTIAL]... [--option OPTION=VALUE]...
                   [--json] [options of scan, from --root to --allow-malformed, --again]
      GPT-3's filter: what the items and a document have in common is taken out of the document; for
      each file the pieces that are kept. The partials of a scan with this index say which n-grams are
      in too many documents; --option mostCount=0 cuts around all of them

  evenhand overlap pairs INDEX PATH... -o FOLDER [--option OPTION=VALUE]... [--json] [options of scan]
      Qwen2's rule: for each file the pairs of document and item with a long common subsequence

  evenhand overlap merge PARTIAL... -o PARTIAL | --stdin
      add partials up, with their hit records

  evenhand overlap report INDEX PARTIAL... [--definition NAME]... [--option OPTION=VALUE]...
                   [--partial-from C] [--full-from C] [--frequent-least D] [--frequent-divisor D]
                   [--no-hits] [--incomplete] [--items K] [--json]
                   [--scores FILE [--figures] [--strata COL] [--reference NAME]...
                   [--dates COL --cutoff DATE] [--level L]]
      what was found, by Evenhand's and by every published definition; with a table of scores by item
      and system, what it did to the scores, by the first definition (--figures: with Llama 2's
      buckets, too), also adjusted for difficulty: within strata, such as of a column of subjects, or
      with the mean score of reference models on each item taken off; with dates, items from after a
      cutoff against older ones. The files are those of evenhand-scan, the native program, and the
      exit status, too: 0 done, 1 malformed lines, 2 bad input, 3 failed shards

  evenhand --help | --version

Where do the human labels come from? --design subset: picked at random from the very items being
scored. --design external: from another set, picked on purpose, or not sure (the default, unless
every row is labelled).
`;

/** What is said of a verb, or of a verb and the next word where that has a use of its own. */
function usageOf(verb: string, next: string | undefined): string {
  const of = (words: string): readonly string[] => usage.split("\n\n").filter((part) => `${part} `.startsWith(`  evenhand ${words} `));
  const own = next === undefined ? [] : of(`${verb} ${next}`);
  const parts = own.length > 0 ? own : of(verb);
  return parts.length > 0 ? `${parts.join("\n\n")}\n` : usage;
}

async function main(args: readonly string[]): Promise<string> {
  const [verb, ...rest] = args;
  if (verb !== undefined && rest.some((word) => word === "--help" || word === "-h")) return usageOf(verb, rest[0]);
  switch (verb) {
    case "interval": return intervalCommand(rest);
    case "judge": return judgeCommand(rest);
    case "compare": return compareCommand(rest);
    case "plan": return planCommand(rest);
    case "parallel": return parallelCommand(rest);
    case "overlap": {
      // Its module is loaded for it alone.
      const { overlapCommand } = await import("./cli/overlap.ts");
      process.exitCode = await overlapCommand(rest);
      return "";
    }
    case "--version": return `${version}\n`;
    case undefined:
    case "help":
    case "-h":
    case "--help": return usage;
    default:
      throw new CliError(`unknown command ${JSON.stringify(verb)}; expected interval, judge, compare, plan, ` +
        `parallel or overlap`);
  }
}

// A reader that stops early, such as `head`, is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  process.stdout.write(await main(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof CliError || error instanceof InputError)) throw error;
  process.stderr.write(`evenhand: ${error.message}\n`);
  process.exitCode = 2;
}
