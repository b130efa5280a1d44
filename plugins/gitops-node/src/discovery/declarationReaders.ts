import { applicationSetReader } from './applicationSet/applicationSetReader';
import { applicationReader } from './argocd/applicationReader';
import { DeclarationReader } from './declaration';
import { fluxInstanceReader } from './flux/fluxInstanceReader';
import { helmReleaseReader } from './flux/helmReleaseReader';
import { overlayReader } from './overlayReader';
import { resourceSetReader } from './flux/resourceSetReader';
import { fluxKustomizationReader } from './flux/kustomizationReader';
import {
  undeclaredChartReader,
  undeclaredParentChartReader,
} from './helm/undeclaredChartReader';
import { helmfileReader } from './helmfile/helmfileReader';
import { ruleReader } from './rules/ruleReader';

/** Every dialect, in the order in which they are asked. */
export const declarationReaders: readonly DeclarationReader[] = [
  ruleReader,
  helmfileReader,
  applicationReader,
  applicationSetReader,
  fluxKustomizationReader,
  fluxInstanceReader,
  resourceSetReader,
  helmReleaseReader,
  undeclaredParentChartReader,
  undeclaredChartReader,
  overlayReader,
];
