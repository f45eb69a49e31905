import type { Reader } from '../../server/store/tx.ts';

export type NameOfActor = (actor: string) => string;

/** Who is meant by an actor: `staff:12` is shown as `staff sara`, `key:3` by its name, others as they are. */
export async function namesOfActors(reader: Reader): Promise<NameOfActor> {
  const staff = await reader.all<Named>('SELECT id, login AS name FROM staff');
  const keys = await reader.all<Named>('SELECT id, name FROM api_keys');
  const names = new Map([...named('staff', staff), ...named('key', keys)]);
  return (actor) => names.get(actor) ?? actor;
}

interface Named {
  readonly id: number;
  readonly name: string;
}

function named(kind: string, rows: readonly Named[]): [actor: string, name: string][] {
  return rows.map(({ id, name }) => [`${kind}:${id}`, `${kind} ${name}`]);
}
