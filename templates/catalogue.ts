import { conversationTexts, type ConversationTextParams } from './conversation-texts.ts';
import { invitationTexts, type InvitationTextParams } from './invitation-texts.ts';
import { memberTexts, type MemberTextParams } from './member-texts.ts';
import { settledTexts, type SettledTextParams } from './settled-texts.ts';
import type { Templates } from './template.ts';
import { undoneTexts, type UndoneTextParams } from './undone-texts.ts';
import { ruleTexts, type RuleTextParams } from './rule-texts.ts';
import { whyTexts, type WhyTextParams } from './why-texts.ts';
import { ussdScreens, type UssdScreenParams } from './ussd-screens.ts';

/** The parameters of every template, by its name. */
export interface CatalogueParams
  extends
    MemberTextParams,
    ConversationTextParams,
    InvitationTextParams,
    RuleTextParams,
    SettledTextParams,
    UndoneTextParams,
    WhyTextParams,
    UssdScreenParams {}

/** Every text that Vafa says to a customer, in one table. */
export const catalogue: Templates<CatalogueParams> = {
  ...memberTexts,
  ...conversationTexts,
  ...ruleTexts,
  ...settledTexts,
  ...undoneTexts,
  ...invitationTexts,
  ...whyTexts,
  ...ussdScreens,
};
