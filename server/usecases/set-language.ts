import type { Runtime } from '../runtime.ts';
import type { Member } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';

/** Members are written to in the language they last wrote in. */
export async function setLanguage(
  { clock }: Runtime,
  tx: Tx,
  { member, language }: { member: Member; language: 'fa' | 'en' },
): Promise<void> {
  if (member.language === language) return;
  await tx.run('UPDATE members SET language = ?, updated_at = ? WHERE id = ?', [
    language,
    clock.now(),
    member.id,
  ]);
}
