import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Router } from 'express';
import { repository } from '../../repository.ts';

/** A file of ours has its own path: scripts import each other in a browser as they do here. */
function ours<Path extends string>(path: Path): Record<Path, string> {
  return { [path]: fileURLToPath(new URL(path, repository)) } as Record<Path, string>;
}

/** Every file that a browser can ask for. */
const files = {
  ...ours('server/http/assets/base.css'),
  ...ours('server/http/assets/top.css'),
  ...ours('server/http/assets/forms.css'),
  ...ours('server/http/assets/counter.css'),
  ...ours('server/http/assets/result.css'),
  ...ours('server/http/assets/gifts.css'),
  ...ours('server/http/assets/simulator.css'),
  ...ours('server/http/assets/messages.css'),
  ...ours('server/http/assets/counter.js'),
  ...ours('server/http/assets/typing.js'),
  ...ours('server/http/assets/icon.svg'),
  ...ours('templates/number-words.js'),
  'htmx.js': fileURLToPath(import.meta.resolve('htmx.org/dist/htmx.min.js')),
  'server/http/assets/vazirmatn.woff2': fileURLToPath(
    import.meta.resolve('vazirmatn/fonts/webfonts/Vazirmatn[wght].woff2'),
  ),
} as const;

export type AssetName = keyof typeof files;

/** Changes with the contents of any file, so that browsers may keep what they have for ever. */
const version = digestOf(Object.values(files));
const root = `/assets/${version}`;

function digestOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(readFileSync(path));
  return hash.digest('base64url').slice(0, 12);
}

/** Where a file is served. */
export function assetPath(name: AssetName): string {
  return `${root}/${name}`;
}

/** Serves the files of the table above and no other. */
export function assets(): Router {
  const router = Router();
  for (const [name, path] of Object.entries(files)) {
    router.get(`${root}/${name}`, (_req, res) => {
      // The package's folder may have a dot in its path.
      res.sendFile(path, { immutable: true, maxAge: '365d', dotfiles: 'allow' });
    });
  }
  return router;
}
