import { isError } from '@backstage/errors';
import { requireLabel, requireWord } from './checkedText';
import { AddEnvironmentRequest, AddServiceRequest } from './requests';

/**
 * What is wrong with the words of a request. The boundary has checked them;
 * what ends in a path or a manifest is checked where it is written as well.
 */
export function requestProblem(
  request: AddServiceRequest | AddEnvironmentRequest,
): string | undefined {
  try {
    if (request.kind === 'addEnvironment') {
      requireLabel('name of the environment', request.environment);
      requireLabel('name of the cluster', request.cluster ?? 'none');
      return undefined;
    }
    const { image, namespace = 'none', service } = request;
    requireLabel('name of the service', service);
    requireLabel('namespace', namespace);
    requireWord('image', 'name of the image', image.name);
    requireWord('version', 'version', image.version);
    if (image.digest !== undefined) {
      requireWord('digest', 'digest', image.digest);
    }
    return undefined;
  } catch (error) {
    return isError(error) ? `${error.message}.` : String(error);
  }
}
