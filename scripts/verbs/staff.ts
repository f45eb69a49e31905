import type { Command } from 'commander';
import type { Runtime } from '../../server/runtime.ts';
import type { Tx } from '../../server/store/tx.ts';
import { hashPassword } from '../../server/usecases/password.ts';
import { changePassword, disableStaff, enableStaff } from '../../server/usecases/staff-accounts.ts';
import { Complaint } from './fail.ts';
import { withRuntime } from './open.ts';
import { readPassword } from './password-input.ts';
import type { PasswordOptions } from './password-input.ts';
import { answer } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { loginArgument, noStaff, passwordHelp, sayAccount, withPassword } from './staff-account.ts';
import { addStaffAdd } from './staff-add.ts';
import { listStaff } from './staff-list.ts';
import { addNoun, addVerb, withReason } from './verb.ts';
import type { ReasonOptions } from './verb.ts';

const shown = 'as `staff list` shows it';

export function addStaff(parent: Command): void {
  const staff = addNoun(parent, 'staff', 'People who log in to the pages.');
  addStaffAdd(staff);
  addVerb(staff, 'list', { does: 'All staff.', examples: ['staff list'] }).action((options: AnswerOptions) =>
    withRuntime((runtime) => listStaff(runtime, options)),
  );
  const changes = [
    withPassword(
      addVerb(staff, 'password', {
        does: 'Give somebody another password; unlocks her login and ends what she is logged in to.',
        examples: ['staff password sara --reason forgotten', 'staff password sara --reason lost --generate'],
        more: passwordHelp,
      }),
    ).action(password),
    addVerb(staff, 'disable', {
      does: 'Shut somebody out, at once.',
      examples: ['staff disable sara --reason "left on Tuesday"'],
    }).action(disable),
    addVerb(staff, 'enable', {
      does: 'Let somebody in again.',
      examples: ['staff enable sara --reason "back from leave"'],
    }).action(enable),
  ];
  for (const change of changes) withReason(change).argument('<login>', shown, loginArgument);
}

type ChangeOptions = AnswerOptions & ReasonOptions;

async function password(
  login: string,
  { reason, ...options }: ChangeOptions & PasswordOptions,
): Promise<void> {
  const known = await withRuntime(({ store }) => store.one('SELECT id FROM staff WHERE login = ?', [login]));
  if (!known) throw noStaff(login);
  const input = await readPassword(options);
  const passwordHash = await hashPassword(input.password);
  await inTransaction((runtime, tx) =>
    changePassword(runtime, tx, { login, passwordHash, actor: 'cli', reason }),
  );
  sayAccount(options, { value: { login, result: 'changed' }, line: `${login} has a new password`, input });
}

async function disable(login: string, { reason, ...options }: ChangeOptions): Promise<void> {
  const result = await inTransaction((runtime, tx) =>
    disableStaff(runtime, tx, { login, actor: 'cli', reason }),
  );
  if (result === 'no-staff') throw noStaff(login);
  if (result === 'last-owner') {
    throw new Complaint(`${login} is the only owner who can log in: add another one first.`);
  }
  const text = result === 'disabled' ? `${login} is shut out` : `${login} was shut out before`;
  answer(options, { login, result }, [text]);
}

async function enable(login: string, { reason, ...options }: ChangeOptions): Promise<void> {
  const result = await inTransaction((runtime, tx) =>
    enableStaff(runtime, tx, { login, actor: 'cli', reason }),
  );
  if (result === 'no-staff') throw noStaff(login);
  const text = result === 'enabled' ? `${login} can log in again` : `${login} could log in before`;
  answer(options, { login, result }, [text]);
}

function inTransaction<T>(work: (runtime: Runtime, tx: Tx) => Promise<T>): Promise<T> {
  return withRuntime((runtime) => runtime.store.transaction((tx) => work(runtime, tx)));
}
