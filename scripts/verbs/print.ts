import { dayOf, minuteOfDay } from '../../rules/calendar.ts';
import type { Club } from '../../server/club.ts';
import { formatDayShort, formatNumber } from '../../templates/formats.ts';

/** The `--json` of a verb. */
export interface AnswerOptions {
  readonly json?: true;
}

/** Prints the answer of a verb: the value as JSON where that was asked for, else the lines. */
export function answer({ json }: AnswerOptions, value: unknown, lines: readonly string[]): void {
  const text = json ? JSON.stringify(value, undefined, 2) : lines.join('\n');
  process.stdout.write(`${text}\n`);
}

/** Says something that is not the answer. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Rows in columns under their headings; `empty` where there are none. Columns of numbers go to the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  empty = 'none',
): string[] {
  if (rows.length === 0) return [empty];
  const numeric = head.map((_, column) => isNumeric(rows.map((row) => row[column] ?? '')));
  const widths = head.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(widthOf)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => padded(cell, widths[column] ?? 0, numeric[column] === true))
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line)];
}

function isNumeric(cells: readonly string[]): boolean {
  return cells.some((cell) => cell !== '') && cells.every((cell) => /^[\d,.]*$/.test(cell));
}

/** Names on the left, values on the right. */
export function pairs(rows: readonly (readonly [name: string, value: string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`.trimEnd());
}

/** A list under its title. */
export function section(title: string, lines: readonly string[]): string[] {
  return ['', title, ...lines.map((line) => `  ${line}`)];
}

function padded(cell: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(cell)));
  return right ? space + cell : cell + space;
}

/** Columns in a terminal: marks and joiners take none. */
function widthOf(text: string): number {
  return Array.from(text.replace(/[\p{Mn}\p{Cf}]/gu, '')).length;
}

/** A moment in the program's calendar and zone: `1405/08/30 09:05`; a dash for none. */
export function when(club: Club, at: number | null): string {
  return at === null ? '-' : `${whichDay(club, dayOf(at, club.program.timeZone))} ${timeOfDay(club, at)}`;
}

/** A day in the program's calendar: `1405/08/30`. */
export function whichDay({ program }: Club, day: string): string {
  return formatDayShort(day, { language: 'en', calendar: program.calendar });
}

function timeOfDay({ program }: Club, at: number): string {
  return clockTime(minuteOfDay(at, program.timeZone));
}

/** A minute of the day: `09:05`. */
export function clockTime(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** `1 member`, `12,000 members`. */
export function count(number: number, noun: string): string {
  return `${formatNumber(number, 'en')} ${number === 1 ? noun : pluralOf(noun)}`;
}

function pluralOf(noun: string): string {
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** A moment for other programs; `null` for none. */
export function isoTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
