import {
  TroubleGravity,
  troubleGravity,
  TroubleKind,
} from '@backstage-gitops/plugin-gitops-common';
import type { Tone } from '../look/tones';

const tones: Record<TroubleGravity, Tone> = {
  broken: 'alert',
  held: 'waiting',
  moving: 'neutral',
  unknown: 'unknown',
};

export function troubleTone(kind: TroubleKind): Tone {
  return tones[troubleGravity(kind)];
}
