import { expect } from 'chai';
import { auditLedger } from '../testing/audit-ledger.ts';
import { createDialling, screenParts } from '../testing/dialling.ts';
import { aMember, aPurchase } from '../testing/factories.ts';
import { outbox } from '../testing/messages.ts';
import { shareRuntime } from '../testing/shared-runtime.ts';
import type { TestRuntime } from '../testing/test-runtime.ts';

const phone = '+989120000001';
const minute = 60_000;
const { asksBirthday, menuOfStranger, menuOfMember } = screenParts;

describe('USSD', () => {
  let runtime: TestRuntime;

  shareRuntime((made) => (runtime = made));
  afterEach(() => auditLedger(runtime));

  const dial = createDialling(() => runtime, phone);
  const joins = () => runtime.count('members');
  const steps = () => runtime.count('inbox', "channel = 'ussd'");

  it('shows the menu, enrols her, asks for her birthday and keeps it', async () => {
    const menu = await dial('');
    expect(menu).to.have.property('more', true);
    expect(menu.text).to.include(menuOfStranger);
    const joined = await dial('1');
    expect(joined).to.have.property('more', true);
    expect(joined.text).to.include('خوش آمدید').and.include('۵۰').and.include(asksBirthday);
    const saved = await dial('1*1370/5/12');
    expect(saved).to.have.property('more', false);
    expect(saved.text).to.include('ثبت شد');
    expect(await runtime.count('members', "phone = '+989120000001' AND birth_day = 12")).to.equal(1);
    expect(await steps()).to.equal(3);
    // The screen is the answer: nothing is sent besides.
    expect(await outbox(runtime)).to.deep.equal([]);
  });

  it('writes down what she read and typed as her consent', async () => {
    const { text } = await dial('');
    await dial('1');
    const [consent] = await runtime.store.all('SELECT channel, address, words, granted FROM consents');
    expect(consent).to.deep.equal({ channel: 'ussd', address: phone, words: `${text}\n1`, granted: 1 });
  });

  it('tells a member her points, and the way to the next reward', async () => {
    await aMember(runtime, { phone });
    expect((await dial('')).text).to.include(menuOfMember);
    const balance = await dial('2');
    expect(balance).to.have.property('more', false);
    expect(balance.text)
      .to.include('امتیاز شما: ۵۰')
      .and.match(/۵۰ امتیاز دیگر تا .*اسپرسو/);
  });

  it('says why her last purchase earned what it did, screen by screen, and where she was after a break', async () => {
    await aMember(runtime, { phone });
    await aPurchase(runtime, { phone, amount: 1_850_000 });
    const screens = [await dial('5'), await dial('5*1'), await dial('', { sessionId: 's2' })];
    while (screens.at(-1)?.more === true) {
      screens.push(
        await dial(
          Array(screens.length - 2)
            .fill('1')
            .join('*'),
          { sessionId: 's2' },
        ),
      );
    }
    for (const { text } of screens) expect(text.length, text).to.be.at.most(70);
    // The session that broke off shows its last screen again.
    expect(screens[2]?.text).to.equal(screens[1]?.text);
    const all = screens.map(({ text }) => text.replace(/\n۱: ادامه$/, '')).join(' ');
    expect(all)
      .to.include('خرید ۱۸۵٬۰۰۰ تومان')
      .and.include('امتیاز خرید: ۱۸ امتیاز')
      .and.include('باقی ماند');
  });

  it('keeps every screen within 70 characters, and speaks her language', async () => {
    await aMember(runtime, { phone, language: 'en' });
    for (const [index, path] of ['', '1', '2', '3', '4', '4*x', '4*1991/8/3', '7', '11', '12'].entries()) {
      const { text } = await dial(path, { sessionId: `en${index}` });
      expect(text.length, path).to.be.at.most(70);
      expect(text, path).to.match(/[a-z]/i);
    }
  });

  describe('does each step once', () => {
    it('whatever the gateway repeats, with the same screen', async () => {
      const path = ['', '1', '1*1370/5/12'];
      for (const text of path) {
        const first = await dial(text);
        runtime.clock.advance(6000);
        expect(await dial(text)).to.deep.equal(first);
        expect(await dial(text)).to.deep.equal(first);
      }
      expect(await joins()).to.equal(1);
      expect(await runtime.count('consents')).to.equal(1);
      expect(await runtime.count('ledger_entries')).to.equal(1);
      expect(await steps()).to.equal(3);
    });

    it('when the same request comes twenty times at once', async () => {
      await dial('');
      const screens = await Promise.all(Array.from({ length: 20 }, () => dial('1')));
      for (const screen of screens) expect(screen).to.deep.equal(screens[0]);
      expect(await joins()).to.equal(1);
      expect(await steps()).to.equal(2);
    });

    it('when an old step comes late', async () => {
      await dial('');
      await dial('1');
      await dial('1*0');
      const screen = await dial('1');
      expect(screen.text).to.include(menuOfMember);
      expect(await joins()).to.equal(1);
      expect(await steps()).to.equal(3);
    });
  });

  it('takes several inputs dialled at once', async () => {
    const saved = await dial('1*1370/5/12');
    expect(saved.text).to.include('ثبت شد');
    expect(await joins()).to.equal(1);
    expect(await steps()).to.equal(1);
    expect(await dial('1*1370/5/12')).to.deep.equal(saved);
    expect(await steps()).to.equal(1);
  });

  it('leaves alone what is typed behind the end', async () => {
    await aMember(runtime, { phone });
    const screen = await dial('3*4*1370/5/12');
    expect(screen).to.have.property('more', false);
    expect(await runtime.count('members', 'birth_day IS NULL')).to.equal(1);
  });

  it('shows the end again where the path goes on behind it', async () => {
    await aMember(runtime, { phone });
    await dial('');
    const end = await dial('2');
    expect(await dial('2*1')).to.deep.equal(end);
    expect(await dial('2*1*4')).to.deep.equal(end);
    expect(await steps()).to.equal(2);
  });

  it('tells a stranger who asks for her points that she is no member yet', async () => {
    await dial('');
    const screen = await dial('2');
    expect(screen).to.have.property('more', true);
    expect(screen.text).to.include('هنوز عضو نیستید').and.include(menuOfStranger);
    expect(await joins()).to.equal(0);
  });

  it('goes on where only the last input comes', async () => {
    await dial('');
    await dial('1');
    expect((await dial('x')).text).to.include('تاریخ درست نبود');
    expect((await dial('1370/5/12')).text).to.include('ثبت شد');
    expect(await runtime.count('members', 'birth_day = 12')).to.equal(1);
    expect(await joins()).to.equal(1);
  });

  describe('when a session broke off', () => {
    it('goes on at the question for a few minutes', async () => {
      await dial('');
      await dial('1');
      runtime.clock.advance(4 * minute);
      expect((await dial('', { sessionId: 's2' })).text).to.include(asksBirthday);
      expect((await dial('1370/5/12', { sessionId: 's2' })).text).to.include('ثبت شد');
      expect(await joins()).to.equal(1);
    });

    it('begins again after that', async () => {
      await dial('');
      await dial('1');
      runtime.clock.advance(5 * minute);
      expect((await dial('', { sessionId: 's2' })).text).to.include(menuOfMember);
    });

    it('begins at the menu for whoever dials a choice at once', async () => {
      await dial('');
      await dial('1');
      expect((await dial('2', { sessionId: 's2' })).text).to.include('امتیاز شما');
    });

    it('begins again once the session has ended by itself', async () => {
      await aMember(runtime, { phone });
      await dial('');
      await dial('3');
      expect((await dial('', { sessionId: 's2' })).text).to.include(menuOfMember);
    });
  });

  it('takes an id that is used again later for another session', async () => {
    await aMember(runtime, { phone });
    await dial('');
    expect((await dial('2')).text).to.include('امتیاز شما');
    runtime.clock.advance(3 * minute + 1);
    expect((await dial('')).text).to.include(menuOfMember);
    expect((await dial('2')).text).to.include('امتیاز شما');
    expect(await steps()).to.equal(4);
  });

  describe('where the gateway gives every session of a phone one id', () => {
    beforeEach(() => aMember(runtime, { phone }));

    it('shows the menu to who dials again after the end, but repeats the end for a repeated request', async () => {
      await dial('');
      const balance = await dial('2');
      runtime.clock.advance(10_000);
      expect(await dial('2')).to.deep.equal(balance);
      expect(await dial('')).to.deep.equal(balance);
      runtime.clock.advance(20_000);
      expect((await dial('')).text).to.include(menuOfMember);
      expect((await dial('2')).text).to.include('امتیاز شما');
      expect(await steps()).to.equal(4);
    });

    it('takes a path that was typed before for a new one', async () => {
      const texts = [];
      for (const path of ['', '4', '4*0', '4*0*4', '3', '4', '4*0']) texts.push((await dial(path)).text);
      expect(texts.at(-2)).to.include(asksBirthday);
      expect(texts.at(-1)).to.include(menuOfMember);
      expect(await steps()).to.equal(7);
    });
  });

  it('tells two phones apart that come with one session id, and two gateways', async () => {
    const other = '+989120000002';
    await dial('');
    expect((await dial('', { from: other })).text).to.include(menuOfStranger);
    await dial('1');
    expect((await dial('1', { from: other })).text).to.include('خوش آمدید');
    expect(await joins()).to.equal(2);
    expect((await dial('2', { gateway: 'inoti' })).text).to.include('امتیاز شما');
  });
});
