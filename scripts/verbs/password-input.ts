import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { passwordProblem, readablePassword } from '../../server/usecases/password.ts';
import { Complaint } from './fail.ts';

/** Where a password comes from. */
export interface PasswordOptions {
  readonly passwordStdin?: true;
  readonly generate?: true;
}

export interface PasswordInput {
  readonly password: string;
  /** It was made here, and is to be shown once. */
  readonly generated: boolean;
}

/** A password made up, read from stdin, or typed twice at a terminal without being shown. */
export async function readPassword({ passwordStdin, generate }: PasswordOptions): Promise<PasswordInput> {
  if (generate && passwordStdin) throw new Complaint('Give --generate or --password-stdin, not both.');
  if (generate) return { password: readablePassword(), generated: true };
  if (!passwordStdin && !process.stdin.isTTY) {
    throw new Complaint(
      'A password is typed at a terminal: give --generate to have one made, or --password-stdin to pipe it in.',
    );
  }
  return { password: passwordStdin ? good(await firstLineOfStdin()) : await typedTwice(), generated: false };
}

function good(password: string): string {
  const problem = passwordProblem(password);
  if (problem === undefined) return password;
  throw new Complaint(`The password ${problem}: choose another one.`);
}

const stdinMax = 10_000;

async function firstLineOfStdin(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.includes('\n') || text.length > stdinMax) break;
  }
  return text.split(/\r?\n/, 1)[0] ?? '';
}

async function typedTwice(): Promise<string> {
  // readline shows what is typed by writing it: it is given nowhere to write.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    const first = good(await ask(lines, 'Password: '));
    const second = await ask(lines, 'The same again: ');
    if (first === second) return first;
    throw new Complaint('The two were not the same: nothing was changed, try again.');
  } finally {
    lines.close();
  }
}

function ask(lines: ReturnType<typeof createInterface>, prompt: string): Promise<string> {
  process.stderr.write(prompt);
  return new Promise((resolve, reject) => {
    const given = (line: string) => {
      lines.off('close', givenUp);
      process.stderr.write('\n');
      resolve(line);
    };
    const givenUp = () => {
      process.stderr.write('\n');
      reject(new Complaint('No password was given: nothing was changed.'));
    };
    lines.once('line', given);
    lines.once('close', givenUp);
    lines.once('SIGINT', () => lines.close());
  });
}
