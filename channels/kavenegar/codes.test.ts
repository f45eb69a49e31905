import { expect } from 'chai';
import { faultOfReturnCode, isKnownReturnCode } from './codes.ts';

const known = {
  busy: [409, 429, 451],
  account: [401, 403, 404, 405, 407, 416, 418, 426, 427],
  rejected: [400, 406, 411, 412, 413, 414, 417, 419, 420, 422, 424, 431, 432, 501, 607],
  'fate-unknown': [402],
};
const unknown = { rejected: [408, 499, 615], 'fate-unknown': [0, 201, 302, 500, 502, 503, 700, -1] };

describe("kavenegar's return codes", () => {
  for (const [fault, codes] of Object.entries(known)) {
    for (const code of codes) {
      it(`${code} is ${fault}`, () => {
        expect(faultOfReturnCode(code)).to.equal(fault);
        expect(isKnownReturnCode(code)).to.equal(true);
      });
    }
  }
  for (const [fault, codes] of Object.entries(unknown)) {
    for (const code of codes) {
      it(`${code}, unknown, is ${fault}`, () => {
        expect(faultOfReturnCode(code)).to.equal(fault);
        expect(isKnownReturnCode(code)).to.equal(false);
      });
    }
  }
});
