import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { shopCode } from '../../server/http/api/fields.ts';
import type { Runtime } from '../../server/runtime.ts';
import { addShop as makeShop, renameShop } from '../../server/usecases/shops.ts';
import { Complaint } from './fail.ts';
import { withRuntime } from './open.ts';
import { answer, isoTime, table, when } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { shopOrComplaint } from './shop-option.ts';
import { addNoun, addVerb, textArgument } from './verb.ts';

interface NameOptions extends AnswerOptions {
  readonly name: string;
}

/** Adds `vafa shop`. */
export function addShop(parent: Command): void {
  const shop = addNoun(
    parent,
    'shop',
    'The branches: keys, staff and purchases belong to one, and rules may ask for it.',
  );
  addVerb(shop, 'list', {
    does: 'All branches with their codes.',
    examples: ['shop list'],
    byDefault: true,
  }).action((options: AnswerOptions) => withRuntime((runtime) => list(runtime, options)));
  addVerb(shop, 'add', {
    does: 'Make a branch. Its code stays; the name can be changed.',
    examples: ['shop add north --name "شعبه نمونه شمال"'],
  })
    .argument('<code>', 'what tills and rules call it: Latin letters, digits, - and _', codeArgument)
    .requiredOption('--name <name>', 'as people know it', textArgument(200))
    .action(addAction);
  addVerb(shop, 'rename', {
    does: 'Give a branch another name.',
    examples: ['shop rename main --name "شعبه نمونه مرکز"'],
  })
    .argument('<code>', 'as `shop list` shows it', codeArgument)
    .requiredOption('--name <name>', 'as people know it', textArgument(200))
    .action(renameAction);
}

function codeArgument(typed: string): string {
  const { success } = shopCode.safeParse(typed);
  if (success) return typed;
  throw new InvalidArgumentError('Give 1 to 32 Latin letters, digits, - and _.');
}

async function addAction(code: string, { name, ...options }: NameOptions): Promise<void> {
  const shop = await withRuntime((runtime) => makeShop(runtime, { code, name, actor: 'cli' }));
  if (!shop)
    throw new Complaint(`There is a shop "${code}" already: ./scripts/vafa shop rename changes its name.`);
  answer(options, shop, [`shop ${code}: ${name}`]);
}

async function renameAction(code: string, { name, ...options }: NameOptions): Promise<void> {
  const shop = await withRuntime(async (runtime) => {
    await shopOrComplaint(runtime, code);
    return renameShop(runtime, { code, name, actor: 'cli' });
  });
  answer(options, shop, [`shop ${code}: ${name}`]);
}

async function list({ store, club }: Runtime, options: AnswerOptions): Promise<void> {
  const shops = await store.all<{ code: string; name: string; createdAt: number }>(
    'SELECT code, name, created_at AS createdAt FROM shops ORDER BY code',
  );
  const value = shops.map(({ createdAt, ...shop }) => ({ ...shop, createdAt: isoTime(createdAt) }));
  const rows = shops.map(({ code, name, createdAt }) => [code, when(club, createdAt), name]);
  answer(options, value, table(['code', 'made', 'name'], rows));
}
