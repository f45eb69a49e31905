import { Option } from 'commander';
import type { Command } from 'commander';
import { nationalPhone } from '../../rules/phone.ts';
import type { Runtime } from '../../server/runtime.ts';
import { hashPassword } from '../../server/usecases/password.ts';
import { createStaff } from '../../server/usecases/staff.ts';
import type { StaffRole } from '../../server/usecases/staff.ts';
import { Complaint } from './fail.ts';
import { withRuntime } from './open.ts';
import { readPassword } from './password-input.ts';
import type { PasswordOptions } from './password-input.ts';
import type { AnswerOptions } from './print.ts';
import { shopOption, shopOrComplaint } from './shop-option.ts';
import { loginArgument, passwordHelp, sayAccount, withPassword } from './staff-account.ts';
import { addVerb, phoneArgument, textArgument } from './verb.ts';

interface AddOptions extends AnswerOptions, PasswordOptions {
  readonly login: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly phone?: string;
  readonly shop: string;
}

const roles: readonly StaffRole[] = ['cashier', 'manager', 'owner'];

export function addStaffAdd(staff: Command): void {
  withPassword(
    addVerb(staff, 'add', {
      does: 'Let somebody of staff log in.',
      examples: ['staff add --login cashier1 --name "صندوق‌دار نمونه" --role cashier --generate'],
      more: passwordHelp,
    })
      .requiredOption('--login <login>', 'what she logs in with: small letters and digits', loginArgument)
      .requiredOption('--name <name>', 'her name, as receipts and reports show it', textArgument(100))
      .addOption(new Option('--role <role>', 'what she may do').choices(roles).makeOptionMandatory())
      .option('--phone <number>', 'her own mobile number', phoneArgument)
      .addOption(shopOption()),
  ).action(add);
}

async function add(options: AddOptions): Promise<void> {
  const { login, name, role, phone, shop } = options;
  // Before a password is typed for nothing.
  const shopId = await withRuntime((runtime) => placeFor(runtime, options), { makes: true });
  const input = await readPassword(options);
  const passwordHash = await hashPassword(input.password);
  const id = await withRuntime(async ({ store, clock }) => {
    const staff = { login, name, role, phone, shopId, passwordHash, actor: 'cli', now: clock.now() };
    return (await store.transaction((tx) => createStaff(tx, staff)))?.id;
  });
  if (id === undefined) throw taken(options);
  const line = `${login} can log in (${role}, shop ${shop})`;
  sayAccount(options, { value: { id, login, name, role, shop }, line, input });
}

/** The shop it is for; a complaint where there is none, or where somebody else has the login or the phone. */
async function placeFor(runtime: Runtime, options: AddOptions): Promise<number> {
  const { id } = await shopOrComplaint(runtime, options.shop);
  const other = await runtime.store.one<{ login: string }>(
    'SELECT login FROM staff WHERE login = ? OR phone = ?',
    [options.login, options.phone ?? ''],
  );
  if (other) throw taken(options, other.login);
  return id;
}

function taken({ login, phone }: AddOptions, holder = login): Complaint {
  if (holder === login) {
    return new Complaint(`The login "${login}" is taken: choose another one, or see staff password --help.`);
  }
  return new Complaint(
    `The phone ${nationalPhone(phone ?? '')} is that of "${holder}": leave --phone out, or give her own.`,
  );
}
