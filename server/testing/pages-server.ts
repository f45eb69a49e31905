import { createPages } from '../http/pages/pages.tsx';
import { aStaff, staffPassword } from './factories.ts';
import { createTestRuntime } from './test-runtime.ts';
import type { TestRuntime, TestRuntimeOptions } from './test-runtime.ts';
import { startTestServer } from './test-server.ts';
import { Visitor } from './web-visitor.ts';
import type { NewStaff, Staff } from '../usecases/staff.ts';

/** The pages of a runtime of their own, listening on loopback. */
export interface PagesServer {
  readonly runtime: TestRuntime;
  readonly url: string;
  visitor(): Visitor;
  /** Somebody of staff, logged in and at the counter. */
  loggedIn(overrides?: Partial<Omit<NewStaff, 'passwordHash'>>): Promise<{ visitor: Visitor; staff: Staff }>;
  close(): Promise<void>;
}

export async function startPagesServer(options: TestRuntimeOptions = {}): Promise<PagesServer> {
  const runtime = await createTestRuntime(options);
  const server = await startTestServer(runtime, { pages: createPages(runtime).router });
  return {
    runtime,
    url: server.url,
    visitor: () => new Visitor(server.url),
    async loggedIn(overrides = {}) {
      const staff = await aStaff(runtime, overrides);
      const visitor = new Visitor(server.url);
      await visitor.logIn(staff.login, staffPassword);
      return { visitor, staff };
    },
    async close() {
      await server.close();
      await runtime.close();
    },
  };
}
