import type { Runtime } from '../runtime.ts';
import { shopByCode } from '../store/shops.ts';
import type { Shop } from '../store/shops.ts';
import { recordAudit } from './audit.ts';

/** A branch, by the code that tills and rules name it by. */
export interface NamedShop {
  /** 1 to 32 Latin letters, digits, `-` and `_`. */
  readonly code: string;
  readonly name: string;
  readonly actor: string;
}

/** Makes a branch; `undefined` where its code is taken, and nothing is changed. */
export function addShop(
  { store, clock }: Pick<Runtime, 'store' | 'clock'>,
  { code, name, actor }: NamedShop,
): Promise<Shop | undefined> {
  const at = clock.now();
  return store.transaction(async (tx) => {
    const shop = { id: tx.id(), code, name };
    const made = await tx.insertNew('shops', [{ ...shop, created_at: at }]);
    if (made === 0) return undefined;
    await recordAudit(tx, {
      actor,
      action: 'shop.add',
      subject: `shop:${shop.id}`,
      detail: { code, name },
      at,
    });
    return shop;
  });
}

/** Gives a branch another name; `undefined` where there is none of that code. */
export function renameShop(
  { store, clock }: Pick<Runtime, 'store' | 'clock'>,
  { code, name, actor }: NamedShop,
): Promise<Shop | undefined> {
  return store.transaction(async (tx) => {
    const shop = await shopByCode(tx, code);
    if (!shop) return undefined;
    await tx.run('UPDATE shops SET name = ? WHERE id = ?', [name, shop.id]);
    const detail = { code, was: shop.name, is: name };
    const of = { actor, action: 'shop.rename', subject: `shop:${shop.id}` };
    await recordAudit(tx, { ...of, detail, at: clock.now() });
    return { ...shop, name };
  });
}
