import { createHash } from 'node:crypto';
import { Scalar } from 'yaml';
import { ProposedValue } from '@backstage-gitops/plugin-gitops-common';
import { BranchManifests } from '../../discovery/BranchManifests';
import { EnvironmentNames } from '../../discovery/EnvironmentNames';
import { DiscoveredTarget } from '../../discovery/model';
import { editBlock } from '../edit/editBlock';
import { editField } from '../edit/editField';
import { EditResult } from '../edit/EditResult';
import { documentsNamed, findScalar, readText } from '../edit/findScalar';
import { FileEdit } from '../fields/model';
import { counterpartFiles } from './counterpartFiles';
import { DeclaredTarget } from './DeclaredTarget';
import { DeclaredValue, ValuePlace } from './DeclaredValue';
import { isSetting } from './isSetting';
import { PlaceNames } from './PlaceNames';
import { readValues } from './readValues';

/** A value that differs, and the edit that brings it. @public */
export interface DifferingValue {
  readonly shown: Omit<ProposedValue, 'chosen'>;
  readonly edit: FileEdit;
}

/** More differences than these are two ways to declare, not settings. */
const maximumDifferences = 100;

/**
 * What two targets declare differently at the same field of files that are each
 * other's counterparts, besides versions: replicas, resources, variables,
 * switches. Secrets, and what merely names the one place or the other, is left
 * out.
 *
 * @param compared - Files of destinations that were looked at for this source
 * before, and need no second look; grows.
 */
export function differingValues(
  source: DeclaredTarget,
  destination: DeclaredTarget,
  compared: Set<string> = new Set(),
): readonly DifferingValue[] {
  const names = new EnvironmentNames(destination.input.environments);
  const from = new PlaceNames(source.target, destination.target, names);
  const to = new PlaceNames(destination.target, source.target, names);
  const found: DifferingValue[] = [];
  for (const pair of counterpartFiles(source, destination, { from, to })) {
    const place = `${destination.target.branch} ${pair.destination}`;
    if (compared.has(place)) continue;
    compared.add(place);
    const wanted = readValues(fileOf(source, pair.source), from);
    const isOwn = ownership(destination);
    const isPin = pinned(destination, pair.destination);
    for (const value of readValues(
      fileOf(destination, pair.destination),
      to,
    ).values()) {
      const other = wanted.get(value.key);
      if (other === undefined || other.text === value.text) continue;
      if (!isSetting(value) || !isSetting(other)) continue;
      if (from.names(other.text) || to.names(value.text)) continue;
      if (isPin(value) || !isOwn(value)) continue;
      found.push({
        shown: shownValue(destination.target, pair.destination, value, other),
        edit: {
          branch: destination.target.branch,
          file: pair.destination,
          edit: text =>
            editValue(text, value.place, brought(source, pair.source, other)),
        },
      });
    }
  }
  return found.slice(0, maximumDifferences);
}

function fileOf({ target, input }: DeclaredTarget, path: string) {
  const branch = input.branches.find(({ name }) => name === target.branch);
  if (branch === undefined) {
    return { path, documents: [], manifests: [], diagnostics: [] };
  }
  return new BranchManifests(branch).file(path);
}

/** Of a unit that carries several services only what is the target's own. */
function ownership({ target, discovery }: DeclaredTarget) {
  const services = discovery.targets
    .filter(({ unit }) => unit === target.unit)
    .map(({ service }) => service);
  if (new Set(services).size === 1) return () => true;
  const names = [target.service, ...target.aliases];
  return ({ owners }: DeclaredValue) =>
    owners.some(owner =>
      names.some(name => owner === name || owner.startsWith(`${name}-`)),
    );
}

/** Whether a value is on a line that an artifact's version comes from. */
function pinned({ target }: DeclaredTarget, file: string) {
  const lines = new Set(
    target.artifacts
      .filter(({ source }) => source.file === file)
      .map(({ line }) => line),
  );
  return ({ line }: DeclaredValue) => lines.has(line);
}

function shownValue(
  { id: target, branch }: DiscoveredTarget,
  file: string,
  { field, line, text, place }: DeclaredValue,
  wanted: DeclaredValue,
): DifferingValue['shown'] {
  const id = createHash('sha256')
    .update(JSON.stringify([branch, file, place]))
    .digest('hex')
    .slice(0, 16);
  return { id, target, file, line, field, from: text, to: wanted.text };
}

/**
 * The value as what reads the file takes it: `yes` is a switch to Helm and to
 * kustomize, though not to YAML 1.2.
 */
function brought(
  { target, input }: DeclaredTarget,
  file: string,
  { place, value }: DeclaredValue,
): unknown {
  const branch = input.branches.find(({ name }) => name === target.branch);
  const content = branch?.tree.content(file);
  if (content?.state !== 'text' || place.literal !== undefined) return value;
  const scalar = scalarAt(content.text, place);
  const written =
    place.inner === undefined
      ? scalar
      : scalar && scalarAt(String(scalar.value), place.inner);
  return written?.value ?? value;
}

function scalarAt(
  text: string,
  { document, segments }: Pick<ValuePlace, 'document' | 'segments'>,
): Scalar | undefined {
  const read = readText(text);
  const [named] = read === undefined ? [] : documentsNamed(read, document);
  const found = named && findScalar(named, segments);
  return found?.state === 'found' ? found.scalar : undefined;
}

function editValue(
  text: string | undefined,
  { inner, literal, ...place }: ValuePlace,
  wanted: unknown,
): EditResult {
  const value = literal === undefined ? wanted : `${literal}=${wanted}`;
  const edit = { op: 'set', value } as const;
  return inner === undefined
    ? editField(text ?? '', place, edit)
    : editBlock(text ?? '', place, block => editField(block, inner, edit));
}
