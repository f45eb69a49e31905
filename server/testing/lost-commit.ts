import type { Store } from '../store/store.ts';

/**
 * A store whose every transaction is carried out and then repeated as a whole, as the store does when the
 * connection breaks between a commit and the answer to it.
 */
export function losingAnswers(store: Store): Store {
  return {
    ...store,
    async transaction(work) {
      await store.transaction(work);
      return store.transaction(work);
    },
  };
}
