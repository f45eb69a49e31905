import assert from 'node:assert/strict';
import { shopByCode, shopCodes } from '../../store/shops.ts';
import type { Reader } from '../../store/tx.ts';
import type { ApiKey } from '../../usecases/api-keys.ts';
import { invalidRequest, Problem } from '../problem.ts';

/** The shop that a request is of: the one it names, or that of the key. A till acts for its own shop only. */
export async function shopOf(
  reader: Reader,
  code: string | undefined,
  { role, shopId }: ApiKey,
): Promise<{ readonly id: number; readonly code: string }> {
  if (code === undefined) {
    const own = (await shopCodes(reader, [shopId])).get(shopId);
    assert(own !== undefined, 'a key is of a shop that exists');
    return { id: shopId, code: own };
  }
  const shop = await shopByCode(reader, code);
  if (!shop) throw invalidRequest([{ field: 'shop', problem: 'is not the code of any shop here' }]);
  if (role === 'pos' && shop.id !== shopId) {
    const detail = 'The key of a till acts for its own shop only; leave shop out, or use a key of that shop.';
    throw new Problem({ status: 403, code: 'shop-not-allowed', detail });
  }
  return { id: shop.id, code };
}
