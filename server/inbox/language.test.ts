import { expect } from 'chai';
import { languageOf } from './language.ts';

describe('languageOf', () => {
  const table = {
    fa: ['امتیاز', 'سلام', 'balance چنده', 'ك'],
    en: ['balance', 'Help', 'something else', 'STOP 11', 'Ｈｅｌｐ'],
    undefined: [
      '2',
      '۲',
      '؟',
      '',
      '🙏',
      'salam',
      'Emtiaz',
      'mojoodi?',
      'ozviat',
      'merci',
      'salam khobi',
      '/start',
      '/start abc',
    ],
  };
  for (const [language, texts] of Object.entries(table)) {
    for (const text of texts) {
      it(`of ${JSON.stringify(text)} is ${language}`, () =>
        expect(String(languageOf(text))).to.equal(language));
    }
  }
});
