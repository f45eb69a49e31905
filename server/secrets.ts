import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What proves that a provider calls, and what signs the log-ins. */
export interface Secrets {
  readonly channelSecret: string;
  readonly sessionSecret: string;
}

export type SecretsResult =
  | { readonly ok: true; readonly secrets: Secrets }
  /** `problem` follows the name of the setting, `DATA_DIR`. */
  | { readonly ok: false; readonly problem: string; readonly cure: string };

/** What a secret that stands in a path or a header may be made of. */
export const URL_SAFE_SECRET = /^[A-Za-z0-9_-]{16,128}$/;

const FILE_NAME = 'secrets.json';
const secret = z.string().regex(URL_SAFE_SECRET);
const schema = z.object({ channelSecret: secret, sessionSecret: secret });

/**
 * Reads `secrets.json` in `dataDir`, after making folder (mode 700) and file (mode 600) where there is none.
 * Processes that start together all get the secrets of the first. A file that is broken, or that others on the machine may
 * read, is never replaced: addresses given to providers and log-ins hang on what it held.
 */
export function ensureSecrets(dataDir: string): SecretsResult {
  const file = join(dataDir, FILE_NAME);
  try {
    if (!exists(file)) makeFile(dataDir, file);
    return readFile(file);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    return {
      ok: false,
      problem: `holds the secrets, but ${file} cannot be read or made (${code})`,
      cure: `Let the account that runs Vafa own and write the folder ${dataDir}, or set DATA_DIR to one that it does.`,
    };
  }
}

/** As `ensureSecrets`, but makes nothing: `undefined` where there is no file yet. */
export function readSecrets(dataDir: string): SecretsResult | undefined {
  return exists(join(dataDir, FILE_NAME)) ? ensureSecrets(dataDir) : undefined;
}

function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** A link, not a rename: it fails where the file has come to exist meanwhile, and that one is then read. */
function makeFile(dataDir: string, file: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const fresh = `${file}.${randomBytes(8).toString('hex')}`;
  try {
    writeFileSync(fresh, `${JSON.stringify(makeSecrets(), undefined, 2)}\n`, { mode: 0o600, flush: true });
    linkSync(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
}

function makeSecrets(): Secrets {
  const make = () => randomBytes(32).toString('base64url');
  return { channelSecret: make(), sessionSecret: make() };
}

const OTHERS = 0o077;

function readFile(file: string): SecretsResult {
  if ((statSync(file).mode & OTHERS) !== 0) {
    return {
      ok: false,
      problem: `holds the secrets, but ${file} can be read by other accounts of this machine`,
      cure: `Run: chmod 600 '${file}' (if others may have seen it, delete it instead and run ./scripts/vafa addresses --renew, for new secrets).`,
    };
  }
  const parsed = schema.safeParse(parseJson(readFileSync(file, 'utf8')));
  if (parsed.success) return { ok: true, secrets: parsed.data };
  return {
    ok: false,
    problem: `holds the secrets, but ${file} is not what Vafa wrote there`,
    cure: 'Restore it from a backup; or delete it, and give the providers the new addresses that ./scripts/vafa addresses --renew shows.',
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
