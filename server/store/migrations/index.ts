import { charity } from './charity.ts';
import { change, createTable, whole } from '../schema.ts';
import type { Migration } from '../schema.ts';
import { gifts } from './gifts.ts';
import { messages } from './messages.ts';
import { pending } from './pending.ts';
import { people } from './people.ts';
import { points } from './points.ts';
import { profiles } from './profiles.ts';
import { referrals } from './referrals.ts';
import { rules } from './rules.ts';
import { tiers } from './tiers.ts';

/** Every step, in order. New ones are added at the end; one that has run anywhere is never edited. */
export const migrations: readonly Migration[] = [
  createTable(1, 'id_blocks', { columns: { next_id: whole }, primary: ['next_id'] }),
  change(2, 'start id_blocks', 'INSERT INTO id_blocks (next_id) VALUES (0)'),
  ...people,
  ...points,
  ...messages,
  ...rules,
  ...tiers,
  ...pending,
  ...profiles,
  ...referrals,
  ...gifts,
  ...charity,
];
