import {
  Diagnostic,
  DiagnosticLevel,
} from '@backstage-gitops/plugin-gitops-common';
import {
  locate,
  MapNode,
  ScalarNode,
  YamlNode,
} from '../../manifests/YamlNode';
import { DiscoveryContext, Scope } from '../declaration';
import { ParameterSet } from './ParameterSet';

/** A hostile repository may multiply generators; past this it is cut off. */
export const maximumParameterSets = 5_000;

/** What every generator of one ApplicationSet shares. */
export class GeneratorContext {
  readonly scope: Scope;
  readonly discovery: DiscoveryContext;
  readonly goTemplate: boolean;
  readonly diagnostics: Diagnostic[] = [];
  readonly #fill: (template: ScalarNode, values: MapNode) => ScalarNode;

  constructor(options: {
    scope: Scope;
    discovery: DiscoveryContext;
    goTemplate: boolean;
    fill: (template: ScalarNode, values: MapNode) => ScalarNode;
  }) {
    this.scope = options.scope;
    this.discovery = options.discovery;
    this.goTemplate = options.goTemplate;
    this.#fill = options.fill;
  }

  fill(template: ScalarNode, values: MapNode): ScalarNode {
    return this.#fill(template, values);
  }

  report(
    code: string,
    message: string,
    node: YamlNode,
    level: DiagnosticLevel = 'warning',
  ): void {
    const { file, line } = locate(node);
    this.diagnostics.push({ level, code, message, file, line });
  }

  /** Cuts off what no real repository reaches, and says so. */
  limit(
    sets: readonly ParameterSet[],
    node: YamlNode,
  ): readonly ParameterSet[] {
    if (sets.length <= maximumParameterSets) return sets;
    const message = `Only the first ${maximumParameterSets} of ${sets.length} combinations are read.`;
    this.report('generator-too-large', message, node);
    return sets.slice(0, maximumParameterSets);
  }
}

/** Turns one generator's section into parameter sets. */
export type Generator = (
  section: YamlNode,
  context: GeneratorContext,
) => readonly ParameterSet[];
