import type { Command } from 'commander';
import { replaceSecrets } from '../../server/store/installation.ts';
import { recordAudit } from '../../server/usecases/audit.ts';
import { secretAddresses } from '../../server/welcome.ts';
import { readConfig, withRuntime } from './open.ts';
import { answer, note, pairs } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { addVerb } from './verb.ts';

interface AddressesOptions extends AnswerOptions {
  readonly renew?: true;
}

export function addAddresses(parent: Command): void {
  addVerb(parent, 'addresses', {
    does: 'The addresses to give to the providers, and the link that opens the simulator.',
    examples: ['addresses', 'addresses --renew'],
    more:
      'Whoever knows one can use it: a provider’s speaks in the name of every customer.\n' +
      '--renew is for secrets that were changed on purpose: a server with others than before does not start until\n' +
      'then. The providers must be given the new addresses, and everybody logs in again.',
  })
    .option('--renew', 'let the servers start with the secrets that are set here, and with no others')
    .action(async (options: AddressesOptions) => {
      if (options.renew) await renew();
      // They may be given to the providers before the first start.
      const addresses = secretAddresses(readConfig({ makes: true }));
      const value = addresses.map(([name, url]) => ({ name, url }));
      answer(options, value, pairs(addresses));
    });
}

async function renew(): Promise<void> {
  await withRuntime(({ store, clock, config }) =>
    store.transaction(async (tx) => {
      const at = clock.now();
      await replaceSecrets(tx, config, at);
      const record = { actor: 'cli', action: 'secrets.renew', subject: 'installation', detail: {}, at };
      await recordAudit(tx, record);
    }),
  );
  note(
    'Servers start with these secrets only: set them on every machine and restart each server that still has others.\n' +
      'Until the providers have the addresses below, what they report is refused; a changed SESSION_SECRET logs everybody out.',
  );
}
