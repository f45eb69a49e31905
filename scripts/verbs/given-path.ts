import { resolve } from 'node:path';

/** Where a file is that was named on the command line: from where it was typed, wherever the script has gone since. */
export function givenPath(file: string): string {
  return resolve(process.env['VAFA_CWD'] ?? '.', file);
}
