import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { locate, YamlNode } from '../../manifests/YamlNode';
import { BranchManifests } from '../BranchManifests';
import {
  Declaration,
  DeclarationReader,
  Declarations,
  DiscoveryContext,
} from '../declaration';
import { DiscoveryInput } from '../model';
import { FileRule, matchOf, RuleDeclaration } from './FileRule';
import { patternRule } from './patternRule';
import { readRuleFile } from './readRuleFile';

/** Reads layouts that rules describe: a repository's, and those in code. */
export const ruleReader: DeclarationReader = {
  name: 'rules',
  phase: 'expand',
  fromBranch: (branch, context) => readRules(branch, context),
};

interface Read extends Declarations {
  readonly matched: number;
}

function readRules(
  branch: BranchManifests,
  { input: { rules, fileRules = [], repository } }: DiscoveryContext,
): Declarations {
  const configured = rules.map(patternRule).map(rule => {
    const read = readRule(rule, branch, repository);
    return read.matched > 0 ? read : matchesNothing(rule, branch);
  });
  // A rule in code is asked of every repository; most have nothing for it.
  const coded = fileRules.map(rule => readRule(rule, branch, repository));
  const all: Declarations[] = [...configured, ...coded];
  return {
    declarations: all.flatMap(({ declarations }) => declarations),
    diagnostics: all.flatMap(({ diagnostics }) => diagnostics),
  };
}

function readRule(
  rule: FileRule,
  branch: BranchManifests,
  { id, url }: DiscoveryInput['repository'],
): Read {
  const declarations: Declaration[] = [];
  const diagnostics: Diagnostic[] = [];
  let matched = 0;
  for (const path of branch.tree.entries.keys()) {
    const match = matchOf(rule, path);
    if (match === undefined) continue;
    matched += 1;
    const file = branch.file(path);
    if (file.documents.length === 0 && file.diagnostics.length > 0) continue;
    const found = readRuleFile(rule, {
      repository: { id, url },
      branch: branch.name,
      path,
      groups: { ...match.groups },
      documents: file.documents.map(({ root }) => root),
    });
    declarations.push(
      ...found.declarations.map(each => declarationOf(path, each)),
    );
    // What a file lacks that is broken is no news.
    if (file.diagnostics.length === 0) {
      diagnostics.push(...(found.diagnostics ?? []));
    }
  }
  return { declarations, diagnostics, matched };
}

function matchesNothing(
  { name }: FileRule,
  branch: BranchManifests,
): Declarations {
  const message = `No file of ${branch.name} matches the rule ${name}.`;
  return {
    declarations: [],
    diagnostics: [{ level: 'warning', code: 'rule-matches-nothing', message }],
  };
}

function declarationOf(
  path: string,
  { service, environment, cluster, namespace, artifacts }: RuleDeclaration,
): Declaration {
  return {
    kind: 'Rule',
    group: '',
    name: service,
    declaredBy: locate(rootOf(artifacts[0].version)),
    files: [path],
    labels: {},
    annotations: {},
    sources: [],
    ...(environment !== undefined && { environment, instance: environment }),
    ...(cluster !== undefined && { cluster }),
    ...(namespace !== undefined && { namespace }),
    service,
    artifacts: artifacts.map(({ kind, name, version }) => ({
      ...{ kind, name, version: version.text, location: locate(version) },
    })),
  };
}

function rootOf(node: YamlNode): YamlNode {
  let root = node;
  while (root.position.parent !== undefined) root = root.position.parent;
  return root;
}
