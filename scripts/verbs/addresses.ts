import type { Command } from 'commander';
import { secretAddresses } from '../../server/welcome.ts';
import { readConfig } from './open.ts';
import { answer, pairs } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { addVerb } from './verb.ts';

export function addAddresses(parent: Command): void {
  addVerb(parent, 'addresses', {
    does: 'The addresses to give to the providers, and the link that opens the simulator.',
    examples: ['addresses'],
    more: 'Whoever knows one can use it: a provider’s speaks in the name of every customer.',
  }).action((options: AnswerOptions) => {
    const addresses = secretAddresses(readConfig());
    const value = addresses.map(([name, url]) => ({ name, url }));
    answer(options, value, pairs(addresses));
  });
}
