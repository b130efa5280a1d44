import { Knex } from 'knex';
import { factRows } from '../database/factRows';
import { FactsStore } from '../database/FactsStore';
import { RepositoryStore } from '../database/RepositoryStore';
import {
  declaredTarget,
  declaredUnit,
  threeStages,
} from './DeclaredRepository';

/** Has `platform` declare units, each with a target of its name, and no other. */
export async function declareUnits(
  knex: Knex,
  units: readonly string[],
): Promise<void> {
  await new RepositoryStore(knex).startAttempt('platform', new Date(0));
  await new FactsStore(knex).write(
    'platform',
    factRows('platform', {
      units: units.map(unit => declaredUnit(unit)),
      targets: units.map(unit => declaredTarget(unit)),
      environments: threeStages,
      diagnostics: [],
    }),
    { revisions: { main: 'a1' }, factsKey: '' },
  );
}
