import { SecretMask } from '@backstage-gitops/plugin-gitops-node';
import { randomBytes } from 'node:crypto';
import { MaskManifests } from '../api/TargetManifests';

/** Equal values get equal masks, within this one answer. */
export const maskedManifests: MaskManifests = ({ declared, live }) => {
  const mask = new SecretMask(randomBytes(16));
  const text = (side: unknown) =>
    side === undefined
      ? undefined
      : JSON.stringify(mask.object(side), undefined, 2);
  return { declared: text(declared), live: text(live) };
};
