import type { ChatButton } from '../../channels/types.ts';
import { buttons } from '../../templates/buttons.ts';
import type { ButtonName } from '../../templates/buttons.ts';

/** The buttons under a chat: a member's, or the one that asks a stranger for her number. */
export function keyboardFor(isMember: boolean, language: 'fa' | 'en'): ChatButton[][] {
  const label = (name: ButtonName): ChatButton => ({ label: buttons[name].label[language] });
  if (!isMember) return [[{ ...label('sendContact'), asksContact: true }]];
  return [[label('balance'), label('why')], [label('invite'), label('birthday')], [label('help')]];
}
