import { Delivery } from '@backstage-gitops/plugin-gitops-common';

/** The Kustomization of Flux that delivers a cart. */
export const cartObject = {
  group: 'kustomize.toolkit.fluxcd.io',
  kind: 'Kustomization',
  namespace: 'flux-system',
  name: 'cart',
};

/** As Flux tells of it, all being well. */
export const cartDelivery: Delivery = {
  object: cartObject,
  state: 'synced',
  waitsFor: [],
  conditions: [],
  history: [],
  steps: [],
};
