import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { ensureSecrets, readSecrets, URL_SAFE_SECRET } from './secrets.ts';

describe('secrets', () => {
  let folder: string;
  let dataDir: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vafa-secrets-'));
    dataDir = join(folder, 'deep', 'data');
    file = join(dataDir, 'secrets.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Puts a file there that Vafa did not write. */
  function plant(content: string, mode = 0o600): void {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, mode);
  }

  it('are made once, for their owner only, and stay', () => {
    const first = ensureSecrets(dataDir);
    expect(first.ok && first.secrets.channelSecret).to.match(URL_SAFE_SECRET);
    expect(first.ok && first.secrets.sessionSecret).to.match(URL_SAFE_SECRET);
    expect(first.ok && first.secrets.sessionSecret).not.to.equal(first.ok && first.secrets.channelSecret);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(statSync(dataDir).mode & 0o777).to.equal(0o700);
    expect(readdirSync(dataDir)).to.deep.equal(['secrets.json']);
    expect(ensureSecrets(dataDir)).to.deep.equal(first);
  });

  it('are only read by readSecrets', () => {
    expect(readSecrets(dataDir)).to.equal(undefined);
    expect(existsSync(dataDir)).to.equal(false);
    const made = ensureSecrets(dataDir);
    expect(readSecrets(dataDir)).to.deep.equal(made);
  });

  it('are the same for processes that start together', async () => {
    const secrets = JSON.stringify(new URL('secrets.ts', import.meta.url).href);
    // Each waits for the same instant after its slow start, so that they really meet.
    const script = `const { ensureSecrets } = await import(${secrets});
      const at = Number(process.argv[1]); while (Date.now() < at);
      console.log(JSON.stringify(ensureSecrets(process.argv[2])));`;
    const at = String(Date.now() + 2_500);
    const run = promisify(execFile);
    const args = ['--import=tsx', '--input-type=module', '-e', script, at, dataDir];
    const answers = await Promise.all(Array.from({ length: 4 }, () => run(process.execPath, args)));
    expect(new Set(answers.map(({ stdout }) => stdout))).to.have.property('size', 1);
    expect(JSON.parse(answers[0]?.stdout ?? '')).to.deep.equal(ensureSecrets(dataDir));
    expect(readdirSync(dataDir)).to.deep.equal(['secrets.json']);
  });

  for (const content of ['', '{', 'null', '{}', '{"channelSecret":"short","sessionSecret":"short"}']) {
    it(`are not replaced where the file holds ${JSON.stringify(content)}`, () => {
      plant(content);
      const result = ensureSecrets(dataDir);
      expect(result).to.include({ ok: false });
      expect(!result.ok && result.cure).to.contain('backup');
      expect(readFileSync(file, 'utf8')).to.equal(content);
    });
  }

  for (const mode of [0o644, 0o640, 0o604]) {
    it(`are refused when others can read the file (${mode.toString(8)}), and never repeated`, () => {
      const made = ensureSecrets(dataDir);
      chmodSync(file, mode);
      const result = ensureSecrets(dataDir);
      expect(!result.ok && result.cure).to.contain(`chmod 600 '${file}'`);
      expect(JSON.stringify(result)).not.to.contain(made.ok && made.secrets.channelSecret);
      chmodSync(file, 0o600);
      expect(ensureSecrets(dataDir)).to.deep.equal(made);
    });
  }

  it('say what is in the way where no folder can be made', () => {
    writeFileSync(join(folder, 'deep'), 'a file, no folder');
    const result = ensureSecrets(dataDir);
    expect(!result.ok && result.problem).to.contain('ENOTDIR');
    expect(!result.ok && result.cure).to.contain('DATA_DIR');
  });
});
