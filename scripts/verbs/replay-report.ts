import type { Club } from '../../server/club.ts';
import type { UnitBooks } from '../../server/replay/books.ts';
import type { ChangedPurchase, Given, Played } from '../../server/replay/report.ts';
import type { TierBooks, TierShift } from '../../server/replay/tier-books.ts';
import type { MemberChange, Winners } from '../../server/replay/winners.ts';
import type { Balances } from '../../templates/template.ts';
import type { Countable } from '../../templates/explain-shape.ts';
import { amountOf } from '../../templates/explain-terms.ts';
import { formatNumber } from '../../templates/formats.ts';
import { count, pairs, section, table, when } from './print.ts';

export interface ReplayReport {
  readonly club: Club;
  readonly played: Played;
  readonly books: readonly UnitBooks[];
  readonly tiers: readonly TierBooks[];
  readonly seconds: number;
  /** Whether it begins with what members had on a day. */
  readonly isFromDay: boolean;
  /** What really happened in the same time, where the history is the shop's own. */
  readonly really?:
    | {
        readonly books: readonly UnitBooks[];
        readonly tiers: readonly TierBooks[];
        readonly shift: TierShift | undefined;
        readonly winners: Winners;
      }
    | undefined;
}

/** The report of a replay for people. */
export function reportLines(report: ReplayReport): string[] {
  const { played, really } = report;
  return [
    ...summary(report),
    ...(report.isFromDay ? openedPart : []),
    ...section('Points and credit', booksTable(report)),
    ...tiersPart(report),
    ...(really ? membersPart(really.winners) : []),
    ...(really ? changedPart(report.club, played) : []),
    ...beforePart(played),
    ...refusalsPart(played),
  ];
}

const openedPart = [
  '',
  'Members begin with the points, credit, stamps, tiers and totals of that day. Limits, remainders that were carried',
  'and what waited begin anew, so that the first purchases may give something else.',
];

function summary({ club, played, seconds }: ReplayReport): string[] {
  const { done, repeated, refused, malformed, purchases, from, to } = played;
  const rate = Math.round(purchases / Math.max(seconds, 0.1));
  return pairs([
    ['program', club.programs.map(({ program }) => `${program.name} (${program.code})`).join(', ')],
    ['from', when(club, from ?? null)],
    ['to', when(club, to ?? null)],
    ['events', `${number(done)} done, ${number(repeated)} repeated, ${number(refused)} refused`],
    ...(malformed > 0 ? [['not events', count(malformed, 'line')] as const] : []),
    ['purchases', `${number(purchases)} in ${seconds} s (${number(rate)} a second)`],
  ]);
}

const number = (value: number) => formatNumber(value, 'en');

function booksTable({ books, really }: ReplayReport): string[] {
  const head = [
    'program',
    'unit',
    '',
    'brought',
    'issued',
    'expired',
    'waiting',
    'outstanding',
    'worth (rial)',
  ];
  const row = (one: UnitBooks, whose: string) => [
    ...[one.program, one.unit, whose, number(one.opened), number(one.issued), number(one.expired)],
    ...[number(one.pending), number(one.outstanding), one.worth === null ? '' : number(one.worth)],
  ];
  const rows = [
    ...books.map((one) => row(one, really ? 'replayed' : '')),
    ...(really?.books ?? []).map((one) => row(one, 'really')),
  ];
  const untold = books.some(({ worth }) => worth === null);
  const rial = really ? ' Below, a point counts as one rial.' : '';
  const note = `What a point is worth is not told: say it in the program, as units.points.worth.${rial}`;
  return [...table(head, rows, 'nothing was given'), ...(untold ? [note] : [])];
}

/** How many have each tier, and how many went up and down; beside what really is. */
function tiersPart({ tiers, really }: ReplayReport): string[] {
  const cells = new Map<string, string[]>();
  const put = (key: readonly string[], column: number, value: number) => {
    const row = cells.get(key.join(' ')) ?? [...key, '', ''];
    row[key.length + column] = number(value);
    cells.set(key.join(' '), row);
  };
  for (const [column, books] of [tiers, really?.tiers ?? []].entries()) {
    for (const { program, tiers: each, up, down } of books) {
      for (const { id, name, members } of each) put([program, `${name} (${id})`], column, members);
      put([program, 'went up'], column, up);
      put([program, 'went down'], column, down);
    }
  }
  if (cells.size === 0) return [];
  const head = ['program', 'tier', ...(really ? ['replayed', 'really'] : ['members'])];
  const rows = [...cells.values()].map((row) => row.slice(0, head.length));
  return section('Tiers', [...table(head, rows), ...shiftLine(really?.shift)]);
}

function shiftLine(shift: TierShift | undefined): string[] {
  if (!shift) return [];
  const { higher, lower } = shift;
  return [`${count(higher, 'member')} in a higher tier than really, ${number(lower)} in a lower one`];
}

function membersPart({ better, worse, same, winners, losers }: Winners): string[] {
  const sum = `${count(better, 'member')} given more than really, ${number(worse)} less, ${number(same)} the same`;
  return [
    ...section('Members', [sum]),
    ...section('Who wins most', changesTable(winners)),
    ...section('Who loses most', changesTable(losers)),
  ];
}

function changesTable(changes: readonly MemberChange[]): string[] {
  const rows = changes.map(({ phone, was, is }) => [phone, gains(was), gains(is)]);
  return table(['member', 'really', 'replayed'], rows, 'nobody');
}

function gains({ points, credit }: Balances): string {
  const parts = [
    ...(points !== 0 ? [`${number(points)} ${Math.abs(points) === 1 ? 'point' : 'points'}`] : []),
    ...(credit !== 0 ? [`${number(credit)} rial credit`] : []),
  ];
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

function changedPart(club: Club, { changed, mostChanged }: Played): string[] {
  if (changed === 0) return section('Purchases that changed', ['none']);
  const shown = mostChanged.length;
  const sum = shown < changed ? `${count(changed, 'purchase')}; the ${number(shown)} that changed most:` : '';
  return section('Purchases that changed', [
    ...(sum === '' ? [] : [sum]),
    ...mostChanged.flatMap((one) => changedLines(club, one)),
  ]);
}

function changedLines(club: Club, { id, at, member, amount, was, is }: ChangedPurchase): string[] {
  const bought = amount === undefined ? '' : `, ${number(amount)} rial`;
  return [
    `${when(club, at)}  ${member}  ${id}${bought}`,
    `  really:   ${gains(was.gains)}`,
    ...whyLines(was, is),
    `  replayed: ${gains(is.gains)}`,
    ...whyLines(is, was),
  ];
}

/** Without the rules that gave nothing here as there, for the same reason. */
function whyLines({ why }: Given, other: Given): string[] {
  const same = new Set(other.why.map((line) => JSON.stringify(line)));
  const told = why.filter((line) => line.amount !== 0 || !same.has(JSON.stringify(line)));
  return told.map(({ name, amount, unit, why: reason }) => {
    const given = amount === 0 ? '-' : givenOf(amount, unit);
    return `    ${given}  ${name}: ${reason}`;
  });
}

/** One line for each reason: nobody can mend it, event by event. */
function beforePart({ beforeStart }: Played): string[] {
  if (beforeStart.size === 0) return [];
  return section(
    'Not played',
    [...beforeStart].map(([why, times]) => `${count(times, 'event')}: ${why}`),
  );
}

/** Money in rial, as everywhere in the report. */
function givenOf(amount: number, unit: Countable): string {
  if (unit === 'credit') return `${number(amount)} rial credit`;
  return unit === 'charity' ? `${number(amount)} rial` : amountOf(amount, unit, 'en');
}

function refusalsPart({ refused, malformed, refusals }: Played): string[] {
  const all = refused + malformed;
  if (all === 0) return [];
  const lines = refusals.map(({ line, event, id, reason }) => {
    const where = line === undefined ? '' : `line ${line}: `;
    return `${where}${[event, id].filter((part) => part !== '').join(' ')}${event === '' ? '' : ': '}${reason}`;
  });
  const rest = all - refusals.length;
  return section('Not done', [...lines, ...(rest > 0 ? [`and ${number(rest)} more; --json tells all`] : [])]);
}
