import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { BranchManifests } from './BranchManifests';
import { Expansion } from './Expansion';
import { isChartTemplate } from './manifestPaths';
import { isKustomizationFile } from './kustomize/Kustomization';
import { DiscoveredTarget } from './model';
import { directoryOf } from './repositoryPath';

/** A line that names a version, as a person skimming the file would say. */
interface VersionLine {
  readonly line: number;
  readonly key: string;
  readonly text: string;
}

const versionKey =
  /^[ \t]*(?:- +)*["']?(image|[a-z][A-Za-z]*Image|newTag|newName|tag|imageTag|image_tag|digest|version|targetRevision)["']?:[ \t]+["']?([^\s"'#{}[\]|>&*][^\s"',}]*)/;
const remoteRef = /^[ \t]*- +["']?(\S+[?&]ref=[^\s"'&]+)/;
const chartKey = /^[ \t]*(?:- +)*(?:chart|chartName|repo|repository):/;

/**
 * Every line of a branch's YAML that names an image, a tag or a chart version
 * and supplied no artifact, each with its cause: nothing a repository declares
 * is passed over in silence.
 */
export function unclaimedVersions(
  branch: BranchManifests,
  targets: readonly DiscoveredTarget[],
  expansion: Expansion,
): Diagnostic[] {
  const claimed = new Set(
    targets
      .filter(target => target.branch === branch.name)
      .flatMap(({ artifacts }) => artifacts)
      .map(({ file, line }) => `${file}\0${line}`),
  );
  const coverage = coverageOf(branch, expansion);
  return branch.yamlPaths().flatMap(file => {
    if (isChartTemplate(branch.tree, directoryOf(file))) return [];
    const content = branch.tree.content(file);
    if (content.state !== 'text') return [];
    return versionLines(content.text)
      .filter(({ line }) => !claimed.has(`${file}\0${line}`))
      .map(found => unclaimed(branch, file, found, coverage));
  });
}

interface Coverage {
  readonly active: ReadonlySet<string>;
  readonly suspended: ReadonlySet<string>;
}

function coverageOf(branch: BranchManifests, expansion: Expansion): Coverage {
  const active = new Set<string>();
  const suspended = new Set<string>();
  for (const { declaration, scope, contents, state } of expansion.units) {
    if (scope.branch.name !== branch.name) continue;
    const into = state === 'active' ? active : suspended;
    declaration.files.forEach(file => into.add(file));
    contents.forEach(content => content.files.forEach(file => into.add(file)));
  }
  return { active, suspended };
}

function versionLines(text: string): VersionLine[] {
  const found: VersionLine[] = [];
  const lines = text.split('\n');
  lines.forEach((content, index) => {
    if (!content.includes(':') && !content.includes('ref=')) return;
    const keyed = versionKey.exec(content);
    if (keyed !== null) {
      const [, key, value] = keyed;
      if (isVersion(key, value, lines, index)) {
        found.push({ line: index + 1, key, text: value });
      }
      return;
    }
    const ref = remoteRef.exec(content);
    if (ref !== null) found.push({ line: index + 1, key: 'ref', text: ref[1] });
  });
  return found;
}

function isVersion(
  key: string,
  value: string,
  lines: readonly string[],
  index: number,
): boolean {
  if (key === 'version' || key === 'targetRevision') {
    // A chart's version stands beside the chart; other versions are no facts.
    return lines
      .slice(Math.max(0, index - 6), index + 7)
      .some(line => chartKey.test(line));
  }
  if (key === 'digest') return value.startsWith('sha256:');
  if (key === 'newTag' || key === 'newName') return true;
  return key.toLowerCase().endsWith('image') ? /[:/]/.test(value) : true;
}

function unclaimed(
  branch: BranchManifests,
  file: string,
  found: VersionLine,
  coverage: Coverage,
): Diagnostic {
  const [code, message] = causeOf(branch, file, found, coverage);
  return { level: 'info', code, message, file, line: found.line };
}

function causeOf(
  branch: BranchManifests,
  file: string,
  { key, line, text }: VersionLine,
  coverage: Coverage,
): [code: string, message: string] {
  if (!coverage.active.has(file)) {
    return coverage.suspended.has(file)
      ? ['version-suspended', `${text}: the unit that applies it is off.`]
      : ['version-unreferenced', `${text}: no unit applies this file.`];
  }
  const { documents, diagnostics } = branch.file(file);
  if (
    documents.length === 0 ||
    diagnostics.some(({ code }) => code === 'yaml-invalid')
  ) {
    return ['version-unreadable', `${text}: the file could not be read.`];
  }
  if (isKustomizationFile(file)) {
    return key === 'newName'
      ? [
          'version-name-only',
          `${text}: a name; the version is written elsewhere.`,
        ]
      : ['image-unmatched', `${text}: no object has the image it is set for.`];
  }
  const kind = documentKind(branch, file, line);
  if (kind === 'ImageRepository') {
    return ['image-watched', `${text}: watched for new tags, not applied.`];
  }
  return [
    'version-overridden',
    `${text}: another value takes its place wherever it is applied.`,
  ];
}

function documentKind(
  branch: BranchManifests,
  file: string,
  line: number,
): string | undefined {
  return branch
    .file(file)
    .manifests.filter(manifest => manifest.line <= line)
    .at(-1)?.kind;
}
