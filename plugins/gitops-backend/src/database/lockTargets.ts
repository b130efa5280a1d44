import { Knex } from 'knex';

/**
 * Makes other writers of targets wait until the transaction ends. Two that
 * each wrote some rows in an order of their own could wait for one another for
 * ever, and two replicas that tie entities could undo each other's work.
 */
export async function lockTargets(tx: Knex.Transaction): Promise<void> {
  await tx('locks').where({ name: 'targets' }).forUpdate().first();
}
