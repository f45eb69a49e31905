import { readFields } from '../parameters.ts';
import {
  fieldRules,
  inputsAfterCode,
  makeStep,
  PLAIN_TEXT,
  trimDialled,
  type UssdGateway,
} from './gateway.ts';

const RULES = {
  sessionId: fieldRules.sessionId('sessionid'),
  from: fieldRules.phone('mobile'),
  call: fieldRules.text('call'),
} as const;

const END_MARK = '[end]';

/**
 * The form of iNoti (https://inoti.com/APIDocumentation): GET with `call sessionid mobile`, where `call` is
 * what was dialled and typed so far, code included; the answer is the bare text, the last ending in `[end]`.
 *
 * `serviceCode` is the shop's own code (`*6655*123#`), which nothing in a request marks off from the inputs.
 * Without it the code is guessed: the first group, and a second one of three to five digits that does not
 * begin with 0 (a code within a shared code; a menu's own choices are shorter, and phone numbers longer).
 */
export function createInoti(serviceCode = ''): UssdGateway {
  return {
    name: 'inoti',
    receive(request) {
      const read = readFields(request, RULES);
      if (read.kind === 'malformed') return read;
      const { sessionId, from, call } = read.values;
      return makeStep(sessionId, from, inputsAfterCode(call, serviceCode || guessCode(call)));
    },
    reply: ({ text, more }) => ({
      contentType: PLAIN_TEXT,
      body: text.replaceAll(END_MARK, '') + (more ? '' : END_MARK),
    }),
  };
}

function guessCode(call: string): string {
  const dialled = trimDialled(call);
  const code = /^\d{3,5}(\*[1-9]\d{2,4})?(?=\*|$)/.exec(dialled)?.[0];
  // A lone group without the star in front was typed at a menu, not dialled.
  return code === undefined || (code === dialled && !call.trim().startsWith('*')) ? '' : code;
}
