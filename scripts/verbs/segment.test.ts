import { expect } from 'chai';
import { runVafa, settingsOf } from '../testing/run-vafa.ts';
import { aMember, aPurchase } from '../../server/testing/factories.ts';
import { testProgram } from '../../server/testing/test-program.ts';
import { createTestRuntime } from '../../server/testing/test-runtime.ts';
import type { TestRuntime } from '../../server/testing/test-runtime.ts';
import { readSegments } from '../../server/usecases/read-segments.ts';

const dayMs = 24 * 3_600_000;
const segments = {
  regulars: { name: { fa: 'همیشگی‌ها', en: 'Regulars' }, when: { purchases: { count: { from: 2 } } } },
  lost: { name: 'رفته‌ها', when: { purchases: { lastDays: { from: 30 } } } },
  golden: { name: 'طلایی‌ها', when: { tiers: ['gold'] } },
  others: { name: 'دیگران', when: { none: [{ purchases: { count: { from: 1 } } }] } },
};
const steps = [
  { id: 'all', name: 'همه' },
  { id: 'gold', name: 'طلایی', from: 20_000_000 },
];

describe('vafa segment', function () {
  this.timeout(60_000);

  let runtime: TestRuntime;
  before(async () => {
    const tiers = { by: 'spent', steps };
    runtime = await createTestRuntime({ program: { ...testProgram, segments, tiers } });
    const [once, twice] = [await aMember(runtime), await aMember(runtime), await aMember(runtime)];
    const buy = ({ phone }: { phone: string }, amount: number) => aPurchase(runtime, { phone, amount });
    await buy(once, 1_000_000);
    runtime.clock.advance(30 * dayMs);
    for (const amount of [10_000_000, 10_000_000]) await buy(twice, amount);
  });
  after(() => runtime.close());

  const run = (...args: string[]) => runVafa(['segment', ...args], { env: settingsOf(runtime) });

  it('counts who is in each of them now', async () => {
    const counted = await readSegments(runtime);
    expect(counted.map(({ id, members, of }) => [id, members, of])).to.deep.equal([
      ['regulars', 1, 3],
      ['lost', 1, 3],
      ['golden', 1, 3],
      ['others', 1, 3],
    ]);
  });

  it('names them, with their words', async () => {
    const { stdout } = await run('list', '--language', 'en');
    expect(stdout).to.match(/regulars +1 of 3 +Regulars: .*2 or more/);
    expect((await run()).stdout).to.include('همیشگی‌ها');
  });

  it('counts one of them', async () => {
    const { stdout } = await run('count', 'golden', '--json', '--language', 'en');
    expect(JSON.parse(stdout)).to.deep.equal({
      segments: [
        {
          ...{ program: 'test-club', id: 'golden', name: 'طلایی‌ها', members: 1, of: 3 },
          words: 'the member\'s tier is "طلایی"',
        },
      ],
    });
  });

  it('says that there is no such segment', async () => {
    const { code, stderr } = await run('count', 'nobody');
    expect([code, stderr.includes('No program in force has a segment "nobody"')]).to.deep.equal([1, true]);
  });
});
