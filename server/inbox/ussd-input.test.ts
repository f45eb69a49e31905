import { expect } from 'chai';
import { ussdKeys } from '../../templates/ussd-screens.ts';
import { auditLedger } from '../testing/audit-ledger.ts';
import { createDialling, screenParts } from '../testing/dialling.ts';
import { aMember } from '../testing/factories.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';

const phone = '+989120000001';
const { asksBirthday, menuOfMember } = screenParts;

describe('USSD', () => {
  let runtime: TestRuntime;

  shareRuntime((made) => (runtime = made));
  afterEach(() => auditLedger(runtime));

  const dial = createDialling(() => runtime, phone);
  const joins = () => runtime.count('members');
  const steps = () => runtime.count('inbox', "channel = 'ussd'");

  describe('a birthday typed on a dial pad, where * stands for the slash', () => {
    const stopped = () => runtime.count('consents', "kind = 'promotions'");
    const saved = (month: number, day: number) =>
      runtime.count('members', `birth_month = ${month} AND birth_day = ${day}`);

    const dates: readonly (readonly [typed: string, month: number, day: number])[] = [
      ['1370*5*11', 5, 11],
      ['1370*5*12', 5, 12],
      ['1370*11*12', 11, 12],
      ['11*5*1370', 5, 11],
      ['12*11*1370', 11, 12],
      ['۱۳۷۰*۵*۱۲', 5, 12],
      ['70*12*11', 12, 11],
      ['13700512', 5, 12],
    ];
    for (const [typed, month, day] of dates) {
      for (const [form, path] of [
        ['the whole path', `1*${typed}`],
        ['the last input', typed],
      ] as const) {
        it(`${typed} is one date where the gateway sends ${form}`, async () => {
          await dial('');
          await dial('1');
          expect((await dial(path)).text).to.include('ثبت شد');
          expect(await saved(month, day)).to.equal(1);
          expect(await stopped()).to.equal(0);
        });
      }

      it(`${typed} is one date where all is dialled at once`, async () => {
        expect((await dial(`1*${typed}`)).text).to.include('ثبت شد');
        expect(await saved(month, day)).to.equal(1);
        expect(await stopped()).to.equal(0);
      });
    }

    for (const [form, paths] of [
      ['the whole path', ['', '1', '1*1370', '1*1370*5', '1*1370*5*12']],
      ['the last input', ['', '1', '1370', '5', '12']],
    ] as const) {
      it(`is one date part by part too, where the gateway sends ${form}`, async () => {
        const screens = [];
        for (const path of paths) screens.push((await dial(path)).text);
        expect(screens.at(-2)).to.include(asksBirthday);
        expect(screens.at(-1)).to.include('ثبت شد');
        expect(await saved(5, 12)).to.equal(1);
        expect(await stopped()).to.equal(0);
      });
    }

    for (const typed of ['1370*11', '1370*12', '12*5', '11*12', '1370*13*12', '31*12*1370']) {
      it(`${typed} is no date, and stops and resumes nothing`, async () => {
        await dial('');
        await dial('1');
        expect((await dial(`1*${typed}`)).text).to.include('تاریخ درست نبود');
        expect(await dial('', { sessionId: 's2' })).to.have.property('more', true);
        expect((await dial(typed, { sessionId: 's2' })).text).to.include('تاریخ درست نبود');
        expect(await stopped()).to.equal(0);
      });
    }

    it('leaves 11 its meaning once three numbers made no date', async () => {
      await dial('');
      await dial('1');
      await dial('1*1370*13*12');
      expect((await dial('1*1370*13*12*11')).text).to.include('۱۲');
      expect(await stopped()).to.equal(1);
    });

    it('is what the question shows', async () => {
      expect((await dial('1')).text).to.include('مثل ۱۳۷۰۰۵۱۲');
      expect((await dial('1*x')).text).to.include('مثل ۱۳۷۰۰۵۱۲');
    });
  });

  describe('11 and 12', () => {
    it('stop and resume at the menu, for a member and for a stranger', async () => {
      expect((await dial('11')).text).to.include('۱۲');
      expect(await runtime.count('addresses', 'promotions_stopped_at IS NOT NULL')).to.equal(1);
      await aMember(runtime, { phone });
      expect(await runtime.count('members', 'promotions_stopped_at IS NOT NULL')).to.equal(1);
      expect((await dial('12', { sessionId: 's2' })).text).to.include('۱۱');
      expect(await runtime.count('members', 'promotions_stopped_at IS NOT NULL')).to.equal(0);
      expect(await runtime.count('consents', "kind = 'promotions'")).to.equal(2);
      expect(await runtime.count('addresses')).to.equal(1);
    });

    for (const digits of ['11', '۱۱', '١١']) {
      it(`${digits} stops at the question for the birthday too`, async () => {
        await dial('');
        await dial('1');
        expect((await dial(`1*${digits}`)).text).to.include('۱۲');
        expect(await runtime.count('members', 'promotions_stopped_at IS NOT NULL')).to.equal(1);
        expect(await runtime.count('members', 'birth_day IS NULL')).to.equal(1);
      });
    }

    it('are no choice of any menu', () => {
      expect(Object.values(ussdKeys)).not.to.include.members(['11']);
      expect(Object.values(ussdKeys)).not.to.include.members(['12']);
    });
  });

  describe('takes wrong input kindly:', () => {
    for (const input of ['9', 'abc', '', '🙂', '__proto__', '1 2', ' ']) {
      it(`${JSON.stringify(input)} at the menu`, async () => {
        await aMember(runtime, { phone });
        await dial('3*');
        const screen = await dial(`x*${input}`, { sessionId: 's2' });
        expect(screen).to.have.property('more', true);
        expect(screen.text).to.include(menuOfMember);
      });
    }

    it('digits of any script are digits', async () => {
      await aMember(runtime, { phone });
      for (const [index, two] of ['2', '۲', '٢', ' 2 '].entries()) {
        expect((await dial(two, { sessionId: `d${index}` })).text, two).to.include('امتیاز شما');
      }
    });

    it('a birthday that is none is asked for again, later is fine too', async () => {
      await dial('1');
      expect((await dial('1*1370/13/1')).text).to.include('تاریخ درست نبود');
      expect((await dial('1*1370/13/1*1500/1/1')).text).to.include('تاریخ درست نبود');
      expect((await dial('1*1370/13/1*1500/1/1*0')).text).to.include(menuOfMember);
      expect(await runtime.count('members', 'birth_day IS NULL')).to.equal(1);
    });

    it('a number that is no mobile gets a word, and leaves no trace', async () => {
      const screen = await dial('1', { from: '+982188776655' });
      expect(screen).to.deep.equal({ text: 'عضویت فقط با شماره موبایل ممکن است.', more: false });
      expect(await steps()).to.equal(0);
      expect(await joins()).to.equal(0);
    });
  });
});
