import { readFields } from '../parameters.ts';
import { fieldRules, inputsAfterCode, makeStep, PLAIN_TEXT, type UssdGateway } from './gateway.ts';

const RULES = {
  sessionId: fieldRules.sessionId('sessionid'),
  from: fieldRules.phone('phonenumber'),
  code: { ...fieldRules.text('servicecode'), optional: true },
  // Some operators leave the empty text of a first request out.
  text: { ...fieldRules.text('text'), optional: true },
} as const;

/**
 * The form of Africa's Talking, which many gateways have copied: `sessionId serviceCode phoneNumber text`
 * posted, `text` being the inputs so far; the answer begins with `CON ` (go on) or `END `.
 */
export const africastalking: UssdGateway = {
  name: 'africastalking',
  receive(request) {
    const read = readFields(request, RULES);
    if (read.kind === 'malformed') return read;
    const { sessionId, from, code, text } = read.values;
    // Copies of the form are seen that repeat the code in the text, as it was dialled.
    return makeStep(sessionId, from, text.startsWith('*') ? inputsAfterCode(text, code) : text);
  },
  reply: ({ text, more }) => ({ contentType: PLAIN_TEXT, body: `${more ? 'CON' : 'END'} ${text}` }),
};
