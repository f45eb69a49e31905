import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a scratch database is kept as long as it lasts; members' numbers are nobody else's on this machine. */
export interface ScratchFolder {
  readonly path: string;
  remove(): void;
}

const memoryFolder = '/dev/shm';
const roomMin = 2 * 1024 ** 3;

/** In memory where there is room, else where temporary files are. Removed when the process is told to end, too. */
export function makeScratchFolder(): ScratchFolder {
  const path = mkdtempSync(join(hasRoom(memoryFolder) ? memoryFolder : tmpdir(), 'vafa-replay-'));
  chmodSync(path, 0o700);
  const remove = () => rmSync(path, { recursive: true, force: true });
  const forget = onEnding(remove);
  return {
    path,
    remove() {
      forget();
      remove();
    },
  };
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= roomMin;
  } catch {
    // Not every system has it.
    return false;
  }
}

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

function onEnding(work: () => void): () => void {
  const handlers = Object.entries(signals).map(([signal, code]) => {
    const handler = () => {
      work();
      process.exit(code);
    };
    process.once(signal, handler);
    return () => process.off(signal, handler);
  });
  process.once('exit', work);
  return () => {
    for (const forget of handlers) forget();
    process.off('exit', work);
  };
}
