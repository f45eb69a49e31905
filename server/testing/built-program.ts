import { execFileSync } from 'node:child_process';
import { repositoryPath } from '../repository.ts';

/** What `scripts/build` makes. */
export type Program = 'main' | 'vafa';

let folder: string | undefined;

/** The arguments with which node runs a program as `scripts/start` and `scripts/vafa` do; builds it where it is not yet. */
export function builtProgram(name: Program): readonly string[] {
  folder ??= execFileSync('./scripts/build', { cwd: repositoryPath, encoding: 'utf8' }).trim();
  return [`${folder}/${name}.js`];
}
