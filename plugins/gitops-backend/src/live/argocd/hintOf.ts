import { ArgoCdHint } from '@backstage-gitops/plugin-gitops-node';
import { EntitySelector } from '../../entities/EntitySelector';

/**
 * What an entity's annotations say of the Application that deploys its unit;
 * nothing where they name several.
 */
export function hintOf(
  selector: EntitySelector | undefined,
): ArgoCdHint | undefined {
  if (selector === undefined) return undefined;
  const { applications, applicationSelector, applicationPlace = {} } = selector;
  if (applications.length > 1) return undefined;
  const [name] = applications;
  if (name === undefined && applicationSelector === undefined) return undefined;
  return {
    ...(name !== undefined && { name }),
    ...(applicationSelector !== undefined && { selector: applicationSelector }),
    ...applicationPlace,
  };
}
