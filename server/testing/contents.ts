import type { Runtime } from '../runtime.ts';

/** Ids are reserved ahead, and a key's use is noted whatever it was used for. */
const notCompared = new Set(['id_blocks', 'api_keys', 'schema_migrations']);

/** Every row of every table, to see that nothing has changed. */
export async function contents({ store }: Pick<Runtime, 'store'>): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {};
  for (const name of await store.tables()) {
    if (!notCompared.has(name)) all[name] = await store.all(`SELECT * FROM ${name} ORDER BY 1, 2`);
  }
  return all;
}
