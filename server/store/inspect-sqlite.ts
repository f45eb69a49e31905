import { bad, fine } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { Reader } from './tx.ts';

const full = 2;

/** `wal`, where readers and the writer do not stand in each other's way, and a flush at each commit. */
export async function inspectSqlite(reader: Reader): Promise<Finding[]> {
  const pragma = async (name: string) => {
    const row = await reader.one<Readonly<Record<string, string | number>>>(`PRAGMA ${name}`);
    return Object.values(row ?? {})[0];
  };
  const journal = await pragma('journal_mode');
  const synchronous = Number(await pragma('synchronous'));
  const mode = `journal ${journal ?? 'unknown'}, synchronous ${synchronous === full ? 'full' : synchronous}`;
  if (journal === 'wal' && synchronous >= full) return [fine('database', mode)];
  const cure = 'Put the file on a local disk: file systems over a network cannot keep it safe.';
  return [bad('database', mode, cure)];
}
