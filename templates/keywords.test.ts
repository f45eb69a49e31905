import { expect } from 'chai';
import { buttons } from './buttons.ts';
import { keywords } from './keywords.ts';
import { ussdKeys } from './ussd-screens.ts';

describe('keywords', () => {
  const all = Object.entries(keywords).flatMap(([wish, words]) => words.map((word) => ({ wish, word })));

  it('belong to one wish each', () => {
    const words = all.map(({ word }) => word);
    expect(new Set(words).size).to.equal(words.length);
  });

  it('are in folded spelling', () => {
    for (const { word } of all) {
      expect(word).to.equal(word.normalize('NFKC').toLowerCase().trim());
      expect(word).not.to.match(/[يىك۰-۹٠-٩]|[\p{M}\p{C}]|\u0640| {2}/u);
    }
  });

  it('leave 11 and 12 to stop and resume', () => {
    const [stop, resume] = ['11', '12'].map((key) => all.filter(({ word }) => word === key));
    expect(stop).to.deep.equal([{ wish: 'stop', word: '11' }]);
    expect(resume).to.deep.equal([{ wish: 'resume', word: '12' }]);
    expect(Object.values(ussdKeys)).not.to.include.members(['11']);
    expect(Object.values(ussdKeys)).not.to.include.members(['12']);
  });

  it('have what the texts tell her to send', () => {
    expect(keywords.join).to.include.members(['1', 'عضویت', 'join']);
    expect(keywords.balance).to.include.members(['2', 'امتیاز', 'موجودی', 'balance']);
    expect(keywords.birthday).to.include.members(['تولد', 'birthday']);
    expect(keywords.help).to.include.members(['راهنما', 'help', '?', '؟']);
    expect(keywords.stop).to.include.members(['لغو', 'لغو11', 'stop']);
  });

  it('have the label of every button, under its wish', () => {
    for (const { wish, label } of Object.values(buttons)) {
      expect(keywords[wish]).to.include(label.fa);
      expect(keywords[wish]).to.include(label.en.toLowerCase());
    }
  });
});
