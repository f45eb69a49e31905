import type { Member } from '../store/members.ts';
import type { Tx } from '../store/tx.ts';

/**
 * The language of the notices to a member: the one she joined in, until she asks for another («English», «فارسی»).
 * What she merely writes in is the language of that answer only.
 */
export async function setLanguage(
  tx: Tx,
  { member, language }: { member: Member; language: 'fa' | 'en' },
): Promise<void> {
  if (member.language === language) return;
  await tx.run('UPDATE members SET language = ? WHERE id = ?', [language, member.id]);
}
