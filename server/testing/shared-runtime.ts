import { reset } from './reset.ts';
import type { ScriptedChannel } from './scripted-channel.ts';
import { createTestRuntime } from './test-runtime.ts';
import type { TestRuntime, TestRuntimeOptions } from './test-runtime.ts';

export interface SharedRuntimeOptions extends Pick<TestRuntimeOptions, 'program'> {
  /** The ways out, if other than a fake for SMS. */
  readonly channels?: Readonly<Partial<Record<'sms' | 'telegram', ScriptedChannel>>>;
  /** The moment at which each test begins, in ISO form; that of `reset` when not given. */
  readonly startAt?: string;
}

/** What the test that runs has logged so far. */
export interface LogOfTest {
  readonly lines: () => TestRuntime['lines'];
  readonly errors: () => TestRuntime['lines'];
}

/**
 * One runtime for all tests of a `describe`, in which it is called: each finds it as new, and its channels with an
 * empty script. `keep` is given it before the first of them; it is closed after the last.
 */
export function shareRuntime(
  keep: (runtime: TestRuntime) => void,
  { startAt, ...options }: SharedRuntimeOptions = {},
): LogOfTest {
  let runtime: TestRuntime;
  let linesBefore = 0;

  before(async () => {
    runtime = await createTestRuntime(options);
    keep(runtime);
  });

  after(() => runtime.close());

  beforeEach(async () => {
    await reset(runtime, startAt);
    for (const channel of Object.values(options.channels ?? {})) channel.reset();
    linesBefore = runtime.lines.length;
  });

  const lines = () => runtime.lines.slice(linesBefore);
  return { lines, errors: () => lines().filter(({ level }) => level === 'error') };
}
