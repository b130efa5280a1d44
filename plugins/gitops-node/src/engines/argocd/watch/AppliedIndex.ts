import { refKey } from '../../builtin/resourceRef';
import { ApplicationInput } from '../observe/ApplicationInput';
import {
  AppliedResources,
  appliedResources,
  isOutdated,
} from '../observe/appliedResources';
import { ArgoCdApplication, applicationKey } from '../read/ArgoCdApplication';
import { ApplicationId } from './UnitClaims';

type AppliedSoFar = Pick<ApplicationInput, 'applied' | 'isOutdated'>;

/** What Applications have applied, as they said one after another. */
export class AppliedIndex {
  readonly #known = new Map<string, AppliedResources>();

  put(
    { instance, key }: ApplicationId,
    application: ArgoCdApplication | undefined,
  ): void {
    const id = `${instance} ${key}`;
    if (application === undefined) {
      this.#known.delete(id);
      return;
    }
    this.#known.set(id, appliedResources(application, this.#known.get(id)));
  }

  /** What there is to say of it while it isn't in sync. */
  of(application: ArgoCdApplication): AppliedSoFar {
    if (application.sync.state === 'synced') return {};
    const { instance } = application;
    const known = this.#known.get(`${instance} ${applicationKey(application)}`);
    const { isWhole, resources } = appliedResources(application, known);
    return {
      isOutdated: isOutdated(application, known),
      ...(isWhole && { applied: new Set(resources.map(refKey)) }),
    };
  }
}
