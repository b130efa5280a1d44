import {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { publicReason } from '../indexing/publicReason';

/** Does work and writes down who asked for it and what became of it. */
export async function audited<T>(
  auditor: AuditorService,
  event: AuditorServiceCreateEventOptions,
  work: () => Promise<T>,
  outcome: (result: T) => JsonObject,
): Promise<T> {
  const written = await auditor.createEvent(event);
  try {
    const result = await work();
    await written.success({ meta: outcome(result) });
    return result;
  } catch (error) {
    await written.fail({ error: new Error(publicReason(error, '')) });
    throw error;
  }
}
