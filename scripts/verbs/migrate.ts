import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { createRuntime } from '../../server/create-runtime.ts';
import type { Config } from '../../server/config.ts';
import { migrate, schemaVersion } from '../../server/store/migrate.ts';
import { createStore } from '../../server/store/store.ts';
import type { Store } from '../../server/store/store.ts';
import { Complaint } from './fail.ts';
import { databaseFile, logOf, readConfig } from './open.ts';
import { answer, count } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { addVerb } from './verb.ts';

export function addMigrate(parent: Command): void {
  addVerb(parent, 'migrate', {
    does: 'Bring the database to the schema of this version; makes it where there is none.',
    examples: ['migrate'],
    more: 'The server does the same at its start. A program already in force stays as it is until then.',
  }).action(async (options: AnswerOptions) => {
    const config = readConfig({ makes: true });
    const file = databaseFile(config);
    const made = file !== undefined && !existsSync(file);
    const { ran, schema, fresh } = await bringUp(config);
    // A first shop and a program belong to a database that can be worked with.
    if (fresh) {
      const substitutes = { log: logOf(config), channels: {} };
      await (await createRuntime(config, substitutes, { tool: true })).store.close();
    }
    const done = made ? `made ${file}` : count(ran.length, 'step');
    answer(options, { ran, schema, made }, [
      ...(ran.length === 0 ? ['up to date'] : [`${done}:`, ...ran.map((step) => `  ${step}`)]),
      `schema ${schema}`,
    ]);
  });
}

interface BroughtUp {
  readonly ran: readonly string[];
  readonly schema: number;
  /** No program was ever in force. */
  readonly fresh: boolean;
}

async function bringUp({ databaseUrl }: Config): Promise<BroughtUp> {
  const store = createStore({ url: databaseUrl, now: () => Date.now() });
  try {
    await refuseNewer(store);
    const ran = await migrate(store);
    const { database: schema } = await schemaVersion(store);
    const fresh = (await store.one('SELECT version FROM program_versions LIMIT 1')) === undefined;
    return { ran, schema, fresh };
  } finally {
    await store.close();
  }
}

async function refuseNewer(store: Store): Promise<void> {
  const { database, code } = await schemaVersion(store);
  if (database <= code) return;
  throw new Complaint(
    `The database is at schema ${database} and this version of Vafa knows ${code}: use the newer version that last served it.`,
  );
}
