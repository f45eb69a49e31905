import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { expect } from 'chai';

const versions = z.record(z.string(), z.string());
const manifestSchema = z.object({ dependencies: versions, devDependencies: versions });
const lockSchema = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      link: z.boolean().optional(),
      optionalDependencies: versions.optional(),
    }),
  ),
});

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const manifest = manifestSchema.parse(read('package.json'));
const lock = lockSchema.parse(read('package-lock.json'));
const installed = Object.entries(lock.packages).filter(([path]) => path !== '');

/** The first versions without a known hole; where an older line was mended too, that one as well. */
const mended: Record<string, string[]> = {
  axios: ['1.12.0'],
  'body-parser': ['1.20.3', '2.2.1'],
  'brace-expansion': ['1.1.12', '2.0.2', '4.0.1'],
  cookie: ['0.7.0'],
  'cross-spawn': ['7.0.5'],
  dottie: ['2.0.4'],
  express: ['5.0.1'],
  'form-data': ['4.0.4'],
  glob: ['10.5.0', '11.1.0'],
  'js-yaml': ['3.14.2', '4.1.1'],
  lodash: ['4.17.21'],
  micromatch: ['4.0.8'],
  minimatch: ['3.0.5'],
  moment: ['2.29.4'],
  'moment-timezone': ['0.5.35'],
  mysql2: ['3.9.8'],
  nanoid: ['3.3.8', '5.0.9'],
  'node-fetch': ['2.6.7', '3.1.1'],
  'path-to-regexp': ['0.1.12', '8.0.0'],
  picomatch: ['2.3.1'],
  qs: ['6.14.1'],
  semver: ['5.7.2', '6.3.1', '7.5.2'],
  send: ['0.19.0', '1.0.0'],
  sequelize: ['6.37.8'],
  'serialize-javascript': ['6.0.2'],
  'serve-static': ['1.16.0', '2.0.0'],
  tar: ['7.5.2'],
  undici: ['5.29.0', '6.21.2', '7.5.0'],
  validator: ['13.15.22'],
  ws: ['7.5.10', '8.17.1'],
};

/** At least the mended version of its own line, or of any line after the last that was mended. */
function isMended(version: string, since: readonly string[]): boolean {
  const line = since.find((mend) => majorOf(mend) === majorOf(version));
  if (line !== undefined) return compare(version, line) >= 0;
  return since.every((mend) => compare(version, mend) > 0);
}

const partsOf = (version: string): number[] => (version.split('-')[0] ?? '').split('.').map(Number);
const majorOf = (version: string): number => partsOf(version)[0] ?? 0;

function compare(one: string, other: string): number {
  const others = partsOf(other);
  const differences = partsOf(one).map((part, index) => part - (others[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

describe('the packages', () => {
  it('are asked for in exact versions', () => {
    const asked = { ...manifest.dependencies, ...manifest.devDependencies };
    for (const [name, version] of Object.entries(asked)) expect(version, name).to.match(/^\d+\.\d+\.\d+$/);
  });

  it('are locked as they are asked for', () => {
    const asked = { ...manifest.dependencies, ...manifest.devDependencies };
    for (const [name, version] of Object.entries(asked)) {
      expect(lock.packages[`node_modules/${name}`]?.version, name).to.equal(version);
    }
  });

  it('are locked by their content, and to no registry', () => {
    expect(installed).not.to.have.length(0);
    for (const [path, { resolved, integrity, link }] of installed) {
      expect(resolved, path).to.equal(undefined);
      expect(link, path).to.equal(undefined);
      expect(integrity, path).to.match(/^sha512-/);
    }
  });

  // Without them "npm ci" refuses the lock file. A registry that keeps packages of some platforms only makes such.
  it('are locked with what they need on other platforms', () => {
    for (const [path, { optionalDependencies = {} }] of installed) {
      for (const name of Object.keys(optionalDependencies)) {
        const found = installed.some(([each]) => each.endsWith(`node_modules/${name}`));
        expect(found, `${name} of ${path}`).to.equal(true);
      }
    }
  });

  // kavenegar 2 speaks plain http with the key in the address.
  it('hold kavenegar 1.1.4 and no other', () => {
    const found = installed.filter(([path]) => path.endsWith('node_modules/kavenegar'));
    expect(found.map(([, { version }]) => version)).to.deep.equal(['1.1.4']);
  });

  it('hold none with a hole that was mended', () => {
    for (const [path, { version = '' }] of installed) {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const since = mended[name];
      if (since !== undefined) expect(isMended(version, since), `${path} ${version}`).to.equal(true);
    }
  });

  it('need no compiler', () => {
    const names = installed.map(([path]) =>
      path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    );
    expect(
      names.filter((name) => /^(sqlite3|better-sqlite3|argon2|bcrypt|node-gyp)$/.test(name)),
    ).to.deep.equal([]);
  });

  it('are compared by number, line by line', () => {
    expect(isMended('3.14.0', ['3.9.8'])).to.equal(true);
    expect(isMended('3.9.7', ['3.9.8'])).to.equal(false);
    expect(isMended('1.20.4', ['1.20.3', '2.2.1'])).to.equal(true);
    expect(isMended('2.2.0', ['1.20.3', '2.2.1'])).to.equal(false);
    expect(isMended('3.0.0', ['1.20.3', '2.2.1'])).to.equal(true);
    expect(isMended('0.19.0', ['1.20.3', '2.2.1'])).to.equal(false);
  });
});
