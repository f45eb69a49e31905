import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testProgram } from '../../server/testing/test-program.ts';
import { runVafa } from '../testing/run-vafa.ts';

const at = (day: string) => `${day}T12:00:00+03:30`;

describe('vafa replay', function () {
  this.timeout(60_000);

  let dir: string;
  const file = (name: string, text: string) => {
    const path = join(dir, name);
    writeFileSync(path, text);
    return path;
  };
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'vafa-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const history = [
    { event: 'join', id: 'j1', at: at('2026-01-01'), member: 'm1' },
    { event: 'purchase', id: 'p1', at: at('2026-01-02'), member: 'm1', amount: 1_000_000 },
    { event: 'purchase', id: 'p2', at: at('2026-01-03'), member: 'm2', amount: 1_000_000 },
    { event: 'tick', at: at('2027-02-01') },
  ].map((event) => JSON.stringify(event));

  const ofFiles = (lines: readonly string[], ...args: string[]) => {
    const program = file('tried.json', JSON.stringify(testProgram));
    return ['replay', '--program', program, '--history', file('h.jsonl', lines.join('\n')), ...args];
  };

  it('answers a line an event and then a line a member, without any database of ours', async () => {
    const { code, stdout, stderr } = await runVafa(ofFiles([...history, 'broken'], '--json'), { env: {} });
    expect([code, stderr]).to.deep.equal([0, '']);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ line, event, result }) => [line, event, result])).to.deep.equal([
      ...[
        [1, 'join', 'done'],
        [2, 'purchase', 'done'],
        [3, 'purchase', 'refused'],
        [4, 'tick', 'done'],
      ],
      ...[
        [5, undefined, 'malformed'],
        [undefined, undefined, undefined],
      ],
    ]);
    expect(lines[1]?.['answer']).to.deep.include({ earned: { points: 10, credit: 0 } });
    expect(lines[2]?.['refused']).to.deep.include({ code: 'member-unknown' });
    expect(lines[5]).to.deep.include({ member: 'm1', balances: { points: 50, credit: 0 } });
  });

  it('reports to people what was given, what expired, and what was not done', async () => {
    const { code, stdout } = await runVafa(ofFiles([...history, 'broken']), { env: {} });
    expect(code).to.equal(0);
    expect(stdout).to.match(/events +3 done, 0 repeated, 1 refused/);
    expect(stdout).to.match(/test-club +points +0 +60 +10 +0 +50/);
    expect(stdout).to.include('line 3: purchase p2: Nobody with this number is a member.');
    expect(stdout).to.include('line 5: is no JSON object');
  });

  it('says what is wrong with its files, and where', async () => {
    const noFile = await runVafa(['replay', '--program', join(dir, 'x.json'), '--history', dir], { env: {} });
    expect(noFile.code).to.equal(1);
    expect(noFile.stderr).to.include('x.json cannot be read (ENOENT)');
    const faulty = file('faulty.json', JSON.stringify({ ...testProgram, rules: [{ id: 'a' }] }));
    const noProgram = await runVafa(['replay', '--program', faulty, '--history', file('h', '')], { env: {} });
    expect(noProgram.code).to.equal(1);
    expect(noProgram.stderr).to.include('rules[0]');
    const noHistory = await runVafa(['replay', '--program', faulty, '--history', join(dir, 'h2')], {
      env: {},
    });
    expect(noHistory.stderr).to.include('h2 cannot be read (ENOENT)');
  });
});
