import { CommanderError } from 'commander';
import { BackupFault } from '../../server/backup/format.ts';
import { NotUsable } from '../../server/check-at-start.ts';
import { readEnvironment } from '../../server/config.ts';
import { NotPrepared } from '../../server/create-runtime.ts';
import { ProgramError } from '../../server/program-file.ts';
import { StoreUnavailable, UnfinishedRestore } from '../../server/store/errors.ts';
import { unreachable } from '../../server/store/unreachable.ts';
import { note } from './print.ts';

/** What a person at the terminal can mend: the message is for her, and says what to do. */
export class Complaint extends Error {
  override readonly name = 'Complaint';
}

const failure = 1;
const wrongUsage = 2;

/** Says on stderr what went wrong; answers the exit code: 1, or 2 where the command was used wrongly. */
export function exitCodeOf(error: unknown): number {
  // commander has said it already, and its help and version are no failures.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : wrongUsage;
  note(sentenceOf(error));
  return failure;
}

/** Errors whose message is a sentence with its cure. */
const sayThemselves = [Complaint, ProgramError, NotUsable, BackupFault, UnfinishedRestore];

function sentenceOf(error: unknown): string {
  if (error instanceof Error && sayThemselves.some((kind) => error instanceof kind)) return error.message;
  if (error instanceof NotPrepared) return notPrepared(error);
  if (error instanceof StoreUnavailable) return unavailable(error);
  // Ours, so with all that helps to find it.
  return String(error instanceof Error ? error.stack : error);
}

function unavailable(error: StoreUnavailable): string {
  const found = unreachable(error, readEnvironment()['DATABASE_URL'] ?? '');
  if (found) return `The database cannot be used: ${found.what}. ${found.cure ?? ''}`;
  return `${upperFirst(error.message)}: try again, and if that does not help run ./scripts/vafa doctor.`;
}

function notPrepared({ database, code, message }: NotPrepared): string {
  if (database === 0) return 'The database is empty: run ./scripts/vafa migrate, or start the server.';
  if (database < code) return `${upperFirst(message)}: run ./scripts/vafa migrate.`;
  return `${upperFirst(message)}: use the newer version of Vafa that last served it.`;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
