import { formatNumber } from '../../templates/formats.ts';
import { note } from './print.ts';

const terminalEveryMs = 200;
const otherwiseEveryMs = 10_000;

/** How far long work has come, on stderr: in one line on a terminal, elsewhere a line from time to time. */
export interface Progress {
  readonly show: (rows: number) => void;
  /** Takes the line away, and answers how many seconds it took. */
  readonly end: () => number;
}

export function startProgress(what: string): Progress {
  const startedAt = performance.now();
  const terminal = process.stderr.isTTY;
  const everyMs = terminal ? terminalEveryMs : otherwiseEveryMs;
  let shownAt = startedAt;
  const seconds = () => Math.round((performance.now() - startedAt) / 100) / 10;
  return {
    show(rows) {
      if (performance.now() - shownAt < everyMs) return;
      shownAt = performance.now();
      const text = `${what}: ${formatNumber(rows, 'en')} rows, ${seconds()} s`;
      if (terminal) process.stderr.write(`\r\x1b[K${text} …`);
      else note(text);
    },
    end() {
      if (terminal) process.stderr.write('\r\x1b[K');
      return seconds();
    },
  };
}
