/** A customer dials the code: both gateways over HTTP, from the first screen to what is kept of it. */
import { expect } from 'chai';
import { screenMax } from '../../templates/phrases.ts';
import { auditAndClose } from '../testing/audit-club.ts';
import { contents } from '../testing/contents.ts';
import { aPhone } from '../testing/factories.ts';
import { openLiveClub } from '../testing/live-club.ts';
import type { LiveClub } from '../testing/live-club.ts';

const minute = 60_000;
const code = '*789*1#';

interface Call {
  readonly sessionId: string;
  readonly phone: string;
  readonly inputs: readonly string[];
  readonly secret?: string;
}

interface Screen {
  readonly status: number;
  readonly text: string;
  readonly more: boolean;
}

/** How each gateway asks, and how it is told that a session ends. */
const gateways: Readonly<Record<string, (club: LiveClub, call: Call) => Promise<Screen>>> = {
  async africastalking(club, { sessionId, phone, inputs, secret }) {
    const fields = { sessionId, serviceCode: code, phoneNumber: phone, text: inputs.join('*') };
    const url = club.callback('ussd/SECRET/africastalking', secret);
    const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
    const [, verb, text = ''] = /^(CON|END) ([^]*)$/.exec(await response.text()) ?? [];
    return { status: response.status, text, more: verb === 'CON' };
  },
  async inoti(club, { sessionId, phone, inputs, secret }) {
    const call = inputs.length === 0 ? code : `${code.slice(0, -1)}*${inputs.join('*')}`;
    const query = new URLSearchParams({ call, sessionid: sessionId, mobile: phone });
    const response = await fetch(`${club.callback('ussd/SECRET/inoti', secret)}?${query}`);
    const [, text = '', end] = /^([^]*?)(\[end\])?$/.exec(await response.text()) ?? [];
    return { status: response.status, text, more: end === undefined };
  },
};

for (const [gateway, ask] of Object.entries(gateways)) {
  describe(`by USSD, end to end, through ${gateway}`, () => {
    let club: LiveClub;
    let phone: string;
    let session = 0;

    before(async () => {
      club = await openLiveClub();
    });

    after(async () => {
      // The screen is the answer: nothing was ever texted, but to who texted.
      expect(club.sms.messages.filter(({ text }) => !text.includes('امتیاز'))).to.deep.equal([]);
      await auditAndClose(club);
    });

    beforeEach(() => {
      phone = aPhone();
      session += 1;
    });

    const local = () => phone.replace('+98', '0');
    const dial = async (inputs: readonly string[], overrides: Partial<Call> = {}): Promise<Screen> => {
      const screen = await ask(club, { sessionId: `s${session}`, phone: local(), inputs, ...overrides });
      expect(screen.status).to.equal(200);
      expect(screen.text.length, screen.text).to.be.within(1, screenMax);
      return screen;
    };
    const members = (where = '1 = 1') => club.runtime.count('members', `phone = '${phone}' AND ${where}`);
    const entries = () =>
      club.runtime.count(
        'ledger_entries',
        `member_id = (SELECT id FROM members WHERE phone = '${phone}') AND amount = 50`,
      );
    const steps = () => club.runtime.count('inbox', `channel = 'ussd' AND address = '${phone}'`);
    const join = async () => {
      await dial([]);
      await dial(['1']);
      session += 1;
    };

    it('she joins, is asked for her birthday, and it is kept', async () => {
      const menu = await dial([]);
      expect(menu).to.include({ more: true });
      expect(menu.text).to.include('۱: عضویت');
      expect(await members()).to.equal(0);
      const joined = await dial(['1']);
      expect(joined).to.include({ more: true });
      expect(joined.text).to.include('۵۰ امتیاز').and.include('تاریخ تولدتان؟');
      expect([await members("joined_channel = 'ussd'"), await entries()]).to.deep.equal([1, 1]);
      const consent = `channel = 'ussd' AND kind = 'membership' AND granted = 1 AND address = '${phone}'`;
      expect(await club.runtime.count('consents', consent)).to.equal(1);
      const saved = await dial(['1', '1370/5/12']);
      expect(saved).to.deep.include({ text: 'تاریخ تولدتان ثبت شد:\n۱۲ مرداد ۱۳۷۰', more: false });
      expect(await members("birth_calendar = 'persian' AND birth_month = 5 AND birth_day = 12")).to.equal(1);
      expect(await steps()).to.equal(3);
    });

    it('she sees her points, gets help, and is told so when she joins again; each ends the session', async () => {
      await join();
      // Her session broke off at the question for her birthday, where she is asked again for some minutes.
      await club.wait(10 * minute);
      for (const [input, part] of [
        ['2', 'امتیاز شما: ۵۰'],
        ['3', 'با پیامک هم می‌توانید'],
        ['1', 'شما عضو هستید'],
      ] as const) {
        session += 1;
        const menu = await dial([]);
        expect(menu.text).to.include('۲: امتیاز').and.include('۴: تاریخ تولد');
        expect(menu.more).to.equal(true);
        const screen = await dial([input]);
        expect(screen.text).to.include(part);
        expect(screen.more).to.equal(false);
      }
      expect(await entries()).to.equal(1);
    });

    it('a stranger is shown the way in, not points', async () => {
      expect((await dial(['2'])).text).to.include('۱: عضویت');
      expect((await dial(['2', '3'])).more).to.equal(false);
      expect(await members()).to.equal(0);
    });

    it('every step that is repeated gets the same screen, and does nothing again', async () => {
      const path = ['1', '1370/5/12'];
      for (let length = 0; length <= path.length; length++) {
        const inputs = path.slice(0, length);
        const first = await dial(inputs);
        const kept = await contents(club.runtime);
        const repeats = await Promise.all(Array.from({ length: 5 }, () => dial(inputs)));
        for (const repeat of repeats) expect(repeat).to.deep.equal(first);
        expect(await contents(club.runtime)).to.deep.equal(kept);
      }
    });

    it('one step that comes twenty times at once happens once', async () => {
      await dial([]);
      const screens = await Promise.all(Array.from({ length: 20 }, () => dial(['1'])));
      expect(new Set(screens.map(({ text }) => text)).size).to.equal(1);
      expect([await members(), await entries(), await steps()]).to.deep.equal([1, 1, 2]);
    });

    it('a session that broke off goes on at its question, and after some minutes begins again', async () => {
      await join();
      const resumed = await dial([]);
      expect(resumed.text).to.include('تاریخ تولدتان؟');
      expect((await dial(['1370/13/50'])).text).to.include('تاریخ درست نبود');
      await club.wait(10 * minute);
      session += 1;
      expect((await dial([])).text).to.include('۴: تاریخ تولد');
      expect((await dial(['4'])).text).to.include('تاریخ تولدتان؟');
      expect((await dial(['4', '1991-8-3'])).more).to.equal(false);
      expect(await members("birth_calendar = 'gregorian' AND birth_day = 3")).to.equal(1);
    });

    it('what is dialled at once is done at once', async () => {
      const screen = await dial(['1', '1370/5/12']);
      expect(screen.text).to.include('ثبت شد');
      expect([await members('birth_day = 12'), await entries()]).to.deep.equal([1, 1]);
    });

    it('11 stops promotions for her number, and 12 brings them back', async () => {
      await join();
      await club.wait(10 * minute);
      const stopped = await dial(['11']);
      expect(stopped.text).to.match(/تبلیغاتی[^]*۱۲/);
      expect(stopped.more).to.equal(false);
      expect(await members('promotions_stopped_at IS NOT NULL')).to.equal(1);
      session += 1;
      expect((await dial(['۱۲'])).more).to.equal(false);
      expect(await members('promotions_stopped_at IS NULL')).to.equal(1);
    });

    it('she is the same member by SMS', async () => {
      await join();
      const [answer, ...others] = await club.text(local(), '2');
      expect(answer).to.include('امتیاز شما: ۵۰');
      expect(others).to.deep.equal([]);
      expect(await members()).to.equal(1);
    });

    it('what is no mobile is told so, and leaves no trace', async () => {
      const before = await contents(club.runtime);
      for (const from of ['02188776655', '10004346', '110']) {
        const screen = await dial(['1'], { phone: from });
        expect(screen.text).to.include('موبایل');
        expect(screen.more).to.equal(false);
      }
      expect(await contents(club.runtime)).to.deep.equal(before);
    });

    it('with a wrong secret there is nothing, and nothing is kept', async () => {
      const before = await contents(club.runtime);
      const call = { sessionId: 'x', phone: local(), inputs: ['1'], secret: 'wrong' };
      expect((await ask(club, call)).status).to.equal(404);
      expect(await contents(club.runtime)).to.deep.equal(before);
    });
  });
}
