import { HttpAuthService } from '@backstage/backend-plugin-api';
import { Router } from 'express';
import { Knex } from 'knex';
import { DiagnosticReader } from '../database/DiagnosticReader';
import { EnvironmentReader } from '../database/EnvironmentReader';
import { FleetReader } from '../database/FleetReader';
import { HistoryReader } from '../database/HistoryReader';
import { RepositoryStore } from '../database/RepositoryStore';
import { TargetReader } from '../database/TargetReader';
import { EntityDirectory } from '../entities/EntityDirectory';
import { TargetAccess } from '../permissions/TargetAccess';
import { ConfiguredRepositories } from './ConfiguredRepositories';
import { createRouter } from './createRouter';
import { EntityTargets } from './EntityTargets';
import { Fleet } from './Fleet';
import { Histories } from './Histories';
import { TargetStates } from './TargetStates';

/** Joins the API's parts over one database. */
export function createApi(options: {
  knex: Knex;
  access: TargetAccess;
  directory: EntityDirectory;
  httpAuth: HttpAuthService;
  repositories: ConfiguredRepositories;
}): Router {
  const { knex, repositories } = options;
  const status = new RepositoryStore(knex);
  const targets = new TargetReader(knex);
  const history = new HistoryReader(knex);
  const states = new TargetStates({ repositories, status, history });
  return createRouter({
    ...options,
    status,
    targets,
    states,
    diagnostics: new DiagnosticReader(knex),
    histories: new Histories(history, repositories),
    entityTargets: new EntityTargets({
      targets,
      environments: new EnvironmentReader(knex),
      states,
      status,
      repositories,
    }),
    fleet: new Fleet({
      fleet: new FleetReader(knex),
      status,
      repositories,
      now: () => new Date(),
    }),
  });
}
