import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Directory } from './directory.ts';
import type { Item } from './event.ts';
import { readLine } from './read-line.ts';

/** The events of a file, one JSON object a line; empty lines are passed over. Rejects where it cannot be read. */
export async function* readHistoryFile(file: string, directory: Directory): AsyncGenerator<Item> {
  const input = createReadStream(file, 'utf8');
  const lines = createInterface({ input, crlfDelay: Infinity });
  // The lines end with a file that cannot be read on, and say nothing of why.
  input.once('error', () => {
    lines.close();
  });
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (text.trim() !== '')
      yield readLine({ text: line === 1 ? text.replace(/^\uFEFF/, '') : text, line }, directory);
  }
  if (input.errored) throw input.errored;
}
