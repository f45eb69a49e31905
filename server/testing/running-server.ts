import type { Channel } from '../../channels/types.ts';
import type { Runtime } from '../runtime.ts';
import { createServices } from '../services.ts';
import { createTestRuntime } from './test-runtime.ts';
import type { TestRuntime, TestRuntimeOptions } from './test-runtime.ts';

/** A whole server as it is started by people, in this process: pages, workers, jobs. */
export interface RunningServer {
  readonly runtime: TestRuntime;
  readonly url: string;
  close(): Promise<void>;
}

/** Starts one with the channels its settings ask for: without keys, the simulator. */
export async function startRunningServer(options: TestRuntimeOptions = {}): Promise<RunningServer> {
  const made = await createTestRuntime({ channels: 'configured', ...options });
  const runtime = { ...made, channels: withoutRates(made.channels) };
  const services = createServices(runtime);
  await services.start();
  return {
    runtime,
    url: `http://127.0.0.1:${services.port() ?? 0}`,
    async close() {
      await services.stop();
      await runtime.close();
    },
  };
}

/** Rates are kept in real time, and have tests of their own: others need not wait a second for each message. */
function withoutRates(channels: Runtime['channels']): Runtime['channels'] {
  const hasty = Object.entries(channels).map(([name, channel]) => {
    const copy: { -readonly [K in keyof Channel]?: Channel[K] } = { ...channel };
    delete copy.rate;
    return [name, copy];
  });
  return Object.fromEntries(hasty) as Runtime['channels'];
}
