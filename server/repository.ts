import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The address of this repository's folder, ending with a slash: the nearest one above that has a package.json. A
 * module does not know its own place in it, as the server runs from few large files that are built of many.
 */
export const repository: URL = nearest(new URL('./', import.meta.url));

/** The same as a path, ending with a slash. */
export const repositoryPath: string = fileURLToPath(repository);

function nearest(folder: URL): URL {
  if (existsSync(new URL('package.json', folder))) return folder;
  const above = new URL('../', folder);
  if (above.href === folder.href) throw new Error('there is no package.json above the server’s own files');
  return nearest(above);
}
