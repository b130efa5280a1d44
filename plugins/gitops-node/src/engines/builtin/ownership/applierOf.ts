import { Resource } from '../../../manifests/Resource';
import { marksOf } from './marksOf';

/**
 * The field manager under which an object is applied, as its marks tell; only
 * that one's apply predicts which fields would be removed.
 *
 * @param own - This engine's, where nobody else's mark is there.
 */
export function applierOf(object: Resource, own: string): string {
  for (const mark of marksOf(object)) {
    switch (mark.by) {
      case 'applySet':
        return own;
      case 'argocd':
        return 'argocd-controller';
      case 'flux':
        return mark.kind === 'Kustomization'
          ? 'kustomize-controller'
          : 'helm-controller';
      default:
        return 'helm';
    }
  }
  return own;
}
