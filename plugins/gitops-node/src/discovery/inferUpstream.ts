import { nodeAt, textAt } from '../manifests/YamlNode';
import { BranchManifests } from './BranchManifests';
import { manifestPaths } from './findRoots';
import { isLocalUrl, isSameOwner, isSameRepository } from './isSameRepository';
import { directoryOf, resolvePath } from './repositoryPath';

interface Votes {
  readonly url: string;
  /** Declared paths that the tree has. */
  present: number;
  absent: number;
}

/** How far from a source's URL its path is looked for, in lines. */
const reach = 4;

/**
 * The URL that manifests mean when they mean the repository they stand in, for
 * a local copy whose path doesn't tell: of all Git URLs that are declared
 * together with a path, the one most of whose paths the tree has. A cluster may
 * also be set up to sync a repository of the same owner by the name that it had
 * before.
 */
export function inferUpstream(
  { url, upstream }: { readonly url: string; readonly upstream?: string },
  branches: readonly BranchManifests[],
): string | undefined {
  if (upstream !== undefined) return undefined;
  const isLocal = isLocalUrl(url);
  const ballot: Votes[] = [];
  for (const branch of branches) {
    voteBySync(branch, ballot);
    if (!isLocal) continue;
    voteByText(branch, ballot);
    voteByFlux(branch, ballot);
  }
  if (ballot.some(votes => isSameRepository(votes.url, url))) return undefined;
  const [most] = ballot
    .filter(({ present, absent }) => present > absent)
    .filter(votes => isLocal || isSameOwner(votes.url, url))
    .sort((a, b) => b.present - a.present);
  return most?.url;
}

function vote(
  ballot: Votes[],
  branch: BranchManifests,
  url: string,
  path: string,
): void {
  const resolved = resolvePath('', path.replace(/^\/+/, ''));
  // The root is in every repository.
  if (resolved === undefined || resolved === '') return;
  let votes = ballot.find(other => isSameRepository(other.url, url));
  if (votes === undefined) {
    votes = { url, present: 0, absent: 0 };
    ballot.push(votes);
  }
  if (branch.tree.hasDirectory(resolved)) votes.present += 1;
  else votes.absent += 1;
}

const repositoryLine = /^\s*(?:- +)?repoURL: *['"]?([^\s'"{]+)['"]?\s*$/;
const pathLine = /^\s*(?:- +)?path: *['"]?([^\s'"]+)/;

/** Argo CD's sources, also where a chart's template writes them. */
function voteByText(branch: BranchManifests, ballot: Votes[]): void {
  for (const file of branch.yamlPaths()) {
    const content = branch.tree.content(file);
    if (content.state !== 'text' || !content.text.includes('repoURL')) continue;
    const lines = content.text.split('\n');
    lines.forEach((line, index) => {
      const url = repositoryLine.exec(line)?.[1];
      if (url === undefined) return;
      const near = lines.slice(Math.max(0, index - reach), index + reach + 1);
      for (const other of near) {
        const path = pathLine.exec(other)?.[1];
        if (path === undefined) continue;
        const known = path.split(/[{*]/)[0];
        vote(ballot, branch, url, known === path ? path : directoryOf(known));
      }
    });
  }
}

const syncLine = /^\s*sync: *$/;
const urlLine = /^\s*url: *['"]?([^\s'"{]+)/;

/** What a FluxInstance syncs, wherever it is written: also in Helm values. */
function voteBySync(branch: BranchManifests, ballot: Votes[]): void {
  for (const file of branch.yamlPaths()) {
    const content = branch.tree.content(file);
    if (content.state !== 'text' || !content.text.includes('sync:')) continue;
    const lines = content.text.split('\n');
    lines.forEach((line, index) => {
      if (!syncLine.test(line)) return;
      const fields = lines.slice(index + 1, index + 1 + 2 * reach);
      const url = firstMatch(urlLine, fields);
      const path = firstMatch(pathLine, fields)?.split('${')[0];
      if (url === undefined || path === undefined) return;
      if (!url.startsWith('oci:')) vote(ballot, branch, url, path);
    });
  }
}

function firstMatch(
  pattern: RegExp,
  lines: readonly string[],
): string | undefined {
  return lines
    .map(line => pattern.exec(line)?.[1])
    .find(text => text !== undefined);
}

/** Flux's Kustomizations and the GitRepository each names. */
function voteByFlux(branch: BranchManifests, ballot: Votes[]): void {
  const manifests = manifestPaths(branch).flatMap(
    path => branch.file(path).manifests,
  );
  const urls = new Map<string, string>();
  for (const { kind, name, root } of manifests) {
    const url = textAt(root, 'spec', 'url');
    if (kind === 'GitRepository' && url !== undefined) urls.set(name, url);
  }
  for (const { group, root } of manifests) {
    if (!group.startsWith('kustomize.toolkit.fluxcd.io')) continue;
    const source = nodeAt(root, 'spec', 'sourceRef');
    const url = urls.get(textAt(source, 'name') ?? '');
    const path = textAt(root, 'spec', 'path');
    if (url === undefined || path === undefined) continue;
    vote(ballot, branch, url, path.split('${')[0]);
  }
}
