import { Option } from 'commander';
import type { Runtime } from '../../server/runtime.ts';
import { firstShopCode, shopByCode } from '../../server/store/shops.ts';
import type { Shop } from '../../server/store/shops.ts';
import { Complaint } from './fail.ts';

export function shopOption(): Option {
  return new Option('--shop <code>', 'the branch it is for').default(firstShopCode);
}

export async function shopOrComplaint({ store }: Pick<Runtime, 'store'>, code: string): Promise<Shop> {
  const shop = await shopByCode(store, code);
  if (shop) return shop;
  const codes = await store.all<{ code: string }>('SELECT code FROM shops ORDER BY code LIMIT 20');
  throw new Complaint(
    `There is no shop "${code}": give one of ${codes.map((known) => known.code).join(', ')}.`,
  );
}
