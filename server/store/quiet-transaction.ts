import { Transaction } from 'sequelize';
import type { Sequelize, TransactionOptions } from 'sequelize';

/** What Sequelize's types leave out of its transactions. */
interface Insides {
  readonly sequelize: Sequelize;
  readonly options: TransactionOptions;
  prepareEnvironment(useCls: boolean): Promise<void>;
  cleanup(): void;
  /** Takes the connection out of the pool and closes it. */
  forceCleanup(): Promise<void>;
}

/** Sequelize's own says on the console that it could not be ended, which its error says to whom it concerns. */
class QuietTransaction extends Transaction {
  override commit(): Promise<void> {
    return this.end('commitTransaction');
  }

  override rollback(): Promise<void> {
    return this.end('rollbackTransaction');
  }

  private async end(statement: 'commitTransaction' | 'rollbackTransaction'): Promise<void> {
    const insides = this as unknown as Insides;
    try {
      await insides.sequelize.getQueryInterface()[statement](this, insides.options);
      insides.cleanup();
    } catch (error) {
      // Nobody knows what state the connection is in.
      await insides.forceCleanup();
      throw error;
    }
  }
}

/** As `sequelize.transaction`, but with nothing said on the console. */
export async function beginTransaction(
  sequelize: Sequelize,
  options: TransactionOptions = {},
): Promise<Transaction> {
  const transaction = new QuietTransaction(sequelize, options);
  await (transaction as unknown as Insides).prepareEnvironment(false);
  return transaction;
}
