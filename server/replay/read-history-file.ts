import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Directory } from './directory.ts';
import type { Item } from './event.ts';
import { readLine } from './read-line.ts';

/** The events of a file, one JSON object a line; empty lines are passed over. Rejects where it cannot be read. */
export async function* readHistoryFile(file: string, directory: Directory): AsyncGenerator<Item> {
  const input = createReadStream(file, 'utf8');
  const failed = new Promise<never>((_, reject) => input.once('error', reject));
  // Who waits for the first line is told; afterwards the lines themselves are.
  failed.catch(() => undefined);
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() !== '')
      yield readLine({ text: line === 1 ? text.replace(/^\uFEFF/, '') : text, line }, directory);
  }
}
