import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { repository } from '../../server/repository.ts';
import { addAddresses } from './addresses.ts';
import { addBackup } from './backup.ts';
import { addCharity } from './charity.ts';
import { addDoctor } from './doctor.ts';
import { addInbox } from './inbox.ts';
import { addJobs } from './jobs.ts';
import { addKey } from './key.ts';
import { addMember } from './member.ts';
import { addMigrate } from './migrate.ts';
import { addOutbox } from './outbox.ts';
import { addProgram } from './program.ts';
import { addReplay } from './replay.ts';
import { addRestore } from './restore.ts';
import { addSegment } from './segment.ts';
import { addShop } from './shop.ts';
import { addStaff } from './staff.ts';
import { addVerify } from './verify.ts';

/** The operator's command with all its verbs. Parsing throws what `exitCodeOf` understands. */
export function createCommand(): Command {
  const command = new Command('vafa')
    .description('What the operator of a Vafa server does by hand. Works while the server is running.')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'say how it is used')
    .showHelpAfterError('(--help says how it is used)')
    .exitOverride();
  for (const add of [addMigrate, addStaff, addShop, addKey, addMember, addProgram, addReplay, addJobs])
    add(command);
  for (const add of [
    addInbox,
    addOutbox,
    addVerify,
    addCharity,
    addSegment,
    addBackup,
    addRestore,
    addAddresses,
    addDoctor,
  ])
    add(command);
  return command;
}

function version(): string {
  return (JSON.parse(readFileSync(new URL('package.json', repository), 'utf8')) as { version: string })
    .version;
}
