import type { Program } from '../../rules/program.ts';
import { isKeyText } from './key-text.ts';
import { marks } from './tx.ts';
import type { Reader, Tx } from './tx.ts';

/** A branch. */
export interface Shop {
  readonly id: number;
  readonly code: string;
  readonly name: string;
}

/** The code of the shop that is there from the start, for whoever has only one. */
export const firstShopCode = 'main';

/** Makes the first shop, named after the program, unless there is one. */
export async function ensureFirstShop(tx: Tx, { name }: Pick<Program, 'name'>, now: number): Promise<void> {
  await tx.insertNew('shops', [{ id: tx.id(), code: firstShopCode, name, created_at: now }]);
}

export async function shopByCode(reader: Reader, code: string): Promise<Shop | undefined> {
  if (!isKeyText(code)) return undefined;
  return reader.one<Shop>('SELECT id, code, name FROM shops WHERE code = ?', [code]);
}

/** The codes of shops by id, in one query. */
export async function shopCodes(reader: Reader, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.all<Shop>(`SELECT id, code FROM shops WHERE id IN (${marks(ids)})`, ids);
  return new Map(rows.map(({ id, code }) => [id, code]));
}
