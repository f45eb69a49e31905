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
import { addNoun, addVerb } from './verb.ts';

const shown = 'as `staff list` shows it';

export function addStaff(parent: Command): void {
  const staff = addNoun(parent, 'staff', 'People who log in to the pages.');
  addStaffAdd(staff);
  addVerb(staff, 'list', { does: 'All staff.', examples: ['staff list'] }).action((options: AnswerOptions) =>
    withRuntime((runtime) => listStaff(runtime, options)),
  );
  withPassword(
    addVerb(staff, 'password', {
      does: 'Give somebody another password; unlocks her login and ends what she is logged in to.',
      examples: ['staff password sara', 'staff password sara --generate'],
      more: passwordHelp,
    }).argument('<login>', shown, loginArgument),
  ).action(password);
  addVerb(staff, 'disable', { does: 'Shut somebody out, at once.', examples: ['staff disable sara'] })
    .argument('<login>', shown, loginArgument)
    .action(disable);
  addVerb(staff, 'enable', { does: 'Let somebody in again.', examples: ['staff enable sara'] })
    .argument('<login>', shown, loginArgument)
    .action(enable);
}

async function password(login: string, options: AnswerOptions & PasswordOptions): Promise<void> {
  const known = await withRuntime(({ store }) => store.one('SELECT id FROM staff WHERE login = ?', [login]));
  if (!known) throw noStaff(login);
  const input = await readPassword(options);
  const passwordHash = await hashPassword(input.password);
  await change((runtime, tx) => changePassword(runtime, tx, { login, passwordHash, actor: 'cli' }));
  sayAccount(options, { value: { login, result: 'changed' }, line: `${login} has a new password`, input });
}

async function disable(login: string, options: AnswerOptions): Promise<void> {
  const result = await change((runtime, tx) => disableStaff(runtime, tx, { login, actor: 'cli' }));
  if (result === 'no-staff') throw noStaff(login);
  if (result === 'last-owner') {
    throw new Complaint(`${login} is the only owner who can log in: add another one first.`);
  }
  const text = result === 'disabled' ? `${login} is shut out` : `${login} was shut out before`;
  answer(options, { login, result }, [text]);
}

async function enable(login: string, options: AnswerOptions): Promise<void> {
  const result = await change((runtime, tx) => enableStaff(runtime, tx, { login, actor: 'cli' }));
  if (result === 'no-staff') throw noStaff(login);
  const text = result === 'enabled' ? `${login} can log in again` : `${login} could log in before`;
  answer(options, { login, result }, [text]);
}

function change<T>(work: (runtime: Runtime, tx: Tx) => Promise<T>): Promise<T> {
  return withRuntime((runtime) => runtime.store.transaction((tx) => work(runtime, tx)));
}
