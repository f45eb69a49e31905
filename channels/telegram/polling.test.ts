import { expect } from 'chai';
import type { BotApi } from './bot-api.ts';
import { pollUpdates } from './polling.ts';

const pace = { firstMs: 0, maxMs: 0, personMs: 0 };

describe('telegram polling', () => {
  it('leaves the offset out after thousands of empty polls, for ids may start anew', async () => {
    const stop = new AbortController();
    const offsets: number[] = [];
    const api: BotApi = {
      call({ method, payload, schema }) {
        if (method !== 'getUpdates') return Promise.resolve(schema.parse(true));
        offsets.push((payload as { offset: number }).offset);
        if (offsets.length === 3_005) stop.abort();
        return Promise.resolve(schema.parse(offsets.length === 1 ? [{ update_id: 41 }] : []));
      },
    };
    await pollUpdates({
      ...{ api, botId: '4242', pace, signal: stop.signal },
      store: () => Promise.resolve(),
      onProblem: ({ message }) => expect.fail(message),
    });
    expect(offsets.slice(0, 2)).to.deep.equal([0, 42]);
    expect(new Set(offsets.slice(1, 3_001))).to.deep.equal(new Set([42]));
    expect(offsets.slice(3_001)).to.deep.equal([0, 0, 0, 0]);
  });
});
