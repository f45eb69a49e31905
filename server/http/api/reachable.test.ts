import { expect } from 'chai';
import { aMember, anApiKey, aPurchase } from '../../testing/factories.ts';
import { shareRuntime } from '../../testing/shared-runtime.ts';
import { testProgram } from '../../testing/test-program.ts';
import type { TestRuntime } from '../../testing/test-runtime.ts';
import { call, startTestServer } from '../../testing/test-server.ts';

const reached = (id: string, words: object) => ({
  ...{ id, name: { fa: `هدیه ${id}`, en: `Gift ${id}` }, on: 'reached' },
  ...{ give: { unit: 'points', fixed: 10 }, ...words },
});
const program = {
  ...testProgram,
  rules: [
    reached('months', { count: 'spent', from: 50_000_000, within: { months: 3 } }),
    reached('season', { count: 'purchases', from: 2, within: 'season', again: 'each-period' }),
    reached('ever', { count: 'spent', from: 20_000_000, again: 'anew' }),
    reached('north', { count: 'spent', from: 50_000_000, when: { shops: ['north'] } }),
  ],
};

describe('the API: what a member is on the way to', () => {
  let runtime: TestRuntime;
  shareRuntime((made) => (runtime = made), { program });

  async function reachableOf(phone: string) {
    const server = await startTestServer(runtime);
    try {
      const { key } = await anApiKey(runtime);
      const { body } = await call(server, `GET /v1/members/${phone}`, { key });
      return body['reachable'] as { readonly rule: string }[];
    } finally {
      await server.close();
    }
  }

  it('is told with what is missing and until when, once she has begun, and no more once it gave', async () => {
    // 10 Dey 1404.
    runtime.clock.set('2025-12-31T10:00:00Z');
    const { phone } = await aMember(runtime);
    expect(await reachableOf(phone)).to.deep.equal([]);
    await aPurchase(runtime, { phone, amount: 12_000_000 });
    expect(await reachableOf(phone)).to.deep.equal([
      {
        ...{ rule: 'months', name: 'هدیه months', count: 'spent', needed: 50_000_000, has: 12_000_000 },
        ...{ missing: 38_000_000, within: { months: 3 }, until: '2026-03-29' },
      },
      {
        ...{ rule: 'season', name: 'هدیه season', count: 'purchases', needed: 2, has: 1, missing: 1 },
        ...{ within: 'season', until: '2026-03-20' },
      },
      {
        ...{ rule: 'ever', name: 'هدیه ever', count: 'spent', needed: 20_000_000, has: 12_000_000 },
        ...{ missing: 8_000_000, within: 'ever', until: null },
      },
    ]);
    runtime.clock.advance(86_400_000);
    await aPurchase(runtime, { phone, amount: 8_000_000 });
    // Both of the season and of all her time were reached; what that used up begins anew.
    expect((await reachableOf(phone)).map(({ rule }) => rule)).to.deep.equal(['months']);
    await aPurchase(runtime, { phone, amount: 30_000_000 });
    expect((await reachableOf(phone)).map(({ rule }) => rule)).to.deep.equal([]);
  });
});
