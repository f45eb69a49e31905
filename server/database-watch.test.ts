import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { levelOf, watchDatabase } from './database-watch.ts';
import { createLog } from './log.ts';
import { StoreUnavailable } from './store/errors.ts';
import type { Store } from './store/store.ts';
import { createSweeper } from './sweeper.ts';
import { createBell } from './bell.ts';
import type { Runtime } from './runtime.ts';
import { eventually } from './testing/eventually.ts';
import { rejection } from './testing/rejection.ts';

const gone = () => new StoreUnavailable('gone', { transient: false });
const locked = () => new StoreUnavailable('locked', { transient: true });
const calmMs = 50;

describe('the watch on the database', () => {
  let fault: (() => Error) | undefined;
  let lines: { level: string; msg: string }[];
  let store: Store;
  const write = (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]);
  const log = createLog({ level: 'info', secrets: [], destination: { write } });
  const said = () => lines.map(({ level, msg }) => `${level} ${msg}`);
  const [away, back] = [
    'error the database does not answer, or cannot be written: what needs it waits or is refused',
    'info the database answers again',
  ];

  beforeEach(() => {
    fault = undefined;
    lines = [];
    const answer = () => (fault ? Promise.reject(fault()) : Promise.resolve([]));
    const fake = { all: answer, one: answer, transaction: answer } as unknown as Store;
    store = watchDatabase(fake, log, calmMs);
  });

  const read = () => store.all('SELECT 1');

  it('says once that it is away, once that it is back, and hands every error on', async () => {
    await read();
    fault = gone;
    for (let i = 0; i < 5; i++) expect(await rejection(read())).to.be.instanceOf(StoreUnavailable);
    expect(await rejection(store.transaction(() => Promise.resolve()))).to.be.instanceOf(StoreUnavailable);
    expect(said()).to.deep.equal([away]);
    fault = undefined;
    await pause(calmMs + 20);
    for (let i = 0; i < 5; i++) await read();
    expect(said()).to.deep.equal([away, back]);
    fault = gone;
    await rejection(read());
    expect(said()).to.deep.equal([away, back, away]);
  });

  it('does not take it for back while something still fails', async () => {
    fault = gone;
    await rejection(read());
    fault = undefined;
    await read();
    expect(said()).to.deep.equal([away]);
  });

  it('says the same where trying again for seconds has not helped, and nothing of faults of ours', async () => {
    fault = () => new Error('ours');
    await rejection(read());
    expect(said()).to.deep.equal([]);
    fault = locked;
    await rejection(read());
    expect(said()).to.deep.equal([away]);
    const levels = [levelOf(gone(), 'error'), levelOf(locked(), 'error'), levelOf(new Error(), 'warn')];
    expect(levels).to.deep.equal(['debug', 'debug', 'warn']);
  });

  it('leaves a loop that goes on trying nothing to say of it', async () => {
    fault = gone;
    let rounds = 0;
    const round = () => {
      rounds += 1;
      return read();
    };
    const sweeper = createSweeper({ bell: createBell(), log } as Runtime, {
      ...{ bell: 'inbox', everyMs: 5, round },
    });
    sweeper.start();
    await eventually(() => rounds > 5);
    await sweeper.stop();
    expect(said()).to.deep.equal([away]);
  });
});
