import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { locate, nodeAt, ScalarNode, YamlNode } from '../../manifests/YamlNode';
import { BranchManifests } from '../BranchManifests';
import {
  Declaration,
  DeclarationReader,
  Declarations,
  DiscoveryContext,
} from '../declaration';
import { DiscoveryRule } from '../model';
import { RuleMatch, RulePattern } from './RulePattern';

/** Reads layouts that a user's rules describe. */
export const ruleReader: DeclarationReader = {
  name: 'rules',
  phase: 'expand',
  fromBranch: (branch, context) => readRules(branch, context),
};

function readRules(
  branch: BranchManifests,
  { input }: DiscoveryContext,
): Declarations {
  const found = input.rules.map(rule => readRule(rule, branch));
  return {
    declarations: found.flatMap(({ declarations }) => declarations),
    diagnostics: found.flatMap(({ diagnostics }) => diagnostics),
  };
}

function readRule(
  rule: DiscoveryRule,
  branch: BranchManifests,
): { declarations: Declaration[]; diagnostics: Diagnostic[] } {
  const pattern = new RulePattern(rule.path);
  const declarations: Declaration[] = [];
  const diagnostics: Diagnostic[] = [];
  let matched = 0;
  for (const path of branch.tree.entries.keys()) {
    const match = pattern.match(path);
    if (match === undefined) continue;
    matched += 1;
    const version = versionIn(branch, path, rule.version);
    if (version === undefined) {
      diagnostics.push(...unread(branch, path, rule));
    } else {
      declarations.push(declarationOf(path, match, version));
    }
  }
  if (matched === 0) {
    diagnostics.push({
      level: 'warning',
      code: 'rule-matches-nothing',
      message: `No file of ${branch.name} matches the rule ${rule.path}.`,
    });
  }
  return { declarations, diagnostics };
}

function versionIn(
  branch: BranchManifests,
  path: string,
  key: string,
): ScalarNode | undefined {
  for (const { root } of branch.file(path).documents) {
    const node = nodeAt(root, key) ?? nodeAt(root, ...stepsOf(key));
    if (node instanceof ScalarNode && node.text !== '') return node;
  }
  return undefined;
}

/** `image.tag`, `images[0].tag`, `[0].version`. */
function stepsOf(key: string): string[] {
  return key
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter(step => step !== '');
}

function unread(
  branch: BranchManifests,
  file: string,
  { version }: DiscoveryRule,
): Diagnostic[] {
  const { diagnostics } = branch.file(file);
  if (diagnostics.length > 0) return [];
  const message = `A rule's file has no ${version}.`;
  return [
    { level: 'warning', code: 'rule-key-missing', message, file, line: 1 },
  ];
}

function declarationOf(
  path: string,
  { environment, service, cluster }: RuleMatch,
  version: ScalarNode,
): Declaration {
  const location = locate(version);
  const name = service ?? nameOf(path);
  return {
    kind: 'Rule',
    group: '',
    name,
    declaredBy: locate(rootOf(version)),
    files: [path],
    labels: {},
    annotations: {},
    sources: [],
    ...(environment !== undefined && { environment, instance: environment }),
    ...(cluster !== undefined && { cluster }),
    service: name,
    artifacts: [{ kind: 'app', name, version: version.text, location }],
  };
}

function rootOf(node: YamlNode): YamlNode {
  let root = node;
  while (root.position.parent !== undefined) root = root.position.parent;
  return root;
}

/** Without `{service}` in the rule, the file's name is the service's. */
function nameOf(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1);
  return base.replace(/\.(?:ya?ml|json)$/i, '');
}
