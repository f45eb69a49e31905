import { bad, fine, look } from '../../server/finding.ts';
import type { Finding } from '../../server/finding.ts';
import { rolesAtWork } from '../../server/presence.ts';
import type { Runtime } from '../../server/runtime.ts';
import { roleNames } from '../../server/settings.ts';
import type { Role } from '../../server/settings.ts';

/** What is left undone where nobody has a role. */
const undone: Readonly<Record<Role, string>> = {
  web: 'staff, tills and providers are not answered',
  worker: 'what came in is not handled, and nothing is sent',
  scheduler: 'no daily job runs',
};

/** Which servers are at work on the database, and which roles nobody has. */
export async function looksAtProcesses({ store, clock }: Runtime): Promise<Finding[]> {
  const processes = await rolesAtWork(store, clock.now());
  if (processes.length === 0) {
    return [
      look('processes', 'no server is at work', 'Start one: ./scripts/start (a start takes a few seconds).'),
    ];
  }
  const found = roleNames.map((role) => ({
    role,
    count: processes.filter((roles) => roles.includes(role)).length,
  }));
  const there = found.filter(({ count }) => count > 0).map(({ role, count }) => `${count} ${role}`);
  return [
    fine('processes', `${processes.length} at work: ${there.join(', ')}`),
    ...found
      .filter(({ count }) => count === 0)
      .map(({ role }) =>
        bad('processes', `no ${role}: ${undone[role]}`, `Start a server with ${role} among its ROLES.`),
      ),
  ];
}
