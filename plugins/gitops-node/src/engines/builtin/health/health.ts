import { Health } from '@backstage-gitops/plugin-gitops-common';

export const healthy = (message?: string): Health => tell('healthy', message);
export const progressing = (message: string): Health =>
  tell('progressing', message);
export const degraded = (message: string): Health => tell('degraded', message);
export const suspended = (message: string): Health =>
  tell('suspended', message);
export const unknown = (message: string): Health => tell('unknown', message);

function tell(state: Health['state'], message?: string): Health {
  return message === undefined ? { state } : { state, message };
}
