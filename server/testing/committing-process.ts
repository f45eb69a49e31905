import { createStore } from '../store/store.ts';

/**
 * Commits row after row into the file it is given, naming each on standard output once it is acknowledged.
 * Runs until it is killed, or until the store refuses: then it names the error and ends.
 */
const [filename = ''] = process.argv.slice(2);
const store = createStore({ url: `sqlite:${filename}`, now: Date.now });

try {
  for (;;) {
    const id = await store.transaction(async (tx) => {
      const fresh = tx.id();
      await tx.insert('texts', [{ id: fresh, text: 'x'.repeat(2000) }]);
      return fresh;
    });
    process.stdout.write(`${id}\n`);
  }
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.name : 'unknown'}\n`);
}
