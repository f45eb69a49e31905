const turnsMax = 20_000;

/** Lets everything else run until the condition holds. Rejects when it never does. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < turnsMax; turn++) {
    if (await condition()) return;
    await new Promise(setImmediate);
  }
  throw new Error('what was waited for did not come');
}
