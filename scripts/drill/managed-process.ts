import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';

export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  /** What it prints goes to the end of this file. */
  readonly logFile: string;
  /** How long after its end it is started again. */
  readonly restartMs: number;
  /** What it prints once it is up: from then on it ends in order when it is told to. Absent where that is not asked of it. */
  readonly upText?: string;
}

/** A process that is started again whenever it ends, as a service manager would, until it is ended for good. */
export interface ManagedProcess {
  readonly name: string;
  start(): void;
  /** SIGKILL; it comes back by itself. */
  kill(): void;
  /** SIGTERM; it has to end by itself, in order and in time, and comes back. Nothing while it is not up. */
  terminate(): void;
  /** SIGSTOP, and SIGCONT after `forMs`. Nothing while it is ending. */
  pause(forMs: number): void;
  /** SIGCONT now. */
  resume(): void;
  /** Kills it, and it does not come back before `start`. Resolves when it is gone. */
  end(): Promise<void>;
  isRunning(): boolean;
  /** Each time that it ended although nobody had killed it, with the last it printed. */
  endings(): readonly Ending[];
  /** What the present process has printed. */
  output(): string;
}

export interface Ending {
  readonly name: string;
  /** Absent where it did not end in time, and null where a signal ended it. */
  readonly code: number | null | undefined;
  /** Whether it had been told to end. */
  readonly told: boolean;
  readonly output: string;
}

interface State {
  child: ChildProcess | undefined;
  wanted: boolean;
  killed: boolean;
  told: boolean;
  pausedUntil: number;
  timers: Set<NodeJS.Timeout>;
  logFrom: number;
  readonly endings: Ending[];
}

/** Every process of this drill that is alive, so that none is left behind however the drill ends. */
const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

export function manageProcess(spec: ProcessSpec): ManagedProcess {
  const state: State = {
    ...{ child: undefined, wanted: false, killed: false, told: false, pausedUntil: 0 },
    ...{ timers: new Set<NodeJS.Timeout>(), logFrom: 0, endings: [] as Ending[] },
  };
  const kill = () => {
    state.killed = true;
    state.child?.kill('SIGKILL');
  };
  return {
    name: spec.name,
    start() {
      state.wanted = true;
      if (!state.child) launch(spec, state);
    },
    kill,
    terminate: () => terminate(spec, state),
    pause(forMs) {
      const paused = state.told ? undefined : state.child;
      if (paused) state.pausedUntil = Math.max(state.pausedUntil, Date.now() + forMs);
      paused?.kill('SIGSTOP');
      later(state, forMs, () => paused?.kill('SIGCONT'));
    },
    resume: () => void state.child?.kill('SIGCONT'),
    async end() {
      state.wanted = false;
      for (const timer of state.timers) clearTimeout(timer);
      const { child } = state;
      if (!child) return;
      const gone = once(child, 'exit');
      kill();
      await gone;
    },
    isRunning: () => state.child !== undefined,
    endings: () => state.endings,
    output: () => outputOf(spec, state),
  };
}

function launch(spec: ProcessSpec, state: State): void {
  const log = openSync(spec.logFile, 'a');
  state.logFrom = statSync(spec.logFile).size;
  Object.assign(state, { killed: false, told: false, pausedUntil: 0 });
  const child = spawn(spec.command, spec.args, {
    ...{ cwd: spec.folder, env: spec.env, stdio: ['ignore', log, log] },
  });
  closeSync(log);
  state.child = child;
  alive.add(child);
  child.once('exit', (code) => {
    alive.delete(child);
    state.child = undefined;
    if (!state.killed) noteEnding(spec, state, code);
    if (state.wanted) later(state, spec.restartMs, () => state.wanted && !state.child && launch(spec, state));
  });
}

/** What a service manager waits before it kills. */
const endMaxMs = 30_000;

function terminate(spec: ProcessSpec, state: State): void {
  const { child } = state;
  const isUp = spec.upText !== undefined && child && outputOf(spec, state).includes(spec.upText);
  if (!isUp || state.told) return;
  state.told = true;
  child.kill('SIGTERM');
  // Who is stopped hears of it afterwards.
  const stoppedMs = Math.max(0, state.pausedUntil - Date.now());
  later(state, stoppedMs + endMaxMs, () => {
    if (state.child !== child) return;
    noteEnding(spec, state, undefined);
    state.killed = true;
    child.kill('SIGKILL');
  });
}

/** `code` is undefined where it had to be killed after all. */
function noteEnding(spec: ProcessSpec, state: State, code: number | null | undefined): void {
  const { name } = spec;
  state.endings.push({ name, code, told: state.told, output: outputOf(spec, state).slice(-2000) });
}

function outputOf({ logFile }: ProcessSpec, { logFrom }: State): string {
  return readFileSync(logFile).subarray(logFrom).toString();
}

function later(state: State, ms: number, work: () => unknown): void {
  const timer = setTimeout(() => {
    state.timers.delete(timer);
    work();
  }, ms);
  state.timers.add(timer);
}
