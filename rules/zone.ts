const SECOND_MS = 1000;
const WALL_CLOCK = /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)$/;
/** Making a formatter costs 30 times its use (124 µs to 4 µs in Node 20); there are at most a few hundred zones. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * What the wall clock of the zone shows at an instant, as the epoch milliseconds at which a UTC clock shows the
 * same. `timeZone` is an IANA name; its rules at that instant hold (Tehran had +04:30 in summer 2022, +03:30 since).
 * Throws a RangeError on an unknown zone or an instant that is no date.
 */
export function wallClockAt(at: number, timeZone: string): number {
  const offset = steadyOffsetMs(at, timeZone);
  return offset === undefined ? exactWallClockAt(at, timeZone) : at + offset;
}

/** Purchases come many a minute, and asking `Intl` costs more than deciding one. By zone and quarter of an hour. */
const steadyOffsets = new Map<string, Map<number, number | undefined>>();
const STEADY_MS = 15 * 60_000;
/** A month of them. */
const QUARTERS_MAX = 3_000;

/** The offset in a quarter of an hour that has the same from its beginning to its end; undefined for others. */
function steadyOffsetMs(at: number, timeZone: string): number | undefined {
  const from = at - remainder(at, STEADY_MS);
  const known = steadyOffsets.get(timeZone) ?? new Map<number, number | undefined>();
  if (known.has(from)) return known.get(from);
  const offsetMs = exactWallClockAt(from, timeZone) - from;
  const last = from + STEADY_MS - 1;
  const isSteady = exactWallClockAt(last, timeZone) - last === offsetMs;
  if (known.size >= QUARTERS_MAX) known.clear();
  known.set(from, isSteady ? offsetMs : undefined);
  steadyOffsets.set(timeZone, known);
  return isSteady ? offsetMs : undefined;
}

function exactWallClockAt(at: number, timeZone: string): number {
  const shown = WALL_CLOCK.exec(formatterOf(timeZone).format(at));
  if (shown === null) throw new RangeError(`No wall clock at ${at} in ${timeZone}`);
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = shown.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) + remainder(at, SECOND_MS);
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(timeZone, made);
  return made;
}

/** How far the zone's wall clock is ahead of UTC at an instant, in milliseconds. */
export function offsetMsAt(at: number, timeZone: string): number {
  return wallClockAt(at, timeZone) - at;
}

/**
 * The first instant in (`from`, `to`] with another offset than `from`, or undefined if `to` has the same one.
 * Right where the clock changes at most once in the span: keep it within a day or two.
 */
export function offsetChangeAt(span: { from: number; to: number }, timeZone: string): number | undefined {
  const before = offsetMsAt(span.from, timeZone);
  if (offsetMsAt(span.to, timeZone) === before) return undefined;
  let { from: last, to: first } = span;
  while (first - last > 1) {
    const middle = Math.floor((last + first) / 2);
    if (offsetMsAt(middle, timeZone) === before) last = middle;
    else first = middle;
  }
  return first;
}

/** The remainder of a division, never negative: `remainder(-1, 7)` is 6. */
export function remainder(dividend: number, divisor: number): number {
  return ((dividend % divisor) + divisor) % divisor;
}
