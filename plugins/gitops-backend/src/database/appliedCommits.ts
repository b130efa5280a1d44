import { Delivery } from '@backstage-gitops/plugin-gitops-common';

/** What tells of the commit that a cluster was told last. */
export interface AppliedFacts {
  readonly appliedRevision?: string;
  readonly delivery?: Pick<Delivery, 'applied' | 'steps'>;
}

const commitPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Whether a revision is a commit's full id; a chart's version isn't. */
export function isCommit(revision: string | undefined): revision is string {
  return revision !== undefined && commitPattern.test(revision);
}

/**
 * The commits that are what the cluster was told last. Several where an engine
 * names the one it applied, and a later one changed nothing of the unit.
 */
export function appliedCommits({
  appliedRevision,
  delivery,
}: AppliedFacts): readonly string[] {
  const told = [appliedRevision, ...(delivery ? delivered(delivery) : [])];
  return [...new Set(told.filter(isCommit))];
}

function delivered({
  applied,
  steps,
}: Pick<Delivery, 'applied' | 'steps'>): (string | undefined)[] {
  const step = (name: Delivery['steps'][number]['step']) =>
    steps.find(each => each.step === name);
  const [declared, fetched, told] = [
    step('declared'),
    step('fetched'),
    step('applied'),
  ];
  const isTold = told?.state === 'done';
  const isNewest =
    isTold && fetched?.state === 'done' && declared?.state === 'done';
  return [
    applied?.commit,
    isTold ? told.revision?.commit : undefined,
    isNewest ? declared.revision?.commit : undefined,
  ];
}
