import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** What OWASP asks of argon2id, which is the package's default kind. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const CHARACTERS_MIN = 8;
const CHARACTERS_MAX = 200;

/** What is wrong with a password that somebody chose, as the end of a sentence; `undefined` when it will do. */
export function passwordProblem(password: string): string | undefined {
  if (password.length < CHARACTERS_MIN) return `is shorter than ${CHARACTERS_MIN} characters`;
  return password.length > CHARACTERS_MAX ? `is longer than ${CHARACTERS_MAX} characters` : undefined;
}

/** The form a password is kept in. Takes tens of milliseconds on purpose: never inside a transaction. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), cost);
}

/** Of nobody's password: what an unknown login is checked against, so that it takes as long as a known one. */
let nobodys: Promise<string> | undefined;

/** Whether the password is the one kept; without a kept one the answer is no, after the same time. */
export async function matchesPassword(kept: string | undefined, password: string): Promise<boolean> {
  nobodys ??= hashPassword(readablePassword());
  const typed = password.slice(0, CHARACTERS_MAX + 1).normalize('NFKC');
  const matches = await verify(kept ?? (await nobodys), typed);
  return matches && kept !== undefined;
}

const CONSONANTS = 'bdfghjkmnprstvz';
const VOWELS = 'aeiou';
const GROUPS = 4;

/** A password that can be read out and typed without doubt, of about 65 bits: `bonu-kari-mezo-tapi-4072`. */
export function readablePassword(): string {
  const of = (letters: string) => letters.charAt(randomInt(letters.length));
  const syllable = () => of(CONSONANTS) + of(VOWELS);
  const groups = Array.from({ length: GROUPS }, () => syllable() + syllable());
  return [...groups, String(randomInt(10_000)).padStart(4, '0')].join('-');
}
