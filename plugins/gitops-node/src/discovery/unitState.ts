import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Declaration } from './declaration';
import { ExpandedUnit } from './Expansion';

/** Whether a declaration makes a unit. */
export function stateOf(
  declaration: Declaration,
  contents: ExpandedUnit['contents'],
): ExpandedUnit['state'] {
  if (declaration.suspended) return 'suspended';
  const found = contents.length === 0 || contents.some(({ exists }) => exists);
  return found ? 'active' : 'absent';
}

/** What is told of a unit that is switched off or applies what isn't there. */
export function unitDiagnostics({
  declaration,
  state,
  contents,
}: ExpandedUnit): Diagnostic[] {
  const { kind, name, declaredBy, sources } = declaration;
  const at = { file: declaredBy.file, line: declaredBy.line };
  if (state === 'suspended') {
    const message = `${kind} ${name} is suspended; what it would apply is left out.`;
    return [{ level: 'info', code: 'unit-suspended', message, ...at }];
  }
  return sources.flatMap((source, index): Diagnostic[] => {
    if (contents[index].exists) return [];
    const path = 'path' in source ? source.path : '';
    const message = `${kind} ${name} applies ${path}, which does not exist.`;
    return [{ level: 'warning', code: 'path-missing', message, ...at }];
  });
}
