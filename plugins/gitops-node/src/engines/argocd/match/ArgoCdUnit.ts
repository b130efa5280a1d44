import {
  EngineRevision,
  Target,
  Unit,
} from '@backstage-gitops/plugin-gitops-common';

/**
 * What an entity's annotations say of the Application that deploys it
 * (`argocd/app-name`, `-selector`, `-namespace`, `instance-name`,
 * `project-name`).
 *
 * @public
 */
export interface ArgoCdHint {
  readonly name?: string;
  readonly selector?: string;
  readonly namespace?: string;
  readonly instance?: string;
  readonly project?: string;
}

/** A unit whose Application is looked for. @public */
export interface ArgoCdUnit {
  readonly unit: Unit;
  readonly targets: readonly Target[];
  /** The newest commit of the branch that declares it. */
  readonly declared?: EngineRevision;
  /** Where somebody said it; nothing has to be. */
  readonly hint?: ArgoCdHint;
}
