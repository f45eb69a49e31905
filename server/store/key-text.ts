/**
 * Whether a text can stand in a `key` column at all: those hold ASCII. What somebody typed is asked for it before
 * it is looked up, as MySQL refuses to compare such a column with what cannot be in it (error 1267).
 */
export function isKeyText(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
