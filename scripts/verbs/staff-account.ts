import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { loginPattern } from '../../server/usecases/staff.ts';
import { Complaint } from './fail.ts';
import type { PasswordInput } from './password-input.ts';
import { answer, note, pairs } from './print.ts';
import type { AnswerOptions } from './print.ts';

/** What the help of a verb that takes a password says of it. */
export const passwordHelp =
  'The password is typed twice at a terminal. --password-stdin reads it from the first line of the input;\n' +
  '--generate makes one up and prints it, this once.';

export function withPassword(verb: Command): Command {
  return verb
    .option('--generate', 'make a password up and print it')
    .option('--password-stdin', 'read the password from the input');
}

export function loginArgument(typed: string): string {
  const login = typed.trim().toLowerCase();
  if (loginPattern.test(login)) return login;
  throw new InvalidArgumentError(
    'A login is 2 to 64 of the letters a-z, digits, dots, dashes and underscores.',
  );
}

export interface AccountSaid {
  readonly value: object;
  readonly line: string;
  readonly input: PasswordInput;
}

/** Prints what became of an account, with its password where that was made up here. */
export function sayAccount(options: AnswerOptions, { value, line, input }: AccountSaid): void {
  const shown = input.generated ? { password: input.password } : {};
  answer(options, { ...value, ...shown }, [line, ...pairs(Object.entries(shown))]);
  if (input.generated && !options.json) note('Keep the password now: it is not shown again.');
}

export function noStaff(login: string): Complaint {
  return new Complaint(`Nobody has the login "${login}": ./scripts/vafa staff list shows them.`);
}
