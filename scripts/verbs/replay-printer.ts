/** Writes many lines without holding them all. */
export interface Printer {
  readonly line: (value: unknown) => void;
  readonly text: (line: string) => void;
  readonly end: () => void;
}

const chunkMax = 64 * 1024;

export function createPrinter(): Printer {
  let waiting = '';
  const end = () => {
    if (waiting !== '') process.stdout.write(waiting);
    waiting = '';
  };
  const text = (line: string) => {
    waiting += `${line}\n`;
    if (waiting.length >= chunkMax) end();
  };
  return { text, line: (value) => text(JSON.stringify(value)), end };
}
