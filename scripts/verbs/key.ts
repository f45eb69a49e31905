import { Option } from 'commander';
import type { Command } from 'commander';
import type { Runtime } from '../../server/runtime.ts';
import { keyRoles, makeApiKey } from '../../server/usecases/api-keys.ts';
import type { KeyRole } from '../../server/usecases/api-keys.ts';
import { revokeApiKey } from '../../server/usecases/revoke-api-key.ts';
import { Complaint } from './fail.ts';
import { withRuntime } from './open.ts';
import { answer, isoTime, note, table, when } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { shopOption, shopOrComplaint } from './shop-option.ts';
import { addNoun, addVerb, idArgument, textArgument, withReason } from './verb.ts';
import type { ReasonOptions } from './verb.ts';

interface AddOptions extends AnswerOptions {
  readonly role: KeyRole;
  readonly name: string;
  readonly shop: string;
}

export function addKey(parent: Command): void {
  const key = addNoun(parent, 'key', 'Keys for tills and other programs that use the API.');
  addVerb(key, 'add', {
    does: 'Make a key and print it, this once: only a digest of it is kept.',
    examples: ['key add --role pos --name "till 1"', 'key add --role manager --name crm > crm.key'],
  })
    .addOption(new Option('--role <role>', 'what it may do').choices(keyRoles).makeOptionMandatory())
    .requiredOption('--name <name>', 'which till or program has it', textArgument(100))
    .addOption(shopOption())
    .action(addAction);
  addVerb(key, 'list', {
    does: 'All keys, without what only their holders know.',
    examples: ['key list'],
  }).action((options: AnswerOptions) => withRuntime((runtime) => list(runtime, options)));
  const revoke = addVerb(key, 'revoke', {
    does: 'End a key, at once and for good.',
    examples: ['key revoke 15230 --reason "till 1 was stolen"'],
  });
  withReason(revoke).argument('<id>', 'as `key list` shows it', idArgument).action(revokeAction);
}

async function addAction({ role, name, shop, ...options }: AddOptions): Promise<void> {
  const made = await withRuntime(
    async (runtime) => {
      const { id: shopId } = await shopOrComplaint(runtime, shop);
      return makeApiKey(runtime, { name, role, shopId, actor: 'cli' });
    },
    { makes: true },
  );
  answer(options, { ...made, role, name, shop }, [made.key]);
  if (!options.json) note(`Key ${made.id} (${role}): keep it now, it is not shown again.`);
}

interface KeyRow {
  readonly id: number;
  readonly name: string;
  readonly role: KeyRole;
  readonly shop: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}

async function list({ store, club }: Runtime, options: AnswerOptions): Promise<void> {
  const keys = await store.all<KeyRow>(
    `SELECT api_keys.id, api_keys.name, api_keys.role, shops.code AS shop, api_keys.created_at AS createdAt,
       api_keys.last_used_at AS lastUsedAt, api_keys.revoked_at AS revokedAt
     FROM api_keys LEFT JOIN shops ON shops.id = api_keys.shop_id ORDER BY api_keys.id`,
  );
  const value = keys.map(({ createdAt, lastUsedAt, revokedAt, ...key }) => ({
    ...key,
    ...{ createdAt: isoTime(createdAt), lastUsedAt: isoTime(lastUsedAt), revokedAt: isoTime(revokedAt) },
  }));
  const rows = keys.map((key) => [
    ...[String(key.id), key.role, key.shop, when(club, key.createdAt), when(club, key.lastUsedAt)],
    ...[stateOf(key), key.name],
  ]);
  const head = ['id', 'role', 'shop', 'made', 'last used', 'state', 'name'];
  answer(options, value, table(head, rows, 'no keys yet: ./scripts/vafa key add --help'));
}

function stateOf({ revokedAt }: KeyRow): string {
  return revokedAt === null ? 'good' : 'revoked';
}

async function revokeAction(
  id: number,
  { reason, ...options }: AnswerOptions & ReasonOptions,
): Promise<void> {
  const result = await withRuntime((runtime) =>
    runtime.store.transaction((tx) => revokeApiKey(runtime, tx, { id, actor: 'cli', reason })),
  );
  if (result === 'no-key') throw new Complaint(`There is no key ${id}: ./scripts/vafa key list shows them.`);
  answer(options, { id, result }, [
    result === 'revoked' ? `key ${id} is revoked` : `key ${id} was revoked before`,
  ]);
}
