import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { Command } from 'commander';
import { runVafa } from '../testing/run-vafa.ts';
import { createCommand } from './command.ts';
import { exitCodeOf } from './fail.ts';

describe('the operator’s command', function () {
  this.timeout(60_000);

  let dir: string;
  const run = (args: readonly string[], input?: string) =>
    runVafa(args, { env: { DATA_DIR: dir }, ...(input !== undefined && { input }) });

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'vafa-cli-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('is run by its script from any folder', async () => {
    const script = new URL('../vafa', import.meta.url).pathname;
    const { stdout } = await promisify(execFile)(script, ['--version'], { cwd: tmpdir() });
    expect(stdout).to.match(/^\d+\.\d+\.\d+\n$/);
  });

  it('takes files as they are named in the folder where it is run', async () => {
    const script = new URL('../vafa', import.meta.url).pathname;
    copyFileSync(new URL('../../rules/programs/cafe.json', import.meta.url), join(dir, 'mine.json'));
    const { stdout } = await promisify(execFile)(script, ['program', 'check', 'mine.json'], { cwd: dir });
    expect(stdout).to.match(/^mine\.json is right/);
  });

  it('says how every verb is used, with an example', () => {
    const verbs = verbsOf(createCommand());
    expect(verbs.map(({ name }) => name)).to.include.members([
      'migrate',
      'staff add',
      'outbox retry',
      'doctor',
    ]);
    for (const { name, verb } of verbs) {
      let help = '';
      verb.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
      expect(help, name).to.include(`$ ./scripts/vafa ${name}`).and.to.include('--json');
    }
  });

  it('understands nothing that it was not taught, and says where to look', async () => {
    const wrong = [
      ['frob'],
      ['verify', '--frob'],
      ['verify', 'extra'],
      ['staff', 'add', '--login', 'x y', '--name', 'a', '--role', 'cashier'],
      ['staff', 'add', '--login', 'sara', '--name', 'a', '--role', 'cook'],
      ['staff', 'add', '--login', 'sara', '--name', ' ', '--role', 'cashier'],
      ['staff', 'add', '--login', 'sara', '--name', 'a', '--role', 'cashier', '--phone', '021'],
      ['key', 'add', '--role', 'pos'],
      ['key', 'revoke', '1.5', '--reason', 'x'],
      ['key', 'revoke', '15'],
      ['staff', 'disable', 'sara'],
      ['staff', 'enable', 'sara', '--reason', ' '],
      ['staff', 'password', 'sara', '--generate'],
      ['member', 'show', '021'],
      ['jobs', 'run', 'frob'],
      ['jobs', 'run', 'birthdays', '--date', '1405/12/30'],
      ['outbox', 'list', '--limit', '0'],
      ['outbox', 'list', '--state', 'lost'],
      ['outbox', 'retry', '12'],
    ];
    for (const args of wrong) {
      const { code, output, errors } = await parse(args);
      expect([code, output], args.join(' ')).to.deep.equal([2, '']);
      expect(errors).to.match(/^error: .*\n\(--help says how it is used\)\n$/);
    }
  });

  it('ends with 2 when it was used wrongly', async () => {
    const { code, stdout, stderr } = await run(['member', 'show', '021']);
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.include('too short').and.to.include('--help');
    expect(existsSync(join(dir, 'vafa.sqlite'))).to.equal(false);
  });

  it('makes no database by asking for something in one, and says what to do', async () => {
    const secrets = { CHANNEL_SECRET: 'a-secret-of-the-test', SESSION_SECRET: 'another-secret-of-it' };
    const { code, stdout, stderr } = await runVafa(['verify'], { env: { DATA_DIR: dir, ...secrets } });
    expect([code, stdout]).to.deep.equal([1, '']);
    expect(stderr)
      .to.match(/no database at .*vafa\.sqlite: .*vafa migrate/)
      .and.not.include('    at ');
    expect(existsSync(join(dir, 'vafa.sqlite'))).to.equal(false);
  });

  it('makes no data folder and no secrets by asking for something, and says what to do', async () => {
    const none = join(dir, 'none');
    for (const args of [
      ['inbox', 'list'],
      ['outbox', 'list'],
      ['jobs', 'list'],
      ['key', 'list'],
      ['backup'],
    ]) {
      const { code, stdout, stderr } = await runVafa(args, { env: { DATA_DIR: none } });
      expect([code, stdout], args.join(' ')).to.deep.equal([1, '']);
      expect(stderr)
        .to.match(/DATA_DIR is .*none, where no server was started yet.*vafa migrate/)
        .and.not.include('    at ');
      expect(existsSync(none)).to.equal(false);
    }
  });

  it('lists every fault of the settings', async () => {
    const { code, stderr } = await runVafa(['verify'], { env: { DATA_DIR: dir, PORT: 'x', ROLES: 'cook' } });
    expect(code).to.equal(1);
    expect(stderr).to.include('PORT').and.to.include('ROLES');
  });

  it('migrates once, and has a program and a shop then', async () => {
    const first = await run(['migrate', '--json']);
    const answered = JSON.parse(first.stdout) as { ran: string[]; schema: number; made: boolean };
    expect(answered.made).to.equal(true);
    expect(answered.ran).to.include('create ledger_entries');
    const second = await run(['migrate']);
    expect(second).to.deep.equal({ code: 0, stdout: `up to date\nschema ${answered.schema}\n`, stderr: '' });
    expect(await run(['verify'])).to.deep.equal({
      ...{ code: 0, stdout: 'all right: 0 members, 0 entries, 0 lots\n', stderr: '' },
    });
  });

  it('makes the database where somebody is to be let in first', async () => {
    const { code, stdout } = await run(['key', 'add', '--role', 'pos', '--name', 'till']);
    expect(code).to.equal(0);
    expect(stdout).to.match(/^vafa_\S{40,}\n$/);
  });
});

/** All that can be done, by its words; some nouns have nouns within. */
function verbsOf({ commands }: Command, words: readonly string[] = []): { name: string; verb: Command }[] {
  return commands.flatMap((verb) => {
    const own = [...words, verb.name()];
    return verb.commands.length === 0 ? [{ name: own.join(' '), verb }] : verbsOf(verb, own);
  });
}

/** Reads a command line in this process; what is wrong with it shows before anything is done. */
async function parse(args: readonly string[]): Promise<{ code: number; output: string; errors: string }> {
  let [output, errors] = ['', ''];
  const command = createCommand();
  for (const one of [command, ...command.commands, ...command.commands.flatMap((noun) => noun.commands)]) {
    one.configureOutput({ writeOut: (text) => (output += text), writeErr: (text) => (errors += text) });
  }
  try {
    await command.parseAsync(args, { from: 'user' });
    return { code: 0, output, errors };
  } catch (error) {
    return { code: exitCodeOf(error), output, errors };
  }
}
