import { bad, fine } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { schemaVersion } from './migrate.ts';
import type { Store } from './store.ts';

/** Whether the database has the tables that this version of Vafa knows. */
export async function inspectSchema(store: Store): Promise<Finding> {
  const { database, code } = await schemaVersion(store);
  const what = `schema ${database}, this version of Vafa has ${code}`;
  if (database === code) return fine('schema', what);
  if (database < code) return bad('schema', what, 'Run ./scripts/vafa migrate, or start the server.');
  const cure =
    'Use the newer version of Vafa that last served it, or restore a backup made before the update.';
  return bad('schema', what, cure);
}
