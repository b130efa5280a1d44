import { Unit } from '@backstage-gitops/plugin-gitops-common';
import { ArgoCdApplication } from '../read/ArgoCdApplication';

type Place = Pick<Unit, 'cluster' | 'environment'>;
type ClusterOf = (application: ArgoCdApplication) => string | undefined;

/** The environment of a repository that tells none. */
const untold = 'default';

/**
 * Of several Applications, those that are called after the place a unit is for:
 * its cluster, else its environment. Instances of different environments have
 * Applications of the same name and path. All, where none is.
 */
export function ofPlace(
  place: Place,
  applications: readonly ArgoCdApplication[],
  clusterOf: ClusterOf,
): readonly ArgoCdApplication[] {
  const tests = wordsOf(place).flatMap(word => [
    (name: string) => name === word,
    (name: string) => holds(name, word),
  ]);
  return tests.reduce((left, test) => {
    if (left.length < 2) return left;
    const kept = left.filter(each => namesOf(each, clusterOf).some(test));
    return kept.length > 0 ? kept : left;
  }, applications);
}

/** Whether an Application is called after the place of a unit. */
export function isOfPlace(
  place: Place,
  application: ArgoCdApplication,
  clusterOf: ClusterOf,
): boolean {
  return namesOf(application, clusterOf).some(name =>
    wordsOf(place).some(word => holds(name, word)),
  );
}

function wordsOf({ cluster, environment }: Place): string[] {
  return [cluster, environment === untold ? undefined : environment].flatMap(
    word => (word === undefined ? [] : [normal(word)]),
  );
}

function namesOf(
  application: ArgoCdApplication,
  clusterOf: ClusterOf,
): string[] {
  const { instance, name, destination } = application;
  const { name: told, namespace } = destination;
  return [clusterOf(application), told, instance, name, namespace]
    .filter(each => each !== undefined)
    .map(normal);
}

function normal(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

function holds(name: string, word: string): boolean {
  return `-${name}-`.includes(`-${word}-`);
}
