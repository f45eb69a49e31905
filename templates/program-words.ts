import { listOf, quote, say } from './explain-terms.ts';
import { formatPoints, type Language } from './formats.ts';
import type { Speech } from './program-words-condition.ts';
import { countsSentences, paymentLines } from './program-words-counts.ts';
import { labelIn } from './program-words-effect.ts';
import { segmentLines } from './program-words-segments.ts';
import { visitLines } from './program-words-trigger.ts';
import { paidLaterLines, pendingLines } from './program-words-pending.ts';
import { roundingLines } from './program-words-rounding.ts';
import { ruleLines } from './program-words-rule.ts';
import { stampCardLines } from './program-words-stamps.ts';
import { tierLines } from './program-words-tiers.ts';
import { onlyFor } from './tier-words.ts';
import type { DescribedProgram } from './program-words-shape.ts';
import { messageLines, spendingLines, timeLines } from './program-words-settings.ts';

/** A program in words: sections of whole sentences, none of them empty. Plain text. */
export interface ProgramWords {
  readonly title: string;
  readonly sections: readonly { readonly title: string; readonly lines: readonly string[] }[];
}

/**
 * The whole program as its owner reads it: everything that decides about money and points, in the program's
 * order. Money in toman; rules refer to each other by name.
 */
export function describeProgram(program: DescribedProgram, language: Language): ProgramWords {
  const { calendar, tiers, segments } = program;
  const speech: Speech = { language, calendar, tiers: tiers?.steps, segments };
  const name = quote(program.name, language);
  const sections: readonly (readonly [fa: string, en: string, lines: readonly string[]])[] = [
    ['چه چیزی حساب می‌شود', 'What is counted', countsLines(program, language)],
    ['پرداخت‌ها', 'Payments', [...paymentLines(program, language), ...paidLaterLines(program, language)]],
    ['مراجعه', 'Visits', visitLines(program, language)],
    ['قاعده‌ها', 'Rules', ruleLines(program, speech)],
    ['کارت‌های مهر', 'Stamp cards', stampCardLines(program, speech)],
    ['بخش‌ها', 'Segments', segmentLines(program, speech)],
    ['گروه‌ها', 'Groups', groupLines(program, language)],
    ['سطح‌ها', 'Tiers', tierLines(program, speech)],
    ['گرد کردن', 'Rounding', roundingLines(program, language)],
    [
      'خرج کردن و انقضا',
      'Spending and expiry',
      [...pendingLines(program, language), ...spendingLines(program, speech)],
    ],
    ['پاداش‌ها', 'Rewards', rewardLines(program, speech)],
    ['پیام‌ها', 'Messages', messageLines(program, language)],
    ['زمان', 'Time', timeLines(program, language)],
  ];
  return {
    title: say(language, `برنامه باشگاه ${name}`, `The program of the club ${name}`),
    sections: sections
      .filter(([, , lines]) => lines.length > 0)
      .map(([fa, en, lines]) => ({ title: say(language, fa, en), lines })),
  };
}

/** What is counted speaks of purchases: a program without rules for them counts nothing. */
function countsLines({ counts, rules }: DescribedProgram, language: Language): string[] {
  if (!rules.some(({ on }) => on === 'purchase')) return [];
  return [
    ...countsSentences(counts, language).map((sentence) => `${sentence}.`),
    say(
      language,
      'خریدی که چیزی از آن حساب نشود چیزی نمی‌گیرد.',
      'A purchase of which nothing is counted earns nothing.',
    ),
  ];
}

function groupLines({ groups, rules }: DescribedProgram, language: Language): string[] {
  return Object.entries(groups).flatMap(([group, { name: called = group, take }]) => {
    const members = rules.filter((rule) => rule.group === group);
    if (members.length === 0) return [];
    const names = listOf(
      members.map(({ name }) => quote(labelIn(name, language), language)),
      language,
    );
    const own = quote(labelIn(called, language), language);
    const of = say(language, `گروه ${own} (${names})`, `Group ${own} (${names})`);
    return [`${of}: ${takings[take][language]}`];
  });
}

const takings = {
  all: { fa: 'همه داده می‌شود.', en: 'all of them are given.' },
  highest: {
    fa: 'فقط آن که (در سقف‌هایش) بیشتر می‌دهد داده می‌شود؛ پیش از هر چند برابر شدن سنجیده می‌شود.',
    en: 'only the one that (within its limits) gives most is given; they are compared before any multiplying.',
  },
  first: {
    fa: 'فقط نخستین قاعده‌ای که چیزی می‌دهد داده می‌شود.',
    en: 'only the first one that gives something is given.',
  },
} as const;

function rewardLines({ rewards }: DescribedProgram, speech: Speech): string[] {
  const { language } = speech;
  return [...rewards]
    .sort((a, b) => a.points - b.points)
    .map(
      ({ name, points, tiers }) =>
        `${quote(labelIn(name, language), language)}: ${formatPoints(points, language)}${onlyFor(tiers, speech)}.`,
    );
}
